"""Questions through a network's themes: what is compared, and where the line is broken."""

import datetime
from dataclasses import replace

import pytest

from samklang.core.figures.development import development, development_figure, theme_label
from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Item
from samklang.core.theme.series import EarlierQuestion, EarlierShare, EarlierTheme, related
from samklang.render import design
from samklang.render.charts import figure_svg

YES, NO = Item("yes", Wording("Ja", "Yes")), Item("no", Wording("Nej", "No"))
ASKED = EarlierQuestion("q1", "select_one", Wording("Har ni gjort något nytt?"), (YES, NO))
GRID = EarlierQuestion(
    "q2",
    "matrix",
    Wording("Hur väl stämmer det?"),
    (YES, NO),
    (Item("time", Wording("Vi har tid")), Item("money", Wording("Vi har råd"))),
)


def theme(
    year: int, shares: dict[str, tuple[int, int, int]], *asked: EarlierQuestion, **more: bool
) -> EarlierTheme:
    """A theme of a year; shares by "question=option": per cent, low, high."""
    return EarlierTheme(
        id=str(year),
        shares=tuple(
            EarlierShare(*name.split("="), *numbers, base=30) for name, numbers in shares.items()
        ),
        title=Wording("Innovation", "Innovation"),
        published=datetime.date(year, 5, 1),
        questions=asked or (ASKED,),
        **more,
    )


LESS = {"q1=yes": (45, 35, 56), "q1=no": (55, 44, 65)}
MORE = {"q1=yes": (62, 58, 66), "q1=no": (38, 34, 42)}
SAME = {"q1=yes": (47, 37, 58), "q1=no": (53, 42, 63)}


@pytest.mark.parametrize(
    ("before", "after", "verdicts"),
    [
        (LESS, MORE, ("up", "down")),
        (MORE, LESS, ("down", "up")),
        (LESS, SAME, ("unsure", "unsure")),
        (LESS, {"q1=yes": (62, 58, 66)}, ("up", "none")),  # one is not printed
    ],
)
def test_what_has_changed(
    before: dict[str, tuple[int, int, int]],
    after: dict[str, tuple[int, int, int]],
    verdicts: tuple[str, ...],
) -> None:
    (line,) = development([theme(2024, before), theme(2026, after)])
    assert tuple(option.steps[0].verdict for option in line.options) == verdicts
    assert line.bases == (30, 30)


def test_no_change_is_told_across_a_question_that_was_changed() -> None:
    changed = replace(ASKED, wording=Wording("Har ni gjort något helt nytt?"))
    themes = [theme(2022, LESS), theme(2024, MORE, changed), theme(2026, MORE, changed)]
    (line,) = development(themes)
    assert line.breaks == (("wording",), ())
    assert [step.verdict for step in line.options[0].steps] == ["altered", "unsure"]
    assert line.options[0].steps[0].words("sv") == "Frågan ändrades"
    assert line.options[0].steps[1].words("sv").startswith("Ingen säker skillnad: 0 procentenheter")


def test_an_id_that_comes_back_for_another_question_is_no_line() -> None:
    other = replace(ASKED, wording=Wording("Vilket län är ni verksamma i?"))
    assert not related(ASKED, other)
    assert development([theme(2024, LESS), theme(2026, MORE, other)]) == ()
    # A third theme that asks the first question again is compared with the first.
    (line,) = development([theme(2022, LESS), theme(2024, MORE, other), theme(2026, MORE)])
    assert [t.id for t in line.themes] == ["2022", "2026"]


def test_a_question_of_one_theme_alone_is_no_line() -> None:
    assert development([theme(2026, MORE)]) == ()
    assert development([]) == ()


def test_items_are_lines_of_their_own_and_a_new_item_breaks_none() -> None:
    wider = replace(GRID, items=(*GRID.items, Item("will", Wording("Vi har vilja"))))
    shares = {"q2.time=yes": (45, 35, 56), "q2.money=yes": (20, 12, 31)}
    themes = [theme(2024, shares, GRID), theme(2026, shares | {"q2.will=yes": (80, 70, 88)}, wider)]
    lines = development(themes)
    assert [line.id for line in lines] == ["q2.time", "q2.money"]
    assert all(line.breaks == ((),) for line in lines)
    assert lines[0].options[0].steps[0].verdict == "unsure"


def test_an_option_that_came_or_went_has_shares_where_it_was() -> None:
    some = replace(ASKED, options=(YES, Item("some", Wording("Delvis")), NO))
    (line,) = development([theme(2024, LESS), theme(2026, {**MORE, "q1=some": (5, 2, 12)}, some)])
    assert [o.id for o in line.options] == ["yes", "some", "no"]
    assert [s and s.share for s in line.options[1].shares] == [None, 5]
    assert line.options[1].steps[0].verdict == "altered"


def test_the_figure_says_all_of_it_and_that_answers_are_synthetic() -> None:
    (line,) = development([theme(2024, LESS, synthetic=True), theme(2026, MORE, synthetic=True)])
    figure = development_figure(line, "sv")
    assert figure.synthetic
    assert figure.alt.replace("\u00a0", " ") == (
        "Ja: Innovation (2024) 45 %, Innovation (2026) 62 %; "
        "Nej: Innovation (2024) 55 %, Innovation (2026) 38 %."
    )
    for narrow in (False, True):
        drawn = figure_svg(figure, "sv", design.HOUSE, narrow=narrow)
        assert "Innovation (2024)" in drawn
        assert "62" in drawn


def test_a_title_with_its_year_is_not_given_another() -> None:
    titled = replace(theme(2024, LESS), title=Wording("Läget 2024", "2024"))
    assert theme_label(titled, "sv") == "Läget 2024"
