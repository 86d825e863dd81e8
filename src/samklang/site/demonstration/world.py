"""The world of the demonstration: a network, its members, and three themes at different points.

Everything goes through the actions that staff's own pages use, but for answers and what lies in the
past.
"""

import datetime
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.utils import timezone

from samklang.core.language.wording import LANGUAGES, Wording
from samklang.core.survey.answers import as_stored
from samklang.core.survey.simulated import simulated
from samklang.package.read import read
from samklang.package.theme_package import ThemePackage
from samklang.package.yaml_text import load
from samklang.site.demonstration.people import CODED, EDITOR, NETWORK, OPEN, OWNER
from samklang.site.demonstration.published import coded_theme, publish
from samklang.web.actions import themes
from samklang.web.actions.answering import new_receipt
from samklang.web.actions.catalogue import ask_owner, draft_from_card
from samklang.web.actions.coding import Mark, save_coding
from samklang.web.actions.frame import invite
from samklang.web.actions.mailing import order_mailing, write_letters
from samklang.web.actions.questionnaires import publish_questionnaire
from samklang.web.actions.sending import send_queue
from samklang.web.models import Invitation, Member, Membership, Network, Response, Theme
from samklang.web.models.network import Role
from samklang.web.models.response import ResponseState
from samklang.web.queries.catalogue import cards
from samklang.web.queries.open_answers import asked, opened, place
from samklang.web.queries.questionnaires import parsed, published

FILE = "answers.yaml"
# Of those asked: how many have answered, and how many have begun.
ANSWERED, BEGUN = 0.7, 4
CODED_SO_FAR = 14
PEOPLE = ((OWNER, Role.OWNER), (EDITOR, Role.EDITOR))


def make(package_folder: Path, built: Path) -> None:
    """Writes it all. built: the folder that the package was built into."""
    package = read(package_folder)
    network = _network(package)
    owner, editor = (_person(network, email, role) for email, role in PEOPLE)
    members = _members(network, package, owner)
    first = coded_theme(network, package, members, by=editor)
    publish(first, package_folder, package.hash, built, maker=editor, signer=owner)
    _volunteering(network, list(members.values()), editor)
    _crisis(network, list(members.values()), editor)


def _network(package: ThemePackage) -> Network:
    return Network.objects.create(
        address=NETWORK,
        name=package.theme.network.name,
        reply_to=OWNER,
        group_names={
            column.id: {language: column.label[language] for language in LANGUAGES}
            for column in package.theme.columns
        },
    )


def _person(network: Network, email: str, role: Role) -> User:
    user = get_user_model().objects.create_user(username=email, email=email)
    Membership.objects.create(network=network, user=user, role=role, reads_names=True)
    return user


def _members(network: Network, package: ThemePackage, by: User) -> dict[str, Member]:
    register = package.register
    assert register is not None
    return {
        member.id: Member.objects.create(
            network=network,
            number=member.id,
            name=member.name,
            email=f"{member.id}@exempel.se",
            municipality=member.municipality,
            county=member.groups.get("county", ""),
            groups={k: v for k, v in member.groups.items() if k != "county"},
        )
        for member in register.members
    }


def _begun(network: Network, address: str, start: str, title: Wording, by: User) -> Theme:
    theme = themes.begin_theme(
        network,
        by=by,
        title=title,
        address=address,
        begin_from=start,
    )
    publish_questionnaire(theme.questionnaires.get(), by=by)
    themes.change_theme(
        theme,
        by=by,
        retention=timezone.localdate() + datetime.timedelta(700),
        contact_name="Åsa Påhittad",
        contact_email=EDITOR,
        synthetic=True,
    )
    return theme


def _volunteering(network: Network, members: Sequence[Member], by: User) -> None:
    """A closed theme whose answers are being coded and whose examples wait for their owners."""
    title = Wording("Ideellt engagemang i norr", "Volunteering in the north")
    theme = _begun(network, CODED, "volunteering", title, by)
    invite(theme, members, by=by)
    themes.open_theme(theme, by=by)
    source = Path(__file__).with_name(FILE)
    said: Any = load(source.read_text(encoding="utf-8"), FILE)[0].data
    words: list[dict[str, Any]] = []
    rows = _simulated(theme, seed=5)
    for number, given in enumerate(rows):
        more: dict[str, Any] = {}
        for question in ("easier", "harder"):
            more[question] = ""
            if number < len(said[question]):
                more[question] = said[question][number]["text"]
        more["examples"] = [said["cards"][number]] if number < len(said["cards"]) else []
        words.append({**given, **more})
    _answered(theme, words, days_ago=40)
    themes.close_theme(theme, by=by)
    past = timezone.now() - datetime.timedelta(20)
    Theme.objects.filter(pk=theme.pk).update(
        opened_at=past - datetime.timedelta(30), closed_at=past
    )
    _code(theme, said, by)
    for number, card in enumerate(cards(theme)[:3]):
        example = draft_from_card(theme, card.answer, by=by)
        if number < 2:
            ask_owner(example, by=by)


def _code(theme: Theme, said: Any, by: User) -> None:
    """Codes the first answers, as a coder would who has come half way."""
    codes = {code.pk: code for code in theme.codes.select_related("family")}
    keys = {code.key: pk for pk, code in codes.items()}
    left = CODED_SO_FAR
    for question in ("easier", "harder"):
        where = place(asked(theme), question)
        assert where is not None
        by_text = {answer["text"]: answer for answer in said[question]}
        for response in theme.responses.order_by("pk"):
            match = by_text.get(str(response.answers.get(question, "")))
            if match is None or not left:
                continue
            answer = opened(theme, where, response.pk)
            assert answer is not None
            mark = Mark(keys[match["code"]], match["valence"], 0, len(match["text"]))
            save_coding(theme, answer, marks=[mark], status="", memo="", seen=0, codes=codes, by=by)
            left -= 1


def _crisis(network: Network, members: Sequence[Member], by: User) -> None:
    """An open theme: letters have been sent, some members have answered, others have begun."""
    title = Wording("Krisberedskap", "Crisis preparedness")
    theme = _begun(network, OPEN, "crisis-preparedness", title, by)
    invite(theme, members, by=by)
    themes.change_theme(theme, by=by, closes_at=timezone.now() + datetime.timedelta(14))
    themes.open_theme(theme, by=by)
    write_letters(order_mailing(theme, kind="invitation", group="all", key="demo", by=by))
    send_queue()
    rows = _simulated(theme, seed=9)
    _answered(theme, rows[: len(rows) // 2], days_ago=6)
    begun = list(theme.invitations.filter(finished_on=None).order_by("pk")[:BEGUN])
    version = published(theme)
    assert version is not None
    now = timezone.now()
    for response, given in zip(begun, rows[-BEGUN:], strict=True):
        Response.objects.create(
            theme=theme,
            invitation=response,
            questionnaire=version,
            answers=dict(list(given.items())[:2]),
            created_at=now,
            saved_at=now,
        )
        Invitation.objects.filter(pk=response.pk).update(opened_at=now)


def _simulated(theme: Theme, *, seed: int) -> list[dict[str, Any]]:
    version = published(theme)
    assert version is not None
    questionnaire = parsed(version.source)
    people = [str(pk) for pk in theme.invitations.order_by("pk").values_list("pk", flat=True)]
    answers = simulated(questionnaire, people, rate=ANSWERED, seed=seed)
    return [dict(as_stored(questionnaire, answer.answers, answer.open_texts)) for answer in answers]


def _answered(theme: Theme, rows: Sequence[dict[str, Any]], *, days_ago: int) -> None:
    """Answers that were sent in by members at random, over the days that lie behind."""
    version = published(theme)
    assert version is not None
    chance = random.Random(theme.address)
    people = chance.sample(list(theme.invitations.order_by("pk")), len(rows))
    for person, answers in zip(people, rows, strict=True):
        sent = timezone.now() - datetime.timedelta(days_ago * chance.random())
        Response.objects.create(
            theme=theme,
            invitation=person,
            questionnaire=version,
            state=ResponseState.SENT,
            answers=answers,
            receipt=new_receipt(),
            created_at=sent,
            saved_at=sent,
            sent_at=sent,
        )
        Invitation.objects.filter(pk=person.pk).update(
            opened_at=sent, finished_on=timezone.localtime(sent).date()
        )
