"""The deck: what is said in a quarter of an hour, an appendix, and the author's own words."""

from dataclasses import replace

import pytest

from samklang.core.document.blocks import Examples, Figure, KeyFigures, KeyPoints, Paragraph
from samklang.core.document.chosen_examples import chosen_examples
from samklang.core.document.deck import MAIN, Slide, slides
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Cite, Run, Value, headed, plain
from samklang.core.document.slide_text import sentences
from samklang.core.language.wording import LANGUAGES, Language
from samklang.core.report.compose import compose
from tests.sample_material import material
from tests.unit.test_demo_theme import document as demo

HEAD = "{#s}\n# Avsnitt\n\nInledande rad.\n\n"
# The seed deck's headings, in its order.
HEADINGS = {
    "sv": (
        *("Social innovation i norr", "Inledning", "Kunskaper", "Social innovation"),
        *("Syftet med social innovation", "Idéburna organisationer", "Samverkan"),
        *("Nytänkande lösningar", "Tillsammans med andra", "Exempel", "Ekonomi", "Kunskap"),
        *("Ledarskap och engagemang", "Samverkan", "Innovativ mångfald"),
        *("Samhällsutmaningar i norr", "Nytänkande insatser", "Utbredd okunskap"),
        *("Stöd och utrymme", "Tack"),
    ),
    "en": (
        *("Social innovation in the north", "Introduction", "Knowledge", "Social innovation"),
        *("The purpose of social innovation", "Civil society organisations", "Collaboration"),
        *("Innovative solutions", "Together with others", "Examples", "Finances", "Knowledge"),
        *("Leadership and commitment", "Collaboration", "Innovative diversity"),
        *("Societal challenges in the north", "Innovative efforts"),
        *("Widespread lack of knowledge", "Support and room", "Thank you"),
    ),
}


def composed(text: str) -> Document:
    document, faults = compose(HEAD + text, material(), "sv", file="m.md")
    assert faults == ()
    return document


def titles(found: tuple[Slide, ...]) -> list[str]:
    return [slide.title for slide in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_of_the_seed_is_the_title_of_a_slide(language: Language) -> None:
    """Alone, or followed by a colon or a mark and the sentence that it says."""
    found = slides(demo(language))
    for heading in HEADINGS[language]:
        assert any(
            slide.title == heading or slide.title.startswith((f"{heading}:", f"{heading}!"))
            for slide in found
        ), heading


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_headline_shares_stand_on_the_second_slide(language: Language) -> None:
    second = slides(demo(language))[1]
    assert isinstance(second.content, KeyFigures)
    shares = [one.number for one in second.content.figures]
    assert [share.replace("\u00a0", "").rstrip("%") for share in shares] == ["62", "70"]
    assert all(share in second.title for share in shares)
    bases = [" ".join(one.how) for one in second.content.figures]
    assert ("20\u00a0av\u00a032" if language == "sv" else "20\u00a0of\u00a032") in bases[0]
    assert ("14\u00a0av\u00a020" if language == "sv" else "14\u00a0of\u00a020") in bases[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_demo_is_told_in_fifteen_slides_with_something_to_say_to_each(
    language: Language,
) -> None:
    found = slides(demo(language))
    names = [f"{s.title} ({s.part})" if s.parts > 1 else s.title for s in found]
    assert len(names) == len({name.casefold() for name in names})
    main = [slide for slide in found if not slide.appendix]
    assert main[-1].kind == "section"
    assert len(main) - 1 <= MAIN == 15
    assert found[len(main) - 1] is main[-1]
    for slide in main[1:-1]:
        spoken = [one for text in slide.spoken for one in sentences(text)]
        assert 2 <= len(spoken) <= 6, slide.title
        lines = slide.content if slide.kind == "points" else slide.lines
        assert isinstance(lines, tuple)
        assert len(lines) <= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_is_called_invented_where_it_shows_answers_and_not_where_it_shows_what_is_real(
    language: Language,
) -> None:
    found = slides(demo(language))
    stamped = {
        kind: {s.synthetic for s in found if s.kind == kind} for kind in {s.kind for s in found}
    }
    for kind in ("title", "numbers", "figure", "method", "factor"):
        assert stamped[kind] == {True}, kind
    for kind in ("cards", "chosen", "examples", "map", "references", "contacts"):
        assert stamped[kind] == {False}, kind
    # A definition with its source is real; what is said of the answers is not.
    assert stamped["points"] == {True, False}
    # What leads to a source, and what counts examples, is real too.
    counted = "Exempel" if language == "sv" else "Examples"
    [thanks] = [s for s in found if s.section == found[-1].section and not s.appendix]
    [examples] = [s for s in found if s.appendix and s.title == counted]
    assert (thanks.synthetic, examples.synthetic) == (False, False)
    assert not any(s.synthetic for s in slides(replace(demo(language), synthetic=False)))


@pytest.mark.parametrize(
    "number", ["- {share}`q1=yes` av dem.", "{share}`q1=yes` tänker nytt", "Säg {share}`q1=yes`."]
)
def test_a_number_of_the_answers_in_any_of_its_words_stamps_a_slide(number: str) -> None:
    """In its lines, its title, or what is taken from the text beside a source."""
    made = composed("{#a}\n## Begrepp\n\nSå är det {cite}`mulgan2006`.\n")
    real = replace(made, synthetic=True)
    assert [s.synthetic for s in slides(real) if s.title == "Begrepp"] == [False]
    title, lines, spoken = "Begrepp", "- En rad.", "Säg detta."
    if number.startswith("-"):
        lines = number
    elif number.startswith("Säg"):
        spoken = number
    else:
        title = number
    text = (
        "{#a}\n## Rubrik\n\nSå är det {cite}`mulgan2006`.\n\n"
        f":::{{slide}}\n{title}\n\n{lines}\n\n{spoken}\n:::\n"
    )
    told = slides(replace(composed(text), synthetic=True))
    assert [s.synthetic for s in told if s.kind == "points"][-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_under_a_title_made_of_a_caption_stands_how_sure_it_is(language: Language) -> None:
    """Unless it is certain, or the title is a claim that the numbers bear out."""
    unsure = {"sv": "inte säker", "en": "not certain"}[language]
    figures = [s for s in slides(demo(language)) if isinstance(s.content, Figure) and s.appendix]
    assert len(figures) >= 3
    for slide in figures:
        lines = " ".join(map(plain, slide.lines))
        assert unsure in lines or "inte säkra" in lines, slide.title
    claimed = figures[0].content
    assert isinstance(claimed, Figure)
    certain = replace(claimed, claim="Det är säkert")
    block = replace(demo(language).sections[0], slides=(), blocks=(certain,))
    [slide] = [s for s in slides(replace(demo(language), sections=(block,))) if s.kind == "figure"]
    assert (slide.title, slide.lines) == ("Det är säkert", ())


def test_a_prose_section_gives_one_slide_of_first_sentences() -> None:
    part = "{#a}\n## Rubrik\n\nFörsta. Andra.\n\nTredje {cite}`mulgan2006`. Fjärde.\n"
    (slide,) = [s for s in slides(composed(part)) if s.title == "Rubrik"]
    assert isinstance(slide.content, tuple)
    assert [plain(line) for line in slide.content] == ["Första.", "Tredje."]  # type: ignore[arg-type]
    assert [plain(text) for text in slide.spoken] == ["Första.", "Andra.", "Tredje.", "Fjärde."]
    assert slide.sources == ("Mulgan, 2006",)


def test_a_number_in_a_sentence_stays_a_number() -> None:
    text = (
        *(
            Run("Det är "),
            Value("62 %", "q1", "e"),
            Run(" (Bo, 2020). "),
            Run("Sedan", strong=True),
        ),
        *(Run(" 6,5 kr."), Cite("(Bo, 2020)", ("bo",)), Run(" Nu.")),
    )
    found = [plain(one) for one in sentences(text)]
    assert found == ["Det är 62 % (Bo, 2020).", "Sedan 6,5 kr.", "Nu."]
    assert Value("62 %", "q1", "e") in next(sentences(text))


def test_the_author_s_words_stand_on_the_slide_and_in_its_notes_and_not_in_the_report() -> None:
    text = (
        ":::{figure} q1\n:highlight: yes\n:::\n\n"
        ":::{slide}\n{share}`q1=yes` tänker nytt\n\n- En rad.\n\nSäg detta. Och detta.\n:::\n"
    )
    document = composed(text)
    (slide,) = [s for s in slides(document) if s.kind == "figure"]
    assert slide.title == "67\u00a0% tänker nytt"
    assert [plain(line) for line in slide.lines] == ["En rad."]
    assert [plain(text) for text in slide.spoken] == ["Säg detta. Och detta."]
    assert not any(isinstance(block, Paragraph) for _, block in document.blocks())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- En rad.", "a slide has a title"),
        ("Rubrik\n\n- a\n- b\n- c\n- d", "a slide has 4 lines"),
        (":examples: okänt\nRubrik", "no example 'okänt'"),
        (":colour: red\nRubrik", "no option 'colour'"),
        ("Rubrik {share}`q9=yes`", "'q9' is not a closed question"),
    ],
)
def test_a_slide_that_cannot_be_made_is_a_fault(text: str, what: str) -> None:
    _, faults = compose(f"{HEAD}:::{{slide}}\n{text}\n:::\n", material(), "sv", file="m.md")
    assert len(faults) == 1
    assert what in str(faults[0].what)


def test_what_a_talk_has_no_room_for_is_an_appendix_in_the_document_s_order() -> None:
    many = tuple(
        Section(f"s{n}", f"Del {n}", (Run(f"Rad {n}."),), (KeyPoints("x", ((Run("a"),),)),))
        for n in range(30)
    )
    found = slides(replace(composed(""), sections=many, opening=None))
    assert titles(found)[1:16] == [*(f"Del {n}" for n in range(13)), "Del 29", "Bilaga"]
    assert titles(found)[16:] == [f"Del {n}" for n in range(13, 29)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slides_name_the_examples_as_the_report_has_them_the_best_known_first(
    language: Language,
) -> None:
    made = demo(language)
    [block] = [block for _, block in made.blocks() if isinstance(block, Examples)]
    named = [card for s in slides(made) if s.kind == "examples" for card in s.content]  # type: ignore[union-attr]
    assert [card.id for card in named] == [card.id for card in block.shown_whole + block.listed]
    assert sorted(card.id for card in named) == sorted(card.id for card in block.examples)
    known = [
        ("exact", "likely", "theme-only", "none").index(card.match)
        for card in block.shown_whole
        if not card.other
    ]
    assert known == sorted(known)
    assert len(known) == 16


@pytest.mark.parametrize(
    ("language", "title"),
    [("sv", "Civilsamhället i de två länen"), ("en", "Civil society in the two counties")],
)
def test_the_slide_on_two_counties_has_the_numbers_of_both(language: Language, title: str) -> None:
    [slide] = [slide for slide in slides(demo(language)) if slide.title == title]
    north, west = (plain(line).replace("\u00a0", " ") for line in slide.content)  # type: ignore[union-attr, arg-type]
    thousand = " " if language == "sv" else ","
    assert "Norrbotten" in north
    assert all(f"{n}{thousand}{m}" in north for n, m in (("6", "155"), ("15", "389")))
    assert "Västerbotten" in west
    assert all(f"{n}{thousand}{m}" in west for n, m in (("7", "181"), ("19", "559")))


@pytest.mark.parametrize(
    ("title", "said", "line"),
    [
        ("Ideella – medelvärde", "Medelvärde: 58 personer", "Ideella – medelvärde: 58 personer"),
        ("Ideella", "Medelvärde: 58 personer", "Ideella: Medelvärde: 58 personer"),
        ("Har ni tid?", "Ja: 58 %", "Har ni tid? Ja: 58 %"),
    ],
)
def test_a_title_says_once_what_is_measured(title: str, said: str, line: str) -> None:
    assert headed(title, said) == line


def test_titles_that_would_be_alike_are_told_apart() -> None:
    two = tuple(Section(f"s{n}", "Del", (Run("Rad."),), ()) for n in range(3))
    assert titles(slides(replace(composed(""), sections=two)))[-3:] == ["Del", "Del (2)", "Del (3)"]


def test_examples_that_are_told_have_a_source_and_are_the_author_s_own_choice_first() -> None:
    block = next(block for _, block in demo("sv").blocks() if type(block).__name__ == "Examples")
    default = chosen_examples(block)  # type: ignore[arg-type]
    assert len(default) == 3
    assert all(example.match in ("exact", "likely") for example in default)
    wanted = ("st-mary", "lanthandel-morjarv")
    assert [e.id for e in chosen_examples(block, wanted)] == list(wanted)  # type: ignore[arg-type]
