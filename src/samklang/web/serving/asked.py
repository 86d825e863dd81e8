"""A question as it is asked on a page: HTML, made once where nothing is filled in."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from samklang.core.language.wording import Language
from samklang.core.survey.questionnaire import Question
from samklang.web.serving.templating import in_language


def asked(
    question: Question,
    language: Language,
    fields: Mapping[str, Sequence[str]],
    faults: Mapping[str, str],
) -> Markup:
    """A question with its fields. fields: values by name of field; faults: by id of question."""
    begins = question.id + "."
    own = {n: f for n, f in fields.items() if n == question.id or n.startswith(begins)}
    if not own and question.id not in faults:
        return _empty(question, language)
    return Markup(_macros(language).question(question, own, faults))


@lru_cache(maxsize=4096)
def _empty(question: Question, language: Language) -> Markup:
    return Markup(_macros(language).question(question, {}, {}))


@lru_cache
def _macros(language: Language) -> Any:
    template = in_language(language).get_template("answering/question.html")
    return template.make_module({"language": language})
