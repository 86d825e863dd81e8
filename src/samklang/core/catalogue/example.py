"""An example: a social innovation, with its place, its sources and what is not known of it."""

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
class Example:
    """One example: examples/ID.yaml. What is not known is left empty, never filled in.

    municipalities, counties: SCB codes as text ("2482", "24"). challenges: ids of the theme's
    list. issues: where its owner lets it be shown. other: the collecting entry "övriga", which has
    no place or organisation of its own.
    """

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    title: Public[Wording]
    description: Public[Wording]
    provenance: Public[Provenance]
    order: Public[int] = 0
    organisation: Public[str | None] = None
    municipalities: Public[tuple[str, ...]] = ()
    counties: Public[tuple[str, ...]] = ()
    challenges: Public[tuple[str, ...]] = ()
    target_group: Public[Wording] = field(default_factory=Wording)
    partners: Public[tuple[Wording, ...]] = ()
    years: Public[Wording] = field(default_factory=Wording)
    sources: Public[tuple[str, ...]] = ()
    issues: Public[tuple[Issue, ...]] = ISSUES
    other: Public[bool] = False
