"""Statement: the accessibility statement ("tillgänglighetsredogörelse") and its eleven contents.

What it must hold is listed by Digg, the Swedish agency that supervises the act on accessibility of
digital public service (2018:1937):
https://www.digg.se/kunskap-och-stod/digital-tillganglighet/skapa-en-tillganglighetsredogorelse
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from samklang.core.accessibility.checks import Check, Subject, of_subject
from samklang.core.document.blocks import Contacts, ExampleMap, Figure
from samklang.core.document.document import Document
from samklang.core.language import numbers
from samklang.core.language.phrases import counted, phrase
from samklang.core.language.wording import Language

# In the order of Digg's list.
CONTENTS = (
    *("owner", "service", "compliance", "inaccessible", "assessed", "updated"),
    *("method", "message", "supervision", "burden", "exempt"),
)
REPORT_TO = "https://www.digg.se/tdosanmalan"
# What is known to be shut to some, and not for a fault that a test finds.
LIMITS: dict[Subject, tuple[str, ...]] = {
    "publication": ("pictures", "office_charts", "pdf"),
    "application": ("people",),
}
Compliance = Literal["partly", "not"]


@dataclass(frozen=True)
class Way:
    """A link: its address and its words."""

    url: str
    text: str


@dataclass(frozen=True)
class Row:
    """A check in the statement: what was looked at, with what, how much, and what came of it."""

    what: str
    tool: str
    extent: str
    outcome: str


@dataclass(frozen=True)
class Content:
    """One of the eleven: its heading, its text, what it lists, and where it leads.

    words: of a tool, in English.
    """

    id: str
    title: str
    text: tuple[str, ...]
    items: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Statement:
    """The statement: its title, a lead, and the eleven contents in order."""

    title: str
    lead: str
    contents: tuple[Content, ...]


@dataclass(frozen=True)
class Responsible:
    """Who answers for the service: the network and where it takes messages. '' where not known."""

    network: str
    name: str = ""
    email: str = ""
    url: str = ""


def of_publication(document: Document, checks: Sequence[Check]) -> Statement:
    """The statement of a report, its site, files and slides."""
    language = document.language
    blocks = [block for _, block in document.blocks()]
    figures = sum(isinstance(block, Figure | ExampleMap) for block in blocks)
    own = counted(language, "accessibility.own_figures", figures) if figures else ""
    return _statement(
        "publication",
        document.title,
        _responsible(document),
        checks,
        language,
        own=own,
        published=(document.published_iso, document.published),
    )


def of_application(responsible: Responsible, checks: Sequence[Check], code: Language) -> Statement:
    """The statement of the web application: members' pages, staff's pages, reports' addresses."""
    service = phrase(code, "accessibility.application", network=responsible.network)
    return _statement("application", service, responsible, checks, code)


def _responsible(document: Document) -> Responsible:
    cards = [
        card
        for _, block in document.blocks()
        if isinstance(block, Contacts)
        for card in block.contacts
        if card.responsible
    ]
    card = next(iter(sorted(cards, key=lambda contact: (not contact.email, not contact.url))), None)
    return Responsible(
        network=document.network,
        name=card.name if card else "",
        email=card.email if card else "",
        url=(card.url if card else "") or document.network_url,
    )


def _statement(
    subject: Subject,
    service: str,
    responsible: Responsible,
    checks: Sequence[Check],
    language: Language,
    *,
    own: str = "",
    published: tuple[str, str] = ("", ""),
) -> Statement:
    made = of_subject(checks, subject)
    faults = [(check, fault) for check in made for fault in check.faults]

    def say(key: str, **values: object) -> str:
        return phrase(language, f"accessibility.{key}", **values)

    def content(id_: str, *text: str, **more: object) -> Content:
        return Content(id_, say(f"title_{id_}"), tuple(t for t in text if t), **more)  # type: ignore[arg-type]

    how = compliance(made)
    days = sorted(check.date for check in made)
    # A publication's statement is written when it is; what the tests found may be newer.
    newest = (days[-1].isoformat(), numbers.date(days[-1], language)) if days else ("", "")
    updated = max(newest, published)[1] or say("not_assessed")
    limits = tuple(say(f"limit_{name}") for name in LIMITS[subject])
    message_ways, message_text = _message(responsible, language)
    contents = (
        content("owner", responsible.network),
        content("service", say(f"service_{subject}", service=service)),
        content("compliance", say(f"compliance_{how}"), say(f"why_{how}", count=len(faults))),
        content(
            "inaccessible",
            counted(language, "accessibility.faults", len(faults)) if faults else say("no_faults"),
            items=tuple(f"{say(f'check_{c.id}')}: {c.tool}" for c in made if c.faults) + limits,
            words=tuple(fault for _, fault in faults),
        ),
        content("assessed", _period(days, language)),
        content("updated", updated),
        content(
            "method",
            say("method", subject=say(f"subject_{subject}")),
            own,
            rows=tuple(_row(check, language) for check in made),
        ),
        content("message", message_text, say("message_what"), ways=message_ways),
        content("supervision", say("supervision"), ways=(Way(REPORT_TO, say("report_to")),)),
        content("burden", say("burden")),
        content("exempt", say(f"exempt_{subject}")),
    )
    lead = say(f"lead_{subject}", network=responsible.network)
    return Statement(say("title"), lead, contents)


def compliance(checks: Sequence[Check]) -> Compliance:
    """How far the service keeps to the requirements, as far as tests can say.

    Never "fully": what only a person can judge is not tried. "Not" where most tests found faults.
    """
    failed = sum(bool(check.faults) for check in checks)
    return "not" if not checks or 2 * failed > len(checks) else "partly"


def _row(check: Check, language: Language) -> Row:
    faults = len(check.faults)
    return Row(
        phrase(language, f"accessibility.check_{check.id}"),
        check.tool,
        phrase(
            language,
            "accessibility.extent",
            looked_at=numbers.integer(check.looked_at, language),
            checks=numbers.integer(check.checks, language),
        ),
        counted(language, "accessibility.faults", faults)
        if faults
        else phrase(language, "accessibility.none_found"),
    )


def _period(days: Sequence[datetime.date], language: Language) -> str:
    if not days:
        return phrase(language, "accessibility.not_assessed")
    if days[0] == days[-1]:
        return numbers.date(days[0], language)
    first, last = numbers.date(days[0], language), numbers.date(days[-1], language)
    return phrase(language, "accessibility.between", first=first, last=last)


class _WhereTo(NamedTuple):
    """Where to write, and the words before it."""

    ways: tuple[Way, ...]
    words: str


def _message(responsible: Responsible, language: Language) -> _WhereTo:
    """Where to write, and the words before it."""
    ways = []
    if responsible.email:
        ways.append(Way(f"mailto:{responsible.email}", responsible.email))
    elif responsible.url:
        ways.append(Way(responsible.url, responsible.url))
    key = "message" if ways else "message_none"
    name = responsible.name or responsible.network
    return _WhereTo(tuple(ways), phrase(language, f"accessibility.{key}", name=name))
