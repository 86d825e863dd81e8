"""Quotes: nothing is printed that a person has not released and the member has not said yes to."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from samklang.analysis.analysis import analyse
from samklang.core.language.phrases import phrase
from samklang.package.read import read_from
from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.coding_by_file import code_answers
from samklang.web.actions.erasure import erase
from samklang.web.mail.links import link_hash, token
from samklang.web.models import (
    AuditRow,
    Coding,
    CodingStep,
    Letter,
    Member,
    Quote,
    ReadAnswer,
    Response,
    Theme,
)
from samklang.web.queries.open_answers import digest
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from samklang.web.starts import codebook
from tests.web.conftest import World
from tests.web.report_world import SECRET_NAME, made_theme
from tests.web.test_coding import HOME, code, keys

QUOTES = f"{HOME}citat/"


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """One coded answer that is a candidate."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = made_theme(world.network)
    begin_codebook(made, codebook("factors"), by=None)  # type: ignore[arg-type]
    for pk in keys(made):
        code(world.editor, pk, whole=["economy:hinders"])
    coding = Coding.objects.first()
    assert coding
    world.editor.post(f"{QUOTES}valj/", {"coding": coding.pk})
    return made


def change(client: Client, action: str, status: int = 302, **fields: object) -> Quote:
    quote = Quote.objects.get()
    fields = {"words": quote.words or "Att vi hade tid.", "action": action, **fields}
    assert client.post(f"{QUOTES}{quote.pk}/", fields).status_code == status
    quote.refresh_from_db()
    return quote


def link(quote: Quote) -> str:
    """The member's own page about quotes."""
    one = quote.coding.answer.response.invitation
    assert one
    secret = token(one.pk, one.turn)
    one.link_hash = link_hash(secret)
    one.save()
    return f"/svara/{secret}/citat/"


def said(theme: Theme) -> list[tuple[str, str, str]]:
    """The quotes that a report of the theme as it stands may print."""
    theme.refresh_from_db()
    package = read_from(package_files(theme, published(theme)))  # type: ignore[arg-type]
    return [(q.text, q.translation.en, q.name) for q in analyse(package).quotes]


def test_a_quote_is_released_by_a_person_after_the_member_has_said_yes(
    world: World, theme: Theme
) -> None:
    assert change(world.editor, "release", checked="on").state == "candidate"  # not asked
    quote = change(world.editor, "ask")
    assert quote.state == "asked"
    letter = Letter.objects.get(kind="quote")
    assert letter.invitation == quote.coding.answer.response.invitation
    assert change(world.editor, "release", checked="on").state == "asked"  # no answer yet
    assert said(theme) == []
    member = link(quote)
    page = world.anyone.get(member).content.decode()
    assert "Att vi hade tid." in page
    world.anyone.post(member, {f"quote-{quote.pk}": "place"})
    assert change(world.editor, "release").state == "asked"  # nobody says to have read it
    assert said(theme) == []
    quote = change(world.editor, "release", checked="on", translation_en="That we had time.")
    assert (quote.state, quote.released_by.username) == ("released", "redaktor@exempel.se")  # type: ignore[union-attr]
    assert said(theme) == [("Att vi hade tid.", "That we had time.", "")]
    world.anyone.post(member, {f"quote-{quote.pk}": "name"})
    [(_, _, name)] = said(theme)
    assert name.startswith(SECRET_NAME)
    actions = set(AuditRow.objects.filter(theme=theme).values_list("action", flat=True))
    assert {"choose_quote", "ask_quote", "answer_quote", "release_quote"} <= actions


@pytest.mark.parametrize("way", ["no", "changed", "erased", "withdrawn", "uncoded"])
def test_whatever_takes_a_quote_back_takes_it_out_of_the_next_report(
    world: World, theme: Theme, way: str
) -> None:
    quote = change(world.editor, "ask")
    member = link(quote)
    world.anyone.post(member, {f"quote-{quote.pk}": "place"})
    change(world.editor, "release", checked="on")
    assert len(said(theme)) == 1
    response = quote.coding.answer.response
    if way == "no":
        world.anyone.post(member, {f"quote-{quote.pk}": "no"})
        assert change(world.editor, "release", checked="on").state == "withdrawn"
    elif way == "changed":
        Response.objects.filter(pk=response.pk).update(answers={**response.answers, "q5": "Nej."})
    elif way == "erased":
        erase(response)
    elif way == "withdrawn":
        change(world.editor, "withdraw")
    else:
        code(world.editor, response.pk, seen=1, whole=["leadership:hinders"])
    assert said(theme) == []


def test_no_word_of_the_members_is_changed(world: World, theme: Theme) -> None:
    assert change(world.editor, "word", words="Att vi […] tid.").words == "Att vi […] tid."
    assert (
        change(world.editor, "word", status=400, words="Att vi hade pengar.").words
        == "Att vi […] tid."
    )
    # New words of a released quote are released anew.
    world.editor.post(f"{QUOTES}valj/", {"ask": "no"})
    assert change(world.editor, "release", checked="on").state == "released"
    assert said(theme)[0][0] == "Att vi […] tid."
    assert change(world.editor, "word", words="Att vi hade tid.").state == "candidate"
    assert said(theme) == []


def test_a_translation_of_other_words_is_read_again_before_release(
    world: World, theme: Theme
) -> None:
    world.editor.post(f"{QUOTES}valj/", {"ask": "no"})
    change(world.editor, "release", checked="on", translation_en="That we had time.")
    assert [en for _, en, _ in said(theme)] == ["That we had time."]
    fields = {"words": "Att vi […] tid.", "translation_en": "That we had time.", "checked": "on"}
    address = f"{QUOTES}{Quote.objects.get().pk}/"
    answer = world.editor.post(address, {"action": "release", **fields}, follow=True)
    assert phrase("sv", "quoting.old_translation") in answer.content.decode()
    assert Quote.objects.get().state == "candidate"
    assert said(theme) == []
    # Once it has been said, it is for the person who releases.
    assert change(world.editor, "release", **fields).state == "released"
    assert said(theme) == [("Att vi […] tid.", "That we had time.", "")]


def test_a_member_is_asked_again_of_words_that_it_has_not_seen(world: World, theme: Theme) -> None:
    change(world.editor, "ask", words="Att […] hade tid.")
    quote = Quote.objects.get()
    world.anyone.post(link(quote), {f"quote-{quote.pk}": "place"})
    # Fewer of the words that it said yes to.
    assert change(world.editor, "release", words="Att […] tid.", checked="on").state == "released"
    # More of them than it saw.
    address = f"{QUOTES}{quote.pk}/"
    fields = {"action": "release", "words": "Att vi […] tid.", "checked": "on"}
    text = world.editor.post(address, fields, follow=True).content.decode()
    assert phrase("sv", "quoting.ask_again") in text
    quote = Quote.objects.get()
    assert (quote.state, quote.consent) == ("candidate", "")
    assert said(theme) == []
    world.anyone.post(link(quote), {f"quote-{quote.pk}": "place"})
    assert change(world.editor, "release", checked="on").state == "released"
    # A no stands whatever the words are.
    world.anyone.post(link(quote), {f"quote-{quote.pk}": "no"})
    assert change(world.editor, "word", words="Att vi hade tid.").consent == "no"


@pytest.mark.parametrize("way", ["page", "grid", "file"])
def test_other_words_under_the_same_coding_are_not_printed(
    world: World, theme: Theme, way: str
) -> None:
    """As many letters, the same code: the quote was of what the member said before."""
    world.editor.post(f"{QUOTES}valj/", {"ask": "no"})
    quote = change(world.editor, "release", checked="on")
    response = quote.coding.answer.response
    new = "Att vi hade pli."
    Response.objects.filter(pk=response.pk).update(answers={**response.answers, "q5": new})
    seen = quote.coding.answer.version
    if way == "page":
        code(world.editor, response.pk, seen=seen, whole=["economy:hinders"])
    elif way == "grid":
        row = {"row": response.pk, "action": "add", "code": "economy:hinders"}
        world.editor.post(f"{HOME}fraga/q5/tabell/", row)
    else:
        marks = [("economy", "hinders", 0, len(new))]
        code_answers(
            theme,
            [
                {
                    "response": response.pk,
                    "question": "q5",
                    "digest": digest(new),
                    "seen": seen,
                    "status": "coded",
                    "memo": "",
                    "marks": marks,
                }
            ],
            by=User.objects.get(username="redaktor@exempel.se"),
        )
    read = ReadAnswer.objects.get(response=response)
    assert (read.status, read.digest) == ("coded", digest(new))
    assert said(theme) == []
    text = world.editor.get(QUOTES).content.decode()
    assert phrase("sv", "quoting.gone_untied") in text
    # Nor by a page that was open since before.
    address = f"{QUOTES}{quote.pk}/"
    world.editor.post(address, {"action": "release", "words": new, "checked": "on"})
    assert said(theme) == []


def test_undoing_past_a_changed_answer_prints_nothing_of_it(world: World, theme: Theme) -> None:
    """The coding comes back to the words that it was made on, and those are gone."""
    world.editor.post(f"{QUOTES}valj/", {"ask": "no"})
    quote = change(world.editor, "release", checked="on")
    response = quote.coding.answer.response
    answers = {**response.answers, "q5": "Något helt annat, och längre."}
    Response.objects.filter(pk=response.pk).update(answers=answers)
    seen = quote.coding.answer.version
    code(world.editor, response.pk, seen=seen, whole=["leadership:enables"])
    step = CodingStep.objects.first()
    assert step
    world.editor.post(f"{HOME}logg/{step.pk}/angra/")
    assert Coding.objects.get(answer__response=response, live=True) == quote.coding
    assert said(theme) == []
    package = read_from(package_files(theme, published(theme)))  # type: ignore[arg-type]
    assert "Något helt" not in {c.text[:10] for c in package.codings}
    # As it was: the member takes its change back, and the quote stands.
    Response.objects.filter(pk=response.pk).update(answers=response.answers)
    assert len(said(theme)) == 1


def test_what_was_written_of_a_quote_with_other_words_is_still_there(
    world: World, theme: Theme
) -> None:
    quote = Quote.objects.get()
    words = {"words": "Helt andra ord.", "translation_en": "Words that took a while."}
    page = world.editor.post(f"{QUOTES}{quote.pk}/", {"action": "word", **words})
    assert page.status_code == 400
    text = page.content.decode()
    assert text.count(phrase("sv", "coding.quote_changed_words")) == 2  # above, and at the field
    assert f'href="#w-{quote.pk}"' in text
    for kept in words.values():
        assert f">{kept}</textarea>" in text
    # The names, the language or the page anew, from where this page stands.
    assert world.editor.get(f"{QUOTES}{quote.pk}/").headers["Location"] == QUOTES
    assert f'method="get" action="{QUOTES}"' in text
    quote.refresh_from_db()
    assert not {quote.words, quote.translation.en} & set(words.values())


def test_a_quote_that_is_too_long_says_so(world: World, theme: Theme) -> None:
    """Not that its words were changed: nobody changed any."""
    world.editor.post(f"{QUOTES}valj/", {"ask": "no"})
    coding = rewritten(world, theme, "Ett ord till. " * 400)
    Quote.objects.update(coding=coding)
    quote = Quote.objects.get()
    words = ("Ett ord till. " * 400).strip()
    fields = {"action": "release", "words": words, "checked": "on"}
    text = world.editor.post(f"{QUOTES}{quote.pk}/", fields, follow=True).content.decode()
    assert phrase("sv", "quoting.too_long") in text
    assert phrase("sv", "coding.quote_changed_words") not in text
    # Nor by being shortened: no package holds it, so that the report could not be made.
    assert change(world.editor, "release", words="Ett […] till.", checked="on").state == "candidate"
    assert said(theme) == []


def test_who_only_looks_releases_nothing(world: World, theme: Theme) -> None:
    change(world.reader, "release", status=403, checked="on")
    change(world.stranger, "release", status=404, checked="on")
    assert SECRET_NAME not in world.editor.get(QUOTES).content.decode()


def rewritten(world: World, theme: Theme, text: str) -> Coding:
    """A second answer with words of its own, coded anew."""
    response = theme.responses.filter(state="sent").order_by("pk")[1]
    response.answers |= {"q5": text}
    response.save()
    code(world.editor, response.pk, seen=1, whole=["economy:hinders"])
    return Coding.objects.filter(answer__response=response).latest("pk")


def test_what_may_point_to_somebody_is_named_and_checked_before_release(
    world: World, theme: Theme
) -> None:
    """A telephone number, a member's name, and a trait that one member in the place has."""
    Quote.objects.all().delete()
    Member.objects.filter(name=f"{SECRET_NAME} 3").update(groups={"typ": "ridklubb"})
    text = f"Ring 070-123 45 67 till {SECRET_NAME} 7, eller till vår ridklubb i Arvidsjaur."
    place = {"municipality": "2505"}  # Arvidsjaur
    Member.objects.filter(name=f"{SECRET_NAME} 3").update(**place)
    coding = rewritten(world, theme, text)
    listed = world.editor.get(QUOTES).content.decode()
    assert '<b>Telefonnummer</b> <q dir="auto">070-123 45 67</q>' in listed
    world.editor.post(f"{QUOTES}valj/", {"coding": coding.pk})
    world.editor.post(f"{QUOTES}valj/", {"ask": "no"})
    flags = [
        "telephone:070-123 45 67",
        f"name:{SECRET_NAME} 7",
        "place-and-trait:Arvidsjaur + ridklubb",
    ]
    page = world.editor.get(QUOTES).content.decode()
    assert phrase("sv", "quoting.to_check", count=3) in page
    for flag in flags:
        assert f'name="flag" value="{flag}"' in page
    for ticked in ([], flags[:2], flags[1:]):
        sent = {"words": text, "checked": "on", "flag": ticked}
        assert change(world.editor, "release", **sent).state == "candidate"
    assert phrase("sv", "quoting.unchecked") in world.editor.get(QUOTES).content.decode()
    assert said(theme) == []
    # What is shortened away need not be checked; what is written in a translation must be.
    short = f"[…] till {SECRET_NAME} 7, […]"
    sent = {"words": short, "checked": "on", "flag": flags[1]}
    assert change(world.editor, "release", **sent).state == "released"
    assert said(theme)[0][0] == short
    row = AuditRow.objects.filter(action="release_quote").latest("pk")
    assert row.detail["checked"] == ["name"]
    sent["translation_en"] = "Write to anna@exempel.se"
    assert change(world.editor, "release", **sent).state == "candidate"
    assert said(theme) == []
    sent["flag"] = [flags[1], "e-mail:anna@exempel.se"]
    assert change(world.editor, "release", **sent).state == "released"


def test_candidates_come_first_with_why_and_the_other_side_among_them(
    world: World, theme: Theme
) -> None:
    """Twenty say much the same; one says something else, and one the opposite, as the last two."""
    Quote.objects.all().delete()
    rows = list(theme.responses.filter(state="sent").order_by("pk"))
    for number, row in enumerate(rows):
        words, code_on = f"Hyran för lokalen höjdes mitt under år {number}.", "economy:hinders"
        if number == 22:
            words = "Resorna till kusten är långa och dyra för barnen."
        if number == 23:
            words, code_on = "Ett litet bidrag utan krångel betydde allt.", "economy:enables"
        row.answers |= {"q5": words}
        row.save()
        code(world.editor, row.pk, seen=1, whole=[code_on])
    page = world.editor.get(QUOTES).content.decode()
    listed = page.split('class="themes candidates"')[1].split("<li>")[1:]
    assert len(listed) == 24
    for words, why in (
        ("Hyran", "typical"),
        ("Resorna", "unlike"),
        ("Ett litet bidrag", "opposite"),
    ):
        [item] = [item for item in listed[:3] if words in item]
        assert phrase("sv", f"quoting.why_{why}") in item
    assert not any('class="status"' in item for item in listed[3:])
    world.editor.post(f"{QUOTES}valj/", {"coding": Coding.objects.latest("pk").pk})
    assert "Säger tvärtemot" not in world.editor.get(QUOTES).content.decode()
    assert "candidates" not in world.reader.get(QUOTES).content.decode()
