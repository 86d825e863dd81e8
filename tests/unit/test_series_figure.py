"""A share through the themes of a series: what is drawn and said, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest

from samklang.core.disclosure.released import ReleasedCell
from samklang.core.document.blocks import Figure
from samklang.core.document.deck import Slide
from samklang.core.document.document import Document
from samklang.core.faults import Fault
from samklang.core.figures.material import Material
from samklang.core.language.wording import Language, Wording
from samklang.core.report.compose import compose
from samklang.core.theme.series import EarlierQuestion, EarlierShare, EarlierTheme, as_asked
from samklang.render import design
from samklang.render.charts import figure_svg
from samklang.render.deposit.variables import variables
from samklang.render.slides.parts import in_parts
from samklang.render.slides.workbook import columns, workbook
from tests.sample_material import material

Q1 = as_asked(material().questionnaire.by_id["q1"])
CHANGED = replace(Q1, wording=Wording("Har ni utvecklat något helt nytt?"))
BLOCK = ":::{development} q1\n:option: yes\n:::\n"
MARKED = BLOCK.replace(":option: yes\n", ":option: yes\n:altered:\n")


def earlier(
    year: int,
    numbers: tuple[int, int, int] | None,
    asked: EarlierQuestion = Q1,
    **more: Any,
) -> EarlierTheme:
    """A theme of a year that printed the share of q1=yes, or, where None, that of q1=no alone."""
    option = "yes" if numbers else "no"
    return EarlierTheme(
        id=str(year),
        shares=(EarlierShare("q1", option, *(numbers or (40, 30, 51)), base=30),),
        title=Wording(f"Läget {year}", f"The state {year}"),
        questions=(asked,),
        synthetic=True,
        **more,
    )


def series(*themes: EarlierTheme) -> Material:
    made = material()
    return replace(made, theme=replace(made.theme, series=themes))


def composed(
    text: str, of: Material, language: Language = "sv"
) -> tuple[Document, tuple[Fault, ...]]:
    return compose(f"{{#a}}\n# A\n\n{text}", of, language, file="manuscript.md")


def figure(text: str, of: Material, language: Language = "sv") -> Figure:
    document, faults = composed(text, of, language)
    assert faults == ()
    (one,) = document.figures
    return one


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_a_theme_is_a_row_and_this_one_the_last() -> None:
    made = figure(BLOCK, series(earlier(2022, (45, 35, 56)), earlier(2024, (62, 53, 70))))
    assert (made.id, made.kind, made.title) == (
        "q1-yes-over-time",
        "line",
        "Har utvecklat – ”Ja” över tid",
    )
    cells = [(r.label, r.base, c.share, c.low, c.high) for r in made.table.rows for c in r.cells]
    assert cells == [
        ("Läget 2022", 30, 45, 35, 56),
        ("Läget 2024", 30, 62, 53, 70),
        ("Prov (2026)", 30, 67, 60, 73),
    ]
    assert made.breaks == ()
    # No theme but this one has a sensitivity band.
    assert {c.band_low for r in made.table.rows for c in r.cells} == {None}
    assert made.sensitivity == ""


def test_changes_are_told_with_their_intervals_and_only_what_is_certain_is_called_one() -> None:
    made = figure(BLOCK, series(earlier(2022, (45, 41, 50)), earlier(2024, (62, 57, 66))))
    assert plain(made.summary) == (
        "”Ja”: 62 % i Läget 2024 och 67 % i Prov (2026). "
        "Ingen säker skillnad: 5 procentenheter (−6 till 16)."
    )
    first, whole = made.notes[:2]
    assert plain(first).endswith("Ökat: 17 procentenheter (7 till 25).")
    assert plain(whole).startswith("”Ja”: 45 % i Läget 2022 och 67 % i Prov (2026). Ökat: 22 ")
    fell = figure(BLOCK, series(earlier(2024, (90, 85, 94))), "en")
    assert "Down: −23 percentage points" in plain(fell.summary)
    assert plain(fell.alt).startswith("Line chart: Have developed – “Yes” over time. The state")
    assert "The state 2024: 90%, interval 85–94%." in plain(fell.alt)


def test_a_changed_question_is_refused_until_it_is_said_and_then_breaks_the_line() -> None:
    themes = (earlier(2022, (45, 35, 56), CHANGED), earlier(2024, (62, 53, 70)))
    _, (fault,) = composed(BLOCK, series(*themes))
    assert (fault.file, fault.line) == ("manuscript.md", 4)
    assert "'q1' was changed after '2022' (wording)" in str(fault.what)
    assert ":altered:" in str(fault.remedy)
    made = figure(MARKED, series(*themes))
    assert made.breaks == ("2024",)
    assert [row.label for row in made.table.rows] == [
        "Läget 2022",
        "Läget 2024 – frågan ändrades",
        "Prov (2026)",
    ]
    # No change is told across it, nor of the whole.
    assert not any("45 %" in plain(note) for note in (made.summary, *made.notes))
    assert any("Då löd den: ”Har ni utvecklat något helt nytt?”" in note for note in made.notes)
    last = figure(MARKED, series(themes[1], earlier(2025, (64, 55, 72), CHANGED)))
    assert last.summary == (
        "Frågan ändrades efter Läget 2025. Andelarna före och efter går därför inte att jämföra."
    )


def test_who_was_asked_is_part_of_the_question() -> None:
    others = replace(Q1, relevant="${q0} = 'yes'")
    _, (fault,) = composed(BLOCK, series(earlier(2022, (45, 35, 56), others)))
    assert "(base)" in str(fault.what)


def test_the_line_is_broken_where_it_must_not_be_read() -> None:
    themes = (earlier(2022, (45, 35, 56), CHANGED), earlier(2024, (62, 53, 70)))
    joined = figure(BLOCK, series(earlier(2022, (45, 35, 56)), themes[1]))
    broken = figure(MARKED, series(*themes))
    for narrow in (False, True):
        lines = [
            figure_svg(one, "sv", design.HOUSE, narrow=narrow).count('stroke="#1e5142"')
            for one in (joined, broken)
        ]
        assert lines == [2, 1]
    assert [values for _, _, values in columns(joined)] == [[45, 62, 67]]
    assert [(label, values) for label, _, values in columns(broken)] == [
        ("Andel", [45, None, None]),
        ("Andel 2", [None, 62, 67]),
    ]


def test_a_long_series_is_shown_on_as_many_slides_as_it_needs() -> None:
    themes = [earlier(2000 + n, (40 + n, 30, 70), Q1 if n < 9 else CHANGED) for n in range(24)]
    made = figure(MARKED, series(*themes))
    parts = list(in_parts([Slide("figure", made.title, "", made)], "sv"))
    assert [part.parts for part in parts] == [3, 3, 3]
    shown = [part.content for part in parts if isinstance(part.content, Figure)]
    assert [row.id for one in shown for row in one.table.rows] == [r.id for r in made.table.rows]
    # A part of a line has points, on whatever slide it begins.
    for one in shown:
        drawn = columns(one)
        assert all(any(value is not None for value in values) for _, _, values in drawn)
        assert len(workbook(one, "sv")) > 1000
    assert {"2009", "prov"} == set(made.breaks)


def test_a_withheld_share_of_this_theme_stays_withheld() -> None:
    of = series(earlier(2022, (45, 35, 56)), earlier(2024, (62, 53, 70)))
    table = of.tables["q1"]
    rows = tuple(replace(row, base=None, cells=(ReleasedCell("few"),)) for row in table.rows)
    hidden = replace(of, tables={**of.tables, "q1": replace(table, base=None, rows=rows)})
    made = figure(BLOCK, hidden)
    last = made.table.rows[-1]
    assert (last.base, last.cells[0].status, last.cells[0].share) == (None, "few", None)
    assert made.summary == "Svaren är för få för att visas utan att röja någon."
    assert "67" not in " ".join((made.alt, *made.notes))
    assert figure_svg(made, "sv", design.HOUSE).count('stroke="#1e5142"') == 1


def test_themes_stand_by_their_dates_where_all_have_one() -> None:
    import datetime

    days = {year: {"published": datetime.date(year, 5, 1)} for year in (2022, 2024)}
    late, early = earlier(2024, (62, 53, 70), **days[2024]), earlier(2022, (45, 35, 56))
    as_written = figure(BLOCK, series(late, early))
    assert [row.id for row in as_written.table.rows] == ["2024", "2022", "prov"]
    by_date = figure(BLOCK, series(late, replace(early, **days[2022])))
    assert [row.id for row in by_date.table.rows] == ["2022", "2024", "prov"]


def test_a_theme_that_printed_no_share_of_the_answer_is_named() -> None:
    made = figure(BLOCK, series(earlier(2022, (45, 35, 56)), earlier(2024, None)))
    assert [row.id for row in made.table.rows] == ["2022", "prov"]
    assert "Läget 2024 ställde också frågan, men visade ingen andel för svaret." in made.notes


def test_an_item_of_a_matrix_and_a_theme_with_this_ones_id() -> None:
    share = EarlierShare("m.time", "a", 40, 31, 50)
    same = EarlierTheme("prov", (share,), Wording("Prov", "Trial"), synthetic=True)
    made = figure(":::{development} m.time\n:option: a\n:id: time\n:::\n", series(same))
    assert (made.id, made.title) == ("time", "Vi har tid – ”Inte alls” över tid")
    assert [row.id for row in made.table.rows] == ["prov", "prov-"]
    assert [row.base for row in made.table.rows] == [None, 32]


@pytest.mark.parametrize(
    ("block", "what", "remedy"),
    [
        (BLOCK.replace("q1", "q9"), "'q9' is not a closed question.", "q1"),
        (BLOCK.replace("q1", "q5"), "'q5' is not a closed question.", "q1"),
        (BLOCK.replace("q1", "m"), "'m' is a matrix.", "m.time, m.money"),
        (BLOCK.replace("q1", ""), "'' is not a closed question.", "Known: m, q1."),
        (":::{development} q1\n:::\n", "no answer to 'q1' has been chosen", "yes, no"),
        (BLOCK.replace(": yes", ": yse"), "'q1' has no 'yse'.", "'yes'"),
        (BLOCK.replace(": yes", ": no"), "no earlier theme printed 'q1=no'.", "q1=yes"),
        (MARKED, "'q1' has been asked in the same way in every theme.", "Remove altered."),
        (BLOCK.replace(":option", ":by: x\n:option"), "has no option 'by'", "altered"),
        (BLOCK.replace(":option", ":id: q1\n:option"), "'q1' is not a valid name", "After :id:"),
        (
            BLOCK.replace(":option", ":id: ../x\n:option"),
            "'../x' is not a valid name",
            "After :id:",
        ),
        (f"{BLOCK}\n{BLOCK}", "'q1-yes-over-time' is included twice.", "Refer to it"),
    ],
)
def test_what_is_refused(block: str, what: str, remedy: str) -> None:
    _, faults = composed(block, series(earlier(2022, (45, 35, 56))))
    assert len(faults) == 1
    assert what in str(faults[0].what)
    assert remedy in str(faults[0].remedy)
    assert faults[0].line >= 4


def test_a_theme_without_a_series_and_an_id_that_came_back() -> None:
    _, (alone,) = composed(BLOCK, material())
    assert str(alone.what) == "the theme has no earlier theme to follow."
    other = replace(Q1, wording=Wording("Vilket län verkar ni i?", "In which county are you?"))
    _, (back,) = composed(MARKED, series(earlier(2022, (45, 35, 56), other)))
    assert str(back.what) == "'q1' is a different question in '2022'."


def test_titles_are_text_and_nothing_else() -> None:
    hostile = '=cmd|" /C calc"!A0 <script>alert(1)</script> {share}`q1=yes`'
    theme = replace(earlier(2022, (45, 35, 56)), title=Wording(hostile, hostile))
    made = figure(BLOCK, series(theme))
    assert made.table.rows[0].label == hostile
    drawn = figure_svg(made, "sv", design.HOUSE)
    assert "<script" not in drawn


def test_it_has_evidence_of_its_own_and_is_no_variable_of_this_survey() -> None:
    of = series(earlier(2022, (45, 35, 56), address="https://example.org/2022/"))
    document, _ = composed(f"{BLOCK}\n:::{{figure}} q1\n:::\n", of)
    (record,) = [e for e in document.evidence if e.figures == ("q1-yes-over-time",)]
    facts = {fact.key: fact.value for fact in record.facts}
    assert record.id == "development-q1-yes"
    assert facts["series"] == "Läget 2022: https://example.org/2022/"
    assert "båda undersökningarnas antal där de är tryckta" in facts["compared"]
    assert record.table is not None
    assert [row[0] for row in record.table.rows] == ["Läget 2022", "Prov (2026)"]
    assert [one.name for one in variables({"sv": document})] == ["q1"]


def test_numbers_typed_beside_it_are_refused_as_beside_any_figure() -> None:
    _, faults = composed(f"{BLOCK}\nDet var 45 % då.\n", series(earlier(2022, (45, 35, 56))))
    assert ["typed by hand" in str(fault.what) for fault in faults] == [True]
