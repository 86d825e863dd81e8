"""What is frozen knows how those who answered an earlier theme too have answered."""

import pytest
from django.conf import settings
from django.utils import timezone

from samklang.core.theme.series import AnsweredTwice
from samklang.package.read import read
from samklang.web.actions.frame import invite
from samklang.web.actions.freezing import freeze
from samklang.web.actions.publishing import propose, send_to_review, sign
from samklang.web.actions.questionnaires import publish_questionnaire
from samklang.web.models import Freeze, Theme
from tests.web.conftest import World
from tests.web.report_world import answered, built, theme  # noqa: F401
from tests.web.test_series import later


@pytest.fixture
def again(world: World, theme: Theme) -> Theme:  # noqa: F811
    """A public theme without strata, and a later one whose members all answer as they did then."""
    theme.design = {"kind": "census"}
    theme.save()
    edition = propose(built(theme), by=None)  # type: ignore[arg-type]
    send_to_review(edition, by=None)  # type: ignore[arg-type]
    sign(edition, by=None)  # type: ignore[arg-type]
    made = later(world, copy_of=theme)
    made.design, made.opened_at = {"kind": "census"}, timezone.now()
    made.save()
    publish_questionnaire(made.questionnaires.get(), by=None)  # type: ignore[arg-type]
    # In another order, so that the members have other numbers.
    members = list(world.network.members.order_by("-pk"))
    invite(made, members, by=None)  # type: ignore[arg-type]
    for one in theme.responses.filter(state="sent").select_related("invitation"):
        invitation = made.invitations.get(member=one.invitation.member_id)
        answered(made, invitation, one.answers["q1"])
    return made


def twice(made: Theme) -> AnsweredTwice | None:
    frozen = freeze(made, by=None)
    (earlier,) = read(settings.DATA / frozen.file).theme.series
    return next(s for s in earlier.shares if (s.question, s.option) == ("q1", "yes")).twice


def test_members_are_told_apart_by_who_they_are(again: Theme) -> None:
    """A package numbers its members anew: the pairs are found through the invitations."""
    assert twice(again) == AnsweredTwice(0.25, count=16, base=24)


def test_answers_that_are_gone_are_in_no_pair(again: Theme) -> None:
    Freeze.objects.exclude(theme=again).update(file="", purged_at=timezone.now())
    assert twice(again) is None


def test_where_nobody_can_say_whose_an_answer_is_there_are_no_pairs(again: Theme) -> None:
    Theme.objects.exclude(pk=again.pk).update(anonymous=True)
    assert twice(again) is None
