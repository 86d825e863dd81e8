"""Faults: what is wrong in which file, where, and what to do about it."""

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from samklang.core.language.messages import Message, Said, message, restored, said
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import ENGLISH, Language


class UnplacedFault(NamedTuple):
    """What is wrong and what to do, said by what does not know the place."""

    what: Message
    remedy: Message


@dataclass(frozen=True, order=True)
class Fault:
    """One fault in a theme package or an imported file.

    `line` is a line of a text file or a row of a table (the header is row 1); 0 means the whole
    file. `column` names a CSV column or a field's path, for example ``questions[2].options``.
    """

    file: str
    line: int
    column: str
    what: Message
    remedy: Message

    def __str__(self) -> str:
        return spoken(self, ENGLISH)


T = TypeVar("T")


class Read(NamedTuple, Generic[T]):
    """What was read, and every fault that was found in it."""

    value: T
    faults: tuple[Fault, ...]


class FaultyInput(Exception):
    """Raised with every fault found in an input; nothing has been written."""

    def __init__(self, faults: Sequence[Fault]):
        self.faults = tuple(sorted(set(faults)))
        super().__init__(self.faults)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))

    @property
    def rows(self) -> list[list[Any]]:
        """Each fault as JSON can hold it; `restored_fault` gives it again."""
        return [[f.file, f.line, f.column, f.what.kept, f.remedy.kept] for f in self.faults]


def faulty_file(file: object, what: Message, remedy: Message) -> FaultyInput:
    """One fault of a whole file, ready to be raised."""
    return FaultyInput([Fault(str(file), 0, "", what, remedy)])


def restored_fault(row: Sequence[Any]) -> Fault:
    """A fault from a row of `FaultyInput.rows`, an earlier version's too."""
    file, line, column, what, remedy = row
    return Fault(file, line, column, restored(what), restored(remedy))


@dataclass(frozen=True)
class FaultWords:
    """A fault as it is shown: where it is, what is wrong, what to do."""

    file: str
    line: int
    column: str
    what: Said
    remedy: Said


def fault_words(fault: Fault, language: Language) -> FaultWords:
    """A fault in a language."""
    what, remedy = said(fault.what, language), said(fault.remedy, language)
    return FaultWords(fault.file, fault.line, fault.column, what, remedy)


def spoken(fault: Fault, language: Language) -> str:
    """A fault in one line of a language: where, what is wrong and what to do."""
    place = "place_row" if fault.file.endswith(".csv") else "place_line"
    line = phrase(language, f"exchange.{place}", line=fault.line) if fault.line else ""
    where = ", ".join(filter(None, (fault.file, line, fault.column)))
    return f"{where}: {fault.what.text(language)} {fault.remedy.text(language)}".rstrip()


def closest(name: str, known: Collection[str]) -> Message:
    """A remedy that names the nearest known name, or all of them where none is near."""
    near = difflib.get_close_matches(name, list(known), n=1)
    if near:
        return message("faults.did_you_mean", near=near[0])
    return message("faults.known_names", known=sorted(known) or message("faults.part_none"))


def listed(names: Collection[str]) -> str | Message:
    """Names for a remedy, the first of them where there are many."""
    if not names:
        return message("faults.part_none")
    some = list(names)[:12]
    return ", ".join(some) + (" …" if len(names) > len(some) else "")
