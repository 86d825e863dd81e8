"""A member's own answers in the report: its own rows and released numbers, and nobody else's."""

import csv
import io
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from samklang.analysis.analysis import analyse
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Wording
from samklang.core.report.compose import compose
from samklang.core.report.default_manuscript import default_manuscript
from samklang.package.read import read
from samklang.publication.references import with_references
from samklang.render.data import data_files
from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.erasure import erase
from samklang.web.actions.freezing import freeze
from samklang.web.actions.retention import deidentify
from samklang.web.mail.links import link_hash
from samklang.web.models import Build, Coding, Freeze, Invitation, Publication, Quote, Theme
from samklang.web.starts import codebook
from tests.web.conftest import World
from tests.web.report_world import made_theme
from tests.web.test_coding import code, keys

TOKENS = {0: "a" * 26, 1: "b" * 26}
EVERY = ("qqown", "qqother")


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """Twenty-four answers, coded; two members' links are known; the report is public."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = made_theme(world.network)
    begin_codebook(made, codebook("factors"), by=None)  # type: ignore[arg-type]
    for number, one in enumerate(made.invitations.order_by("pk")[:24]):
        response = made.responses.get(invitation=one)
        response.answers |= {"q5": f"{EVERY[number > 0]} {number} hade tid och pengar."}
        response.save()
        if number in TOKENS:
            Invitation.objects.filter(pk=one.pk).update(link_hash=link_hash(TOKENS[number]))
    own = made.responses.get(answers__q5__startswith="qqown")
    for pk in keys(made):
        code(world.editor, pk, whole=["economy:enables"], memo="qqmemo")
    coding = Coding.objects.get(answer__response=own)
    Quote.objects.create(
        theme=made,
        coding=coding,
        state="released",
        translation=Wording(en="qqown had time and money."),
        consent="place",
        released_by=world.network.staff.first().user,  # type: ignore[union-attr]
        released_on=timezone.localdate(),
    )
    publish(made)
    return made


def publish(theme: Theme) -> None:
    """An edition whose build has the released tables that the package gives."""
    frozen = freeze(theme, by=None)
    folder = settings.DATA / "builds/1/data"
    folder.mkdir(parents=True)
    package = read(settings.DATA / frozen.file)
    material = with_references(analyse(package), package.references)
    text = default_manuscript(material, "sv")
    document, faults = compose(text, material, "sv", file="")
    assert faults == ()
    for name, content in data_files({"sv": document}).items():
        (folder / name).write_bytes(content)
    build = Build.objects.create(freeze=frozen, state="done", folder="builds/1")
    Publication.objects.create(
        theme=theme,
        build=build,
        edition=1,
        hash=frozen.hash,
        state="signed",
        signed_at=timezone.now(),
        public_from=timezone.now(),
    )


def page(client: Client, number: int = 0, token: str = "") -> str:
    answer = client.get(f"/svara/{token or TOKENS[number]}/rapporten/")
    return answer.content.decode()


def test_a_member_sees_its_own_codes_and_quote_and_nobody_else_s(
    world: World, theme: Theme
) -> None:
    text = page(world.anyone)
    assert "qqown 0 hade tid" in text
    assert "Ekonomi" in text
    assert phrase("sv", "own_report.quoted") in text
    assert (
        f'{phrase("sv", "own_report.translated", language="engelska")} <q lang="en">qqown had'
        in text
    )
    # Not another's words, nor what coders noted, nor who they are.
    for hidden in ("qqother", "qqmemo", "redaktor@exempel.se", "Nätverket K"):
        assert hidden not in text
    other = page(world.anyone, 1)
    assert "qqother 1 hade tid" in other
    assert "qqown" not in other
    assert phrase("sv", "own_report.quoted") not in other
    assert "engelska" not in other


def test_numbers_are_those_of_the_released_tables(world: World, theme: Theme) -> None:
    """A number that is withheld there is withheld here: numbers come from nowhere else."""
    folder = settings.DATA / "builds/1/data"
    before = page(world.anyone, 1)
    q1 = (folder / "q1.csv").read_text("utf-8-sig")
    own = next(r for r in csv.DictReader(io.StringIO(q1)) if r["row"] == "yes")
    assert own["status"] == "shown"
    printed = phrase("sv", "own_report.of_all", count=own["count"], base=own["base_n"])
    assert f"Ja: {printed}" in before
    rows = q1.replace(f"shown,,{own['count']},{own['base_n']}", "few,färre än 5,,")
    assert rows != q1
    (folder / "q1.csv").write_text(rows, encoding="utf-8-sig")
    after = page(world.anyone, 1)
    assert "Ja: färre än 5" in after
    assert printed not in after
    assert before.count("<dt>") == after.count("<dt>")
    # A figure that was not printed is not told of.
    (folder / "q1.csv").unlink()
    assert page(world.anyone, 1).count("<dt>") == before.count("<dt>") - 1


def test_it_is_there_only_by_a_good_link_and_once_published(world: World, theme: Theme) -> None:
    assert world.owner.get(f"/svara/{'c' * 26}/rapporten/").status_code == 404
    edition = Publication.objects.get()
    edition.state = "withdrawn"
    edition.save()
    text = page(world.anyone)
    assert phrase("sv", "own_report.why_unpublished") in text
    assert "qqown" not in text
    edition.state, edition.public_from = "signed", timezone.now() + timezone.timedelta(days=1)
    edition.save()
    assert "qqown" not in page(world.anyone)


def test_one_that_was_not_in_the_package_is_told_so(world: World, theme: Theme) -> None:
    Freeze.objects.update(members=[0])
    assert phrase("sv", "own_report.why_not_in") in page(world.anyone)
    deidentify(theme)
    assert "qqown" not in page(world.anyone)


def test_answers_that_were_sent_in_anew_are_told_from_those_of_the_report(
    world: World, theme: Theme
) -> None:
    """The page says what was printed, and that it is not what the member says now."""
    since = phrase("sv", "own_report.sent_since")
    assert since not in page(world.anyone)
    own = theme.responses.get(answers__q5__startswith="qqown")
    own.answers |= {"q5": "qqnew", "q1": "yes"}
    own.sent_at = timezone.now()
    own.save()
    text = page(world.anyone)
    assert since in text
    assert "qqown 0 hade tid" in text
    assert "qqnew" not in text
    assert since not in page(world.anyone, 1)
    # A later edition of the same answers as before is not made of those that came between.
    Freeze.objects.update(at=timezone.now() + timezone.timedelta(days=3))
    own.sent_at += timezone.timedelta(days=2)
    own.save()
    assert since in page(world.anyone)


def test_a_quote_that_was_refused_since_is_said_to_be_printed_and_not_again(
    world: World, theme: Theme
) -> None:
    refused = phrase("sv", "own_report.refused", network=theme.network.name)
    assert refused not in page(world.anyone)
    quote = Quote.objects.get()
    quote.asked_at = timezone.now()
    quote.save()
    world.anyone.post(f"/svara/{TOKENS[0]}/citat/", {f"quote-{quote.pk}": "no"})
    text = page(world.anyone)
    assert refused in text
    assert phrase("sv", "own_report.quoted") in text
    world.anyone.post(f"/svara/{TOKENS[0]}/citat/", {f"quote-{quote.pk}": "place"})
    assert refused not in page(world.anyone)


def test_who_has_taken_its_answers_back_sees_none_of_them(world: World, theme: Theme) -> None:
    own = theme.responses.get(answers__q5__startswith="qqown")
    erase(own)
    answer = world.anyone.get(f"/svara/{TOKENS[0]}/rapporten/", follow=True)
    assert "qqown" not in answer.content.decode()
    assert "qqother 1 hade tid" in page(world.anyone, 1)


def test_each_theme_s_link_leads_to_its_own_report(world: World, theme: Theme) -> None:
    """A member of two themes: what it said in one is not told of in the other."""
    first = Invitation.objects.get(link_hash=link_hash(TOKENS[0]))
    other = Theme.objects.create(
        network=world.network, address="annat", title=Wording("Annat"), opened_at=timezone.now()
    )
    secret = "c" * 26
    Invitation.objects.create(
        theme=other, member=first.member, email=first.email, link_hash=link_hash(secret)
    )
    answer = world.anyone.get(f"/svara/{secret}/rapporten/", follow=True)
    assert "qqown" not in answer.content.decode()


def test_an_anonymous_theme_tells_nothing(world: World, theme: Theme) -> None:
    Theme.objects.update(anonymous=True)
    Invitation.objects.update(finished_on=timezone.localdate())
    text = page(world.anyone)
    assert phrase("sv", "own_report.why_anonymous") in text
    assert "qqown" not in text


def test_the_receipt_leads_to_it(world: World, theme: Theme) -> None:
    text = world.anyone.get(f"/svara/{TOKENS[0]}/kvitto/").content.decode()
    assert f"/svara/{TOKENS[0]}/rapporten/" in text
