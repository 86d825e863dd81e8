"""The method box: how a survey was made, in facts, and who answered in each group."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A row of the method box: what, and its value in words."""

    label: str
    value: str


@dataclass(frozen=True)
class StratumRow:
    """Who answered in one group: members invited, answered and the rate in whole per cent.

    answered and rate are None where fewer than the threshold answered.
    """

    label: str
    invited: int
    answered: int | None
    rate: int | None


@dataclass(frozen=True)
class ReadingChart:
    """A chart of invented numbers whose marks have their names beside them.

    about: what stands above it, which says that it is invented. shown, withheld: its answers, the
    second '' in a report that withholds nothing. share, base, interval, band, hidden: the names of
    its marks, '' for those that the report's charts do not have. below: whether the band is a line
    below the bar, as in the charts of office programs. alt: all of it in words.
    """

    about: str
    shown: str
    share: str
    base: str
    interval: str
    band: str
    withheld: str
    hidden: str
    threshold: int
    below: bool
    alt: str


@dataclass(frozen=True)
class Reading:
    """What the words beside the numbers mean, for those who have not met them before.

    short: the same in few words, to stand on a slide with the chart, which shows it: None where the
    report has no shares.
    """

    title: str
    facts: tuple[Fact, ...]
    short: tuple[Fact, ...]
    chart: ReadingChart | None


UNREAD = Reading("", (), (), None)


@dataclass(frozen=True)
class MethodBox:
    """The method in brief, computed from register and responses. `strata` may be empty.

    reading: how the numbers and charts are read. reading_in_office: the same of charts that office
    programs draw.
    """

    title: str
    facts: tuple[Fact, ...]
    strata_title: str
    strata: tuple[StratumRow, ...]
    text: tuple[str, ...]
    reading: Reading = UNREAD
    reading_in_office: Reading = UNREAD
    evidence: str = ""
