"""Loss report: what an import or export kept, changed and dropped, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from samklang.core.language.messages import Message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language

Fate = Literal["kept", "changed", "dropped"]
FATES: tuple[Fate, ...] = ("kept", "changed", "dropped")


@dataclass(frozen=True)
class LossLine:
    """What became of one thing.

    subject: the question's code in the foreign file, a column, or "survey". what: what happened.
    reason: why, and what can be done about it.
    """

    fate: Fate
    subject: str
    what: Message
    reason: Message | None = None

    def words(self, language: Language) -> str:
        """The line in a language."""
        subject = self.subject
        if subject == "survey":
            subject = phrase(language, "exchange.lost_survey")
        reason = self.reason.text(language) if self.reason else ""
        return f"{subject}: {self.what.text(language)} {reason}".rstrip()


@dataclass(frozen=True)
class LossReport:
    """All lines of one import or export, in the order they were found."""

    source: str
    lines: tuple[LossLine, ...]

    def of(self, fate: Fate) -> tuple[LossLine, ...]:
        """The lines with that fate."""
        return tuple(line for line in self.lines if line.fate == fate)

    def words(self, language: Language) -> str:
        """The report in a language, with a heading for each fate."""
        parts = [phrase(language, "exchange.lost_of", source=self.source)]
        for fate in FATES:
            lines = self.of(fate)
            parts.append("\n" + phrase(language, f"exchange.lost_{fate}", count=len(lines)))
            parts.extend(f"  {line.words(language)}" for line in lines)
        return "\n".join(parts) + "\n"


class Losses:
    """Gathers lines while an import runs; a line said twice is kept once."""

    def __init__(self) -> None:
        self._lines: dict[LossLine, None] = {}

    def kept(self, subject: str, what: Message, reason: Message | None = None) -> None:
        """Note what was kept."""
        self._lines[LossLine("kept", subject, what, reason)] = None

    def changed(self, subject: str, what: Message, reason: Message | None = None) -> None:
        """Note what was kept in another form."""
        self._lines[LossLine("changed", subject, what, reason)] = None

    def dropped(self, subject: str, what: Message, reason: Message | None = None) -> None:
        """Note what was left behind."""
        self._lines[LossLine("dropped", subject, what, reason)] = None

    def extend(self, lines: Iterable[LossLine]) -> None:
        """Add lines made elsewhere."""
        self._lines.update(dict.fromkeys(lines))

    def report(self, source: str) -> LossReport:
        """The report of all lines so far."""
        return LossReport(source, tuple(self._lines))
