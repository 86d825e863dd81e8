"""Answering: other survey systems' known faults, each as a test that it is not ours."""

import pytest
from django.test import Client
from django.utils import timezone

from samklang.web.mail.links import token
from samklang.web.models import Invitation, Response, Theme
from tests.web.answering_world import Tab, link, one, open_theme
from tests.web.conftest import World

REST = {"q5__i1": "a", "q5__i2": "b", "q6": "3,5", "q7": "2024-01-02"}


@pytest.fixture
def theme(world: World) -> Theme:
    """An open theme that asks three members."""
    return open_theme(world.network)


def kept(theme: Theme) -> dict[str, object]:
    return dict(Response.objects.get(theme=theme).answers)


def filled_in(theme: Theme, number: int = 1) -> Tab:
    """A tab at the review, with everything answered."""
    tab = Tab(link(theme, number)).begin()
    tab.fill(q1="yes").fill(q2="En idé", q3="5").fill(q4=["kommun"], **REST)
    assert tab.path.endswith("/granska/")
    return tab


def test_a_member_answers_reviews_and_gets_a_receipt(theme: Theme) -> None:
    tab = filled_in(theme)
    for said in ("En idé", "Vi har råd:", "Stämmer inte", "3,5", "Inget är inskickat än"):
        assert tab.says(said)
    assert one(theme).finished_on is None
    tab.press()
    assert tab.path.endswith("/kvitto/")
    response = Response.objects.get()
    assert tab.says(f"{response.receipt[:5]}-{response.receipt[5:10]}")
    assert response.state == "sent"
    assert one(theme).finished_on == timezone.localdate()
    assert response.answers == {
        "q1": "yes",
        "q2": "En idé",
        "q3": "5",
        "q4": ["kommun"],
        "q5": {"i1": "a", "i2": "b"},
        "q6": "3.5",
        "q7": "2024-01-02",
    }


def test_a_conditional_question_comes_without_javascript(theme: Theme) -> None:
    yes = Tab(link(theme)).begin().fill(q1="yes")
    assert yes.says("Vad var nytt?")
    no = Tab(link(theme, 2)).begin().fill(q1="no")
    assert not no.says("Vad var nytt?")
    assert no.says("Hur väl stämmer det?")
    assert "<script" not in yes.html


def test_what_a_browser_says_of_relevance_is_not_believed(theme: Theme) -> None:
    tab = Tab(link(theme)).begin().fill(q1="no", q2="Smuggled", q4=["kommun"])
    assert kept(theme) == {"q1": "no"}
    tab.fill(**REST).press()
    assert "q2" not in kept(theme)


def test_an_answer_that_is_no_longer_asked_is_not_sent_in(theme: Theme) -> None:
    tab = filled_in(theme)
    tab.get("sida/1/").fill(q1="no")
    tab.get("granska/").press()
    assert set(kept(theme)) == {"q1", "q5", "q6", "q7"}


def test_a_double_click_on_send_is_one_response_and_both_are_told(theme: Theme) -> None:
    tab = filled_in(theme)
    other = Tab(link(theme), tab.client).get("granska/")
    tab.press()
    assert tab.says("Svaret är mottaget")
    first = Response.objects.get()
    other.press()
    clock = f"{timezone.localtime(first.sent_at):%H.%M}"
    assert other.says("Svaret var redan mottaget")
    assert other.says(f"kl. {clock}")
    assert tab.says(f"kl. {clock}")
    again = Response.objects.get()
    assert (again.version, again.receipt, again.sent_at) == (
        first.version,
        first.receipt,
        first.sent_at,
    )


def test_two_devices_on_one_link_never_overwrite_silently(theme: Theme) -> None:
    computer, phone = Tab(link(theme)).begin(), Tab(link(theme)).begin()
    computer.fill(q1="yes")
    phone.fill(q1="no")
    assert phone.status == 409
    assert kept(theme) == {"q1": "yes"}
    assert phone.says("Sidan har ändrats i en annan flik eller på en annan enhet")
    # Its own answer is still ticked, and the other stands beside it.
    assert 'value="no" id="f-q1-no" checked' in phone.html
    assert phone.says("Redan sparat:")
    # The choice: to save one's own all the same …
    phone.fill(q1="no")
    assert kept(theme) == {"q1": "no"}
    # … after which the first device is the one that is told.
    computer.get("sida/1/")
    phone.get("sida/1/").fill(q1="yes")
    computer.fill(q1="no")
    assert computer.status == 409


def test_two_devices_on_different_pages_both_keep_what_they_wrote(theme: Theme) -> None:
    computer = Tab(link(theme)).begin().fill(q1="yes")
    phone = Tab(link(theme)).begin()
    assert phone.path.endswith("/sida/2/")
    computer.fill(q2="Från datorn", q3="5")
    computer.get("sida/3/")
    phone.get("sida/1/")
    computer.fill(**REST)
    phone.fill(q1="yes")
    assert kept(theme)["q2"] == "Från datorn"
    assert kept(theme)["q6"] == "3.5"
    assert phone.status == 200


def test_a_device_that_comes_after_sending_is_told_and_changes_nothing(theme: Theme) -> None:
    tab = filled_in(theme)
    late = Tab(link(theme)).get("sida/2/")
    tab.press()
    late.fill(q2="För sent", q3="9")
    assert late.status == 409
    assert late.says("Svaret är redan inskickat")
    assert late.says("För sent")
    assert kept(theme)["q2"] == "En idé"


def test_back_and_send_again_works(theme: Theme) -> None:
    tab = Tab(link(theme)).begin()
    old_path, old_form = tab.path, tab.hidden()
    tab.fill(q1="yes").fill(q2="En idé", q3="5")
    # The browser's back button shows the form as it was, with its old version in it.
    tab.path = old_path
    tab.send(old_form, {"q1": "no"})
    assert tab.status == 200
    assert kept(theme)["q1"] == "no"
    # Loading a page again that was the answer to a POST sends the same once more.
    tab.path = old_path
    tab.send(old_form, {"q1": "no"})
    assert tab.status == 200


def test_it_resumes_at_the_first_unanswered_question_on_any_device(theme: Theme) -> None:
    Tab(link(theme)).begin().fill(q1="yes").fill(q2="En idé", q3="5")
    client = Client()
    answer = client.post(link(theme) + "borja/")
    assert answer.url == f"{link(theme)}sida/3/#q-q4"
    Tab(link(theme)).begin().fill(q4=["kommun"], q5__i1="a")
    answer = client.post(link(theme) + "borja/")
    assert answer.url.endswith("sida/3/#q-q5") or answer.url.endswith("sida/3/#q-q6")
    assert Response.objects.count() == 1


def test_valid_answers_are_kept_when_another_on_the_page_is_faulty(theme: Theme) -> None:
    tab = Tab(link(theme)).begin().fill(q1="yes").fill(q2="En idé", q3="fem")
    assert tab.status == 422
    assert kept(theme) == {"q1": "yes", "q2": "En idé"}
    assert 'href="#q-q3"' in tab.html
    assert 'id="e-q3"' in tab.html
    assert 'aria-describedby="e-q3"' in tab.html
    assert 'value="fem"' in tab.html
    # The same form again, put right.
    tab.fill(q2="En idé", q3="5")
    assert tab.path.endswith("/sida/3/")


def test_a_required_question_holds_the_sending_and_not_the_saving(theme: Theme) -> None:
    tab = Tab(link(theme)).begin().fill()
    assert tab.status == 422
    assert tab.says("Frågan måste besvaras.")
    tab.get("granska/").press()
    assert tab.status == 422
    assert Response.objects.get().state == "draft"
    assert f"{link(theme)}sida/1/?till=granska#q-q1" in tab.html


def test_change_from_the_review_and_return_to_it(theme: Theme) -> None:
    tab = filled_in(theme).get("sida/2/?till=granska").fill(q2="Bättre", q3="5")
    assert tab.path.endswith("/granska/")
    assert tab.says("Bättre")


def test_sent_answers_can_be_changed_until_close(theme: Theme) -> None:
    tab = filled_in(theme).press()
    receipt = Response.objects.get().receipt
    tab.get("sida/2/").fill(q2="Ändrat", q3="5")
    # Until they are sent in again, what was sent in counts.
    assert kept(theme)["q2"] == "En idé"
    assert tab.get("kvitto/").says("Ni har ändringar som inte är inskickade")
    tab.get("granska/").press()
    assert kept(theme)["q2"] == "Ändrat"
    assert Response.objects.get().receipt == receipt
    tab.get("sida/2/").fill(q2="Ändrat igen", q3="5")
    tab.client.post(link(theme) + "angra/")
    assert tab.get("svar/").says("Ändrat")
    assert Response.objects.get().changes is None


def test_a_scanners_visit_changes_nothing(theme: Theme) -> None:
    filled_in(theme, 2)
    before = [list(m.objects.order_by("pk").values()) for m in (Invitation, Response)]
    scanner = Client(headers={"sec-purpose": "prefetch"})
    for number in (1, 2, 3):
        for page in (
            "",
            "borja/",
            "sprak/",
            "sida/1/",
            "sida/3/",
            "granska/",
            "senare/",
            "angra/",
            "kvitto/",
            "kvitto.txt",
            "svar/",
            "svar.csv",
            "svar.json",
            "kollega/",
            "avsta/",
            "inga-fler-brev/",
        ):
            for method in (scanner.get, scanner.head, scanner.options):
                assert method(link(theme, number) + page).status_code < 500
    assert before == [list(m.objects.order_by("pk").values()) for m in (Invitation, Response)]
    assert one(theme).opened_at is None


def test_opened_counts_when_a_person_begins(theme: Theme) -> None:
    Tab(link(theme)).get().begin()
    assert one(theme).opened_at is not None


def test_wrong_codes_lock_nobody_out(theme: Theme) -> None:
    client = Client()
    for n in range(30):
        answer = client.get(f"/svara/{token(10_000 + n, 0)}/")
        assert answer.status_code == 404
        assert "Länken fungerar inte" in answer.content.decode()
    assert client.get("/svara/kort/").status_code == 404
    assert client.get(link(theme)).status_code == 200
    typed = link(theme).split("/")[2].upper()
    code = f" {typed[:10]} {typed[10:]}-"
    assert client.post("/svara/", {"code": code}, follow=True).redirect_chain[0][0] == link(theme)


def test_a_link_used_far_too_often_waits_alone(
    theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samklang.web.serving.throttle.MOST", 5)
    client = Client()
    answers = [client.get(link(theme)).status_code for _ in range(8)]
    assert answers == [200] * 5 + [429] * 3
    assert client.get(link(theme, 2)).status_code == 200


def test_the_language_is_kept_and_what_is_typed_too(theme: Theme) -> None:
    tab = Tab(link(theme)).begin().fill(q1="yes").fill(q2="En idé", q3="5", language="en")
    assert tab.path.endswith("/sida/2/")
    assert tab.says("Save and continue")
    assert tab.says("En idé")
    assert Tab(link(theme)).get().says("Social innovation in the north")
    assert one(theme).language == "en"
    answer = Client().post(link(theme) + "sprak/", {"language": "sv", "next": "//evil.example/"})
    assert answer.url == link(theme)


def test_pages_set_no_cookie_and_open_no_session(theme: Theme) -> None:
    tab = filled_in(theme).press()
    assert not tab.client.cookies


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"state": "draft"}, "Enkäten har inte öppnat än"),
        ({"state": "closed"}, "Enkäten är stängd"),
        ({"closes_at": timezone.now()}, "Enkäten är stängd"),
    ],
)
def test_a_theme_that_takes_no_answers_says_so(
    theme: Theme, change: dict[str, object], said: str
) -> None:
    tab = Tab(link(theme)).begin().fill(q1="yes").get("sida/2/")
    Theme.objects.update(**change)
    assert Tab(link(theme)).get().says(said)
    tab.fill(q2="För sent", q3="5")
    assert tab.status == 409
    assert tab.says(said)
    assert kept(theme) == {"q1": "yes"}
    if change.get("state") != "draft":
        assert tab.says("För sent")
        assert tab.says("svaren skickades aldrig in")
        assert tab.get("svar/").says("Ja")


def test_the_receipt_is_still_there_when_the_theme_has_closed(theme: Theme) -> None:
    tab = filled_in(theme).press()
    Theme.objects.update(state="closed")
    assert tab.get().says("Ert svar har kommit in")
    assert tab.get("kvitto/").says("Svaret är mottaget")
    assert not tab.says("Ändra svaret")
