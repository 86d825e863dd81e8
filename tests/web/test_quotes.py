"""Quotes: nothing is printed that a person has not released and the member has not said yes to."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from samklang.analysis.analysis import analyse
from samklang.package.read import read_from
from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.erasure import erase
from samklang.web.mail.links import link_hash, token
from samklang.web.models import AuditRow, Coding, Letter, Quote, Response, Theme
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from samklang.web.starts import codebook
from tests.web.conftest import World
from tests.web.test_coding import HOME, code, keys
from tests.web.test_reports import SECRET_NAME, made_theme

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


def change(client: Client, deed: str, status: int = 302, **fields: object) -> Quote:
    quote = Quote.objects.get()
    fields = {"words": quote.words or "Att vi hade tid.", "deed": deed, **fields}
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
    return [(q.text, q.translation, q.name) for q in analyse(package).quotes]


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
    quote = change(world.editor, "release", checked="on", translation="That we had time.")
    assert (quote.state, quote.released_by.username) == ("released", "redaktor@exempel.se")  # type: ignore[union-attr]
    assert said(theme) == [("Att vi hade tid.", "That we had time.", "")]
    world.anyone.post(member, {f"quote-{quote.pk}": "name"})
    [(_, _, name)] = said(theme)
    assert name.startswith(SECRET_NAME)
    deeds = set(AuditRow.objects.filter(theme=theme).values_list("deed", flat=True))
    assert {"choose_quote", "ask_quote", "answer_quote", "release_quote"} <= deeds


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
    assert change(world.editor, "word", words="Att vi hade pengar.").words == "Att vi […] tid."
    # New words of a released quote are released anew.
    world.editor.post(f"{QUOTES}valj/", {"ask": "no"})
    assert change(world.editor, "release", checked="on").state == "released"
    assert said(theme)[0][0] == "Att vi […] tid."
    assert change(world.editor, "word", words="Att vi hade tid.").state == "candidate"
    assert said(theme) == []


def test_who_only_looks_releases_nothing(world: World, theme: Theme) -> None:
    change(world.reader, "release", status=403, checked="on")
    change(world.stranger, "release", status=404, checked="on")
    assert SECRET_NAME not in world.editor.get(QUOTES).content.decode()
