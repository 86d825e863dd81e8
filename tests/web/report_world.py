"""A theme with answers to report on, its builds, and what a page then says."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from samklang.core.language.wording import Wording
from samklang.web.actions.building import order_build, run_builds
from samklang.web.actions.frame import invite
from samklang.web.actions.freezing import freeze
from samklang.web.actions.questionnaires import publish_questionnaire
from samklang.web.actions.themes import begin_theme
from samklang.web.models import (
    Build,
    Invitation,
    Member,
    Network,
    Publication,
    QuestionnaireVersion,
    Response,
    Theme,
)
from samklang.web.queries.questionnaires import published
from tests.web.conftest import World

PAGE = "/arbete/norr/teman/t/rapport/"
SECRET_NAME = "Hemliga föreningen"


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """The theme of `made_theme`, its files in a folder that is thrown away."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return made_theme(world.network)


def made_theme(network: Network, *, begin_from: str = "social-innovation") -> Theme:
    """Thirty members in two counties; twenty-four have answered, one has begun, one declined."""
    made = begin_theme(
        network,
        by=None,  # type: ignore[arg-type]
        title=Wording("Innovation", "Innovation"),
        address="t",
        begin_from=begin_from,
    )
    # The texts that the theme begins with are not what is tested here.
    made.files.all().delete()
    made.design = {"kind": "census", "strata": ["county"]}
    made.synthetic = True
    made.contact_name = "Åsa"
    made.opened_at = timezone.now()
    made.save()
    publish_questionnaire(made.questionnaires.get(), by=None)  # type: ignore[arg-type]
    # In few statements: hundreds of tests begin here.
    members = Member.objects.bulk_create(
        Member(
            network=network,
            number=f"N-{n}",
            name=f"{SECRET_NAME} {n}",
            email=f"f{n}@exempel.se",
            county="25" if n < 15 else "24",
            municipality="2514" if n < 15 else "2480",
        )
        for n in range(30)
    )
    invite(made, members, by=None)  # type: ignore[arg-type]
    *answering, begun, declined = made.invitations.order_by("pk")[:26]
    version = published(made)
    assert version
    responses = [
        sent(one, version, "yes" if number % 3 else "no") for number, one in enumerate(answering)
    ]
    responses.append(
        Response(theme=made, invitation=begun, questionnaire=version, answers={"q1": "yes"})
    )
    Response.objects.bulk_create(responses)
    made.invitations.filter(response__state="sent").update(finished_on=timezone.localdate())
    declined.declined_at = timezone.now()
    declined.save()
    return made


def answered(theme: Theme, one: Invitation, first: str) -> None:
    """A response that has been sent in."""
    version = published(theme)
    assert version
    sent(one, version, first).save()
    Invitation.objects.filter(pk=one.pk).update(finished_on=timezone.localdate())


def sent(one: Invitation, version: QuestionnaireVersion, first: str) -> Response:
    """What has been sent in, not saved; the whole path when the first answer is yes."""
    answers: dict[str, object] = {
        "q1": first,
        "conditions": {"time": "partly", "money": "slightly", "knowledge": "fully"},
        "q5": "Att vi hade tid.",
    }
    if first == "yes":
        answers |= {"q2": "yes", "q2b": ["municipality", "other"], "q2b.other.text": "Kyrkan"}
    return Response(
        theme_id=one.theme_id,
        invitation=one,
        questionnaire=version,
        state="sent",
        answers=answers,
        sent_at=timezone.now(),
        receipt=f"K{one.pk}",
    )


def later(theme: Theme, *, yes: int, no: int) -> list[Response]:
    """Members that join after the others and answer at once, half of them in each county."""
    network = theme.network
    there = network.members.count()
    members = [
        Member.objects.create(
            network=network,
            number=f"L-{there + n}",
            name=f"{SECRET_NAME} {there + n}",
            email=f"l{there + n}@exempel.se",
            county="25" if n % 2 else "24",
            municipality="2514" if n % 2 else "2480",
        )
        for n in range(yes + no)
    ]
    invite(theme, members, by=None)  # type: ignore[arg-type]
    for n, member in enumerate(members):
        answered(theme, theme.invitations.get(member=member), "yes" if n < yes else "no")
    return list(theme.responses.filter(invitation__member__in=members))


def got(client: Client, page: str) -> tuple[int, str]:
    """The status of a page and its text, read to the end."""
    answer = client.get(page)
    text = answer.getvalue().decode()
    return answer.status_code, text


def code_of(client: Client, figure: str, *, edition: int) -> str:
    """The short code of a figure of a published edition."""
    text = got(client, f"/rapporter/norr/t/{edition}/s/codes.json")[1]
    return next(code for code, id_ in json.loads(text).items() if id_ == figure)


def built(theme: Theme) -> Build:
    order_build(freeze(theme, by=None), by=None)
    run_builds()
    build = Build.objects.latest("pk")
    assert build.state == "done", build.log
    return build


def edition(world: World, build: Build, **signature: str) -> Publication:
    """An edition of a build, signed."""
    world.editor.post(f"{PAGE}bygge/{build.pk}/utgava/")
    found = Publication.objects.latest("pk")
    world.editor.post(f"{PAGE}{found.edition}/granska/")
    world.owner.post(f"{PAGE}{found.edition}/signera/", signature)
    found.refresh_from_db()
    return found
