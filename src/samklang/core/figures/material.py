"""Material: everything a report may draw on. Released tables and public texts, nothing raw."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from samklang.core.catalogue.example import Example
from samklang.core.catalogue.knowledge import KnowledgeCard
from samklang.core.coding.codebook import Codebook
from samklang.core.coding.findings import Finding
from samklang.core.disclosure.released import (
    ReleasedAccount,
    ReleasedCoding,
    ReleasedDifference,
    ReleasedParticipation,
    ReleasedQuote,
    ReleasedTable,
    ReleasedTest,
)
from samklang.core.document.inline import Run
from samklang.core.language.wording import Language
from samklang.core.manuscript.targets import Target
from samklang.core.survey.open_questions import OpenQuestion, open_questions
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.theme.contact import Contact
from samklang.core.theme.house_style import House
from samklang.core.theme.theme import Theme


@dataclass(frozen=True)
class FormattedReference:
    """A reference in the style of the report: `short` as in running text ("Mulgan, 2006")."""

    key: str
    short: str
    text: tuple[Run, ...]
    url: str
    order: str


@dataclass(frozen=True)
class Material:
    """What a document is made of.

    tables: by question id, and the factors under FACTORS; shares by groups, means, totals and
    ratios by targets.table_id. differences: those a manuscript asks for. tests: of crosstabs, by
    the table's id. effects: design effects of the shares a manuscript asks for, to one decimal;
    None where withheld or not defined. groups: the columns of the register. coded: ids of the open
    questions coded. municipalities, counties: names by SCB code; county_of: county code by
    municipality code. accounts: what has become of the answers to open questions. coding: how they
    were coded, None where they were not. references: by language and key. dataset_hash: SHA-256 of
    the theme package, hex.
    pictures: those of examples, by path in the package. withdrawn: ids of examples taken back.
    stale: by a finding's id, the evidence behind which something has changed since somebody looked.
    awaited: what is being counted still, as Demands.needs; None where nothing has been counted yet.
    rehearsal: the answers were simulated before anybody was asked.
    blind: whoever reads it codes answers that others have coded, and is told nothing of codes yet.
    """

    theme: Theme
    questionnaire: Questionnaire
    codebook: Codebook
    knowledge: tuple[KnowledgeCard, ...]
    examples: tuple[Example, ...]
    contacts: tuple[Contact, ...]
    references: Mapping[Language, Mapping[str, FormattedReference]]
    tables: Mapping[str, ReleasedTable]
    participation: ReleasedParticipation
    coded: tuple[str, ...]
    quotes: tuple[ReleasedQuote, ...]
    municipalities: Mapping[str, str]
    counties: Mapping[str, Mapping[Language, str]]
    county_of: Mapping[str, str]
    dataset_hash: str
    differences: Mapping[Target, ReleasedDifference] = field(default_factory=dict)
    tests: Mapping[str, ReleasedTest] = field(default_factory=dict)
    effects: Mapping[Target, float | None] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    accounts: tuple[ReleasedAccount, ...] = ()
    coding: ReleasedCoding | None = None
    findings: tuple[Finding, ...] = ()
    stale: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    house: House = field(default_factory=House)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    awaited: frozenset[str | Target] | None = frozenset()
    rehearsal: bool = False
    blind: bool = False

    @property
    def coded_places(self) -> tuple[OpenQuestion, ...]:
        """The open questions whose answers have been coded with a valence."""
        return tuple(
            place for place in open_questions(self.questionnaire) if place.address in self.coded
        )
