"""Columns of a wide table, and what stands in one that is an option of a select_multiple."""

from dataclasses import dataclass

from samklang.core.privacy import Public
from samklang.core.survey.questionnaire import Question

SELECTED, NOT_SELECTED = "1", "0"


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a wide table: of a select_multiple the one of `option`, else the question's."""

    name: Public[str]
    question: Public[Question]
    option: Public[str | None] = None

    @property
    def values(self) -> frozenset[str]:
        """The values that are answers."""
        if self.option is not None:
            return frozenset({SELECTED, NOT_SELECTED})
        return frozenset(option.id for option in self.question.options)
