"""Notes: the evidence of a document as numbered notes at its end, for every paged form."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TypedDict

from samklang.core.document.document import Document
from samklang.core.document.evidence import Evidence, EvidenceFact, common_facts, own_facts
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language

# The address of the notes within a document.
SECTION = "samklang-evidence"


class NoteTable(TypedDict):
    """The numbers of a note that no figure prints."""

    header: list[str]
    rows: list[list[str]]


class Note(TypedDict):
    """A note: its facts as pairs, and the figures that print its numbers by address and words."""

    id: str
    number: str
    title: str
    facts: list[list[str]]
    figures: list[dict[str, str]]
    table: NoteTable | None


class NotesData(TypedDict):
    """All notes; `common`, what most of them have in common, as pairs."""

    id: str
    title: str
    lead: str
    common_title: str
    common: list[list[str]]
    entries: list[Note]


def note_facts(
    record: Evidence, common: Sequence[EvidenceFact], document: Document
) -> list[tuple[str, str]]:
    """What a note says for itself: its facts, its codes, the numbers of the text.

    The citation is said once, with the report's.
    """
    language = document.language
    facts = [(f.label, f.value) for f in own_facts(record, common) if f.key != "cite"]
    for code in record.codes:
        rules = [
            f"{phrase(language, f'evidence.{name}')}: {words}"
            for name, words in (("include", code.include), ("exclude", code.exclude))
            if words
        ]
        counts = [f"{count.label}: {count.value}." for count in code.counts]
        facts.append((code.name, " ".join((code.definition, *rules, *counts))))
    if record.printed:
        said = "; ".join(f"{statement.text}: {statement.what}" for statement in record.printed)
        facts.append((phrase(language, "evidence.numbers"), said))
    return facts


# What a footnote says, and what a speaker is told where a slide has numbers of several notes.
BRIEF = ("question", "kind", "base", "answers")


def brief(record: Evidence) -> str:
    """The question and the base of a note, each a sentence."""
    said = (fact for fact in record.facts if fact.key in BRIEF)
    return " ".join(f"{fact.label}: {fact.value.rstrip('.')}{_stop(fact.value)}" for fact in said)


def _stop(words: str) -> str:
    """A full stop, unless the words end with a mark of their own."""
    return "" if words.endswith(("?", "!", "…")) else "."


def led_to(value: object) -> list[str]:
    """The ids of the evidence that a part of a document leads to, in the order it is read."""
    led: dict[str, None] = {}
    _gather(value, led)
    return list(led)


def _gather(value: object, led: dict[str, None]) -> None:
    if isinstance(value, tuple | list):
        for part in value:
            _gather(part, led)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        if evidence := getattr(value, "evidence", ""):
            led.setdefault(evidence)
        for field in dataclasses.fields(value):
            _gather(getattr(value, field.name), led)


def notes_data(document: Document) -> NotesData | None:
    """The notes for the templates; None where there is no evidence.

    A table that a figure prints is not printed again.
    """
    if not document.evidence:
        return None
    language = document.language
    common = common_facts(document.evidence)
    figures = {figure.id: figure for figure in document.figures}
    return {
        "id": SECTION,
        "title": phrase(language, "evidence.title"),
        "lead": phrase(language, "evidence.lead"),
        "common_title": phrase(language, "evidence.common"),
        "common": [[fact.label, fact.value] for fact in common],
        "entries": [
            {
                "id": record.anchor,
                "number": phrase(language, "evidence.note", number=record.number),
                "title": record.title,
                "facts": [list(pair) for pair in note_facts(record, common, document)],
                "figures": [
                    {
                        "to": figures[id_].anchor,
                        "text": phrase(
                            language,
                            f"evidence.to_{figures[id_].called}_number",
                            number=figures[id_].number,
                        ),
                    }
                    for id_ in record.figures
                    if id_ in figures
                ],
                "table": _table(record),
            }
            for record in document.evidence
        ],
    }


def _table(record: Evidence) -> NoteTable | None:
    """The numbers where no figure prints them; two labels of a row become one."""
    table = record.table
    if table is None or record.figures:
        return None
    labels = table.labels
    return {
        "header": [" / ".join(table.header[:labels]), *table.header[labels:]],
        "rows": [[": ".join(row[:labels]), *row[labels:]] for row in table.rows],
    }


def marks(document: Document) -> Mapping[str, str]:
    """The mark of each record's note: "[3]"."""
    return {e.id: mark(e, document.language) for e in document.evidence}


def mark(record: Evidence, language: Language) -> str:
    """The mark of a note in running text. Not a bare raised number: 34³ is another number."""
    return phrase(language, "evidence.mark", number=record.number)
