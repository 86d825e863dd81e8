"""Compose: a LimeSurvey survey and its responses as the parts of a theme package."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from samklang.core.faults import FaultyInput
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Response, Responses
from samklang.core.theme.theme import DesignChoice, Fieldwork, Network, Theme
from samklang.exchange.limesurvey.answers import Contents, Decided, Holds, decide, read_contents
from samklang.exchange.limesurvey.columns import locate
from samklang.exchange.limesurvey.plan import Planned
from samklang.exchange.limesurvey.questions import plan_questions, without_condition
from samklang.exchange.limesurvey.structure import Survey
from samklang.exchange.limesurvey.table import Table
from samklang.exchange.limesurvey.texts import Wordings
from samklang.exchange.loss import Losses

UNKNOWN_NETWORK = "—"
COUNTED = {
    "converted": (
        "1 and 2 in the export were read as yes and no (cells: {}).",
        "“Convert N” also turns unanswered into no; export again without it.",
    ),
    "time": ("the time of day was left out (dates: {}).", ""),
    "stray": ("texts beside “other”, which was not chosen, were left out (texts: {}).", ""),
}


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
    found = [record.answers[question.id] for record in contents.records]
    if planned.filling == "number":
        numbers = [text for text in found if isinstance(text, str)]
        if numbers and not any("." in text for text in numbers):
            question = replace(question, type="integer")
    together = {option for a in found if isinstance(a, frozenset) and len(a) > 1 for option in a}
    for option in question.options:
        if option.exclusive and option.id in together:
            losses.changed(
                planned.source.code,
                f"“{option.id}” no longer excludes the others.",
                "It was ticked together with them.",
            )
    options = tuple(
        replace(o, exclusive=o.exclusive and o.id not in together) for o in question.options
    )
    return replace(planned, question=replace(question, options=options))


def _decided(
    table: Table,
    plans: Sequence[Planned],
    contents: Contents,
    losses: Losses,
    *,
    holds: Holds,
    paged: bool,
) -> tuple[tuple[Planned, ...], Decided]:
    """Decide what was shown; a condition that complete responses contradict is given up."""
    plans = tuple(plans)
    while True:
        decided = decide(
            contents.records, plans, holds=holds, tells_absent=table.tells_absent, paged=paged
        )
        if not decided.against:
            return plans, decided
        # The first one only: giving it up may settle those that build on it.
        first = next(p.question.id for p in plans if p.question.id in decided.against)
        code = next(p.source.code for p in plans if p.question.id == first)
        losses.dropped(
            code,
            "its condition: complete responses answered it although by the condition they were "
            f"not asked (responses: {decided.against[first]}).",
            "Look at its base with care.",
        )
        plans = tuple(without_condition(p) if p.question.id == first else p for p in plans)


def _note_answers(
    plans: Sequence[Planned], contents: Contents, decided: Decided, losses: Losses
) -> None:
    for (code, what), times in sorted(contents.tally.times.items()):
        text, reason = COUNTED[what]
        losses.changed(code, text.format(times), reason)
    if contents.mode == "labels":
        losses.changed("survey", "answers in full text were read back as their options.")
    for planned in plans:
        code, key = planned.source.code, planned.question.id
        if relevant := planned.question.relevant:
            losses.kept(code, f"its condition, as {relevant}.")
        if times := decided.unticked[key]:
            losses.changed(
                code,
                f"nothing ticked counts as not answered (responses: {times}).",
                "LimeSurvey cannot tell “none of these” from no answer.",
            )
        if times := decided.stale[key]:
            losses.dropped(
                code,
                f"answers in partial responses (answers: {times}).",
                "By the question's condition they were no longer shown.",
            )
        if times := decided.empty[key]:
            what = f"no answer counts as not answered (responses: {times})."
            if absent := decided.absent[key]:
                what = (
                    f"no answer counts as not answered (responses: {times}; "
                    f"not shown, by the export: {absent})."
                )
            losses.changed(
                code,
                what,
                "Its condition could not be used; look at its base with care.",
            )


def _theme(survey: Survey, words: Wordings, contents: Contents, losses: Losses) -> Theme:
    title = words.wording(survey.titles, of="survey", otherwise=f"LimeSurvey {survey.id}")
    losses.changed(
        "survey",
        "the network's name is a dash.",
        "LimeSurvey names only an administrator, often a person; fill in theme.yaml.",
    )
    losses.changed(
        "survey",
        "the design is open: nothing is said of those who were not reached.",
        "With a register, set design.kind to census in theme.yaml.",
    )
    records = contents.records
    started = [r.started for r in records if r.started]
    submitted = [r.submitted for r in records if r.submitted]
    opened, closed = min(started, default=None), max(submitted, default=None)
    if opened and closed and closed < opened:
        losses.dropped("survey", "the dates of fieldwork.", "It ends before it begins.")
        opened = closed = None
    if any(r.complete and not r.submitted for r in records):
        losses.changed("survey", "dates of sending in are unknown.", "The survey was anonymised.")
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
        losses.kept(code, f"type {parts[0].source.kind} as {named}.")
        for question in (p.question for p in parts):
            labels = Counter(
                text
                for option in question.options
                for text in dict.fromkeys((option.label.sv, option.label.en))
            )
            for label in sorted(text for text, times in labels.items() if text and times > 1):
                losses.changed(
                    code,
                    f"several options of {question.id} are called “{label}”.",
                    "A reader cannot tell them apart; reword one in questionnaire.yaml.",
                )
    complete = sum(r.status == "complete" for r in responses)
    losses.kept(
        "survey",
        f"{len(made)} questions as {len(plans)}; {len(responses)} responses, {complete} complete "
        f"and {len(responses) - complete} partial.",
    )
