"""Composing: what a manuscript's names become, and what is said of names that are not there."""

from dataclasses import replace

import pytest

from samklang.core.disclosure.quotes import beside_tables
from samklang.core.disclosure.released import ReleasedQuote
from samklang.core.document.anchors import section_ids, unlinked
from samklang.core.document.blocks import (
    Cards,
    Contacts,
    ExampleMap,
    Examples,
    Factors,
    Figure,
    KeyPoints,
    Notice,
    Paragraph,
    References,
)
from samklang.core.document.document import Document
from samklang.core.document.inline import Cite, Value, plain
from samklang.core.document.issues import for_issue
from samklang.core.document.map_places import WholeCounty
from samklang.core.document.method_box import MethodBox
from samklang.core.language.wording import Wording
from samklang.core.report.compose import compose
from samklang.core.report.default_manuscript import default_manuscript
from samklang.core.survey.questionnaire import Scale
from tests.sample_material import both, material

NBSP, DASH = "\u00a0", "\u2013"
HEAD = "{#s}\n# Avsnitt\n\nInledande rad.\n\n"


def composed(text: str, language: str = "sv") -> Document:
    document, faults = compose(HEAD + text, material(), language, file="m.md")  # type: ignore[arg-type]
    assert faults == ()
    return document


def block(text: str, language: str = "sv") -> object:
    (found,) = composed(text, language).sections[0].blocks
    return found


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("{share}`q1=yes`", f"67{NBSP}%"),
        ("{interval}`q1=yes`", f"60{DASH}73{NBSP}%"),
        ("{between}`q1=yes`", f"mellan 60 och 73{NBSP}%"),
        ("{band}`q1=yes`", f"56{DASH}77{NBSP}%"),
        ("{count}`q1=yes`", f"20{NBSP}av{NBSP}30"),
        ("{base}`q1`", "30"),
        ("{invited}`-`", "40"),
        ("{answered}`-`", "32"),
        ("{response-rate}`-`", f"80{NBSP}%"),
        ("{share}`m.time=b`", f"75{NBSP}%"),
        ("{share}`m.money=b`", "dolt för att skydda svarande"),
        ("{count}`m.money=b`", "(dolt för att skydda svarande)"),
        ("{mentions}`economy:hinders`", f"17{NBSP}av{NBSP}31"),
        ("{mentions}`economy:enables`", "färre än 5"),
        ("{examples}`all`", "2"),
        ("{examples}`none`", "1"),
    ],
)
def test_a_role_becomes_its_value(role: str, text: str) -> None:
    paragraph = block(f"Här: {role}.")
    assert isinstance(paragraph, Paragraph)
    assert isinstance(paragraph.text[1], Value)
    assert paragraph.text[1].text == text


def test_english_prints_english_numbers() -> None:
    paragraph = block("{share}`q1=yes`, {count}`q1=yes`", "en")
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.text) == f"67%, 20{NBSP}of{NBSP}30"


def test_citations_are_gathered_in_the_reference_list_in_swedish_order() -> None:
    document = composed("Se {cite}`aberg2020, mulgan2006`.\n\n:::{references}\n:::\n")
    paragraph, references = document.sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text[1] == Cite("(Åberg, 2020; Mulgan, 2006)", ("aberg2020", "mulgan2006"))
    assert isinstance(references, References)
    assert [entry.key for entry in references.entries] == ["mulgan2006", "aberg2020"]


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("{share}`q9=yes`", "'q9' is not a closed question", "q1"),
        ("{share}`q1=yess`", "'q1' has no 'yess'", "'yes'"),
        ("{share}`q1`", "does not name an answer", "question=option"),
        ("{share}`m=a`", "is a matrix", "question.item=option"),
        ("{share}`m.time=z`", "no option 'z'", "a, b"),
        ("{shaer}`q1=yes`", "no role 'shaer'", "'share'"),
        ("{cite}`mulgan2007`", "no reference 'mulgan2007'", "'mulgan2006'"),
        ("{mentions}`economy:helps`", "not a valence", "enables"),
        ("{examples}`some`", "not a kind of example", "Known"),
        (":::{figur} q1\n:::", "no directive 'figur'", "'figure'"),
        (":::{figure} q5\n:::", "'q5' is not a closed question", "m, q1"),
        (":::{figure} q1\n:highlight: maybe\n:::", "has no 'maybe'", "yes"),
        (":::{figure} q1\n:colour: red\n:::", "no option 'colour'", "highlight"),
        (":::{figure} q1\n:::\n\n:::{figure} q1\n:::", "included twice", "Refer"),
        (":::{knowledge}\nsj\n:::", "no card 'sj'", "si"),
        (":::{factors}\neconomi\n:::", "no factor 'economi'", "economy"),
        (":::{notice}\ntext\n:::", "a title and one paragraph", "Title"),
        (":::{key-points}\ntext\n:::", "a single list", "-"),
    ],
)
def test_an_unknown_name_is_a_fault_with_a_remedy(text: str, what: str, remedy: str) -> None:
    _, faults = compose(HEAD + text, material(), "sv", file="m.md")
    assert len(faults) == 1
    assert what in str(faults[0].what)
    assert remedy in str(faults[0].remedy)
    assert faults[0].line >= 6


@pytest.mark.parametrize(("scale", "kind"), [(None, "stacked"), ("agreement", "diverging")])
def test_a_matrix_on_a_scale_diverges_from_its_middle(scale: Scale | None, kind: str) -> None:
    found = material()
    questions = tuple(replace(q, scale=scale) if q.id == "m" else q for q in found.questionnaire)
    on_scale = replace(found, questionnaire=replace(found.questionnaire, questions=questions))
    document, faults = compose(HEAD + ":::{figure} m\n:::\n", on_scale, "sv", file="m.md")
    assert faults == ()
    (figure,) = document.figures
    assert (figure.kind, figure.neutral) == (kind, "")


def test_a_figure_carries_all_its_words() -> None:
    figure = block(":::{figure} q1\n:highlight: yes\n:::")
    assert isinstance(figure, Figure)
    assert (figure.id, figure.number, figure.kind) == ("q1", 1, "bars")
    assert figure.title == "Har utvecklat"
    assert figure.question == "Har ni utvecklat något?"
    assert figure.summary == (
        f"67{NBSP}% svarar ”Ja” (20{NBSP}av{NBSP}30). "
        f"Med osäkerheten inräknad är det mellan 60 och 73{NBSP}%."
    )
    ends = f"intervall 60{DASH}73{NBSP}%, känslighetsband 56{DASH}77{NBSP}%"
    assert f"Ja: 67{NBSP}%, {ends}." in figure.alt
    assert "län" in figure.weighting
    assert "32 av 40" in figure.interval
    assert f"mellan 56{DASH}77{NBSP}%" in figure.sensitivity
    assert any("2 fick frågan men svarade inte" in note for note in figure.notes)
    assert figure.synthetic
    assert [row.label for row in figure.table.rows] == ["Ja", "Nej"]


def test_a_matrix_says_why_a_row_is_withheld() -> None:
    figure = block(":::{figure} m\n:::")
    assert isinstance(figure, Figure)
    assert figure.kind == "stacked"
    assert "Vi har råd. Inte alls: dolt för att skydda svarande." in figure.alt
    assert any("färre än 5" in note for note in figure.notes)


def test_everything_else_that_can_be_put_in() -> None:
    names = ["method-box", "knowledge", "factors", "examples", "map", "contacts"]
    text = "\n".join(f":::{{{name}}}\n:::\n" for name in names)
    blocks = composed(text).sections[0].blocks
    kinds = (MethodBox, Cards, Factors, Examples, ExampleMap, Contacts)
    assert tuple(type(b) for b in blocks) == kinds
    box, cards, factors, examples, map_, _ = blocks
    assert isinstance(box, MethodBox)
    assert [(r.label, r.rate) for r in box.strata] == [
        ("Västerbottens län", 90),
        ("Norrbottens län", 70),
    ]
    assert any("Svarsfrekvensen skiljer sig" in text for text in box.text)
    assert isinstance(factors, Factors)
    (factor,) = factors.factors
    assert (factor.enables, factor.hinders) == ("färre än 5", f"17{NBSP}av{NBSP}31 organisationer")
    assert factor.hindering_quotes[0].attribution == "Medlem i Norrbottens län"
    assert isinstance(examples, Examples)
    shop, kit = examples.examples
    assert shop.place == "Kalix, Norrbottens län"
    assert (kit.organisation, kit.place, kit.provenance) == ("", "", "Källa saknas")
    assert isinstance(map_, ExampleMap)
    assert map_.elsewhere == "Ett exempel har ingen känd plats och finns inte på kartan."
    assert isinstance(cards, Cards)


def test_an_example_for_a_whole_county_shades_it_on_the_map_and_is_named_beside_it() -> None:
    known = material()
    wide = replace(known.examples[0], id="wide", title=both("Länsvis"), municipalities=())
    made_up = replace(wide, id="made-up", invented=True)
    told = replace(known, examples=(*known.examples, wide, made_up))
    document, _ = compose(HEAD + ":::{map}\n:::\n", told, "sv", file="m.md")
    (map_,) = [b for _, b in document.blocks() if isinstance(b, ExampleMap)]
    # The shop has a dot in Kalix and shades nothing; what is made up is on no map.
    assert map_.whole == (WholeCounty("25", "Hela Norrbottens län", ("wide",)),)
    assert [place.examples for place in map_.places] == [("shop",)]
    wide_words = "Ett exempel gäller ett helt län, som är tonat på kartan."
    assert map_.elsewhere.startswith(wide_words)
    assert map_.alt.startswith("Karta över Norrbottens län, ")
    assert "Kalix: 1. Hela Norrbottens län: 1." in map_.alt
    assert wide_words in map_.alt
    # Where its owner did not let it be shown, neither county, list nor alternative has it.
    told = replace(known, examples=(*known.examples, replace(wide, issues=("site",))))
    document, _ = compose(HEAD + ":::{map}\n:::\n:::{examples}\n:::\n", told, "sv", file="m.md")
    for issue, shades in (("site", 1), ("report", 0)):
        shown = for_issue(document, issue)  # type: ignore[arg-type]
        (map_,) = [b for _, b in shown.blocks() if isinstance(b, ExampleMap)]
        assert len(map_.whole) == shades
        assert ("Hela Norrbottens län" in map_.alt) == bool(shades)
        assert not any("Länsvis" in str(part) for part in (map_.alt, map_.elsewhere))


def test_a_map_without_a_list_counts_no_example_that_may_not_be_shown() -> None:
    """The only example of a county is not for the web: neither dot nor count nor county says it."""
    known = material()
    north = replace(known.examples[0], id="n", municipalities=("2514",), counties=())
    closed = replace(north, id="c", municipalities=("2480",), issues=("report",))
    nowhere = replace(north, id="no", municipalities=(), issues=("report",))
    told = replace(known, examples=(north, closed, nowhere))
    document, _ = compose(HEAD + ":::{map}\n:::\n", told, "sv", file="m.md")
    found = {}
    for issue in ("report", "site"):
        shown = for_issue(document, issue)  # type: ignore[arg-type]
        (found[issue],) = [b for _, b in shown.blocks() if isinstance(b, ExampleMap)]
    assert [place.name for place in found["report"].places] == ["Kalix", "Umeå"]
    assert "Ett exempel har ingen känd plats" in found["report"].alt
    assert [place.name for place in found["site"].places] == ["Kalix"]
    assert found["site"].counties == ("25",)
    assert found["site"].alt == (
        "Karta över Norrbottens län, med antalet exempel på varje plats. Kalix: 1. "
        "Alla exempel finns på kartan."
    )


def test_quotes_do_not_give_a_withheld_count_away() -> None:
    """Four quotes under "färre än 5" would say that it is four; one leaves 1 to 4."""
    quotes = tuple(
        ReleasedQuote("economy", valence, f"Citat {n}.", Wording(), "")
        for valence in ("enables", "hinders")
        for n in range(4)
    )
    known = material()
    quotes = beside_tables(quotes, known.tables, known.participation)
    text = ":::{factors}\n:::\n\n:::{quotes} economy\n:valence: enables\n:::\n"
    document, faults = compose(HEAD + text, replace(known, quotes=quotes), "sv", file="m.md")
    assert faults == ()
    factors, *others = document.sections[0].blocks
    assert isinstance(factors, Factors)
    assert factors.factors[0].enables == "färre än 5"
    assert len(factors.factors[0].enabling_quotes) == 1
    assert len(factors.factors[0].hindering_quotes) == 4
    # A block of quotes by itself tells no more than the list of factors.
    assert len(others) == 1


def test_key_points_and_notices() -> None:
    points = block(":::{key-points}\n- {share}`q1=yes` gör det\n- Ett till\n:::")
    assert isinstance(points, KeyPoints)
    assert plain(points.items[0]) == f"67{NBSP}% gör det"
    notice = block(":::{notice} Vad vi inte vet\nMycket.\n:::")
    assert isinstance(notice, Notice)
    assert (notice.title, plain(notice.text)) == ("Vad vi inte vet", "Mycket.")


def test_a_synthetic_theme_says_so() -> None:
    assert "syntetiska" in composed("x").notices[0]


def test_a_link_to_nowhere_is_found() -> None:
    assert unlinked(
        composed("[x](#nowhere) [y](#s) [z](#example-shop)\n\n:::{examples}\n:::\n")
    ) == ("nowhere",)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_theme_without_a_manuscript_has_a_report_all_the_same(language: str) -> None:
    text = default_manuscript(material(), language)  # type: ignore[arg-type]
    document, faults = compose(text, material(), language, file="m.md")  # type: ignore[arg-type]
    assert faults == ()
    assert section_ids(document) == ("method", "results", "factors", "examples", "contacts")
    assert [figure.id for figure in document.figures] == ["q1", "m", "factors"]
