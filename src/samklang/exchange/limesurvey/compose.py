"""Compose: a LimeSurvey survey and its responses as the parts of a theme package."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from samklang.core.faults import FaultyInput
from samklang.core.language.messages import Message, message
from samklang.core.language.wording import texts_of
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Response, Responses
from samklang.core.theme.theme import DesignChoice, Fieldwork, Network, Theme
from samklang.exchange.limesurvey.answers import Contents, Decided, Holds, decide, read_contents
from samklang.exchange.limesurvey.cells import Counted
from samklang.exchange.limesurvey.columns import locate
from samklang.exchange.limesurvey.plan import Planned
from samklang.exchange.limesurvey.questions import plan_questions, without_condition
from samklang.exchange.limesurvey.structure import Survey
from samklang.exchange.limesurvey.table import Table
from samklang.exchange.limesurvey.texts import Wordings
from samklang.exchange.loss import Losses

UNKNOWN_NETWORK = "—"


@dataclass(frozen=True)
class Composed:
    """The parts of a theme package made from a survey."""

    theme: Theme
    questionnaire: Questionnaire
    responses: Responses


def compose(survey: Survey, table: Table, losses: Losses, *, holds: Holds) -> Composed:
    """Everything the package needs. Raises FaultyInput with every fault in the export.

    holds: evaluates an expression of ours on answers by question id.
    """
    words = Wordings(survey, losses)
    plans = plan_questions(survey, words, losses)
    where, faults = locate(table, plans, survey.questions, losses)
    if faults:
        raise FaultyInput(faults)
    contents = read_contents(table, plans, where, survey.dateformat)
    if contents.faults:
        raise FaultyInput(contents.faults)
    plans = tuple(_as_answered(planned, contents, losses) for planned in plans)
    plans, decided = _decided(
        table, plans, contents, losses, holds=holds, paged="lastpage" in where
    )
    _note_answers(plans, contents, decided, losses)
    theme = _theme(survey, words, contents, losses)
    words.note_borrowed()
    _note_whole(plans, decided.responses, losses)
    return Composed(
        theme=theme,
        questionnaire=Questionnaire(version="1", questions=tuple(p.question for p in plans)),
        responses=Responses(tuple(decided.responses)),
    )


def _as_answered(planned: Planned, contents: Contents, losses: Losses) -> Planned:
    """The question as its answers are: whole numbers, and options that were not alone."""
    question = planned.question
    answered = [record.answers[question.id] for record in contents.records]
    if planned.filling == "number":
        numbers = [text for text in answered if isinstance(text, str)]
        if numbers and not any("." in text for text in numbers):
            question = replace(question, type="integer")
    together = {option for a in answered if isinstance(a, frozenset) and len(a) > 1 for option in a}
    for option in question.options:
        if option.exclusive and option.id in together:
            what = message("imports.no_longer_excludes", option=option.id)
            losses.changed(planned.source.code, what, message("imports.it_was_ticked_together"))
    options = tuple(
        replace(o, exclusive=o.exclusive and o.id not in together) for o in question.options
    )
    return replace(planned, question=replace(question, options=options))


class _Shown(NamedTuple):
    """The questions with the conditions that were kept, and what was shown to whom."""

    plans: tuple[Planned, ...]
    decided: Decided


def _decided(
    table: Table,
    plans: Sequence[Planned],
    contents: Contents,
    losses: Losses,
    *,
    holds: Holds,
    paged: bool,
) -> _Shown:
    """Decide what was shown; a condition that complete responses contradict is given up."""
    plans = tuple(plans)
    while True:
        decided = decide(
            contents.records, plans, holds=holds, tells_absent=table.tells_absent, paged=paged
        )
        if not decided.against:
            return _Shown(plans, decided)
        # The first one only: giving it up may settle those that build on it.
        first = next(p.question.id for p in plans if p.question.id in decided.against)
        code = next(p.source.code for p in plans if p.question.id == first)
        what = message("imports.its_condition_complete", count=decided.against[first])
        losses.dropped(code, what, message("imports.look_at_its_base"))
        plans = tuple(without_condition(p) if p.question.id == first else p for p in plans)


class _Note(NamedTuple):
    what: Message
    why: Message | None = None


def _counted(what: Counted, times: int) -> _Note:
    """What happened to cells of a question, and why."""
    match what:
        case "converted":
            note = message("imports.one_and_two_were_read", count=times)
            return _Note(note, message("imports.convert_n_also_turns"))
        case "time":
            return _Note(message("imports.the_time_of_day_left_out", count=times))
        case "stray":
            return _Note(message("imports.texts_beside_other", count=times))


def _note_answers(
    plans: Sequence[Planned], contents: Contents, decided: Decided, losses: Losses
) -> None:
    for (code, happened), times in sorted(contents.tally.times.items()):
        losses.changed(code, *_counted(happened, times))
    if contents.mode == "labels":
        losses.changed("survey", message("imports.answers_in_full_text"))
    for planned in plans:
        code, key = planned.source.code, planned.question.id
        if relevant := planned.question.relevant:
            losses.kept(code, message("imports.its_condition_as", relevant=relevant))
        if times := decided.unticked[key]:
            what = message("imports.nothing_ticked_counts", count=times)
            losses.changed(code, what, message("imports.limesurvey_cannot_tell"))
        if times := decided.stale[key]:
            what = message("imports.answers_in_partial", count=times)
            losses.dropped(code, what, message("imports.by_the_condition_no_longer"))
        if times := decided.empty[key]:
            what = message("imports.no_answer_counts", count=times)
            if absent := decided.absent[key]:
                what = message("imports.no_answer_counts_absent", count=times, absent=absent)
            remedy = message("imports.its_condition_could_not")
            losses.changed(code, what, remedy)


def _theme(survey: Survey, words: Wordings, contents: Contents, losses: Losses) -> Theme:
    title = words.wording(survey.titles, of="survey", otherwise=f"LimeSurvey {survey.id}")
    what = message("imports.the_networks_name_is_a_dash")
    losses.changed("survey", what, message("imports.limesurvey_names_only"))
    what = message("imports.the_design_is_open")
    losses.changed("survey", what, message("imports.with_a_register_set"))
    records = contents.records
    started = [r.started for r in records if r.started]
    submitted = [r.submitted for r in records if r.submitted]
    opened, closed = min(started, default=None), max(submitted, default=None)
    if opened and closed and closed < opened:
        what = message("imports.the_dates_of_fieldwork")
        losses.dropped("survey", what, message("imports.it_ends_before_it_begins"))
        opened = closed = None
    if any(r.complete and not r.submitted for r in records):
        what = message("imports.dates_of_sending_in")
        losses.changed("survey", what, message("imports.the_survey_was_anonymised"))
    return Theme(
        format="samklang-theme-1",
        id=f"limesurvey-{survey.id}" if survey.id.isalnum() else "limesurvey",
        title=title,
        network=Network(UNKNOWN_NETWORK),
        languages=words.languages,
        design=DesignChoice("open"),
        fieldwork=Fieldwork(opened=opened, closed=closed),
    )


def _note_whole(plans: Sequence[Planned], responses: Sequence[Response], losses: Losses) -> None:
    made: dict[str, list[Planned]] = {}
    for planned in plans:
        made.setdefault(planned.source.code, []).append(planned)
    for code, parts in made.items():
        named = ", ".join(
            p.question.type + ("" if p.question.id == code else f" {p.question.id}") for p in parts
        )
        losses.kept(code, message("imports.type_as", kind=parts[0].source.kind, named=named))
        for question in (p.question for p in parts):
            labels = Counter(
                text
                for option in question.options
                for text in dict.fromkeys(texts_of(option.label))
            )
            for label in sorted(text for text, times in labels.items() if text and times > 1):
                what = message(
                    "imports.several_options_are_called", question=question.id, label=label
                )
                losses.changed(code, what, message("imports.a_reader_cannot_tell"))
    complete = sum(r.status == "complete" for r in responses)
    what = message(
        "imports.questions_as",
        questions=len(made),
        made=len(plans),
        responses=len(responses),
        complete=complete,
        partial=len(responses) - complete,
    )
    losses.kept("survey", what)
