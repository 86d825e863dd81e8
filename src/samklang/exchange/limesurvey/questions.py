"""Questions: all questions of a survey in order, with their conditions, pages and bases."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from samklang.core.language.messages import Message, message
from samklang.core.language.wording import Wording
from samklang.core.survey.expression import Answered, Comparison, Literal, Selected
from samklang.core.survey.parsing import parse
from samklang.core.survey.questionnaire import Question
from samklang.exchange.limesurvey.plan import Planned, Planner, variables
from samklang.exchange.limesurvey.relevance import (
    LONGEST,
    Untranslatable,
    Variable,
    from_conditions,
    together,
    translate,
)
from samklang.exchange.limesurvey.structure import Asked, Survey
from samklang.exchange.limesurvey.texts import Wordings
from samklang.exchange.loss import Losses

NOT_CARRIED = {
    "array_filter": message("imports.part_carried_array_filter"),
    "array_filter_exclude": message("imports.part_carried_array_filter_exclude"),
    "random_order": message("imports.part_carried_random_order"),
    "answer_order": message("imports.part_carried_answer_order"),
    "random_group": message("imports.part_carried_random_group"),
    "hidden": message("imports.part_carried_hidden"),
}
OFF = {"", "0", "normal"}
# What an answer had to be; the answers themselves are kept as they are.
LIMITS = (
    "em_validation_q",
    "em_validation_sq",
    "min_answers",
    "max_answers",
    "min_num_value",
    "max_num_value",
    "min_num_value_n",
    "max_num_value_n",
    "equals_num_value",
    "num_value_int_only",
    "date_min",
    "date_max",
    "maximum_chars",
)


@dataclass(frozen=True)
class _Shown:
    """When a question is shown; `reason` says why that could not be translated."""

    relevant: str = ""
    reason: Message | None = None


def plan_questions(survey: Survey, words: Wordings, losses: Losses) -> tuple[Planned, ...]:
    """Every question of the survey in the order it was asked, as plans."""
    planner = Planner(words, losses)
    known: dict[str, Variable] = {}
    plans: list[Planned] = []
    pages = _pages(survey)
    groups = {group.id: group for group in survey.groups}
    for group in survey.groups:
        if group.randomised:
            what = message("imports.random_order_of_groups")
            losses.dropped("survey", what, message("imports.order_is_not_kept"))
    if survey.quotas:
        what = message("imports.its_quotas", count=survey.quotas)
        losses.dropped("survey", what, message("imports.those_turned_away"))
    if survey.assessments:
        what = message("imports.its_assessments", count=survey.assessments)
        losses.dropped("survey", what, message("imports.they_give_points"))
    by_id: dict[str, Question] = {}
    for asked in survey.questions:
        group_relevance = groups[asked.group].relevance if asked.group in groups else ""
        shown = _shown(asked, group_relevance, known)
        made = [
            replace(
                planned,
                question=replace(
                    planned.question,
                    relevant=shown.relevant,
                    base=_base(shown.relevant, by_id, words),
                ),
                page=pages.get(asked.id, 0),
                untranslated=bool(shown.reason),
            )
            for planned in planner.plan(asked)
        ]
        if made:
            _note(asked, shown, losses)
        for planned in made:
            by_id[planned.question.id] = planned.question
            for name, variable in variables(planned, survey.id):
                known.setdefault(name, variable)
        plans += made
    return tuple(plans)


def without_condition(planned: Planned) -> Planned:
    """The same question, always asked as far as the package knows."""
    question = replace(planned.question, relevant="", base=Wording())
    return replace(planned, question=question, untranslated=True)


def _pages(survey: Survey) -> Mapping[str, int]:
    """The page each question stands on, counted from 1."""
    match survey.paging:
        case "A":
            return {asked.id: 1 for asked in survey.questions}
        case "S":
            return {asked.id: page for page, asked in enumerate(survey.questions, 1)}
        case _:
            groups = list(dict.fromkeys(asked.group for asked in survey.questions))
            return {asked.id: groups.index(asked.group) + 1 for asked in survey.questions}


def _shown(asked: Asked, group: str, known: Mapping[str, Variable]) -> _Shown:
    try:
        own = asked.relevance
        if own in ("", "1") and asked.conditions:
            own = from_conditions(asked.conditions)
        return _Shown(together(translate(group, known), translate(own, known)))
    except Untranslatable as problem:
        return _Shown(reason=problem.what)


def _note(asked: Asked, shown: _Shown, losses: Losses) -> None:
    if shown.reason:
        what = message(
            "imports.its_condition_because",
            relevance=asked.relevance[:LONGEST],
            untranslated=shown.reason,
        )
        losses.dropped(asked.code, what, message("imports.who_was_asked_follows"))
    for name, what in NOT_CARRIED.items():
        if asked.attribute(name).strip() not in OFF:
            losses.dropped(
                asked.code,
                message("imports.it_carried", carried=what, name=name),
                message("imports.look_at_its_base"),
            )
    limits = [name for name in LIMITS if asked.attribute(name).strip() not in OFF]
    if asked.pattern:
        limits.append("preg")
    # A ranking has as many places as it asks for: that is carried.
    if limits := [name for name in limits if asked.kind != "R" or name != "max_answers"]:
        what = message("imports.what_an_answer_had_to_be", names=", ".join(limits))
        losses.dropped(asked.code, what, message("imports.the_answers_are_kept"))
    if asked.defaults:
        what = message("imports.answers_filled_in", count=asked.defaults)
        losses.dropped(asked.code, what, message("imports.one_that_nobody_changed"))
    if any(s.relevance not in ("", "1") for s in asked.subquestions):
        what = message("imports.conditions_on_its_rows")
        losses.dropped(asked.code, what, message("imports.a_row_not_shown_counts"))


def _base(relevant: str, earlier: Mapping[str, Question], words: Wordings) -> Wording:
    """The base in words: the one answer that opens the question, else only that not all were."""
    if not relevant:
        return Wording()
    match parse(relevant):
        case Comparison("=", Answered(name), Literal(chosen)) | Selected(Answered(name), chosen):
            question = earlier.get(name)
            labels = [o.label for o in question.options if o.id == chosen] if question else []
            if question and labels:
                return words.phrase("base-answer", option=labels[0], question=question.wording)
        case _:
            pass
    return words.phrase("base-asked")
