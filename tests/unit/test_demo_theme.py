"""The demo theme: what its generator gives, with sourced facts only, and disclosing nobody."""

import re
from collections import Counter
from functools import cache

import pytest

from samklang.analysis.analysis import analyse
from samklang.core.coding.codebook import FACTORS
from samklang.core.coding.double_coding import unsettled
from samklang.core.coding.readings import by_place
from samklang.core.document.anchors import section_ids, unlinked
from samklang.core.document.blocks import Factors, Heading
from samklang.core.document.document import Document
from samklang.core.document.inline import plain
from samklang.core.figures.coding_words import coding_facts
from samklang.core.figures.material import Material
from samklang.core.figures.method import method_box
from samklang.core.language.wording import LANGUAGES, Language
from samklang.core.manuscript.parsing import Directive, DraftBlock, DraftList, Role, parse
from samklang.core.report.compose import compose
from samklang.core.vocabulary import municipalities
from samklang.package.findings import stale
from samklang.package.read import MANUSCRIPTS, read
from samklang.package.theme_package import ThemePackage
from samklang.publication.references import with_references
from themes.generate_answers import THEME, Span, generate, unmarked

SECTIONS = (
    *("introduction", "knowledge", "results", "examples", "factors", "analysis"),
    *("demonstration", "closing"),
)
# The only DOIs that were seen in a source.
SEEN_DOIS = {
    "10.1080/00420980500279893",
    "10.1080/09654313.2019.1639397",
    "10.1177/0899764003032002005",
}
# Every number that is typed in the manuscripts: years, and figures with a source beside them.
SOURCED = {
    "sv": {"2012", "2017", "2020", "2021", "1 005", "82", "6 155", "15 389", "6,6", "7 181"}
    | {"19 559", "10,1"},
    "en": {"2012", "2017", "2020", "2021", "1,005", "82", "6,155", "15,389", "6.6", "7,181"}
    # The last is of COVID-19.
    | {"19,559", "10.1", "19"},
}


@cache
def package() -> ThemePackage:
    return read(THEME)


@cache
def material() -> Material:
    return with_references(analyse(package()), package().references)


@cache
def document(language: Language) -> Document:
    manuscript = package().manuscripts[language]
    composed, faults = compose(manuscript, material(), language, file=MANUSCRIPTS[language])
    assert faults == ()
    return composed


def texts() -> list[str]:
    """The open answers of the complete responses."""
    answers = [r.answers[q] for r in package().responses for q in ("q5", "q6")]
    return [answer for answer in answers if isinstance(answer, str)]


def test_a_mark_becomes_a_span_of_the_words_without_marks() -> None:
    marked = "Bra. [[economy:hinders!|Pengarna är slut]], [[knowledge:enables|vi vet]]."
    assert unmarked(marked) == (
        "Bra. Pengarna är slut, vi vet.",
        (
            Span(5, 21, "Pengarna är slut", "economy", "hinders", True),
            Span(23, 29, "vi vet", "knowledge", "enables", False),
        ),
    )


@pytest.mark.parametrize("name", sorted(generate()))
def test_what_is_committed_is_what_is_generated(name: str) -> None:
    assert (THEME / name).read_bytes() == generate()[name].encode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manuscript_composes_with_the_deck_s_sections(language: Language) -> None:
    assert section_ids(document(language)) == SECTIONS
    assert unlinked(document(language)) == ()


def test_it_says_on_every_page_that_it_is_invented_and_not_samforma_s() -> None:
    theme = package().theme
    assert theme.synthetic
    assert "Samforma" not in theme.network.name
    assert "påhittade" in theme.notice.sv
    assert "invented" in theme.notice.en
    assert "ingen siffra är Samformas" in theme.notice.sv


def test_two_coders_coded_a_sample_each_alone_and_settled_what_they_differed_on() -> None:
    made = package()
    assert len({(c.response, c.question) for c in made.codings}) >= 60
    assert {c.coder for c in made.codings} == {"K1", "K2"}
    readings = by_place(made.readings)
    assert len(readings) == 30
    assert all(parts["first"].coder != parts["second"].coder for parts in readings.values())
    assert unsettled(made.readings) == 0
    settled = {place: parts["settled"] for place, parts in readings.items() if "settled" in parts}
    assert len(settled) == 7
    # What was settled is what the codings say, and so is what both made of the rest.
    coded = {
        place: frozenset(
            f"{c.code}:{c.valence}" for c in made.codings if (c.response, c.question) == place
        )
        for place in readings
    }
    for place, parts in readings.items():
        assert (settled.get(place) or parts["first"]).codes == coded[place]


@pytest.mark.parametrize(
    ("language", "alphas"),
    [
        ("sv", ("0,75 (0,49–0,95)", "0,84 (0,63–1,00)")),
        ("en", ("0.75 (0.49–0.95)", "0.84 (0.63–1.00)")),
    ],
)
def test_alpha_is_printed(language: Language, alphas: tuple[str, ...]) -> None:
    [coding] = coding_facts(material(), language)
    assert all(alpha in coding.value for alpha in alphas)
    assert coding in method_box(material(), language).facts


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_part_of_a_section_has_the_heading_of_another(language: Language) -> None:
    for section in document(language).sections:
        headings = [section.title]
        for block in section.blocks:
            if isinstance(block, Heading):
                headings.append(plain(block.text))
            elif isinstance(block, Factors):
                headings += [factor.headed for factor in block.factors]
        # A section of one subject may open with it.
        assert len(headings[1:]) == len({one.casefold() for one in headings[1:]}), headings


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_finding_is_printed_with_cases_against_and_none_is_stale(language: Language) -> None:
    assert {f.id for f in package().findings} == {"korta-pengar", "parter-som-svarar"}
    assert not any(stale(finding, package()) for finding in package().findings)
    for finding in package().findings:
        assert finding.against[language]
        assert f":::{{finding}} {finding.id}" in package().manuscripts[language]


def roles_of(language: Language) -> Counter[tuple[str, str]]:
    sections, _ = parse(package().manuscripts[language], file="")
    found: Counter[tuple[str, str]] = Counter()

    def gather(block: DraftBlock) -> None:
        if isinstance(block, Directive):
            found[block.name, block.argument] += 1
            for inner in block.body:
                gather(inner)
            return
        lines = block.items if isinstance(block, DraftList) else (block.text,)
        found.update((p.name, p.content) for line in lines for p in line if isinstance(p, Role))

    for section in sections:
        for block in section.blocks:
            gather(block)
    return found


def test_both_manuscripts_state_the_same_figures() -> None:
    swedish, english = roles_of("sv"), roles_of("en")
    # What is translated: a notice's argument, which is its title, and the words of a claim.
    for found in (swedish, english):
        for name, content in list(found):
            if name == "notice":
                del found[name, content]
            elif name == "claim":
                found["claim", content.partition(": ")[2]] += found.pop((name, content))
    assert swedish == english
    assert sum(swedish.values()) > 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_survey_number_is_typed(language: Language) -> None:
    prose = re.sub(r"\{[a-z-]+\}`[^`]*`|\]\([^)]*\)", "", package().manuscripts[language])
    prose = "\n".join(line for line in prose.splitlines() if not line.startswith((":", "{#")))
    typed = set(re.findall(r"\d+(?:[.,\u00a0]\d+)*", prose))
    assert {n.replace("\u00a0", " ") for n in typed} == SOURCED[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_quantity_is_claimed_in_words(language: Language) -> None:
    """A word such as "most" beside a bound number would be bound to nothing but by {claim}."""
    swedish = r"majorit|flesta|hälften|(?<!hur )många(?! olika)|oftast|mer än"
    english = r"more than half|most of|many of|half of|majority"
    claims = f"{swedish}|{english}"
    prose = re.sub(r"\{claim\}`[^`]*`|(?m:^:claim:.*$)", "", package().manuscripts[language])
    assert not re.findall(claims, prose, flags=re.IGNORECASE)
    assert sum(n for (name, _), n in roles_of(language).items() if name == "claim") >= 4


def test_every_member_is_invented_and_lies_in_one_of_the_two_counties() -> None:
    register = package().register
    assert register is not None
    assert register.sizes(["county"]) == {("24",): 21, ("25",): 22}
    for member in register.members:
        assert member.name.endswith(" (påhittad)")
        assert municipalities()[member.municipality].county == member.groups["county"]
    assert len({member.name for member in register.members}) == 43


def test_the_fieldwork_went_as_the_method_box_says() -> None:
    assert Counter(r.status for r in package().responses) == {
        "complete": 32,
        "partial": 2,
        "declined": 1,
    }
    work = package().theme.fieldwork
    assert work.opened
    assert work.closed
    for response in package().responses:
        assert (response.status == "complete") == (response.submitted is not None)
        assert response.submitted is None or work.opened <= response.submitted <= work.closed


def test_open_answers_are_distinct_and_of_ordinary_length() -> None:
    assert len(texts()) == len(set(texts())) == 60
    assert all(8 <= len(text.split()) <= 45 for text in texts())


def statuses(table: str) -> dict[str, list[str]]:
    return {row.id: [c.status for c in row.cells] for row in material().tables[table].rows}


def test_the_figures_show_and_withhold() -> None:
    assert statuses("q1") == {"yes": ["shown"], "no": ["shown"], "unknown": ["shown"]}
    assert statuses("q2") == {"yes": ["shown"], "no": ["shown"]}
    assert statuses("q2b")["company"] == ["few"]
    assert statuses("conditions")["collaboration"] == ["few", "protected", *["shown"] * 3]
    assert statuses(FACTORS) == {
        "economy": ["shown", "shown"],
        "knowledge": ["shown", "shown"],
        "leadership": ["shown", "shown"],
        "collaboration": ["shown", "few"],
    }


def test_the_text_says_what_the_figures_withhold() -> None:
    """ "För de övriga slagen av aktörer är svaren för få": all that are not named are withheld."""
    named = {content for name, content in roles_of("sv") if name == "count"}
    for option, cells in statuses("q2b").items():
        assert (cells == ["shown"]) == (f"q2b={option}" in named)


def test_quotes_are_one_an_organisation_and_do_not_narrow_a_withheld_count() -> None:
    released = [c for c in package().codings if c.released]
    assert max(Counter(c.response for c in released).values()) == 1
    per_factor = Counter((c.code, c.valence) for c in released)
    # Two quotes would tell that a count withheld as 0 to 4 is at least 2.
    assert per_factor.pop(("collaboration", "hinders")) == 1
    assert len(per_factor) == 7
    assert set(per_factor.values()) == {2}
    for coding in released:
        assert 6 <= len(coding.text.split()) <= 45
        assert coding.translation.en


def test_examples_keep_what_is_not_known_empty() -> None:
    named = [e for e in package().examples if not e.other]
    assert [e.order for e in package().examples] == list(range(1, 30))
    assert Counter(e.provenance.match for e in named) == {
        "exact": 9,
        "likely": 1,
        "theme-only": 3,
        "none": 3,
    }
    for example in (e for e in package().examples if not e.invented):
        known = example.provenance.match in ("exact", "likely")
        assert (example.organisation is not None) == known
        assert bool(example.sources) == (example.provenance.match != "none")
        if example.provenance.match != "exact":
            assert example.municipalities == ()
        assert not any("cloudfront" in source.url for source in example.sources)


def test_invented_examples_say_so_and_are_counted_nowhere() -> None:
    invented = [e for e in package().examples if e.invented]
    assert len(invented) == 12
    for example in invented:
        assert example.other
        assert example.title.sv.endswith("(påhittat)")
        assert example.title.en.endswith("(invented)")
        assert example.description.sv.startswith("Påhittat exempel.")
        assert example.sources == ()


def test_places_of_the_examples() -> None:
    real = (e for e in package().examples if not e.invented)
    places = {e.id: e.municipalities for e in real if e.municipalities}
    assert places == {
        "fritidsbanken-umea": ("2480",),
        "kulturhuset-klossen": ("2480",),
        "lanthandel-morjarv": ("2514",),
        "servicepunkt-moskosel": ("2505",),
        "st-mary": ("2581", "2583", "2480"),
    }


def test_no_reference_has_an_unseen_doi_and_no_contact_is_a_person() -> None:
    assert {r["DOI"] for r in package().references if "DOI" in r} == SEEN_DOIS
    for reference in package().references:
        assert "DOI" in reference or "URL" in reference
    assert [contact.email for contact in package().contacts] == ["", "", ""]
