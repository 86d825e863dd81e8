"""A theme package in memory: everything a report is made from, and its hash."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from samklang.core.catalogue.example import Example, Tombstone
from samklang.core.catalogue.knowledge import KnowledgeCard
from samklang.core.coding.codebook import Codebook
from samklang.core.coding.codings import Coding
from samklang.core.coding.findings import Finding
from samklang.core.coding.readings import Reading, Sample, Talk
from samklang.core.coding.states import AnswerState
from samklang.core.disclosure.ledger import IssuedEdition
from samklang.core.language.wording import Language
from samklang.core.privacy import Internal, Personal, Public
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Responses
from samklang.core.theme.contact import Contact
from samklang.core.theme.house_style import House
from samklang.core.theme.register import Register
from samklang.core.theme.theme import Theme


@dataclass(frozen=True)
class ThemePackage:
    """All of a theme. register: None in an open survey. references: CSL-JSON items.

    style: the files of the house style, by path; house: what was read of them. pictures: those of
    examples, by path.
    hash: SHA-256 (hex) over the package's files, the manifest apart; '' before it is written.
    releases: what earlier editions printed. states: what coders have made of each answer. samples,
    readings: what was drawn to be coded by two, and what each made of it. talks: the discussions of
    a reflexive coding.
    """

    theme: Public[Theme]
    questionnaire: Public[Questionnaire]
    register: Personal[Register | None]
    responses: Personal[Responses]
    codebook: Public[Codebook]
    codings: Personal[tuple[Coding, ...]]
    knowledge: Public[tuple[KnowledgeCard, ...]]
    references: Public[tuple[Mapping[str, Any], ...]]
    examples: Public[tuple[Example, ...]]
    manuscripts: Internal[Mapping[Language, str]]
    contacts: Public[tuple[Contact, ...]]
    style: Public[Mapping[str, bytes]] = field(default_factory=dict)
    house: Public[House] = field(default_factory=House)
    pictures: Public[Mapping[str, bytes]] = field(default_factory=dict)
    withdrawn: Public[tuple[Tombstone, ...]] = ()
    hash: Public[str] = ""
    releases: Internal[tuple[IssuedEdition, ...]] = ()
    states: Personal[tuple[AnswerState, ...]] = ()
    findings: Public[tuple[Finding, ...]] = ()
    samples: Internal[tuple[Sample, ...]] = ()
    readings: Personal[tuple[Reading, ...]] = ()
    talks: Personal[tuple[Talk, ...]] = ()

    def unanswered(self) -> "ThemePackage":
        """The package without an answer, or anything that was made of one."""
        return replace(
            self,
            responses=Responses(()),
            codings=(),
            states=(),
            samples=(),
            readings=(),
            talks=(),
            findings=(),
            releases=(),
        )
