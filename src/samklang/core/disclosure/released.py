"""Released tables: they have passed disclosure control; a renderer accepts no other kind."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, Self

from samklang.core.language.wording import Wording
from samklang.core.privacy import Public

# `shown` is printed; `few` stands for fewer respondents than the threshold; `protected` is
# withheld so that a neighbouring `few` cannot be worked out.
CellStatus = Literal["shown", "few", "protected"]


@dataclass(frozen=True)
class ReleasedCell:
    """One printed figure, in whole percentages and whole respondents; None where withheld.

    count: respondents. share: estimated per cent of the base. low, high: its confidence interval.
    band_low, band_high: the sensitivity band for nonresponse; None where there is none.
    value, value_low, value_high: a mean or total with its interval, rounded as it is printed; share
    and its intervals are None then.
    """

    status: Public[CellStatus]
    count: Public[int | None] = None
    share: Public[int | None] = None
    low: Public[int | None] = None
    high: Public[int | None] = None
    band_low: Public[int | None] = None
    band_high: Public[int | None] = None
    value: Public[float | None] = None
    value_low: Public[float | None] = None
    value_high: Public[float | None] = None


@dataclass(frozen=True)
class Series:
    """A column of figures, for example "Underlättar"; a plain share has one series."""

    id: Public[str]
    label: Public[str]


@dataclass(frozen=True)
class ReleasedRow:
    """A row: its label, its base (respondents who answered; None where withheld) and its cells."""

    id: Public[str]
    label: Public[str]
    base: Public[int | None]
    cells: Public[tuple[ReleasedCell, ...]]


@dataclass(frozen=True)
class ReleasedTable:
    """A table that has passed disclosure control; cells stand in the order of `series`.

    base: respondents the rows share, None where rows have bases of their own or it is withheld.
    not_answered, not_shown: respondents left out of the base; None where withheld or not relevant.
    unit: of means and totals, in words ("timmar per vecka"), '' for shares. decimals: of means and
    totals as they are printed.
    """

    id: Public[str]
    series: Public[tuple[Series, ...]]
    rows: Public[tuple[ReleasedRow, ...]]
    threshold: Public[int]
    base: Public[int | None] = None
    not_answered: Public[int | None] = None
    not_shown: Public[int | None] = None
    unit: Public[str] = ""
    decimals: Public[int] = 0

    def cell(self, row: str, series: str = "") -> ReleasedCell:
        """The cell of a row and series by id; the first series by default.

        Raises KeyError when there is no such row or series.
        """
        index = 0
        if series:
            index = {s.id: i for i, s in enumerate(self.series)}[series]
        return {r.id: r for r in self.rows}[row].cells[index]

    def labelled(
        self, *, rows: Mapping[str, str], series: Mapping[str, str], unit: str = ""
    ) -> Self:
        """The same table with the labels of a language, by row id and series id, and its unit."""
        return replace(
            self,
            unit=unit,
            series=tuple(replace(s, label=series.get(s.id, s.label)) for s in self.series),
            rows=tuple(replace(r, label=rows.get(r.id, r.label)) for r in self.rows),
        )


@dataclass(frozen=True)
class ReleasedDifference:
    """A share in one group less that in another, in whole percentage points with its interval.

    None where either share is withheld. band_low, band_high: what it would be if those who have not
    answered differ; None also in an open survey. Ends are rounded outwards.
    """

    points: Public[int | None] = None
    low: Public[int | None] = None
    high: Public[int | None] = None
    band_low: Public[int | None] = None
    band_high: Public[int | None] = None


@dataclass(frozen=True)
class ReleasedTest:
    """Rao and Scott's test of whether two questions hang together, rounded as it is printed."""

    f: Public[float]
    df1: Public[float]
    df2: Public[float]
    p: Public[float]


@dataclass(frozen=True)
class ReleasedGroup:
    """Who answered in one stratum: members invited and answered; answered is None if withheld."""

    values: Public[tuple[str, ...]]
    invited: Public[int]
    answered: Public[int | None]


@dataclass(frozen=True)
class AnsweredAtLeast:
    """How many of a group have answered at least, since the design has been estimated.

    conditions: columns of the register with their values.
    """

    conditions: Public[tuple[tuple[str, str], ...]]
    members: Public[int]


@dataclass(frozen=True)
class ReleasedParticipation:
    """Who took part. invited is None in an open survey; groups are by the columns `by`.

    population: the members that a sample was drawn from, None where all were invited. needed: what
    the design tells, which is printed as it is.
    """

    invited: Public[int | None]
    answered: Public[int]
    partial: Public[int]
    declined: Public[int]
    by: Public[tuple[str, ...]] = ()
    groups: Public[tuple[ReleasedGroup, ...]] = ()
    population: Public[int | None] = None
    needed: Public[tuple[AnsweredAtLeast, ...]] = ()


@dataclass(frozen=True)
class ReleasedAccount:
    """What has become of the answers to an open question: parts that add up to `invited`.

    parts: name and members. `read` stands for coded, undecided and those that no code fits where
    these may not be told apart.
    """

    question: Public[str]
    invited: Public[int]
    parts: Public[tuple[tuple[str, int], ...]]


@dataclass(frozen=True)
class ReleasedAgreement:
    """How alike two persons coded the answers to an open question, each alone.

    drawn, drawn_from: answers, None where fewer were drawn than may be told. value, low, high:
    Krippendorff's alpha and its interval, to two decimals, rounded outwards; None where they cannot
    be worked out. settled: whether nothing on which the two differed is left.
    """

    question: Public[str]
    drawn: Public[int | None]
    drawn_from: Public[int]
    value: Public[float | None] = None
    low: Public[float | None] = None
    high: Public[float | None] = None
    settled: Public[bool] = True


@dataclass(frozen=True)
class ReleasedCoding:
    """How the open answers were coded.

    approach: as in the codebook. talks: discussions written down. origins: who or what made the
    codings, with whole per cent of them; None where a part is too small to tell. Nothing where a
    person made them all.
    """

    approach: Public[str]
    agreements: Public[tuple[ReleasedAgreement, ...]] = ()
    talks: Public[int] = 0
    origins: Public[tuple[tuple[str, int | None], ...]] = ()


@dataclass(frozen=True)
class ReleasedQuote:
    """A span of an answer that a person has released as a quote, and only that span.

    translation: in the languages that it has been translated to. county: SCB code, '' where naming
    it would point to fewer members than the threshold. name: what the member has let the quote
    bear. id: of its coding.
    """

    code: Public[str]
    valence: Public[str]
    text: Public[str]
    translation: Public[Wording]
    county: Public[str]
    name: Public[str] = ""
    id: Public[str] = ""
