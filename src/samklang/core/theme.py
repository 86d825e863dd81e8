"""A theme: one report project and the choices made for it."""

import datetime
from dataclasses import dataclass, field
from typing import Literal

from samklang.core.privacy import Public
from samklang.core.wording import Language, Wording


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
class DesignChoice:
    """How the answers stand for the members.

    kind: `census` invites every member in the register, and those who did not answer are handled
    as nonresponse within strata; `open` has no known population, so nothing is said of it.
    strata: columns of the register whose combinations are the response-homogeneity groups.
    confidence: of every interval, between 0.5 and 0.999.
    sensitivity: the odds ratio γ of the sensitivity band, at least 1.
    partial: whether a response that was begun but not sent in counts.
    """

    __pydantic_config__ = {"extra": "forbid"}

    kind: Public[Literal["census", "open"]]
    strata: Public[tuple[str, ...]] = ()
    confidence: Public[float] = 0.95
    sensitivity: Public[float] = 1.5
    partial: Public[Literal["counted", "left-out"]] = "left-out"


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
    """

    __pydantic_config__ = {"extra": "forbid"}

    threshold: Public[int] = 5
    ordinary: Public[Literal["cell", "base"]] = "cell"
    p_percent: Public[int] = 10
    dominance_n: Public[int] = 2
    dominance_k: Public[int] = 85


@dataclass(frozen=True)
class Term:
    """An entry of a theme's own word list, for example a societal challenge."""

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    label: Public[Wording]


@dataclass(frozen=True)
class Style:
    """How a network's own issues look, in every form.

    colour: of headings, rules and what enables, "#rrggbb"; '' for Samklang's spruce. accent: of
    numbers, notices and what hinders; '' for lingon.
    """

    __pydantic_config__ = {"extra": "forbid"}

    colour: Public[str] = ""
    accent: Public[str] = ""


@dataclass(frozen=True)
class Theme:
    """The theme's own facts: theme.yaml.

    address: where the report is published, a folder on the web; '' where that is not known.
    synthetic: the survey answers are invented; every page and figure that shows them says so.
    notice: what else a reader must know on every page, for example what the material is not.
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
