"""Bound claims in a manuscript: what stops a report, on which line, and how a draft shows it."""

import pytest

from samklang.core.document.blocks import Notice, Paragraph
from samklang.core.document.inline import Cite, Value, plain
from samklang.core.report.compose import compose
from tests.sample_material import material

RESULTS = "{#results}\n# Resultat\n\nInledning.\n\n"


def faults(text: str, language: str = "sv") -> list[tuple[int, str]]:
    _, found = compose(text, material(), language, file="m.md")  # type: ignore[arg-type]
    return [(f.line, str(f.what)) for f in found]


def test_a_claim_that_the_interval_bears_out_is_printed_and_bound() -> None:
    # The share of yes is 67 % and its interval 60 to 73.
    document, found = compose(
        RESULTS + "{claim}`Majoriteten: q1=yes` svarar ja.\n\n:::{figure} q1\n:::\n",
        material(),
        "sv",
        file="m.md",
    )
    assert found == ()
    paragraph = document.sections[0].blocks[0]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text[0] == Value("Majoriteten", "q1", "q1")


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("Majoriteten svarar ja.", 6, "'Majoriteten' says how many"),
        ("En rad.\nDe flesta svarar ja.", 7, "'De flesta' says how many"),
        ("- ett\n- 62 % svarar ja", 7, "'62 %' is typed by hand"),
        ("## Hela 12 medlemmar", 6, "'12' is typed by hand"),
        (":::{notice} Obs\nFler svarar ja än nej.\n:::", 7, "'Fler' says how many"),
        ("{claim}`nästan alla: q1=yes`", 6, "claims more than 80 %, but the share is 67"),
        ("{claim}`majoriteten: m.money=b`", 6, "is tied to a figure that is withheld"),
        ("{claim}`majoriteten`", 6, "is not tied to a figure"),
        ("{claim}`majoriteten: q9=yes`", 6, "'q9' is not a closed question"),
        ("{claim}`fler: q1=no, q1=yes`", 6, "compares 33\u00a0% with 67\u00a0%"),
        ("{fixed}`1 005 fall`", 6, "has no source"),
        ("{fixed}`1 005 fall: nobody`", 6, "there is no reference 'nobody'"),
    ],
)
def test_what_no_figure_bears_out_stops_the_report(text: str, line: int, what: str) -> None:
    found = faults(RESULTS + text)
    assert len(found) == 1
    assert found[0][0] == line
    assert what in found[0][1]


@pytest.mark.parametrize(
    "text",
    [
        "{claim}`fler: q1=yes, q1=no` svarar ja än nej.",
        "{claim}`Majoriteten: m.time=b` har tid.",
        "Enkäten stängde 9 oktober 2026.",
        "{share}`q1=yes` svarar ja.",
        "{fixed}`1 005 fall: mulgan2006` räknades.",
    ],
)
def test_what_a_figure_or_a_source_bears_out_stands(text: str) -> None:
    assert faults(RESULTS + text) == []


def test_all_faults_are_told_at_once() -> None:
    text = "Majoriteten, 62 %, svarar ja.\n\nVar tredje tvekar: {claim}`hälften: q1=yes`."
    assert len(faults(RESULTS + text)) == 4


def test_other_sections_are_free_unless_they_show_a_figure() -> None:
    text = "{#background}\n# Bakgrund\n\nDe flesta av 40 svarade.\n\n"
    assert faults(text) == []
    assert len(faults(text + ":::{figure} q1\n:::\n")) == 2


def test_a_number_with_a_source_cites_it() -> None:
    document, _ = compose(
        RESULTS + "Där räknades {fixed}`1 005 fall: mulgan2006`.\n\n:::{references}\n:::\n",
        material(),
        "sv",
        file="m.md",
    )
    paragraph, references = document.sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text[1] == Cite("1 005 fall", ("mulgan2006",))
    assert [entry.key for entry in references.entries] == ["mulgan2006"]  # type: ignore[union-attr]


def test_a_draft_shows_what_to_put_right_and_says_that_it_is_one() -> None:
    text = RESULTS + "Majoriteten svarar ja, {claim}`nästan alla: q1=yes`.\n\n{share}`q9=yes`"
    document, found = compose(text, material(), "sv", file="m.md", draft=True)
    # A name that is not there is a fault still.
    assert [str(f.what) for f in found] == ["'q9' is not a closed question."]
    assert document.title.endswith("(Utkast)")
    assert document.notices[0].startswith("Utkast.")
    boxes = [b for b in document.sections[0].blocks if isinstance(b, Notice)]
    assert [plain(b.text).partition(" ")[0] for b in boxes] == ["m.md:6:", "m.md:6:"]
    paragraph = document.sections[0].blocks[2]
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.text) == "Majoriteten svarar ja, nästan alla."


def test_the_heading_of_a_figure_is_a_claim_that_its_numbers_bear_out() -> None:
    text = RESULTS + ":::{figure} q1\n:claim: Majoriteten har hittat på något nytt: q1=yes\n:::\n"
    document, faults = compose(text, material(), "sv", file="m.md")
    assert faults == ()
    (figure,) = document.figures
    assert (figure.headline, figure.title) == (
        "Majoriteten har hittat på något nytt",
        "Har utvecklat",
    )
    (record,) = (one for one in document.evidence if one.id == figure.evidence)
    assert "Majoriteten har hittat på något nytt" in [said.text for said in record.said]


@pytest.mark.parametrize(
    ("claim", "what"),
    [
        ("Nästan alla har hittat på något nytt: q1=yes", "claims more than 80 %"),
        ("Majoriteten har hittat på något nytt", "is not tied to a figure"),
        ("Majoriteten har gott om tid: m.time=b", "the claim above 'q1' is about 'm'"),
    ],
)
def test_a_heading_that_is_not_borne_out_stops_the_report(claim: str, what: str) -> None:
    text = f"{RESULTS}:::{{figure}} q1\n:claim: {claim}\n:::\n\n:::{{figure}} m\n:::\n"
    document, faults = compose(text, material(), "sv", file="m.md")
    assert any(what in str(fault.what) for fault in faults), faults
    if "m.time" not in claim:
        assert document.figures[0].headline == "Har utvecklat"
