"""Exporting: a theme package as a REFI-QDA project. No member's name is in it, only ids.

Each answer to an open question is a text of its own, with the response as case and closed answers
and groups as variables. REFI-QDA has no valence: a code that is used with one gets a code under it
for each, and the sets *enables* and *hinders* hold these.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from samklang.core.coding.codebook import COLOURS, VALENCES, Code
from samklang.core.coding.codings import Coding
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import open_questions
from samklang.core.survey.questionnaire import Question
from samklang.core.survey.responses import Response
from samklang.exchange.loss import Losses, LossReport
from samklang.exchange.refiqda.places import place_with_lf, with_lf
from samklang.exchange.refiqda.project import (
    MADE,
    ORIGIN,
    Case,
    Project,
    ProjectCode,
    ProjectCoding,
    TextSource,
)
from samklang.package.theme_package import ThemePackage

_TYPES = {"integer": "Integer", "decimal": "Float", "date": "Date", "consent": "Boolean"}


def guid(theme: str, kind: str, *key: str) -> str:
    """The GUID of a part of a theme: the same every time, so that what comes back is known."""
    return str(uuid5(NAMESPACE_URL, f"{ORIGIN}/{theme}/{kind}/{'/'.join(key)}"))


def source_name(response: str, question: str) -> str:
    """What the text of an answer is called."""
    return f"{response} {question}"


class Exported(NamedTuple):
    """A package as a project, and what was left behind."""

    project: Project
    losses: LossReport


def export_project(package: ThemePackage) -> Exported:
    """The package's open answers, codes and codings as a project."""
    theme, language = package.theme.id, package.theme.languages[0]
    losses = Losses()
    codings: dict[tuple[str, str], list[Coding]] = {}
    for coding in package.codings:
        codings.setdefault((coding.response, coding.question), []).append(coding)
    types = dict(_types(package))
    sources, cases = [], []
    places = open_questions(package.questionnaire)
    for response in package.responses:
        texts = [(p.address, text) for p in places if (text := open_answer(response, p))]
        own = [
            _source(theme, response.id, question, text, codings.get((response.id, question), ()))
            for question, text in texts
        ]
        sources += own
        cases.append(
            Case(
                guid=guid(theme, "case", response.id),
                name=response.member or response.id,
                sources=tuple(source.guid for source in own),
                values=_values(package, response, types),
            )
        )
    codes = tuple(_codes(package, language))
    losses.kept(
        "codings.csv",
        message("refiqda.codings_of_answers", codings=len(package.codings), answers=len(sources)),
    )
    released = sum(coding.released for coding in package.codings)
    if released:
        what = message("refiqda.releases_of_quotes", count=released)
        losses.dropped("codings.csv", what, message("refiqda.no_place_for_them"))
    for question in package.questionnaire:
        if any(field.type != "text" for field in question.fields):
            losses.dropped(question.id, message("refiqda.chosen_on_cards"))
    if package.states:
        what = message("refiqda.states_of_answers", count=len(package.states))
        losses.dropped("states.csv", what, message("refiqda.no_place_for_them"))
    return Exported(
        Project(
            name=package.theme.title[language],
            origin=ORIGIN,
            users={
                guid(theme, "user", coder): coder
                for coder in sorted({c.coder for c in package.codings if c.coder})
            },
            codes=codes,
            sources=tuple(sources),
            cases=tuple(cases),
            types=types,
            sets=_sets(theme, package.codings),
            made={
                made: phrase(language, f"exchange.part_made_{made}")
                for made in MADE
                if any(coding.origin == made for coding in package.codings)
            },
        ),
        losses.report(theme),
    )


def export_codebook(package: ThemePackage) -> Project:
    """The package's codes alone."""
    language = package.theme.languages[0]
    codes = tuple(_codes(package, language))
    sets = _sets(package.theme.id, package.codings)
    return Project(package.theme.title[language], ORIGIN, codes=codes, sets=sets)


def description(code: Code, language: Language) -> str:
    """A code's definition with what it includes and excludes, a paragraph each."""
    parts = [code.definition[language]]
    for kind, text in (("include", code.include), ("exclude", code.exclude)):
        if text[language]:
            parts.append(f"{phrase(language, f'exchange.part_{kind}')}: {text[language]}")
    return "\n".join(parts)


def _used(codings: Sequence[Coding]) -> Mapping[str, tuple[str, ...]]:
    """By code, the valences that it is used with."""
    used = {(coding.code, coding.valence) for coding in codings if coding.valence}
    codes = {code for code, _ in used}
    return {code: tuple(v for v in VALENCES if (code, v) in used) for code in codes}


def _codes(package: ThemePackage, language: Language) -> Iterator[ProjectCode]:
    """Each code, those that it is used with a valence as, and those beneath it, in that order."""
    theme, used = package.theme.id, _used(package.codings)
    beneath: dict[str, list[Code]] = {}
    for code in package.codebook.codes:
        beneath.setdefault(code.parent, []).append(code)
    waiting = beneath.get("", [])[::-1]
    while waiting:
        code = waiting.pop()
        own, name = guid(theme, "code", code.id), code.name[language]
        parent = guid(theme, "code", code.parent) if code.parent else ""
        memo = with_lf(code.memo)
        colour = COLOURS.get(code.colour, "")
        said = description(code, language)
        yield ProjectCode(own, name, said, parent, colour=colour, memo=memo)
        for valence in used.get(code.id, ()):
            words = phrase(language, f"exchange.part_{valence}")
            yield ProjectCode(guid(theme, "code", code.id, valence), f"{name}: {words}", parent=own)
        waiting += beneath.get(code.id, [])[::-1]


def _sets(theme: str, codings: Sequence[Coding]) -> Mapping[str, tuple[str, ...]]:
    used = _used(codings)
    sets = {
        valence: tuple(
            guid(theme, "code", code, valence) for code in sorted(used) if valence in used[code]
        )
        for valence in VALENCES
    }
    return {valence: codes for valence, codes in sets.items() if codes}


def _source(
    theme: str, response: str, question: str, text: str, codings: Sequence[Coding]
) -> TextSource:
    return TextSource(
        guid=guid(theme, "answer", response, question),
        name=source_name(response, question),
        text=with_lf(text),
        codings=tuple(
            ProjectCoding(
                guid=guid(theme, "coding", coding.id),
                code=guid(theme, "code", coding.code, *filter(None, [coding.valence])),
                start=place_with_lf(text, coding.start),
                end=place_with_lf(text, coding.end),
                user=guid(theme, "user", coding.coder) if coding.coder else "",
                time=coding.time,
                made="" if coding.origin == "person" else coding.origin,
                memo=with_lf(coding.memo).strip(),
            )
            for coding in codings
        ),
    )


def _types(package: ThemePackage) -> Iterator[tuple[str, str]]:
    for group in package.register.groups if package.register else ():
        yield group, "Text"
    for question in package.questionnaire:
        for column in _columns(question):
            yield column, _type(question)


def _type(question: Question) -> str:
    if question.type == "select_multiple":
        return "Boolean"
    return "Integer" if question.type == "ranking" else _TYPES.get(question.type, "Text")


def _columns(question: Question) -> tuple[str, ...]:
    if question.type in ("text", "cards", "note", "calculate"):
        return ()
    return tuple(name for name in question.columns() if not name.endswith(".text"))


def _values(
    package: ThemePackage, response: Response, types: Mapping[str, str]
) -> Mapping[str, str]:
    """What is known of a response, by variable; what is missing is left out."""
    values: dict[str, str] = {}
    if package.register:
        member = package.register.by_id().get(response.member)
        values |= dict(member.groups) if member else {}
    for question in package.questionnaire:
        answer = response.answers.get(question.id)
        columns = _columns(question)
        if isinstance(answer, str) and columns:
            said = "true" if question.type == "consent" else answer
            values[question.id] = _label(question, said, package.theme.languages[0])
        elif isinstance(answer, frozenset):
            for option, column in zip(question.options, columns, strict=False):
                values[column] = "true" if option.id in answer else "false"
        elif isinstance(answer, Mapping):
            for part, value in answer.items():
                if isinstance(value, str):
                    label = _label(question, value, package.theme.languages[0])
                    values[f"{question.id}.{part}"] = label
    return {name: values[name] for name in types if values.get(name)}


def _label(question: Question, answer: str, language: Language) -> str:
    """The option's own words for its id; what is no option as it is."""
    if question.type not in ("select_one", "matrix"):
        return answer
    return next((o.label[language] for o in question.options if o.id == answer), answer)
