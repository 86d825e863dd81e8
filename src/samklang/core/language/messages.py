"""Messages: what is wrong and what to do, as codes with values that each language has words for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import ENGLISH, Language

if TYPE_CHECKING:
    from samklang.core.language.message_codes import Code
else:
    # For what reads types as a program runs, a code is any text.
    Code = str

# The phrases whose names are the codes: on texts and releases; on a package's files; on designs and
# estimates; on questionnaires; on what is imported and what became of it; and what is said at a
# terminal, to whoever tallies a large survey, verifies a build or restores a backup.
PARTS = (
    "faults",
    "package",
    "estimates",
    "flaws",
    "imports",
    "refiqda",
    "terminal",
)


Value: TypeAlias = "str | Message | tuple[str | Message, ...]"


@dataclass(frozen=True)
class Message:
    """One thing to say: its code, and a value for each place in the code's words.

    A value is put in as it is: names, numbers, words of a manuscript or of another program. Where
    it is words of ours it is a message too; several values stand with commas between.
    """

    code: Code
    values: tuple[tuple[str, Value], ...] = ()

    def text(self, language: Language) -> str:
        """The words in a language."""
        return phrase(language, self.code, **{n: _text(v, language) for n, v in self.values})

    def __str__(self) -> str:
        return self.text(ENGLISH)

    def __lt__(self, other: "Message") -> bool:
        return str(self) < str(other)

    def changed(self, change: Callable[[str], str]) -> "Message":
        """The message with its values changed: what is put in, never our own words."""
        return Message(self.code, tuple((name, _changed(v, change)) for name, v in self.values))

    @property
    def kept(self) -> dict[str, Any]:
        """The message as JSON can hold it; `restored` gives it again."""
        values = {name: _kept(value) for name, value in self.values}
        return {"code": self.code, "values": values, "text": str(self)}


class Problem(Exception):
    """Raised with what is wrong and what to do; whoever knows the file makes a fault of it."""

    def __init__(self, what: Message, remedy: Message):
        self.what, self.remedy = what, remedy
        super().__init__(what, remedy)

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}"


@dataclass(frozen=True)
class Said:
    """Words in a language: English where they have no code, else the reader's."""

    text: str
    language: Language


def message(code: Code, /, **values: object) -> Message:
    """A message. values: texts, numbers, messages or lists of them, by the places in its words.

    A test reads every call: the code is written out in it, each of the code's places has a value,
    and each value a place.
    """
    return Message(code, tuple((name, _value(values[name])) for name in sorted(values)))


def keyed(part: Literal["flaws", "register"], reason: str, /, **values: object) -> Message:
    """The message of a flaw, or of a sheet that cannot be read, which have reasons of their own."""
    return message(cast(Code, f"{part}.{reason}"), **values)


def as_written(text: str) -> Message:
    """English words without a code of their own, as versions before codes kept them."""
    return message("faults.as_written", text=text)


def said(given: Message, language: Language) -> Said:
    """A message in a language."""
    return Said(given.text(language), ENGLISH if given.code == "faults.as_written" else language)


def restored(kept: str | Mapping[str, Any]) -> Message:
    """A message from what was stored: a code and values, or an earlier version's sentence.

    Where another version stored a code that this one has not, or other values, it is the English
    words that were stored beside them.
    """
    if isinstance(kept, str):
        return as_written(kept)
    try:
        message = _restored(kept)
        message.text(ENGLISH)
    except (KeyError, ValueError, OSError):
        return as_written(kept["text"])
    return message


def _restored(kept: Mapping[str, Any]) -> Message:
    code = kept["code"]
    values: dict[str, object] = {}
    for name, value in kept["values"].items():
        several = value if isinstance(value, list) else [value]
        read = [v if isinstance(v, str) else _restored(v) for v in several]
        values[name] = read if isinstance(value, list) else read[0]
    return message(code, **values)


def _value(given: object) -> Value:
    if isinstance(given, tuple | list):
        return tuple(item if isinstance(item, Message) else str(item) for item in given)
    return given if isinstance(given, Message) else str(given)


def _text(value: Value, language: Language) -> str:
    if isinstance(value, tuple):
        return ", ".join(_text(item, language) for item in value)
    return value.text(language) if isinstance(value, Message) else value


def _changed(value: Value, change: Callable[[str], str]) -> Value:
    if isinstance(value, tuple):
        return tuple(v.changed(change) if isinstance(v, Message) else change(v) for v in value)
    return value.changed(change) if isinstance(value, Message) else change(value)


def _kept(value: Value) -> object:
    if isinstance(value, tuple):
        return [_kept(item) for item in value]
    return value.kept if isinstance(value, Message) else value
