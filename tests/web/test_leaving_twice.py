"""Leaving twice: what a member has done already is done once, and the trail has one row of it."""

import pytest

from samklang.web.actions.delegation import decline, opt_in, opt_out
from samklang.web.actions.erasure import erase
from samklang.web.models import AuditRow, Invitation, PendingErasure, Response, Theme
from samklang.web.queries.questionnaires import published
from tests.web.answering_world import one, open_theme
from tests.web.conftest import World


@pytest.fixture
def theme(world: World) -> Theme:
    """An open theme that asks three members."""
    return open_theme(world.network)


def trail(action: str) -> list[str]:
    """Whom the rows of an action are about."""
    return list(AuditRow.objects.filter(action=action).values_list("subject", flat=True))


def test_a_member_declines_once_and_its_first_reason_stays(theme: Theme) -> None:
    assert decline(one(theme), reason="ingen tid")
    first = one(theme)
    assert decline(one(theme), reason="en annan")
    again = one(theme)
    assert (again.decline_reason, again.declined_at) == ("ingen tid", first.declined_at)
    assert trail("decline") == ["Förening 1"]
    # One whose answers have come in has not declined.
    Invitation.objects.filter(pk=one(theme, 2).pk).update(finished_on="2026-11-01")
    assert not decline(one(theme, 2), reason="x")
    assert one(theme, 2).declined_at is None
    assert trail("decline") == ["Förening 1"]


def test_letters_are_stopped_once_and_begun_again_once(theme: Theme) -> None:
    opt_in(one(theme))
    assert trail("opt_in") == []
    opt_out(one(theme))
    stopped = one(theme).opted_out_at
    opt_out(one(theme))
    assert one(theme).opted_out_at == stopped
    assert stopped
    assert trail("opt_out") == ["Förening 1"]
    opt_in(one(theme))
    opt_in(one(theme))
    assert one(theme).opted_out_at is None
    assert trail("opt_in") == ["Förening 1"]


def test_answers_are_erased_once(theme: Theme) -> None:
    response = Response.objects.create(
        theme=theme, questionnaire=published(theme), state="sent", answers={"q2": "x"}, receipt="K"
    )
    # It has no invitation: in an anonymous theme nobody is counted as one that declined.
    assert erase(response)
    assert not erase(response)
    response.refresh_from_db()
    assert (response.state, response.answers, response.version) == ("erased", {}, 1)
    assert PendingErasure.objects.filter(theme=theme, invitation=None).count() == 1
    assert trail("erase") == [""]
    assert not theme.invitations.exclude(declined_at=None).exists()
