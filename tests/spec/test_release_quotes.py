"""Which coded spans are printed as quotes, and what each says of the member, case by case."""

import datetime
from collections.abc import Sequence

import pytest

from samklang.core.coding.codings import Coding, Valence
from samklang.core.disclosure.quotes import beside_tables, release_quotes
from samklang.core.disclosure.released import (
    CellStatus,
    ReleasedCell,
    ReleasedGroup,
    ReleasedParticipation,
    ReleasedQuote,
    ReleasedRow,
    ReleasedTable,
    Series,
)
from samklang.core.language.wording import Wording
from samklang.core.survey.responses import Response, Responses
from samklang.core.theme.register import Member, Register

DAY = datetime.date(2026, 11, 1)
# The member of each response r1, r2 …; a, b and c are of county 24, d and e of 25, f of none.
MEMBERS = ("a", "b", "d", "f")
COUNTIES = {"a": "24", "b": "24", "c": "24", "d": "25", "e": "25", "f": ""}
REGISTER = Register(tuple(Member(m, groups={"county": c}) for m, c in COUNTIES.items()))
RESPONSES = Responses(tuple(Response(f"r{n}", m, "complete") for n, m in enumerate(MEMBERS, 1)))


def coding(
    response: str = "r1",
    text: str = "a span",
    *,
    code: str = "economy",
    valence: Valence = "enables",
    by: str = "editor",
    on: datetime.date | None = DAY,
    id: str = "k1",
    quote: str = "",
    quote_en: str = "",
    attribution: str = "",
) -> Coding:
    """A released coding but for what is given."""
    return Coding(
        id=id,
        response=response,
        question="q5",
        start=0,
        end=len(text),
        text=text,
        code=code,
        valence=valence,
        released_by=by,
        released_on=on,
        quote=quote,
        translation=Wording(en=quote_en),
        attribution=attribution,
    )


def texts(*codings: Coding) -> list[str]:
    return [quote.text for quote in release_quotes(codings, RESPONSES, REGISTER, threshold=3)]


@pytest.mark.parametrize(
    ("by", "on", "printed"),
    [
        ("editor", DAY, ["a span"]),
        ("", None, []),
        # Half a release is none.
        ("editor", None, []),
        ("", DAY, []),
    ],
)
def test_only_what_a_person_has_released_on_a_day(
    by: str, on: datetime.date | None, printed: list[str]
) -> None:
    assert texts(coding(by=by, on=on)) == printed


@pytest.mark.parametrize(
    ("second", "printed"),
    [
        # The same organisation under the same code and valence: its first span alone.
        (coding("r1", "second"), ["first"]),
        (coding("r2", "second"), ["first", "second"]),
        (coding("r1", "second", code="trust"), ["first", "second"]),
        (coding("r1", "second", valence="hinders"), ["first", "second"]),
        (coding("r2", "second", by=""), ["first"]),
    ],
)
def test_one_quote_for_each_organisation_and_factor(second: Coding, printed: list[str]) -> None:
    assert texts(coding("r1", "first"), second) == printed


def test_an_unreleased_span_does_not_take_the_place_of_a_released_one() -> None:
    assert texts(coding(text="unreleased", by=""), coding(text="released")) == ["released"]


def test_quotes_are_in_the_order_of_the_codings() -> None:
    spans = [coding("r3", "d"), coding("r1", "a"), coding("r2", "b")]
    assert texts(*spans) == ["d", "a", "b"]


@pytest.mark.parametrize(
    ("response", "threshold", "county"),
    [
        # Three members in 24, two in 25: named from the threshold on, not above it alone.
        ("r1", 2, "24"),
        ("r1", 3, "24"),
        ("r1", 4, ""),
        ("r3", 2, "25"),
        ("r3", 3, ""),
        # A member without a county, and a response of no member in the register.
        ("r4", 1, ""),
        ("r9", 1, ""),
    ],
)
def test_a_county_is_named_where_it_has_members_enough(
    response: str, threshold: int, county: str
) -> None:
    (quote,) = release_quotes([coding(response)], RESPONSES, REGISTER, threshold=threshold)
    assert quote.county == county


def test_members_who_have_not_answered_count_towards_their_county() -> None:
    alone = Responses((Response("r1", "a", "complete"),))
    (quote,) = release_quotes([coding()], alone, REGISTER, threshold=3)
    assert quote.county == "24"


def test_an_open_survey_has_no_county() -> None:
    open_survey = Responses((Response("r1", "", "complete"),))
    (quote,) = release_quotes([coding()], open_survey, None, threshold=0)
    assert quote.county == ""


def test_a_shortened_quote_is_printed_as_shortened_and_no_name_but_the_one_allowed() -> None:
    whole = coding("r1", "the whole span", id="k7")
    short = coding("r2", "the whole span", quote="the … span", quote_en="span", attribution="B")
    first, second = release_quotes([whole, short], RESPONSES, REGISTER, threshold=3)
    assert (first.id, first.text, first.translation, first.name) == (
        "k7",
        "the whole span",
        Wording(),
        "",
    )
    assert (second.text, second.translation, second.name) == ("the … span", Wording(en="span"), "B")
    assert (second.code, second.valence) == ("economy", "enables")


def table(
    name: str, rows: Sequence[str], series: Sequence[str], *status: CellStatus
) -> ReleasedTable:
    """A table whose rows have the same cells; the base is printed."""
    return ReleasedTable(
        name,
        tuple(Series(s, s) for s in series),
        tuple(ReleasedRow(row, row, 12, tuple(ReleasedCell(s) for s in status)) for row in rows),
        threshold=5,
    )


ANSWERED = ReleasedParticipation(20, 12, 0, 0, ("county",), (ReleasedGroup(("24",), 12, 8),))
WITHHELD = ReleasedParticipation(20, 12, 0, 0, ("county",), (ReleasedGroup(("24",), 12, None),))
SHOWN = table("factors", ["economy"], ["enables"], "shown")
FEW = table("factors|county", ["24"], ["economy.enables"], "few")
NO_BASE = ReleasedTable(
    "q1|county",
    (Series("yes", "yes"),),
    (ReleasedRow("24", "24", None, (ReleasedCell("few"),)),),
    threshold=5,
)


@pytest.mark.parametrize(
    ("tables", "took_part", "county"),
    [
        ([SHOWN], ANSWERED, "24"),
        # Each of these would be told that at least so many of the county are counted there.
        ([SHOWN], WITHHELD, ""),
        ([SHOWN, NO_BASE], ANSWERED, ""),
        ([SHOWN, FEW], ANSWERED, ""),
    ],
)
def test_a_county_is_named_where_no_table_by_county_withholds_it(
    tables: list[ReleasedTable], took_part: ReleasedParticipation, county: str
) -> None:
    quotes = [ReleasedQuote("economy", "enables", "a", Wording(), "24")]
    (found,) = beside_tables(quotes, {t.id: t for t in tables}, took_part)
    assert found.county == county


@pytest.mark.parametrize(
    ("status", "number"),
    [
        (("shown", "shown"), 7),
        (("few", "shown"), 1),
        # Beside one that is said to be small, it is five or more; else nobody knows.
        (("protected", "few"), 5),
        (("protected", "protected"), 1),
    ],
)
def test_quotes_are_no_more_than_leave_a_withheld_number_open(
    status: tuple[CellStatus, ...], number: int
) -> None:
    quotes = [ReleasedQuote("economy", "enables", str(n), Wording(), "") for n in range(7)]
    factors = table("factors", ["economy"], ["enables", "hinders"], *status)
    # An option of some question that is called as the code is another thing.
    other = table("q1", ["economy"], ["share"], "few")
    found = beside_tables(quotes, {"factors": factors, "q1": other}, ANSWERED)
    assert len(found) == number
