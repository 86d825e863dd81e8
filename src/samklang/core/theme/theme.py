"""A theme: one report project and the choices made for it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from samklang.core.estimate.choices import ReplicateKind
from samklang.core.language.wording import Language, Wording, worded
from samklang.core.privacy import Public
from samklang.core.theme.series import EarlierTheme
from samklang.core.vocabulary.terms import VocabularyTerm


@dataclass(frozen=True)
class Network:
    """The umbrella organisation that runs the theme."""

    __pydantic_config__ = {"extra": "forbid"}

    name: Public[str]
    url: Public[str] = ""


@dataclass(frozen=True)
class Fieldwork:
    """When and how the survey was made. Unknown dates are left out, never invented."""

    __pydantic_config__ = {"extra": "forbid"}

    opened: Public[datetime.date | None] = None
    closed: Public[datetime.date | None] = None
    mode: Public[Wording] = field(default_factory=Wording)


@dataclass(frozen=True)
class DrawnSize:
    """How many members of a stratum were drawn; `stratum` holds its values in design.strata."""

    __pydantic_config__ = {"extra": "forbid"}

    stratum: Public[tuple[str, ...]]
    drawn: Public[int]


@dataclass(frozen=True)
class MergedStrata:
    """Strata that are estimated as one, for example because too few answered in one of them.

    strata: each the values in design.strata, then in design.groups.
    """

    __pydantic_config__ = {"extra": "forbid"}

    name: Public[Wording]
    strata: Public[tuple[tuple[str, ...], ...]]


@dataclass(frozen=True)
class KnownTotal:
    """Members that have certain values: a margin known from elsewhere than the register.

    columns: of the register, or questions of type select_one. values: one for each column.
    """

    __pydantic_config__ = {"extra": "forbid"}

    columns: Public[tuple[str, ...]]
    values: Public[tuple[str, ...]]
    members: Public[int]


@dataclass(frozen=True)
class Calibration:
    """What the weights are made to add up to: one of `poststrat`, `raking` and `regression`.

    poststrat: every combination of these columns stands for its members. raking: every column by
    itself does, weights being multiplied. regression: the same, weights being changed as little as
    can be in squares (GREG). margins: the members of each value where the register does not tell
    them; the columns are then counted from here.
    """

    __pydantic_config__ = {"extra": "forbid"}

    poststrat: Public[tuple[str, ...]] = ()
    raking: Public[tuple[str, ...]] = ()
    regression: Public[tuple[str, ...]] = ()
    margins: Public[tuple[KnownTotal, ...]] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are calibrated on."""
        return self.poststrat or self.raking or self.regression

    @property
    def kind(self) -> Literal["poststrat", "raking", "regression"]:
        """Which of them it is."""
        return "poststrat" if self.poststrat else "raking" if self.raking else "regression"


@dataclass(frozen=True)
class Replication:
    """Replicate weights that stand in the register, made by whoever drew the sample.

    kind: how they were made, which decides what their spread is multiplied by; see
    estimate.replicates. columns: of the register, each with a weight from 0 for each who answered.
    scales: of each replicate, needed for JKn. fay: Fay's factor, 0 to below 1.
    """

    __pydantic_config__ = {"extra": "forbid"}

    kind: Public[ReplicateKind]
    columns: Public[tuple[str, ...]]
    scales: Public[tuple[float, ...]] = ()
    fay: Public[float] = 0.0


@dataclass(frozen=True)
class DesignChoice:
    """How the answers stand for the members.

    kind: `census` invites every member in the register, and those who did not answer are handled
    as nonresponse within strata; `sample` draws some members of each stratum, and the register is
    the frame that the results are about; `open` has no known population, so nothing is said of it.
    strata: columns of the register whose combinations are the strata: those of the drawing in a
    sample, and the response-homogeneity groups.
    groups: further columns that part the strata into response-homogeneity groups, within which
    those who did not answer are taken to be like those who did.
    drawn: column of the register (yes/no) that says who was drawn in a sample; `invited` where
    empty. sizes: how many were drawn in each stratum, where no column says who.
    collapse: strata that are estimated as one, by name.
    calibration: known totals that the weights are made to add up to.
    weights: column of the register with a weight for each who answered, above 0; they are scaled to
    add up to the members. Instead of what strata and calibration would give.
    clusters: column of the register that says which members were drawn together. Clusters lie
    within strata; those who answered are a sample of their cluster, and the register is what was
    drawn from. With `weights` they are taken as drawn with replacement.
    replicates: weights that variances are worked out from, with `weights`.
    test: of the crosstabs: Rao and Scott's, or Wald's, for comparison with others' analyses.
    interval: how the interval of a share is made; see estimate.interval.
    confidence: of every interval, between 0.5 and 0.999.
    sensitivity: the odds ratio γ of the sensitivity band, at least 1.
    partial: whether a response that was begun but not sent in counts.
    """

    __pydantic_config__ = {"extra": "forbid"}

    kind: Public[Literal["census", "sample", "open"]]
    strata: Public[tuple[str, ...]] = ()
    confidence: Public[float] = 0.95
    sensitivity: Public[float] = 1.5
    partial: Public[Literal["counted", "left-out"]] = "left-out"
    groups: Public[tuple[str, ...]] = ()
    drawn: Public[str] = ""
    sizes: Public[tuple[DrawnSize, ...]] = ()
    collapse: Public[tuple[MergedStrata, ...]] = ()
    calibration: Public[Calibration | None] = None
    interval: Public[Literal["wilson", "logit", "xlogit", "beta", "asin", "mean"]] = "wilson"
    weights: Public[str] = ""
    clusters: Public[str] = ""
    replicates: Public[Replication | None] = None
    test: Public[Literal["rao-scott", "wald"]] = "rao-scott"

    @property
    def cells(self) -> tuple[str, ...]:
        """The columns whose combinations are estimated apart: strata, then groups within them."""
        return (*self.strata, *(column for column in self.groups if column not in self.strata))


@dataclass(frozen=True)
class DisclosureRule:
    """What may be printed of small counts, and of totals that few make up.

    threshold: the smallest number of respondents a printed cell may have.
    ordinary: where the threshold holds for questions that are not marked `sensitive`: for every
    `cell`, or for the row's `base` only, which withholds far less and shows how single members of
    a large enough group answered.
    p_percent: a total is withheld where the second largest contributor could work out the largest
    to within so many per cent; 0 switches the rule off.
    dominance_n, dominance_k: a total is withheld where its n largest contributors make up more
    than k per cent of it; 100 switches the rule off.
    unreliable: what is done with numbers that are printed though they are very uncertain, by the
    rule of estimate.reliability: they are told of beneath their figure (`flag`), or nothing is
    (`off`).
    """

    __pydantic_config__ = {"extra": "forbid"}

    threshold: Public[int] = 5
    ordinary: Public[Literal["cell", "base"]] = "cell"
    p_percent: Public[int] = 10
    dominance_n: Public[int] = 2
    dominance_k: Public[int] = 85
    unreliable: Public[Literal["flag", "off"]] = "flag"


@dataclass(frozen=True)
class Term:
    """An entry of a theme's own word list, for example a societal challenge."""

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    label: Public[Wording]


def label_of(id_: str, terms: Sequence[Term], language: Language) -> str:
    """What a term is called, in another language where it has no words in this one.

    '' where it is not among the terms, or has no words at all.
    """
    label = next((term.label for term in terms if term.id == id_), Wording())
    return worded(label, language)


@dataclass(frozen=True)
class Style:
    """How a network's own issues look, in every form. Files lie in the package's folder style.

    logo: an SVG or PNG, "style/logo.svg". template: a Word file whose paragraph styles report.docx
    takes over, "style/house.docx". colour: of headings, rules and what enables, "#rrggbb"; '' for
    Samklang's spruce. accent: of numbers, notices and what hinders; '' for lingon. typeface: of
    headings and running text; figures and tables are always set in sans.
    """

    __pydantic_config__ = {"extra": "forbid"}

    colour: Public[str] = ""
    accent: Public[str] = ""
    typeface: Public[Literal["serif", "sans"]] = "serif"
    logo: Public[str] = ""
    template: Public[str] = ""


# How the rows of a figure follow each other: as they were asked, or the largest first.
Sort = Literal["order", "share"]


@dataclass(frozen=True)
class FigureChoice:
    """A figure beyond the plain one of a question; placed by its id.

    question: a closed question, an item of a matrix (`question.item`) or a number. option: the one
    answer that is shown, '' for all. by: the groups it is shown for: a column of the register, or
    another closed question. measure: what is shown of a number. over: in a ratio, the number that
    `question` is divided by. highlight: the group that the title speaks of. sort: the order of
    the rows; where none is chosen, by share where the answers have no order of their own.
    """

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    question: Public[str]
    option: Public[str] = ""
    by: Public[str] = ""
    measure: Public[
        Literal["share", "mean", "total", "ratio", "median", "lower-quartile", "upper-quartile"]
        | None
    ] = None
    over: Public[str] = ""
    highlight: Public[str] = ""
    sort: Public[Sort | None] = None
    title: Public[Wording] = field(default_factory=Wording)


@dataclass(frozen=True)
class Theme:
    """The theme's own facts: theme.yaml.

    address: where the report is published, a folder on the web; '' where that is not known.
    synthetic: the survey answers are invented; every page and figure that shows them says so.
    notice: what else a reader must know on every page, for example what the material is not.
    vocabularies: terms that the network adds to the lists of core.vocabulary.terms.
    columns: what columns of the register are called where they are shown; without it, by their id.
    series: earlier themes that this one is compared with.
    """

    __pydantic_config__ = {"extra": "forbid"}

    format: Public[Literal["samklang-theme-1"]]
    id: Public[str]
    title: Public[Wording]
    network: Public[Network]
    languages: Public[tuple[Language, ...]]
    design: Public[DesignChoice]
    subtitle: Public[Wording] = field(default_factory=Wording)
    edition: Public[str] = "1"
    published: Public[datetime.date | None] = None
    authors: Public[tuple[str, ...]] = ()
    licence: Public[str] = ""
    address: Public[str] = ""
    style: Public[Style] = field(default_factory=Style)
    synthetic: Public[bool] = False
    notice: Public[Wording] = field(default_factory=Wording)
    fieldwork: Public[Fieldwork] = field(default_factory=Fieldwork)
    disclosure: Public[DisclosureRule] = field(default_factory=DisclosureRule)
    challenges: Public[tuple[Term, ...]] = ()
    vocabularies: Public[tuple[VocabularyTerm, ...]] = ()
    columns: Public[tuple[Term, ...]] = ()
    figures: Public[tuple[FigureChoice, ...]] = ()
    series: Public[tuple[EarlierTheme, ...]] = ()
