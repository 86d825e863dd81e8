"""Pairs of answers to two themes: who is the same member, which answers, and where none is used."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from samklang.core.survey.responses import Answer, Response, Responses
from samklang.core.theme.register import Member, Register
from samklang.core.theme.series import AnsweredTwice, EarlierShare, EarlierTheme
from samklang.core.theme.theme import DesignChoice
from samklang.package.read import read
from samklang.package.theme_package import ThemePackage
from samklang.publication.pairs import same_members, with_pairs
from tests.small_package import small_package

MEMBERS, ANSWERED, YES = 26, 20, 10
SHARES = {
    "q1": EarlierShare("q1", "yes", 50, 43, 57, ANSWERED, YES, MEMBERS),
    "q3": EarlierShare("q3", "sport", 50, 43, 57, ANSWERED, YES, MEMBERS),
    "q4": EarlierShare("q4.time", "high", 50, 43, 57, ANSWERED, YES, MEMBERS),
}


def answers(yes: bool) -> dict[str, Answer]:
    return {
        "q1": "yes" if yes else "no",
        "q3": frozenset({"sport"} if yes else {"culture"}),
        "q4": {"time": "high" if yes else "low", "money": "low"},
    }


def theme_of(
    package: ThemePackage,
    said: Callable[[int], bool],
    *,
    kind: DesignChoice | None = None,
    name: str = "Förening",
) -> ThemePackage:
    """Twenty of 26 members answer, ten of them yes."""
    members = tuple(Member(f"m{n}", f"{name} {n}") for n in range(MEMBERS))
    given = tuple(
        Response(f"r{n}", f"m{n}", "complete", None, answers(said(n))) for n in range(ANSWERED)
    )
    return replace(
        package,
        theme=replace(package.theme, design=kind or DesignChoice("census")),
        register=Register(members),
        responses=Responses(given),
    )


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ThemePackage:
    return read(small_package(tmp_path_factory.mktemp("pairs") / "p"))


def even(n: int) -> bool:
    return n % 2 == 0


def half_change(n: int) -> bool:
    """Of those who said yes half say so again."""
    return n % 4 in (0, 1)


def twice(then: ThemePackage, now: ThemePackage, share: EarlierShare) -> AnsweredTwice | None:
    earlier = EarlierTheme("then", (share,))
    (found,) = with_pairs(earlier, then, now, same=same_members(then, now)).shares
    return found.twice


@pytest.mark.parametrize("question", list(SHARES))
def test_the_same_answers_of_the_same_members(package: ThemePackage, question: str) -> None:
    then = theme_of(package, even)
    assert twice(then, theme_of(package, even), SHARES[question]) == AnsweredTwice(
        0.25, count=YES, base=ANSWERED
    )
    assert twice(then, theme_of(package, half_change), SHARES[question]) is None


def test_an_id_with_another_name_is_another_member(package: ThemePackage) -> None:
    then, now = theme_of(package, even), theme_of(package, even, name="Klubb")
    assert twice(then, now, SHARES["q1"]) is None
    nameless = replace(now, register=Register(tuple(Member(f"m{n}") for n in range(MEMBERS))))
    assert same_members(nameless, nameless) == {}


def test_only_what_was_printed_of_these_answers(package: ThemePackage) -> None:
    then = theme_of(package, even)
    for printed in (replace(SHARES["q1"], count=11), replace(SHARES["q1"], members=None)):
        assert twice(then, then, printed) is None


def test_where_all_do_not_count_alike_none_is_used(package: ThemePackage) -> None:
    then = theme_of(package, even)
    county = Register(
        tuple(Member(f"m{n}", f"Förening {n}", groups={"county": "24"}) for n in range(MEMBERS)),
        ("county",),
    )
    strata = DesignChoice("census", strata=("county",))
    now = replace(theme_of(package, even, kind=strata), register=county)
    assert twice(then, now, SHARES["q1"]) is None


def test_a_question_that_not_all_were_asked_has_none(package: ThemePackage) -> None:
    then = theme_of(package, even)
    asked = replace(SHARES["q1"], question="q2")
    assert twice(then, then, asked) is None
