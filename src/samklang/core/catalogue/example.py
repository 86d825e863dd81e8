"""An example: a social innovation, with its place, its sources and what is not known of it."""

import datetime
from dataclasses import dataclass, field
from typing import Literal

from samklang.core.language.wording import Wording
from samklang.core.privacy import Internal, Public

Match = Literal["exact", "likely", "theme-only", "own", "none"]
# Where an example may be shown: the web pages, the report to read on paper, the slides.
Issue = Literal["site", "report", "deck"]
ISSUES: tuple[Issue, ...] = ("site", "report", "deck")


@dataclass(frozen=True)
class Provenance:
    """How well the facts are tied to the example.

    match: `exact`, a source describes it unmistakably; `likely`, strong but indirect;
    `theme-only`, sourced facts on the subject while the organisation is not known; `own`, the
    organisation's own account; `none`, no source was found. confidence: in words. note: the
    editor's remark, not printed.
    """

    __pydantic_config__ = {"extra": "forbid"}

    match: Public[Match]
    confidence: Public[Wording] = field(default_factory=Wording)
    note: Internal[str] = ""


@dataclass(frozen=True)
class Source:
    """Where facts were seen: a web address, and what the page is called and who publishes it.

    seen: the day it was read. A source without a title is called by its publisher, else its site.
    """

    __pydantic_config__ = {"extra": "forbid"}

    url: Public[str]
    title: Public[str] = ""
    publisher: Public[str] = ""
    seen: Public[datetime.date | None] = None


@dataclass(frozen=True)
class Partner:
    """Somebody it is done with. sector, part: of the lists `sectors` and `parts`, '' if unknown."""

    __pydantic_config__ = {"extra": "forbid"}

    name: Public[Wording]
    sector: Public[str] = ""
    part: Public[str] = ""


@dataclass(frozen=True)
class Reached:
    """How many people it has reached, in which year, and how that is known (list `counted`)."""

    __pydantic_config__ = {"extra": "forbid"}

    people: Public[int]
    year: Public[int | None] = None
    counted: Public[str] = ""


@dataclass(frozen=True)
class Picture:
    """A picture of the package's folder pictures ("pictures/e1-1.jpg").

    alt: what it shows, for who cannot see it. licence: of the list `licences`. credit: who made it.
    """

    __pydantic_config__ = {"extra": "forbid"}

    file: Public[str]
    alt: Public[Wording]
    licence: Public[str] = ""
    credit: Public[str] = ""


@dataclass(frozen=True)
class Example:
    """One example: examples/ID.yaml. What is not known is left empty, never filled in.

    summary: at most 300 letters, for lists; description: the whole in a few sentences. need,
    solution, novelty (what is new, and for whom), results, guide (how to do it oneself): each a
    text of its own. municipalities, counties: SCB codes as text ("2482", "24"); a county stands for
    all of it. reach, fields, goals, groups, forms, phase, status, funding, shown, licence: codes of
    the lists in core.vocabulary.terms, `fields` the ICNPO groups. challenges: ids of the theme's
    list. helped, hindered: codes of the codebook. begun, ended: years. years: in words, where a
    year alone says too much. review: when it should be looked at again. issues: where its owner
    lets it be shown. whole: told whole in report and slides, where others are listed. invented:
    made up to show what the pages can do, and says so. other: among
    "övriga", told in short; without a place and organisation of its own where it gathers many.
    """

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    title: Public[Wording]
    description: Public[Wording]
    provenance: Public[Provenance]
    order: Public[int] = 0
    summary: Public[Wording] = field(default_factory=Wording)
    need: Public[Wording] = field(default_factory=Wording)
    solution: Public[Wording] = field(default_factory=Wording)
    novelty: Public[Wording] = field(default_factory=Wording)
    organisation: Public[str | None] = None
    fields: Public[tuple[str, ...]] = ()
    challenges: Public[tuple[str, ...]] = ()
    goals: Public[tuple[str, ...]] = ()
    groups: Public[tuple[str, ...]] = ()
    target_group: Public[Wording] = field(default_factory=Wording)
    forms: Public[tuple[str, ...]] = ()
    phase: Public[str] = ""
    partners: Public[tuple[Partner, ...]] = ()
    municipalities: Public[tuple[str, ...]] = ()
    counties: Public[tuple[str, ...]] = ()
    reach: Public[tuple[str, ...]] = ()
    begun: Public[int | None] = None
    ended: Public[int | None] = None
    years: Public[Wording] = field(default_factory=Wording)
    status: Public[str] = ""
    reached: Public[Reached | None] = None
    funding: Public[tuple[str, ...]] = ()
    results: Public[Wording] = field(default_factory=Wording)
    shown: Public[str] = ""
    helped: Public[tuple[str, ...]] = ()
    hindered: Public[tuple[str, ...]] = ()
    guide: Public[Wording] = field(default_factory=Wording)
    sources: Public[tuple[Source, ...]] = ()
    pictures: Public[tuple[Picture, ...]] = ()
    licence: Public[str] = ""
    review: Public[datetime.date | None] = None
    issues: Public[tuple[Issue, ...]] = ISSUES
    whole: Public[bool] = False
    invented: Public[bool] = False
    other: Public[bool] = False


@dataclass(frozen=True)
class Tombstone:
    """An example that its owner has taken back: nothing of it is kept but its id and the day."""

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    withdrawn: Public[datetime.date]
