"""An action that changes nothing leaves no row in the trail, and one that does leaves one."""

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from samklang.core.language.wording import Wording
from samklang.web.actions.delegation import TooManyColleagues, decline, delegate, opt_in, opt_out
from samklang.web.actions.house import remove_logo, remove_template
from samklang.web.actions.manuscript import comment, open_again, resolve
from samklang.web.actions.quotes import (
    ChangedWords,
    NoAddress,
    NotAsked,
    answer_quote,
    ask_before_quoting,
    ask_member,
    choose_quote,
    release_quote,
    withdraw_quote,
    word_quote,
)
from samklang.web.actions.staff import change_network, let_read_names
from samklang.web.models import (
    AuditRow,
    Code,
    CodeFamily,
    Coding,
    Letter,
    Membership,
    Quote,
    ReadAnswer,
    Theme,
)
from tests.web.answering_world import one, open_theme
from tests.web.conftest import World

BY = None
SPAN = "Att vi hade  tid, och att vi hade pengar."


@pytest.fixture
def theme(world: World) -> Theme:
    """An open theme that asks three members."""
    return open_theme(world.network)


@pytest.fixture
def quote(theme: Theme) -> Quote:
    """A candidate of the first member's answer."""
    response = theme.responses.create(
        invitation=one(theme), questionnaire=theme.questionnaires.get(), state="sent"
    )
    answer = ReadAnswer.objects.create(theme=theme, response=response, question="q2", digest="x")
    family = CodeFamily.objects.create(theme=theme, key="f", name=Wording("F"), order=1)
    code = Code.objects.create(theme=theme, family=family, key="c", name=Wording("C"), order=1)
    coding = Coding.objects.create(answer=answer, code=code, start=0, end=9)
    return choose_quote(theme, coding, by=BY)


def rows(action: Callable[[], object]) -> list[str]:
    """What an action writes in the trail."""
    newest = AuditRow.objects.order_by("pk").last()
    action()
    return list(
        AuditRow.objects.filter(pk__gt=newest.pk if newest else 0)
        .order_by("pk")
        .values_list("action", flat=True)
    )


def test_letters_are_stopped_and_let_go_once(theme: Theme) -> None:
    first = one(theme)
    assert rows(lambda: opt_in(first)) == []
    assert rows(lambda: opt_out(first)) == ["opt_out"]
    assert rows(lambda: opt_out(first)) == []
    assert one(theme).opted_out_at is not None
    assert one(theme, 2).opted_out_at is None
    assert rows(lambda: opt_in(first)) == ["opt_in"]
    assert one(theme).opted_out_at is None


def test_who_declines_says_why_once(theme: Theme) -> None:
    first = one(theme)
    assert rows(lambda: decline(first, reason="x" * 501)) == ["decline"]
    assert one(theme).decline_reason == "x" * 500
    assert rows(lambda: decline(first, reason="Annat")) == []
    assert decline(first, reason="Annat")
    assert one(theme).decline_reason == "x" * 500
    theme.invitations.filter(pk=first.pk).update(finished_on=timezone.localdate(), declined_at=None)
    assert not decline(first, reason="Annat")
    assert one(theme).declined_at is None


def test_a_colleague_gets_one_letter_and_a_link_goes_to_five(theme: Theme) -> None:
    first = one(theme)
    theme.invitations.filter(pk=first.pk).update(bounced_at=timezone.now(), bounce_reason="x")
    assert rows(lambda: delegate(first, to="a@exempel.se")) == ["delegate"]
    assert (one(theme).bounced_at, one(theme).bounce_reason) == (None, "")
    # The same address, however it is written, within ten minutes; then again.
    assert rows(lambda: delegate(first, to="A@exempel.se")) == []
    Letter.objects.update(queued_at=timezone.now() - datetime.timedelta(minutes=11))
    assert rows(lambda: delegate(first, to="a@exempel.se")) == ["delegate"]
    for name in "bcd":
        delegate(first, to=f"{name}@exempel.se")
    assert one(theme).delegated_to == "d@exempel.se"
    with pytest.raises(TooManyColleagues):
        delegate(first, to="e@exempel.se")
    assert Letter.objects.filter(invitation=first).count() == 5
    assert one(theme).delegated_to == "d@exempel.se"


def test_a_comment_is_resolved_and_opened_once(theme: Theme) -> None:
    def commented(line: int) -> tuple[int, str]:
        text = " första\nandra\n" + "x" * 600
        made = comment(
            theme, path="manuscript.md", line=line, text=" Varför? ", on=text, version=1, by=BY
        )
        assert made.text == "Varför?"
        return made.line, made.quoted

    assert commented(1) == (1, " första")
    # The last line is one, and one more is the whole text; a long line is known by its beginning.
    assert commented(3) == (3, "x" * 500)
    assert commented(4) == (0, "")
    assert commented(0) == (0, "")
    made = comment(theme, path="m", line=0, text="x", on="", version=1, by=BY)
    assert rows(lambda: open_again(made, by=BY)) == []
    assert rows(lambda: resolve(made, by=BY)) == ["resolve_comment"]
    assert rows(lambda: resolve(made, by=BY)) == []
    assert rows(lambda: open_again(made, by=BY)) == ["open_comment"]
    made.refresh_from_db()
    assert (made.resolved_at, made.resolved_by) == (None, None)


def test_staff_and_network_as_they_are(world: World) -> None:
    member = Membership.objects.filter(network=world.network, role="editor").get()
    network = world.network
    assert rows(lambda: let_read_names(member, allowed=False, by=BY)) == []
    assert rows(lambda: let_read_names(member, allowed=True, by=BY)) == ["let_read_names"]
    assert rows(lambda: let_read_names(member, allowed=True, by=BY)) == []
    assert rows(lambda: change_network(network, by=BY, name=network.name)) == []
    assert rows(lambda: change_network(network, by=BY, name="Nya")) == ["change_network"]
    assert rows(lambda: remove_logo(network, by=BY)) == []
    assert rows(lambda: remove_template(network, by=BY)) == []


def test_a_quote_is_worded_as_it_is_once(theme: Theme, quote: Quote) -> None:
    def worded(words: str, translation: str = "") -> list[str]:
        return rows(
            lambda: word_quote(
                quote, span=SPAN, words=words, translation=Wording(en=translation), by=BY
            )
        )

    assert rows(lambda: choose_quote(theme, quote.coding, by=BY)) == []
    # The member's own words, whatever spaces are between them, are no other words.
    assert worded(SPAN) == []
    assert worded(" Att vi hade tid, och att vi hade pengar. ") == []
    assert worded("Att vi hade tid, […] pengar.") == ["word_quote"]
    assert worded("Att vi hade  tid, […] pengar.") == []
    Quote.objects.update(state="released", released_on=timezone.localdate())
    quote.refresh_from_db()
    assert worded("Att vi hade tid, […] pengar.") == []
    assert quote.state == "released"
    # A translation that is new must be released anew.
    assert worded("Att vi hade tid, […] pengar.", "That we had time") == ["word_quote"]
    quote.refresh_from_db()
    assert (quote.state, quote.released_on) == ("candidate", None)
    with pytest.raises(ChangedWords):
        worded("Att vi hade råd")
    quote.refresh_from_db()
    assert (quote.words, quote.translation.en) == (
        "Att vi hade tid, […] pengar.",
        "That we had time",
    )


def test_several_quotes_of_a_member_are_one_letter(theme: Theme, quote: Quote) -> None:
    first = one(theme)
    other = Coding.objects.create(
        answer=quote.coding.answer, code=quote.coding.code, start=9, end=20
    )
    second = choose_quote(theme, other, by=BY)
    for asked in (quote, second):
        assert rows(lambda asked=asked: ask_member(asked, first, by=BY)) == ["ask_quote"]  # type: ignore[misc]
    assert Letter.objects.filter(kind="quote").count() == 1
    assert set(Quote.objects.values_list("state", flat=True)) == {"asked"}
    # A letter that has gone does not hold up the next.
    Letter.objects.update(state="sent")
    ask_member(second, first, by=BY)
    assert Letter.objects.filter(kind="quote").count() == 2
    theme.invitations.filter(pk=first.pk).update(email="")
    with pytest.raises(NoAddress):
        ask_member(quote, one(theme), by=BY)
    theme.invitations.filter(pk=first.pk).update(delegated_to="a@exempel.se")
    ask_member(quote, one(theme), by=BY)
    opt_out(first)
    with pytest.raises(NoAddress):
        ask_member(quote, one(theme), by=BY)


def test_a_member_that_says_no_and_then_yes_is_asked_again_before_release(
    theme: Theme, quote: Quote
) -> None:
    with pytest.raises(NotAsked):
        release_quote(quote, span=SPAN, checked=(), by=BY)
    ask_before_quoting(theme, ask=False, by=BY)
    quote.theme = theme
    release_quote(quote, span=SPAN, checked=(), by=BY)
    quote.refresh_from_db()
    answer_quote(quote, consent="place")
    # A yes to what is released changes nothing of that.
    assert (quote.state, quote.consent) == ("released", "place")
    answer_quote(quote, consent="no")
    assert (quote.state, quote.released_on) == ("withdrawn", None)
    with pytest.raises(NotAsked):
        release_quote(quote, span=SPAN, checked=(), by=BY)
    answer_quote(quote, consent="name")
    assert (quote.state, quote.consent) == ("asked", "name")
    with pytest.raises(ValueError, match="yes"):
        answer_quote(quote, consent="yes")
    withdraw_quote(quote, by=BY)
    assert Quote.objects.get().state == "withdrawn"


def test_whether_members_are_asked_is_said_once(theme: Theme) -> None:
    now = theme.ask_quotes
    assert rows(lambda: ask_before_quoting(theme, ask=now, by=BY)) == []
    assert rows(lambda: ask_before_quoting(theme, ask=not now, by=BY)) == ["ask_before_quoting"]
    assert Theme.objects.get(pk=theme.pk).ask_quotes is not now
