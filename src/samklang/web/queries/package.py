"""A theme's rows as the files of a theme package.

Members and responses get numbers of the package's own, in an order that says nothing: who was who
stays in the database.
"""

import datetime
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple, cast

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from samklang.core.survey.functions import Value, text
from samklang.core.survey.path import walk
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing, Responses, Status
from samklang.core.survey.responses import Response as Given
from samklang.core.theme.contact import Contact
from samklang.core.theme.register import Member as Asked
from samklang.core.theme.register import Register
from samklang.core.theme.theme import DesignChoice, DisclosureRule, Fieldwork, Network, Style, Term
from samklang.core.theme.theme import Theme as Choices
from samklang.package.model import adapter
from samklang.package.theme_package import ThemePackage
from samklang.package.write import texts
from samklang.web.models import Invitation, QuestionnaireVersion, Response, Theme
from samklang.web.models.house import HousePart
from samklang.web.models.response import ResponseState
from samklang.web.queries.catalogue import pictures, released, withdrawn
from samklang.web.queries.coded_package import coded
from samklang.web.queries.findings_package import for_package
from samklang.web.queries.house import house_files
from samklang.web.queries.questionnaires import parsed
from samklang.web.queries.series import before
from samklang.web.queries.vocabulary import CHALLENGES, network_terms, own_terms


def package_files(
    theme: Theme,
    version: QuestionnaireVersion,
    *,
    edition: int = 1,
    dated: datetime.date | None = None,
) -> Mapping[str, bytes]:
    """Every file of a theme's package, by path, as the database stands. Fifteen queries.

    dated: the day the report bears where the theme has none of its own.

    Further files (manuscript, codebook …) are taken as they were saved. The files have not been
    checked: samklang.package.read.read_from does that.
    """
    package = theme_package(theme, version, edition=edition, dated=dated)
    made = texts(package)
    further = {f.path: f.text for f in theme.files.all()}
    files = {name: text.encode() for name, text in {**made, **further}.items()}
    return dict(sorted({**files, **package.style, **package.pictures}.items()))


def theme_package(
    theme: Theme,
    version: QuestionnaireVersion,
    *,
    edition: int = 1,
    dated: datetime.date | None = None,
) -> ThemePackage:
    """Choices, questionnaire, register and responses of a theme.

    dated: the day the report bears where the theme has none of its own.
    """
    questionnaire = parsed(version.source)
    drawn = house_files(theme.network)
    invitations = _in_no_order(
        theme.invitations.select_related("member"), lambda i: f"member {i.pk}"
    )
    responses = list(theme.responses.select_related("invitation").exclude(state="erased"))
    if theme.anonymous:
        took_part = _anonymous(theme, invitations, responses, questionnaire)
    else:
        took_part = _named(theme, invitations, responses, questionnaire)
    package = coded(theme, questionnaire, {pk: response for pk, response in took_part.rows if pk})
    return ThemePackage(
        theme=_choices(
            theme, questionnaire, {part: file.path for part, file in drawn.items()}, edition, dated
        ),
        questionnaire=questionnaire,
        register=took_part.register,
        responses=Responses(tuple(response for _, response in took_part.rows)),
        codebook=package.codebook,
        codings=package.codings,
        states=package.states,
        samples=package.samples,
        readings=package.readings,
        talks=package.talks,
        findings=for_package(list(theme.findings.all()), package.people),
        knowledge=(),
        references=(),
        examples=released(theme),
        manuscripts={},
        contacts=chosen_contacts(theme),
        style={file.path: bytes(file.content) for file in drawn.values()},
        pictures=pictures(theme),
        withdrawn=withdrawn(theme),
    )


def package_order(theme: Theme) -> list[int]:
    """The invitations in the order that a package's responses are numbered in, from r1 on.

    [] in anonymous mode, where nobody can say whose a response is. One query.
    """
    if theme.anonymous:
        return []
    return [i.pk for i in _in_no_order(theme.invitations.only("theme"), lambda i: f"member {i.pk}")]


def anonymous_order(sent: Iterable[Response]) -> list[Response]:
    """What has been sent in, in the order that it is numbered in in anonymous mode."""
    return _in_no_order(sent, lambda r: f"response {r.pk}")


class _TookPart(NamedTuple):
    """The register, and each response with the id of its row; 0 for one that declined."""

    register: Register
    rows: list[tuple[int, Given]]


def _named(
    theme: Theme,
    invitations: list[Invitation],
    responses: list[Response],
    questionnaire: Questionnaire,
) -> _TookPart:
    columns = theme.design.get("strata", [])
    # A county or municipality that some lack is no group of the register.
    placed = all(invitation.member.county for invitation in invitations)
    known = all(invitation.member.municipality for invitation in invitations)
    groups = tuple(dict.fromkeys([*(["county"] if placed else []), *columns]))
    ids = {invitation.pk: f"m{number}" for number, invitation in enumerate(invitations, 1)}
    members = [
        Asked(
            id=ids[invitation.pk],
            municipality=invitation.member.municipality if known else "",
            groups={
                g: invitation.member.county
                if g == "county"
                else str(invitation.member.groups.get(g, ""))
                for g in groups
            },
        )
        for invitation in invitations
    ]
    by_invitation = {r.invitation_id: r for r in responses}
    given = []
    for invitation in invitations:
        response = by_invitation.get(invitation.pk)
        number = f"r{ids[invitation.pk][1:]}"
        if invitation.declined_at:
            given.append((0, _declined(number, ids[invitation.pk], questionnaire)))
        elif response is not None:
            given.append((response.pk, _given(response, number, ids[invitation.pk], questionnaire)))
    return _TookPart(Register(tuple(members), groups), given)


def _anonymous(
    theme: Theme,
    invitations: list[Invitation],
    responses: list[Response],
    questionnaire: Questionnaire,
) -> _TookPart:
    """Nobody can say whose an answer is, so members are numbers without groups.

    Every way of dealing the answers out among them gives the same estimates.
    """
    members = tuple(Asked(id=f"m{n}") for n in range(1, len(invitations) + 1))
    sent = anonymous_order(r for r in responses if r.state == ResponseState.SENT)
    given = [
        (r.pk, _given(r, f"r{n}", f"m{n}", questionnaire))
        for n, r in enumerate(sent[: len(members)], 1)
    ]
    return _TookPart(Register(members, ()), given)


def _in_no_order(rows, name):
    """The rows in an order of the site's own that tells nothing of when or who they were."""

    def key(row: object) -> bytes:
        return hmac.digest(settings.SECRET_KEY.encode(), name(row).encode(), hashlib.sha256)

    return sorted(rows, key=key)


def _given(response: Response, number: str, member: str, questionnaire: Questionnaire) -> Given:
    status: Status = "complete" if response.state == ResponseState.SENT else "partial"
    kept = response.answers
    answers: dict[str, Answer] = {}
    for question in questionnaire:
        if question.answered:
            answers[question.id] = _answer(question, kept.get(question.id))
    asked = walk(questionnaire, answers)
    for question in questionnaire:
        if question.type == "calculate":
            worth = cast(Value, asked.get(question.id, ""))
            answers[question.id] = text(worth) or Missing.NOT_ANSWERED
        if question.type != "note" and question.id not in asked:
            answers[question.id] = Missing.NOT_SHOWN
    texts_beside = {}
    for question in questionnaire:
        for option in question.options:
            name = f"{question.id}.{option.id}.text"
            chosen = answers.get(question.id)
            if option.open and (
                chosen == option.id or (isinstance(chosen, frozenset) and option.id in chosen)
            ):
                texts_beside[name] = str(kept.get(name, ""))
    sent = timezone.localtime(response.sent_at).date() if response.sent_at else None
    return Given(number, member, status, sent, answers, texts_beside)


def _declined(number: str, member: str, questionnaire: Questionnaire) -> Given:
    answers = {q.id: Missing.NOT_ANSWERED for q in questionnaire if q.type != "note"}
    return Given(number, member, "declined", None, answers, {})


def _answer(question: Question, kept: object) -> Answer:
    """An answer as it was kept in JSON; what was left empty is not answered."""
    if kept in (None, "", [], {}):
        return Missing.NOT_ANSWERED
    if isinstance(kept, list) and question.type == "cards":
        return tuple({str(f): str(v) for f, v in card.items()} for card in kept)
    if isinstance(kept, list):
        return frozenset(str(v) for v in kept)
    if isinstance(kept, dict):
        parts = question.items or question.options
        return {part.id: kept.get(part.id) or Missing.NOT_ANSWERED for part in parts}
    return str(kept)


def _choices(
    theme: Theme,
    questionnaire: Questionnaire,
    drawn: Mapping[str, str],
    edition: int,
    dated: datetime.date | None,
) -> Choices:
    languages = theme.written_in
    design = {"kind": "census", **theme.design}
    own = own_terms(theme.network)
    if theme.anonymous:
        design.pop("strata", None)
    return Choices(
        format="samklang-theme-1",
        id=theme.address,
        title=theme.title,
        network=Network(theme.network.name, theme.network.url),
        style=Style(
            colour=theme.network.colour,
            accent=theme.network.accent,
            typeface="sans" if theme.network.typeface == "sans" else "serif",
            logo=drawn.get(HousePart.LOGO, ""),
            template=drawn.get(HousePart.TEMPLATE, ""),
        ),
        languages=languages,
        published=theme.published or dated,
        edition=str(edition),
        address=_address(theme, edition),
        design=adapter(DesignChoice).validate_json(json.dumps(design), strict=True),
        disclosure=adapter(DisclosureRule).validate_json(json.dumps(theme.disclosure), strict=True),
        synthetic=theme.synthetic,
        challenges=tuple(Term(t.code, t.label) for t in own[CHALLENGES]),
        vocabularies=network_terms(own),
        columns=tuple(t for t in theme.network.named_groups if t.id in design.get("strata", ())),
        series=before(theme, questionnaire),
        fieldwork=Fieldwork(
            opened=timezone.localtime(theme.opened_at).date() if theme.opened_at else None,
            closed=timezone.localtime(theme.closed_at).date() if theme.closed_at else None,
        ),
    )


def _address(theme: Theme, edition: int) -> str:
    """Where readers will find an edition."""
    return settings.URL + reverse(
        "public_file", args=[theme.network.address, theme.address, edition]
    )


def chosen_contacts(theme: Theme) -> tuple[Contact, ...]:
    """The contact among a theme's choices; a contacts.yaml of its own takes its place."""
    if not theme.contact_name and not theme.contact_email:
        return ()
    name = theme.contact_name or theme.network.name
    return (Contact(name=name, organisation=theme.network.name, email=theme.contact_email),)
