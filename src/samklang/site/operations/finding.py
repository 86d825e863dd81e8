"""What a check of the site finds: good, to be looked at, or a fault, in words of a language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language

State = Literal["good", "look", "fault"]


@dataclass(frozen=True)
class Finding:
    """One finding. check: what was looked at. word: names the phrase of what was found.

    Where the state is not good, the phrase ``word_remedy`` says what to do.
    """

    check: str
    state: State
    word: str
    values: dict[str, object] = field(default_factory=dict)

    def words(self, language: Language) -> str:
        """What was found and what to do, in one line."""
        said = phrase(language, f"operations.{self.word}", **self.values)
        if self.state == "good":
            return said
        return f"{said} {phrase(language, f'operations.{self.word}_remedy', **self.values)}"


Check = Callable[[], Iterator[Finding]]
