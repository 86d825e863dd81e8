"""What becomes of a page and of a sending, whatever has happened to the response meanwhile."""

from collections.abc import Mapping
from typing import Any

import pytest

from samklang.web.actions import answering
from samklang.web.actions.answering import (
    Outcome,
    begin,
    choose_language,
    drop_changes,
    save_page,
    send_in,
)
from samklang.web.models import Response, Theme
from samklang.web.queries.answering import Place
from tests.web.answering_world import one, open_theme
from tests.web.conftest import World

Answers = Mapping[str, object]


@pytest.fixture
def theme(world: World) -> Theme:
    """An open theme that asks three members."""
    return open_theme(world.network)


def place(theme: Theme, **more: Any) -> Place:
    """What the first member's link opens now."""
    invitation = one(theme)
    return Place("x", invitation, Response.objects.filter(invitation=invitation).first(), **more)


def begun(theme: Theme, **values: Any) -> Place:
    """A response that is as it is said to be."""
    begin(place(theme), questionnaire=theme.questionnaires.get().pk)
    Response.objects.filter(invitation=one(theme)).update(**values)
    return place(theme)


def save(at: Place, *, seen: int, form: str = "here", **typed: str) -> Outcome:
    """Saves the page "1" with what was typed."""

    def merged(kept: Answers) -> Answers:
        return {**kept, **typed}

    return save_page(at, page="1", form=form, seen=seen, typed=typed, merged=merged).outcome


# marks, version seen, answers typed, by which form -> the outcome of a page where q1 is "yes"
PAGES: list[tuple[dict[str, object], int, dict[str, str], str, Outcome]] = [
    # Nobody has saved the page since it was shown.
    ({}, 3, {"q1": "no"}, "here", Outcome.DONE),
    ({"1": ["there", 3]}, 3, {"q1": "no"}, "here", Outcome.DONE),
    # Another tab has, and other answers stand there; or the same.
    ({"1": ["there", 4]}, 3, {"q1": "no"}, "here", Outcome.DIFFERS),
    ({"1": ["there", 4]}, 3, {"q1": "yes"}, "here", Outcome.DONE),
    # The same form has: back, and send again.
    ({"1": ["here", 4]}, 3, {"q1": "no"}, "here", Outcome.DONE),
    # Another tab has saved other pages.
    ({"2": ["there", 4]}, 3, {"q1": "no"}, "here", Outcome.DONE),
    # The answers were sent in after the page was shown, or before it.
    ({"!sent": ["", 4]}, 3, {"q1": "no"}, "here", Outcome.SENT),
    ({"!sent": ["", 4]}, 3, {"q1": "yes"}, "here", Outcome.SENT),
    ({"!sent": ["", 3]}, 3, {"q1": "no"}, "here", Outcome.DONE),
]


@pytest.mark.parametrize(("marks", "seen", "typed", "form", "outcome"), PAGES)
def test_a_page_is_saved_where_nothing_unseen_is_overwritten(
    theme: Theme,
    marks: dict[str, object],
    seen: int,
    typed: dict[str, str],
    form: str,
    outcome: Outcome,
) -> None:
    at = begun(theme, marks=marks, version=4, answers={"q1": "yes"})
    assert save(at, seen=seen, form=form, **typed) is outcome
    kept = Response.objects.get().answers["q1"]
    assert kept == (typed["q1"] if outcome is Outcome.DONE else "yes")


def test_what_is_changed_after_sending_stands_beside_what_was_sent(theme: Theme) -> None:
    at = begun(theme, state="sent", version=4, answers={"q1": "yes"}, marks={"!sent": ["", 4]})
    assert save(at, seen=4, q1="no") is Outcome.DONE
    kept = Response.objects.get()
    assert (kept.answers, kept.changes, kept.version) == ({"q1": "yes"}, {"q1": "no"}, 5)
    assert kept.marks == {"!sent": ["", 4], "1": ["here", 5]}
    # From a page that was shown before the sending: the same as is being changed, or other words.
    assert save(place(theme), seen=3, q1="no") is Outcome.DONE
    assert save(place(theme), seen=3, q1="yes") is Outcome.SENT
    drop_changes(place(theme))
    kept.refresh_from_db()
    assert (kept.answers, kept.changes, kept.version) == ({"q1": "yes"}, None, 6)
    assert kept.marks == {"!sent": ["", 6]}


def test_a_draft_has_no_changes_to_drop(theme: Theme) -> None:
    drop_changes(place(theme))
    drop_changes(begun(theme, version=4, answers={"q1": "yes"}))
    kept = Response.objects.get()
    assert (kept.answers, kept.version) == ({"q1": "yes"}, 4)


def test_what_was_taken_back_is_gone(theme: Theme) -> None:
    at = begun(theme, state="erased", version=4)
    assert save(at, seen=4, q1="no") is Outcome.GONE
    assert send_in(at, seen=4, answers={"q1": "no"}).outcome is Outcome.GONE
    assert Response.objects.get().answers == {}


def test_nothing_is_saved_or_sent_where_nothing_is_begun(theme: Theme) -> None:
    with pytest.raises(ValueError, match="begun"):
        save(place(theme), seen=0, q1="no")
    with pytest.raises(ValueError, match="begun"):
        send_in(place(theme), seen=0, answers={})


def test_a_page_that_another_tab_saved_between_is_read_anew(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = begun(theme, version=4, answers={"q1": "yes"})
    Response.objects.update(version=5, answers={"q1": "yes", "q2": "Nytt"}, marks={"2": ["t", 5]})
    assert save(at, seen=4, q1="no") is Outcome.DONE
    kept = Response.objects.get()
    assert (kept.answers, kept.version) == ({"q1": "no", "q2": "Nytt"}, 6)
    # It is tried again so many times, and no more.
    tried: list[int] = []

    def never(*_: object) -> bool:
        tried.append(1)
        return False

    monkeypatch.setattr(answering, "_update", never)
    with pytest.raises(TimeoutError):
        save(place(theme), seen=6, q1="yes")
    assert len(tried) == 50


# state, changes, version -> what is said of sending what was reviewed at version 4
SENDINGS = [
    ("draft", None, 4, Outcome.DONE),
    ("draft", None, 5, Outcome.DIFFERS),
    ("sent", None, 4, Outcome.SENT),
    ("sent", None, 5, Outcome.SENT),
    ("sent", {"q1": "no"}, 4, Outcome.DONE),
    ("sent", {"q1": "no"}, 5, Outcome.DIFFERS),
]


@pytest.mark.parametrize(("state", "changes", "version", "outcome"), SENDINGS)
def test_what_was_reviewed_is_sent_once(
    theme: Theme, state: str, changes: Answers | None, version: int, outcome: Outcome
) -> None:
    at = begun(theme, state=state, changes=changes, version=version, answers={"q1": "yes"})
    assert send_in(at, seen=4, answers={"q1": "no"}).outcome is outcome
    kept = Response.objects.get()
    if outcome is Outcome.DONE:
        assert (kept.state, kept.answers, kept.changes) == ("sent", {"q1": "no"}, None)
        assert (kept.version, kept.marks) == (5, {"!sent": ["", 5]})
        assert len(kept.receipt) == 20
        assert one(theme).finished_on is not None
    else:
        assert (kept.answers, kept.version) == ({"q1": "yes"}, version)


def test_a_receipt_is_the_same_after_changes(theme: Theme) -> None:
    send_in(begun(theme), seen=0, answers={"q1": "yes"})
    first = Response.objects.get().receipt
    save(place(theme), seen=1, q1="no")
    send_in(place(theme), seen=2, answers={"q1": "no"})
    assert Response.objects.get().receipt == first


def test_anonymously_both_are_marked_or_neither(world: World) -> None:
    theme = open_theme(world.network, anonymous=True)
    device = answering.new_device()
    begin(place(theme, device=device), questionnaire=theme.questionnaires.get().pk)
    at = Place("x", one(theme), Response.objects.get(), device)
    assert send_in(at, seen=1, answers={"q1": "yes"}).outcome is Outcome.DIFFERS
    assert (one(theme).finished_on, Response.objects.get().state) == (None, "draft")
    assert send_in(at, seen=0, answers={"q1": "yes"}).outcome is Outcome.DONE
    kept = Response.objects.get()
    assert (kept.state, kept.version, kept.marks, kept.device_hash) == ("sent", 0, {}, None)
    assert (kept.sent_at, kept.saved_at, kept.receipt) == (None, None, None)
    assert send_in(at, seen=0, answers={"q1": "no"}).outcome is Outcome.SENT


def test_a_language_is_one_of_the_themes(theme: Theme) -> None:
    choose_language(place(theme), "en")
    assert place(theme).language == "en"
    with pytest.raises(ValueError, match="de"):
        choose_language(place(theme), "de")
    assert place(theme).language == "en"


def test_who_begins_again_is_counted_once_and_no_longer_declines(theme: Theme) -> None:
    theme.invitations.update(declined_at="2026-01-01T12:00Z", decline_reason="Hinner inte")
    number = theme.questionnaires.get().pk
    assert begin(place(theme), questionnaire=number) is None
    opened = one(theme)
    assert (opened.declined_at, opened.decline_reason, bool(opened.opened_at)) == (None, "", True)
    theme.invitations.update(opened_at="2026-01-01T12:00Z")
    again = begin(place(theme), questionnaire=number)
    assert again == Response.objects.get()
    assert one(theme).opened_at.year == 2026  # type: ignore[union-attr]
    assert one(theme).opened_at.day == 1  # type: ignore[union-attr]
    # What was taken back is begun anew, as the next version.
    Response.objects.update(state="erased", version=4)
    again = begin(place(theme), questionnaire=number)
    assert again is not None
    assert (again.state, again.version) == ("draft", 5)
