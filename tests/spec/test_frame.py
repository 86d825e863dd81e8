"""What a design makes of a register: who the results are about, and what each answer stands for.

Ten members: north has four large and two small, south one large and three small. Six answered.
"""

import pytest

from samklang.core.language.wording import Wording
from samklang.core.theme.designs import design
from samklang.core.theme.frame import Frame
from samklang.core.theme.register import Member, Register
from samklang.core.theme.theme import Calibration, DesignChoice, DrawnSize, MergedStrata

#          member  county   size     drawn  answered
MEMBERS = """
           a       north    large    yes    yes
           b       north    large    yes    yes
           c       north    large    yes    no
           d       north    large    no     no
           e       north    small    yes    yes
           f       north    small    yes    yes
           g       south    large    yes    no
           h       south    small    yes    yes
           i       south    small    yes    yes
           j       south    small    no     no
"""
ROWS = [line.split() for line in MEMBERS.split("\n") if line.strip()]
REGISTER = Register(
    tuple(
        Member(name, groups={"county": county, "size": size, "drawn": drawn})
        for name, county, size, drawn, _ in ROWS
    ),
    groups=("county", "size", "drawn"),
)
ANSWERED = [row[0] for row in ROWS if row[4] == "yes"]
LARGE_SMALL = ("large", "small")
SOUTH_AS_ONE = MergedStrata(Wording(sv="Södra"), (("south", "large"), ("south", "small")))


@pytest.mark.parametrize(
    ("choice", "stratum_members_respondents_weight"),
    [
        (DesignChoice("census"), ["- 10 6 1.667"]),
        (DesignChoice("census", strata=("county",)), ["north 6 4 1.5", "south 4 2 2"]),
        (
            DesignChoice("census", strata=("county",), groups=("size",), collapse=(SOUTH_AS_ONE,)),
            ["Södra 4 2 2", "north,large 4 2 2", "north,small 2 2 1"],
        ),
        (
            DesignChoice("sample", strata=("county",), drawn="drawn"),
            ["north 6 4 1.5", "south 4 2 2"],
        ),
        (DesignChoice("sample", drawn="drawn"), ["- 10 6 1.667"]),
    ],
)
def test_what_an_answer_stands_for(
    choice: DesignChoice, stratum_members_respondents_weight: list[str]
) -> None:
    made = design(Frame(REGISTER, choice), ANSWERED)
    found = [
        f"{','.join(s.stratum) or '-'} {s.population} {s.respondents} {weight:.4g}"
        for s, weight in zip(made.strata, made.weights, strict=True)
    ]
    assert found == stratum_members_respondents_weight


@pytest.mark.parametrize(
    ("choice", "members", "asked"),
    [
        (DesignChoice("census"), "abcdefghij", "abcdefghij"),
        (DesignChoice("sample", drawn="drawn"), "abcdefghij", "abcefghi"),
        (DesignChoice("sample", sizes=(DrawnSize((), 8),)), "abcdefghij", "abcdefghij"),
    ],
)
def test_whom_the_results_are_about_and_who_was_asked(
    choice: DesignChoice, members: str, asked: str
) -> None:
    frame = Frame(REGISTER, choice)
    assert "".join(m.id for m in frame.members) == members
    assert frame.asked is not None
    assert "".join(m.id for m in frame.asked.members if m.invited) == asked


@pytest.mark.parametrize(
    ("calibration", "totals"),
    [
        (Calibration(raking=("county", "size")), ["north 6, south 4", "large 5, small 5"]),
        (
            Calibration(poststrat=("county", "size")),
            ["north/large 4, north/small 2, south/large 1, south/small 3"],
        ),
    ],
)
def test_the_totals_that_weights_add_up_to(calibration: Calibration, totals: list[str]) -> None:
    margins = Frame(REGISTER, DesignChoice("census", calibration=calibration)).margins()
    found = [
        ", ".join(f"{'/'.join(values)} {n}" for values, n in sorted(m.members.items()))
        for m in margins
    ]
    assert found == totals


@pytest.mark.parametrize(
    ("register", "choice", "needed"),
    [
        (REGISTER, DesignChoice("census"), []),
        (REGISTER, DesignChoice("census", strata=("county",)), ["north 2", "south 2"]),
        # South has one large member: that it answered is told by the design and the register.
        (
            REGISTER,
            DesignChoice("census", strata=("county", "size")),
            ["north,large 2", "north,small 2", "south,large 1", "south,small 2"],
        ),
        # Of those merged it is not told which answered.
        (
            REGISTER,
            DesignChoice("census", strata=("county",), groups=("size",), collapse=(SOUTH_AS_ONE,)),
            ["north,large 2", "north,small 2"],
        ),
        (
            REGISTER,
            DesignChoice("census", calibration=Calibration(raking=("county", "size"))),
            ["north 1", "south 1", "large 1", "small 1"],
        ),
        (
            REGISTER,
            DesignChoice("census", strata=("county",), calibration=Calibration(("county", "size"))),
            [
                "north 2",
                "south 2",
                *(f"{c},{s} 1" for c in ("north", "south") for s in LARGE_SMALL),
            ],
        ),
        (
            REGISTER,
            DesignChoice("sample", strata=("county",), sizes=(DrawnSize(("north",), 5),)),
            [],
        ),
        (None, DesignChoice("open"), []),
    ],
)
def test_how_many_have_answered_since_the_design_is_estimated(
    register: Register | None, choice: DesignChoice, needed: list[str]
) -> None:
    found = Frame(register, choice).needed()
    told = [f"{','.join(value for _, value in group)} {least}" for group, least in found.items()]
    assert sorted(told) == sorted(needed)
