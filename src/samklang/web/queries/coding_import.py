"""Codings from a file beside those of the site: what it would change, answer by answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import NamedTuple, TypeVar

from samklang.core.coding.codebook import Code, Codebook, Family
from samklang.core.coding.codings import Coding
from samklang.core.coding.states import AnswerState, Place
from samklang.core.language.wording import FIRST_LANGUAGE, Wording, in_languages
from samklang.core.survey.responses import Responses
from samklang.exchange.coding_upload import CodedPackage
from samklang.package.theme_package import ThemePackage
from samklang.web.models import Coding as Row
from samklang.web.models import CodingUpload, QuestionnaireVersion, ReadAnswer, Theme
from samklang.web.models.build import BuildState
from samklang.web.queries.double_coding_import import DoublePlan, double_plan
from samklang.web.queries.findings_import import FindingsPlan, findings_plan
from samklang.web.queries.open_answers import digest
from samklang.web.queries.response_orders import response_orders

# Letters of a name on the site.
NAME = 200
READ_IN = Family("read-in", Wording("Inlästa koder", "Codes read in"))
# An answer that a file would change: response's row, question, version seen, and what it would be.
Answer = Mapping[str, object]


# States of a file that the worker has, or will have.
GOING_ON = (BuildState.QUEUED, BuildState.RUNNING)


def at_work(theme: Theme) -> CodingUpload | None:
    """The file with codings that is being read into a theme, None where none is. One query."""
    going_on = theme.coding_uploads.filter(state__in=GOING_ON)
    return going_on.defer("plan", "changes").first()


class OtherAnswers(Exception):
    """`count` of the coded answers are not the theme's, or have other words there."""

    def __init__(self, count: int):
        self.count = count
        super().__init__(count)


@dataclass(frozen=True)
class Plan:
    """What a file would change. answers: those that differ. same: answers coded alike already.

    families, codes: new ones, as core has them. reworded: codes whose name or definition is
    another in the file; the site's own stay. put_on, taken_off: codings. untouched: coded answers
    that the file says nothing of. double, findings: of double codings and findings.
    """

    families: tuple[Mapping[str, object], ...]
    codes: tuple[Mapping[str, object], ...]
    reworded: tuple[str, ...]
    answers: tuple[Answer, ...]
    same: int
    put_on: int
    taken_off: int
    untouched: int
    double: DoublePlan
    findings: FindingsPlan


def plan(
    theme: Theme, version: QuestionnaireVersion, given: CodedPackage, package: ThemePackage
) -> Plan:
    """What a file would change in a theme. Raises OtherAnswers.

    Its responses are those of the site as they are numbered now, or were in an earlier package.
    package: the theme as it is now.
    """
    coded = {(c.response, c.question) for c in given.codings}
    coded |= {(s.response, s.question) for s in given.states}
    twice = {(r.response, r.question) for r in given.readings}
    ids, texts = _matched(theme, version, package, given, coded | twice)
    known, now = _now(theme)
    by_place = _by_place(given.codings)
    states = {(s.response, s.question): s for s in given.states}
    answers, same, put_on, taken_off = [], 0, 0, 0
    for place in sorted(coded):
        row = ids[place[0]]
        read = known.get((row, place[1]))
        fresh = read is not None and read.digest == digest(texts[place])
        here = now.get(read.pk, {}) if read and fresh else {}
        wanted = by_place.get(place, {})
        status, memo = _state(states.get(place), bool(wanted))
        had = (read.status, read.memo) if read and fresh else ("", "")
        if set(here) == set(wanted) and had == (status, memo):
            same += 1
            continue
        put_on += len(set(wanted) - set(here))
        taken_off += len(set(here) - set(wanted))
        answers.append(
            {
                "response": row,
                "question": place[1],
                "seen": read.version if read else 0,
                "digest": digest(texts[place]),
                "status": status,
                "memo": memo,
                "marks": [
                    [*key, here.get(key) or _origin(coding), coding.memo]
                    for key, coding in wanted.items()
                ],
            }
        )
    places = {(ids[r], q) for r, q in coded}
    left = [key for key, read in known.items() if read.status and key not in places]
    families, codes, reworded = _codes(theme, given.codebook)
    return Plan(
        tuple(asdict(f) for f in families),
        tuple(asdict(c) for c in codes),
        tuple(reworded),
        tuple(answers),
        same,
        put_on,
        taken_off,
        len(left),
        double_plan(theme, given, ids, texts),
        findings_plan(theme, package, given, ids),
    )


class _Matched(NamedTuple):
    """The row of each response of a file, and the answers that it codes."""

    rows: Mapping[str, int]
    texts: Mapping[Place, str]


def _matched(
    theme: Theme,
    version: QuestionnaireVersion,
    package: ThemePackage,
    given: CodedPackage,
    coded: Iterable[Place],
) -> _Matched:
    """The row of each response of the file, and the answers coded, where all are the site's own."""
    wanted = list(coded)
    fewest = len(wanted)
    for ids, texts in response_orders(theme, version, package):
        wrong = sum(
            given.texts.get(place) is None or texts.get(place) != given.texts[place]
            for place in wanted
        )
        if not wrong:
            return _Matched(ids, texts)
        fewest = min(fewest, wrong)
    raise OtherAnswers(fewest)


def as_numbered(
    theme: Theme, version: QuestionnaireVersion, package: ThemePackage
) -> Iterator[ThemePackage]:
    """The package of a theme, and its answers, codings and states as they were numbered in each
    package made before; there without double codings and findings.
    """
    yield package
    orders = response_orders(theme, version, package)
    ids_now, _ = next(orders, ({}, {}))
    now = {pk: id_ for id_, pk in ids_now.items()}
    for ids, _ in orders:
        then = {now[pk]: id_ for id_, pk in ids.items() if pk in now}
        responses = [replace(r, id=then[r.id]) for r in package.responses if r.id in then]
        yield replace(
            package,
            responses=Responses(tuple(responses)),
            codings=tuple(_of(then, package.codings)),
            states=tuple(_of(then, package.states)),
            samples=(),
            readings=(),
            talks=(),
            findings=(),
        )


S = TypeVar("S", Coding, AnswerState)


def _of(ids: Mapping[str, str], rows: Iterable[S]) -> Iterator[S]:
    return (replace(row, response=ids[row.response]) for row in rows if row.response in ids)


Key = tuple[str, str, int, int]


def _by_place(codings: Sequence[Coding]) -> Mapping[Place, Mapping[Key, Coding]]:
    by_place: dict[Place, dict[Key, Coding]] = {}
    for c in codings:
        of = by_place.setdefault((c.response, c.question), {})
        of[c.code, c.valence, c.start, c.end] = c
    return by_place


class _Now(NamedTuple):
    """The answers that have been read, and the live codings of each with their origin."""

    known: Mapping[tuple[int, str], ReadAnswer]
    codings: Mapping[int, Mapping[Key, str]]


def _now(
    theme: Theme,
) -> _Now:
    """The answers that have been read, and the live codings of each with their origin."""
    known = {(r.response_id, r.question): r for r in theme.read_answers.all()}
    rows = Row.objects.filter(live=True, answer__theme=theme).select_related("code")
    now: dict[int, dict[Key, str]] = {}
    for row in rows:
        key = (row.code.key, row.valence, row.start, row.end)
        now.setdefault(row.answer_id, {})[key] = row.origin
    return _Now(known, now)


class _Noted(NamedTuple):
    """The state of an answer, and what is noted on it."""

    state: str
    memo: str


def _state(state: AnswerState | None, coded: bool) -> _Noted:
    if state is None:
        return _Noted(("coded" if coded else ""), "")
    return _Noted(state.state, state.memo)


def _origin(coding: Coding) -> str:
    """A suggestion that somebody accepted stays one; what else a file brings is read in."""
    return "suggestion" if coding.origin == "suggestion" else "import"


class _Codes(NamedTuple):
    """New families and codes, and the ids of codes that have other words."""

    families: list[Family]
    codes: list[Code]
    reworded: list[str]


def _codes(theme: Theme, book: Codebook) -> _Codes:
    """New families and codes, and the codes that have other words. A code of no family that is
    known goes into one for what was read in.
    """
    families = set(theme.code_families.filter(retired=False).values_list("key", flat=True))
    there = families | {family.id for family in book.families}
    codes = {c.key: c for c in theme.codes.filter(retired=False)}
    new = [
        code if code.family in there else replace(code, family=READ_IN.id)
        for code in book.codes
        if code.id not in codes
    ]
    wanted = {code.family for code in new}
    reworded = [
        code.id
        for code in book.codes
        if (own := codes.get(code.id))
        and any(
            getattr(own, name)[FIRST_LANGUAGE] != getattr(code, name)[FIRST_LANGUAGE]
            for name in ("name", "definition")
        )
    ]
    every = (*book.families, READ_IN)
    families_new = [_named(f) for f in every if f.id in wanted - families]
    return _Codes(families_new, [_named(code) for code in new], reworded)


N = TypeVar("N", Code, Family)


def _named(one: N) -> N:
    """With a name that the site has room for; what stands for the rest is seen."""

    def cut(text: str) -> str:
        return text if len(text) <= NAME else f"{text[: NAME - 1]}…"

    return replace(one, name=in_languages(lambda language: cut(one.name[language])))
