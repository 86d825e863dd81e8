"""Leaving: to a colleague, declining, no more letters, and taking answers back."""

import csv
import datetime
import io
import json

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from samklang.web.actions.retention import deidentify, deidentify_due
from samklang.web.models import AuditRow, Invitation, Letter, Response, Theme
from samklang.web.queries.mailing import group
from tests.web.answering_world import Tab, link, one, open_theme
from tests.web.conftest import World

REST = {"q5__i1": "a", "q5__i2": "b", "q6": "3,5", "q7": "2024-01-02"}
BACK = "/svara/ta-tillbaka/"


@pytest.fixture
def theme(world: World) -> Theme:
    """An open theme that asks three members."""
    return open_theme(world.network)


def sent(theme: Theme, number: int = 1, words: str = "En idé") -> Response:
    """The response of a member that has sent in."""
    tab = Tab(link(theme, number)).begin().fill(q1="yes").fill(q2=words, q3="5")
    tab.fill(q4=["annan"], q4__annan__text="grannen", **REST).press()
    return Response.objects.get(invitation=one(theme, number))


def test_a_colleague_goes_on_where_the_member_stopped(theme: Theme) -> None:
    Tab(link(theme)).begin().fill(q1="yes")
    client = Client()
    for _ in range(2):  # a double click is one letter
        answer = client.post(link(theme) + "kollega/", {"email": "kollega@exempel.se"}, follow=True)
    assert "kollega@exempel.se" in answer.content.decode()
    letter = Letter.objects.get()
    assert (letter.kind, letter.to, letter.state) == ("delegation", "kollega@exempel.se", "queued")
    assert one(theme) in group(theme, "delegated")
    assert Tab(link(theme)).begin().path.endswith("/sida/2/")


def test_a_link_cannot_send_mail_to_the_world(theme: Theme) -> None:
    codes = [
        Client().post(link(theme) + "kollega/", {"email": f"k{n}@exempel.se"}).status_code
        for n in range(7)
    ]
    assert codes == [302] * 5 + [409] * 2
    assert Letter.objects.count() == 5
    answer = Client().post(link(theme) + "kollega/", {"email": "inget"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_declining_ends_the_letters_and_can_be_undone(theme: Theme) -> None:
    Tab(link(theme)).begin().fill(q1="yes")
    tab = Tab(link(theme)).get("avsta/").send({"reason": "Hinner inte"})
    assert tab.says("Tack för beskedet")
    assert one(theme).decline_reason == "Hinner inte"
    assert one(theme) not in group(theme, "all")
    tab.begin()
    # Nothing that was filled in is lost by declining by mistake.
    assert tab.path.endswith("/sida/2/")
    assert one(theme).declined_at is None


def test_who_has_sent_in_cannot_decline(theme: Theme) -> None:
    stale = Tab(link(theme)).get("avsta/")
    sent(theme)
    stale.send({"reason": "Nej"})
    assert stale.path.partition("?")[0].endswith("/kvitto/")
    assert one(theme).declined_at is None


def test_one_click_opt_out_is_a_post_and_works_when_the_theme_has_closed(theme: Theme) -> None:
    Theme.objects.update(state="closed")
    page = link(theme) + "inga-fler-brev/"
    client = Client(enforce_csrf_checks=True)
    for method in (client.get, client.head, client.options):
        method(page)
    assert one(theme).opted_out_at is None
    answer = client.post(page, "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert one(theme).opted_out_at is not None
    client.post(page, {"letters": "yes"})
    assert one(theme).opted_out_at is None
    assert client.post(page, follow=True).status_code == 200
    assert one(theme).opted_out_at is not None


def test_answers_are_taken_back_by_receipt(theme: Theme) -> None:
    response = sent(theme)
    assert "Svaret på enkäten ”Social innovation" in _take_back(response.receipt.lower())
    response.refresh_from_db()
    assert response.state == "sent"  # it is asked once more first
    assert "Svaret är raderat" in _take_back(response.receipt, sure="yes")
    response.refresh_from_db()
    assert (response.state, response.answers, response.receipt) == ("erased", {}, None)
    assert (one(theme).finished_on, one(theme).declined_at is None) == (None, False)
    assert "Vi hittar inget svar" in _take_back("ABCDEFGHIJKLMNOPQRST", sure="yes")
    # The trail says that it was done, and not by whom.
    row = AuditRow.objects.get(action="erase")
    assert (row.subject, row.detail) == ("", {})


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/svara/", BACK, "/svara/ingen/"])
def test_pages_without_a_member_are_read_in_either_language(page: str) -> None:
    browser = Client(headers={"accept-language": "sv"})
    swedish = html.fromstring(browser.get(page).content)
    (other,) = swedish.xpath("//a[@hreflang='en']")
    assert (other.get("href"), other.text, swedish.get("lang")) == ("?sprak=en", "English", "sv")
    english = html.fromstring(browser.get(f"{page}?sprak=en").content)
    assert english.get("lang") == "en"
    assert english.xpath("//a[@hreflang='sv']")[0].get("href") == "?sprak=sv"
    # What is written there is answered in the language it was written in.
    (form,) = english.forms
    written = dict(form.form_values()) | {"code": "fel"}
    sent = browser.post(form.action or page, written, follow=True)
    assert html.fromstring(sent.content).get("lang") == "en"


def _take_back(receipt: str | None, **more: str) -> str:
    answer = Client(headers={"accept-language": "sv"}).post(BACK, {"receipt": receipt, **more})
    return answer.content.decode()


def test_after_taking_back_one_can_answer_anew(theme: Theme) -> None:
    first = sent(theme)
    open_tab = Tab(link(theme)).get("sida/2/")
    _take_back(first.receipt, sure="yes")
    tab = Tab(link(theme)).begin()
    assert tab.path.endswith("/sida/1/")
    # A tab from before the taking back does not bring the old answers in by the back door.
    open_tab.fill(q2="Gammalt", q3="5")
    assert Response.objects.get(pk=first.pk).answers == {}
    tab.fill(q1="no").fill(**REST).press()
    again = Response.objects.get(invitation=one(theme))
    assert again.receipt not in (None, first.receipt)
    assert again.answers["q1"] == "no"


def test_ones_own_answers_can_be_taken_away_and_no_spreadsheet_runs_them(theme: Theme) -> None:
    sent(theme, words='=HYPERLINK("http://evil.example")')
    client = Client()
    table = client.get(link(theme) + "svar.csv")
    assert "attachment" in table.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    answer = {row["fråga"]: row["svar"] for row in rows}
    assert answer["q2"] == '\'=HYPERLINK("http://evil.example")'
    assert answer["q5.i2"] == "Stämmer inte"
    assert answer["q6"] == "3,5"
    found = json.loads(client.get(link(theme) + "svar.json").content)
    assert found["raw"]["q2"] == '=HYPERLINK("http://evil.example")'
    assert found["state"] == "sent"
    slip = client.get(link(theme) + "kvitto.txt").content.decode()
    assert found["receipt"] in slip


def test_an_overdue_theme_is_deidentified_by_the_worker(theme: Theme) -> None:
    response = sent(theme)
    Tab(link(theme, 2)).begin().fill(q1="yes")
    Client().post(link(theme, 2) + "kollega/", {"email": "kollega@exempel.se"})
    Theme.objects.update(retention=timezone.localdate())
    assert deidentify_due() == 0  # its last day is not over
    assert deidentify_due(timezone.localdate() + datetime.timedelta(days=1)) == 1
    response = Response.objects.get()  # the draft is gone
    assert response.answers == {
        "q1": "yes",
        "q3": "5",
        "q4": ["annan"],
        "q5": {"i1": "a", "i2": "b"},
        "q6": "3.5",
        "q7": "2024-01-02",
    }
    ties = ("invitation_id", "receipt", "created_at", "saved_at", "sent_at", "device_hash")
    assert [getattr(response, name) for name in ties] == [None] * 6
    for invitation in Invitation.objects.all():
        values = (invitation.link_hash, invitation.email, invitation.delegated_to)
        assert values == (None, "", "")
    assert not Letter.objects.exists()
    assert not AuditRow.objects.filter(subject__startswith="Förening").exists()
    assert Client().get(link(theme)).status_code == 404
    assert not deidentify(Theme.objects.get())
