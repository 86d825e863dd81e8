"""Evidence: what a group of printed numbers rests on, in words and released numbers only.

Composed once, with the document, and printed by every renderer: as a page, a panel, a note or
what a speaker says. A number that is withheld is withheld here too.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from samklang.core.privacy import Public


@dataclass(frozen=True)
class EvidenceFact:
    """One thing that is known of the numbers: what, in words, and what is known.

    key: the same in every language, for example "question", "base" or "formula".
    """

    key: Public[str]
    label: Public[str]
    value: Public[str]


@dataclass(frozen=True)
class Said:
    """A number as the text prints it, what it is, and the id of the section that prints it."""

    text: Public[str]
    what: Public[str]
    section: Public[str]


@dataclass(frozen=True)
class CodedQuote:
    """A quote that a person released: what it was coded as, and who said it, never by name.

    translation: '' where none is needed.
    """

    text: Public[str]
    lang: Public[str]
    translation: Public[str]
    valence: Public[str]
    attribution: Public[str]


@dataclass(frozen=True)
class CodeEvidence:
    """A code behind the numbers: when it is used, how many it was used of, and released quotes.

    include, exclude: '' where the codebook does not say. counts: a fact for each valence.
    """

    id: Public[str]
    name: Public[str]
    definition: Public[str]
    include: Public[str]
    exclude: Public[str]
    counts: Public[tuple[EvidenceFact, ...]]
    quotes: Public[tuple[CodedQuote, ...]]


@dataclass(frozen=True)
class EvidenceTable:
    """The numbers themselves, every cell in words; withheld ones say why.

    header, rows: of the same length. labels: how many columns, from the first, label the row.
    """

    title: Public[str]
    header: Public[tuple[str, ...]]
    rows: Public[tuple[tuple[str, ...], ...]]
    labels: Public[int] = 1

    @property
    def groups(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """The rows that follow each other under the same first label, together."""
        if self.labels < 2:
            return tuple((row,) for row in self.rows)
        return tuple(tuple(rows) for _, rows in groupby(self.rows, key=lambda row: row[0]))


@dataclass(frozen=True)
class Evidence:
    """What one group of numbers rests on: those of a table, of who took part, or of the examples.

    id: the name of its page, from a to z, digits, - and _; no two differ by capitals alone.
    number: of its note, in the order the numbers are read. facts: question, base, weighting,
    formula and so on, in the order they are read. said: the numbers that the text prints of it.
    codes: where the numbers are of codings. figures: ids of the figures that show it, first the
    one that shows most. twin: whether the issue in another language has it too.
    """

    id: Public[str]
    number: Public[int]
    title: Public[str]
    facts: Public[tuple[EvidenceFact, ...]]
    table: Public[EvidenceTable | None] = None
    said: Public[tuple[Said, ...]] = ()
    codes: Public[tuple[CodeEvidence, ...]] = ()
    figures: Public[tuple[str, ...]] = ()
    twin: Public[bool] = True

    @property
    def anchor(self) -> str:
        """Its address within a document."""
        return f"evidence-{self.id}"

    def fact(self, key: str) -> str:
        """The value of a fact; '' where it is not there."""
        return next((fact.value for fact in self.facts if fact.key == key), "")

    @property
    def printed(self) -> tuple[Said, ...]:
        """The numbers that the text prints of it, each once."""
        statements = {
            (statement.text, statement.what): statement for statement in reversed(self.said)
        }
        return tuple(reversed(statements.values()))


def common_facts(records: Sequence[Evidence]) -> tuple[EvidenceFact, ...]:
    """What most notes with such a fact say alike, so that a list of notes says it once.

    A fact that is said of one note only is not common.
    """
    said = Counter(fact for record in records for fact in record.facts)
    best: dict[str, EvidenceFact] = {}
    for fact, times in said.items():
        if times > 1 and (fact.key not in best or times > said[best[fact.key]]):
            best[fact.key] = fact
    return tuple(fact for fact in best.values() if fact.key not in OWN)


def own_facts(record: Evidence, common: Sequence[EvidenceFact]) -> tuple[EvidenceFact, ...]:
    """The facts of a note beside the common ones."""
    return tuple(fact for fact in record.facts if fact not in common)


# What each note says for itself, also where several say the same.
OWN = frozenset({"question", "options", "base", "answers", "notes", "kind"})
