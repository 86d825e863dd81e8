"""Open answers as staff read them: lists by question, with state and codes; one with all about it.

Only what members have sent in is read. Texts are taken out of the stored answers by the database,
so that a list of ten thousand costs three queries of short rows and one of a page.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from samklang.core.coding.accounting import Account
from samklang.core.language.alphabet import folded, sort_key
from samklang.core.survey.open_questions import OpenQuestion, open_questions
from samklang.core.survey.questionnaire import Questionnaire
from samklang.web.models import Coding, ReadAnswer, Response, Theme
from samklang.web.models.response import ResponseState
from samklang.web.queries.likeness import alike
from samklang.web.queries.questionnaires import parsed, published

UNREAD = "unread"
# What a list can be filtered by beside its states: an answer whose words changed after coding.
CHANGED = "changed"


@dataclass(frozen=True)
class Line:
    """An answer in a list. codes: (key, valence) of each live coding, in the codebook's order.

    status: "" where it is unread. changed: it has other words now than those that were read, and
    counts as unread. county, groups: the member's; empty in anonymous mode.
    """

    response: int
    text: str
    status: str = ""
    version: int = 0
    changed: bool = False
    codes: tuple[tuple[str, str], ...] = ()
    member: str = ""
    county: str = ""
    groups: Mapping[str, object] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """The state by the name that it is filtered and worded by."""
        return (self.status or UNREAD).replace("-", "_")


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. answer: "question=option". group: "column=value"."""

    search: str = ""
    state: str = ""
    code: str = ""
    answer: str = ""
    group: str = ""
    sort: str = ""


def digest(text: str) -> str:
    """SHA-256 of an answer's words, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def asked(theme: Theme) -> Questionnaire:
    """What the theme asks, as published; nothing where nothing is published. One query."""
    version = published(theme)
    return parsed(version.source) if version else Questionnaire("1", ())


def place(questionnaire: Questionnaire, address: str) -> OpenQuestion | None:
    """The open question at an address."""
    return next((p for p in open_questions(questionnaire) if p.address == address), None)


def sent(theme: Theme) -> QuerySet[Response]:
    """The responses that have been sent in."""
    return theme.responses.filter(state=ResponseState.SENT)


def text_of(answers: Mapping[str, object], where: OpenQuestion) -> str:
    """What stored answers hold in a place; '' where nothing."""
    if where.field is None:
        return str(answers.get(where.address) or "")
    return _on_card(answers.get(where.question.id), where)


def _on_card(cards: object, where: OpenQuestion) -> str:
    if where.field is None or not isinstance(cards, list) or len(cards) < where.card:
        return ""
    return str(cards[where.card - 1].get(where.field.id) or "")


def lines(
    theme: Theme,
    where: OpenQuestion,
    filters: Filters | None = None,
    *,
    hidden: Collection[int] = (),
) -> list[Line]:
    """The answers to one open question that the filters leave, in order. Three queries.

    hidden: responses that are left out, as if they were not there.
    """
    wanted = filters or Filters()
    names = ["pk", "invitation__member__name", "invitation__member__county"]
    names.append("invitation__member__groups")
    question, _, option = wanted.answer.partition("=")
    taken: dict[str, object] = {"said": _taken(where)}
    if option:
        taken["chosen"] = KeyTransform(question, "answers")
    rows = (
        sent(theme).annotate(**taken).order_by("pk").values_list("said", *names, *list(taken)[1:])
    )
    read = {
        pk: (status, version, of)
        for pk, status, version, of in theme.read_answers.filter(
            question=where.address
        ).values_list("response_id", "status", "version", "digest")
    }
    carried = _carried(theme, where)
    words = [folded(word) for word in wanted.search.split()]
    column, _, value = wanted.group.partition("=")
    lines = []
    for said, pk, name, county, groups, *chosen in rows.iterator(chunk_size=2000):
        text = _on_card(said, where) if where.field else str(said or "")
        if not text or pk in hidden:
            continue
        if words and not all(word in folded(text) for word in words):
            continue
        if option and not _chose(chosen[0], option):
            continue
        if value and _group(column, county, groups) != value:
            continue
        status, version, of = read.get(pk, ("", 0, ""))
        changed = bool(version) and bool(status) and of != digest(text)
        line = Line(
            pk,
            text,
            "" if changed else status,
            version,
            changed,
            carried.get(pk, ()),
            name or "",
            county or "",
            groups or {},
        )
        if _wanted(line, wanted):
            lines.append(line)
    return _sorted(lines, wanted.sort)


def _taken(where: OpenQuestion) -> object:
    if where.field is not None:
        return KeyTransform(where.question.id, "answers")
    return KeyTextTransform(where.address, "answers")


def _chose(value: object, option: str) -> bool:
    return option in value if isinstance(value, list) else value == option


def _group(column: str, county: str | None, groups: Mapping[str, object] | None) -> str:
    return (county or "") if column == "county" else str((groups or {}).get(column, ""))


def _wanted(line: Line, filters: Filters) -> bool:
    if filters.state == CHANGED:
        return line.changed
    if filters.state and line.state != filters.state:
        return False
    key, _, valence = filters.code.partition(":")
    return not key or any(k == key and valence in ("", v) for k, v in line.codes)


def _sorted(lines: list[Line], by: str) -> list[Line]:
    match by:
        case "length":
            return sorted(lines, key=lambda line: -len(line.text))
        case "text":
            return sorted(lines, key=lambda line: sort_key(line.text))
        case "state":
            return sorted(lines, key=lambda line: line.state != UNREAD)
        case "like":
            unread = [line for line in lines if line.state == UNREAD]
            others = [line for line in lines if line.state != UNREAD]
            return [unread[p] for p in alike(tuple(line.text for line in unread))] + others
        case "member":
            return sorted(lines, key=lambda line: sort_key(line.member))
        case _:
            return lines


def _carried(theme: Theme, where: OpenQuestion) -> Mapping[int, tuple[tuple[str, str], ...]]:
    """The codes of each answer to a question, by response. One query."""
    carried: dict[int, dict[tuple[str, str], None]] = {}
    rows = Coding.objects.filter(
        live=True, answer__theme=theme, answer__question=where.address
    ).order_by("code__family__order", "code__order", "code_id")
    for response, key, valence in rows.values_list("answer__response_id", "code__key", "valence"):
        carried.setdefault(response, {})[key, valence] = None
    return {response: tuple(codes) for response, codes in carried.items()}


@dataclass(frozen=True)
class Opened:
    """One answer with its codings as they stand. read: None while nobody has saved anything."""

    where: OpenQuestion
    response: Response
    text: str
    read: ReadAnswer | None
    codings: Sequence[Coding]

    @property
    def version(self) -> int:
        """The version that a save must name; 0 while nothing is saved."""
        return self.read.version if self.read else 0

    @property
    def changed(self) -> bool:
        """Whether the answer has other words now than those that were read."""
        return self.read is not None and self.read.digest != digest(self.text)

    @property
    def status(self) -> str:
        """The state; '' where the answer is unread, or must be read anew."""
        return self.read.status if self.read and not self.changed else ""


def opened(theme: Theme, where: OpenQuestion, response: int) -> Opened | None:
    """One answer with its member and codings; None where there is none. Three queries."""
    response_row = sent(theme).select_related("invitation__member").filter(pk=response).first()
    text = text_of(response_row.answers, where) if response_row else ""
    if response_row is None or not text:
        return None
    read = (
        ReadAnswer.objects.select_related("by")
        .filter(response=response_row, question=where.address)
        .first()
    )
    codings = list(read.codings.filter(live=True).select_related("code", "by")) if read else []
    return Opened(where, response_row, text, read, codings)


def accounts(
    theme: Theme,
    questionnaire: Questionnaire,
    *,
    hidden: Mapping[str, Collection[int]] | None = None,
) -> list[tuple[OpenQuestion, Account]]:
    """What has become of the answers to each open question that has any. Three queries.

    hidden: by question, responses whose answer is shown as unread whatever it is.
    """
    unseen = hidden or {}
    invited = theme.invitations.count()
    read = {
        (response, question): (status, of)
        for response, question, status, of in theme.read_answers.values_list(
            "response_id", "question", "status", "digest"
        )
    }
    places = open_questions(questionnaire)
    counts = {p.address: {"": 0, "coded": 0, "no-code": 0, "undecided": 0} for p in places}
    for count in counts.values():
        count["withheld"] = 0
    for pk, answers in sent(theme).values_list("pk", "answers").iterator(chunk_size=2000):
        for where in places:
            text = text_of(answers, where)
            if not text:
                continue
            status, of = read.get((pk, where.address), ("", ""))
            if pk in unseen.get(where.address, ()):
                status = ""
            counts[where.address][status if of == digest(text) else ""] += 1
    accounts = []
    for where in places:
        states = counts[where.address]
        answered = sum(states.values())
        if answered or where.question.type == "text":
            accounts.append(
                (
                    where,
                    Account(
                        question=where.address,
                        invited=invited,
                        unanswered=invited - answered,
                        unread=states[""],
                        undecided=states["undecided"],
                        no_code=states["no-code"],
                        coded=states["coded"],
                        withheld=states["withheld"],
                    ),
                )
            )
    return accounts
