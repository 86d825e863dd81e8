"""Importing: a REFI-QDA project into a theme package: into the one it came from, or a new one.

Into a package that is there: the codings of every answer in the project take the place of those the
package has of that answer; an answer the project lacks is left as it is. A text must be an answer
of the package, word for word. Into a new package: each text is a response to one open question.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from samklang.core.coding.codebook import VALENCES, Code, Codebook
from samklang.core.coding.codings import Coding, Valence
from samklang.core.faults import Fault, FaultyInput
from samklang.core.language.alphabet import folded
from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language, Wording, in_languages
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import open_questions
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Response, Responses
from samklang.core.theme.theme import DesignChoice, Network, Theme
from samklang.exchange.loss import Losses
from samklang.exchange.refiqda.colours import nearest
from samklang.exchange.refiqda.exporting import guid, source_name
from samklang.exchange.refiqda.places import place_without, with_lf
from samklang.exchange.refiqda.project import Project, ProjectCode, ProjectCoding, TextSource
from samklang.package.model import ID
from samklang.package.theme_package import ThemePackage

QUESTION = "text"


@dataclass(frozen=True)
class _Meaning:
    """What a project's code is here: a code of the codebook and a valence."""

    code: str
    valence: Valence


def into_package(
    project: Project, package: ThemePackage, *, file: str, losses: Losses
) -> ThemePackage:
    """The package with the project's codes and codings. Raises FaultyInput."""
    faults: list[Fault] = []
    for kind, count in project.left_out.items():
        if kind == "Description":
            losses.dropped(kind, message("refiqda.said_of_texts", count=count))
        else:
            losses.dropped(kind, message("refiqda.that_are_no_texts", count=count))
    if project.codings_left_out:
        count = project.codings_left_out
        losses.dropped(project.name, message("refiqda.codings_of_no_text", count=count))
    codebook, meanings = _codebook(project, package, losses)
    answers = {
        (response.id, place.address): text
        for response in package.responses
        for place in open_questions(package.questionnaire)
        if (text := open_answer(response, place))
    }
    by_guid = {guid(package.theme.id, "answer", *key): key for key in answers}
    by_name = {source_name(*key): key for key in answers}
    before = {guid(package.theme.id, "coding", c.id): c for c in package.codings}
    named = _Names(coding.id for coding in package.codings)
    replaced: dict[tuple[str, str], list[Coding]] = {}
    for source in project.sources:
        key = by_guid.get(source.guid) or by_name.get(source.name)
        if key is None and source.of_pdf:
            # It was put in beside the answers, to be read.
            losses.dropped(
                source.name, message("refiqda.codings_of_no_text", count=len(source.codings))
            )
        elif key is None:
            what = message("refiqda.no_answer_of_package")
            remedy = message("refiqda.import_into_new")
            faults.append(Fault(file, 0, source.name[:80], what, remedy))
        elif with_lf(answers[key]) != source.text:
            what = message("refiqda.not_the_answer")
            remedy = message("refiqda.import_where_from")
            faults.append(Fault(file, 0, source.name[:80], what, remedy))
        else:
            replaced[key] = [
                _coding(span, key, answers[key], meanings, project, before, named)
                for span in _spans(source, losses)
            ]
    if faults:
        raise FaultyInput(faults)
    kept = [c for c in package.codings if (c.response, c.question) not in replaced]
    new = [coding for codings in replaced.values() for coding in codings]
    place = {coding.id: number for number, coding in enumerate(package.codings)}
    codings = sorted([*kept, *new], key=lambda c: place.get(c.id, len(place)))
    _report(package.codings, codings, losses)
    return replace(package, codebook=codebook, codings=tuple(codings))


def new_package(project: Project, *, language: Language, losses: Losses) -> ThemePackage:
    """A package of the project's texts, one open question that each of them answers."""
    names = _Names(())
    ids = {source.guid: names.of(source.name, "t") for source in project.sources}
    if project.cases:
        losses.dropped("Case", message("refiqda.cases_apart", count=len(project.cases)))
    for name in project.types:
        what = message("refiqda.variables_of_cases")
        losses.dropped(name, what, message("refiqda.add_as_questions"))
    question = Question(
        QUESTION,
        "text",
        in_languages(lambda each: phrase(each, "exchange.part_text")),
    )
    title = project.name.strip() or phrase(language, "exchange.part_untitled")
    package = ThemePackage(
        theme=Theme(
            format="samklang-theme-1",
            id=_Names(()).of(title, "project"),
            title=_same(title),
            network=Network("–"),
            languages=(language,),
            design=DesignChoice("open"),
        ),
        questionnaire=Questionnaire("1", (question,)),
        register=None,
        responses=Responses(
            tuple(
                Response(ids[s.guid], "", "complete", answers={QUESTION: s.text})
                for s in project.sources
            )
        ),
        codebook=Codebook(),
        codings=(),
        knowledge=(),
        references=(),
        examples=(),
        manuscripts={},
        contacts=(),
    )
    renamed = replace(
        project,
        sources=tuple(
            replace(source, name=source_name(ids[source.guid], QUESTION))
            for source in project.sources
        ),
    )
    return into_package(renamed, package, file="", losses=losses)


def with_codes(project: Project, package: ThemePackage, *, losses: Losses) -> ThemePackage:
    """The package with a codebook's codes added to its own."""
    return replace(package, codebook=_codebook(project, package, losses).codebook)


class _Joined(NamedTuple):
    """One codebook of two, and what each code of the project is in it."""

    codebook: Codebook
    meanings: Mapping[str, _Meaning]


def _codebook(project: Project, package: ThemePackage, losses: Losses) -> _Joined:
    """The package's codes with those the project adds.

    A code of the package keeps its own words; it is known by its GUID, else by its name.
    """
    theme = package.theme
    codes = list(package.codebook.codes)
    by_guid = {guid(theme.id, "code", code.id): code.id for code in codes}
    by_id = package.codebook.by_id
    by_name = {folded(code.name[lang]): code.id for code in codes for lang in LANGUAGES}
    names = _Names(code.id for code in codes)
    valences = {member: v for v in VALENCES for member in project.sets.get(v, ())}
    used = {coding.code for source in project.sources for coding in source.codings}
    parents = {code.parent for code in project.codes}
    # Two codes of one name are two, as money among what helps and among what hinders.
    by_project = {code.guid: code for code in project.codes}
    meant = [c for c in by_project.values() if c.codable or c.guid in used]
    alike = Counter(folded(code.name) for code in meant)
    own: set[str] = set()
    families = {code.id: code.family for code in codes}
    meanings: dict[str, _Meaning] = {}
    given: dict[str, str] = {}
    for code in project.codes:
        valence = valences.get(code.guid, "")
        if valence and code.parent in meanings:
            meanings[code.guid] = _Meaning(meanings[code.parent].code, valence)  # type: ignore[arg-type]
            continue
        if code.guid in meanings:
            continue
        name = code.name
        if alike[folded(name)] > 1:
            name = _apart(code, by_project.get(code.parent), own)
        own.add(folded(name))
        known = by_guid.get(code.guid) or by_name.get(folded(name))
        above = meanings.get(code.parent)
        parent = above.code if above else ""
        if known is None and not code.codable and code.guid not in used and code.guid in parents:
            losses.dropped(code.name, message("refiqda.heading_over_codes"))
            continue
        if known is None:
            known = names.of(name, "code")
            family = families.get(parent, "")
            made = _new_code(replace(code, name=name), known, losses)
            codes.append(replace(made, parent=parent, family=family))
            families[known] = family
        elif parent and parent != by_id[known].parent:
            losses.changed(code.name, message("refiqda.stands_beside"))
        given.setdefault(known, nearest(code.colour))
        meanings[code.guid] = _Meaning(known, valence)  # type: ignore[arg-type]
    # A colour that was chosen here stays; only what has none takes the other program's.
    coloured = (replace(c, colour=c.colour or given.get(c.id, "")) for c in codes)
    return _Joined(replace(package.codebook, codes=tuple(coloured)), meanings)


def _apart(code: ProjectCode, above: ProjectCode | None, taken: Collection[str]) -> str:
    """The name of one of several codes of a name: with the code above it, and a number if it must.

    It is the same each time, so that a project that is read in again finds its codes.
    """
    name = f"{above.name}: {code.name}" if above else code.name
    number, own = 1, name
    while folded(own) in taken:
        number += 1
        own = f"{name} ({number})"
    return own


def _new_code(code: ProjectCode, id_: str, losses: Losses) -> Code:
    if not code.description.strip():
        losses.changed(code.name, message("refiqda.no_definition"))
    definition = code.description.strip() or code.name
    losses.kept(code.name, message("refiqda.a_new_code"))
    colour = nearest(code.colour)
    return Code(id_, _same(code.name), _same(definition), colour=colour, memo=code.memo)


def _same(text: str) -> Wording:
    return in_languages(lambda _: text)


def _spans(source: TextSource, losses: Losses) -> Sequence[ProjectCoding]:
    """The codings of a source that are of some words, each once: a file may say one twice."""
    empty = sum(coding.start == coding.end for coding in source.codings)
    if empty:
        losses.dropped(source.name, message("refiqda.codings_of_no_words", count=empty))
    return [coding for coding in dict.fromkeys(source.codings) if coding.start < coding.end]


def _coding(
    given: ProjectCoding,
    key: tuple[str, str],
    answer: str,
    meanings: Mapping[str, _Meaning],
    project: Project,
    before: Mapping[str, Coding],
    named: "_Names",
) -> Coding:
    """The coding; one the package has, on the same words, keeps its release and translation."""
    start, end = place_without(answer, given.start), place_without(answer, given.end)
    meaning = meanings[given.code]
    fresh = Coding(
        id="",
        response=key[0],
        question=key[1],
        start=start,
        end=end,
        text=answer[start:end],
        code=meaning.code,
        valence=meaning.valence,
        coder=project.users.get(given.user, "") or given.user,
        time=given.time,
        origin="import",
        memo=given.memo,
    )
    old = before.get(given.guid)
    if old is None:
        return replace(fresh, id=named.of(f"k{given.guid.replace('-', '')[:12]}", "k"))
    same = (old.start, old.end, old.code, old.valence) == (
        start,
        end,
        fresh.code,
        fresh.valence,
    )
    if not same:
        return replace(fresh, id=old.id)
    # A program that keeps no notes takes none away.
    noted = given.memo and given.memo != with_lf(old.memo).strip()
    memo = given.memo if noted else old.memo
    return replace(old, coder=fresh.coder, time=fresh.time, memo=memo)


def _report(before: Sequence[Coding], after: Sequence[Coding], losses: Losses) -> None:
    """What became of the codings, for the report."""
    old, new = {c.id: c for c in before}, {c.id: c for c in after}
    added = sum(id_ not in old for id_ in new)
    gone = [c for id_, c in old.items() if id_ not in new]
    changed = [c for id_, c in old.items() if id_ in new and new[id_] != c]
    what = message("refiqda.codings_as_they_were", count=len(new) - added - len(changed))
    losses.kept("codings.csv", what)
    losses.kept("codings.csv", message("refiqda.new_codings", count=added))
    if changed:
        losses.changed("codings.csv", message("refiqda.changed_codings", count=len(changed)))
    if gone:
        losses.dropped("codings.csv", message("refiqda.codings_gone", count=len(gone)))
    for coding in old.values():
        if coding.released and not (coding.id in new and new[coding.id].released):
            losses.dropped(coding.id, message("refiqda.release_lost"))


class _Names:
    """Ids that are made of names, each its own."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def of(self, name: str, otherwise: str) -> str:
        """The name as an id: letters a-z, digits and hyphens, with a number where it is taken."""
        swedish = name.casefold().translate(str.maketrans("åäö", "aao"))
        bare = re.sub(r"[^a-z0-9]+", "-", folded(swedish)).strip("-")[:30].strip("-")
        base = bare if ID.fullmatch(bare) else otherwise
        id_, number = base, 1
        while id_ in self._taken:
            number += 1
            id_ = f"{base}-{number}"
        self._taken.add(id_)
        return id_
