"""A small LimeSurvey survey, imported: its questions and the answers in them."""

from pathlib import Path

from samklang.core.survey.questionnaire import Question
from samklang.core.survey.responses import Answer, Missing
from samklang.exchange.limesurvey.compose import Composed, compose
from samklang.exchange.limesurvey.importing import holds
from samklang.exchange.limesurvey.structure import read_structure
from samklang.exchange.limesurvey.table import read_table
from samklang.exchange.loss import Losses, LossReport

NOTHING = Missing.NOT_ANSWERED


class Imported:
    """A survey and an export, composed; `columns` holds a question's answers down the rows."""

    def __init__(self, folder: Path, survey: str, responses: str):
        (folder / "s.lss").write_text(survey, encoding="utf-8")
        (folder / "r.csv").write_text(responses, encoding="utf-8")
        losses = Losses()
        self.composed: Composed = compose(
            read_structure(folder / "s.lss"), read_table(folder / "r.csv"), losses, holds=holds
        )
        self.report: LossReport = losses.report("s.lss")

    @property
    def questions(self) -> dict[str, Question]:
        return dict(self.composed.questionnaire.by_id)

    def answers(self, question: str) -> list[Answer]:
        return [r.answers[question] for r in self.composed.responses]


def types(found: Imported) -> dict[str, str]:
    return {key: q.type for key, q in found.questions.items()}


def options(found: Imported, key: str) -> list[tuple[str, str]]:
    return [(o.id, o.label.sv) for o in found.questions[key].options]
