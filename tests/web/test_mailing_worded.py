"""The words of letters: what a text may name, and how staff order and word them."""

import pytest
from django.test import override_settings
from django.utils import timezone

from samklang.web.actions.mailing import (
    NoLink,
    word_letter,
)
from samklang.web.mail.letters import Text, UnknownName, fill, names_in, standard, write
from samklang.web.mail.links import answer_address, token
from samklang.web.models import Mailing, Theme
from samklang.web.models.mailing import MailKind
from tests.web.conftest import World
from tests.web.mail_server import MailServer
from tests.web.mailing_world import PAGE, one, ordered, work
from tests.web.mailing_world import server as server
from tests.web.mailing_world import theme as theme


def test_a_text_names_only_what_there_is() -> None:
    assert names_in("Hej {member}: {link}") == {"member", "link"}
    for hostile in ("{member.__class__}", "{0}", "{}", "{secret}"):
        with pytest.raises(UnknownName):
            names_in(hostile)
    # What is filled in is never read as a name.
    assert fill("{member} {link}", {"member": "{link}", "link": "x"}) == "{link} x"


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", MailKind.values)
def test_our_own_wordings_are_whole(theme: Theme, kind: str, language: str) -> None:
    text = standard(kind, language)  # type: ignore[arg-type]
    names_in(text.subject + text.body)
    written = write(text, one(theme, 1), language=language)  # type: ignore[arg-type]
    assert "{" not in written.subject + written.body
    assert answer_address(token(one(theme, 1).pk, 0)) in written.body


def test_a_name_with_a_line_break_stays_in_its_header(theme: Theme) -> None:
    invitation = one(theme, 1)
    invitation.member.name = "A\nBcc: all@exempel.se"
    text = Text("{member}", "{link}")
    assert write(text, invitation, language="sv").subject == "A Bcc: all@exempel.se"


def test_a_theme_words_its_own_letters(theme: Theme, server: MailServer) -> None:
    with pytest.raises(NoLink):
        word_letter(theme, kind="invitation", language="sv", text=Text("a", "b"), by=None)  # type: ignore[arg-type]
    own = Text("Vårt ämne", "Kära {member}: {link}")
    word_letter(theme, kind="invitation", language="sv", text=own, by=None)  # type: ignore[arg-type]
    ordered(theme)
    work()
    (letter,) = server.to("f1@exempel.se")
    assert "Kära Förening 1" in letter.get_payload(decode=True).decode()  # type: ignore[union-attr]


def test_staff_order_call_off_and_word_letters_in_the_browser(world: World, theme: Theme) -> None:
    page = world.editor.get(PAGE).content.decode()
    assert "De som inte har börjat (3)" in page
    fields = {"kind": "invitation", "group": "all", "key": "k" * 32}
    for _ in range(2):  # a double click
        assert world.editor.post(f"{PAGE}nytt/", fields).url == PAGE
    mailing = Mailing.objects.get()
    assert world.editor.post(f"{PAGE}nytt/", fields | {"group": "x"}).status_code == 400
    assert world.reader.post(f"{PAGE}nytt/", fields).status_code == 403
    world.editor.post(f"{PAGE}{mailing.pk}/stall-in/")
    mailing.refresh_from_db()
    assert mailing.cancelled_at
    text = f"{PAGE}text/invitation/sv/"
    shown = world.editor.post(text, {"subject": "Ä", "body": "Hej {member}", "preview": "1"})
    assert shown.status_code == 400
    assert "ingen skulle kunna svara" in shown.content.decode()
    good = {"subject": "Ä", "body": "Hej {member} {link}"}
    assert "Hej Förening 1" in world.editor.post(text, good | {"preview": "1"}).content.decode()
    assert not theme.mail_texts.exists()
    assert world.editor.post(text, good).url == PAGE
    assert theme.mail_texts.get().subject == "Ä"
    # The preview's link is nobody's.
    secret = token(one(theme, 1).pk, 0)
    assert secret not in world.editor.get(text).content.decode()


def test_a_bounced_member_gets_another_address(world: World, theme: Theme) -> None:
    theme.invitations.filter(member__number="1").update(bounced_at=timezone.now())
    address = f"{PAGE}adress/{one(theme, 1).pk}/"
    world.editor.post(address, {"email": "ingen"})
    assert one(theme, 1).bounced_at
    world.editor.post(address, {"email": "ny@exempel.se"})
    assert (one(theme, 1).bounced_at, one(theme, 1).email) == (None, "ny@exempel.se")


def test_letters_that_would_reach_nobody_are_said_to(world: World, theme: Theme) -> None:
    backends = "django.core.mail.backends"
    for backend, told in (("console", True), ("filebased", True), ("smtp", False)):
        with override_settings(EMAIL_BACKEND=f"{backends}.{backend}.EmailBackend"):
            page = world.editor.get(PAGE).content.decode()
        assert ("ingen e-postserver" in page) is told


def test_it_is_said_when_letters_go(world: World, theme: Theme) -> None:
    fields = {"kind": "invitation", "group": "all", "key": "k" * 32}
    now = world.editor.post(f"{PAGE}nytt/", fields, follow=True).content.decode()
    assert "inom några minuter" in now
    later = fields | {"key": "l" * 32, "due_at": "2099-01-01T09:00"}
    then = world.editor.post(f"{PAGE}nytt/", later, follow=True).content.decode()
    assert "vid den tid ni valde" in then
    # No letter is in the queue until the time has come, which is not to say that there are none.
    assert then.count("väntar</span></td>") == 2
