"""Findings on the site: written with evidence, stale when an answer changes, looked at again."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from samklang.core.faults import FaultyInput
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Wording
from samklang.package.findings import stale
from samklang.package.read import read_from
from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.erasure import erase
from samklang.web.actions.quotes import choose_quote
from samklang.web.actions.theme_files import save_file
from samklang.web.models import Coding, Finding, Quote, Response, Theme
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from samklang.web.starts import codebook
from tests.web.conftest import World
from tests.web.report_world import made_theme
from tests.web.test_coding import HOME, code, keys

FINDINGS = f"{HOME}slutsatser/"
WORDS = {
    "statement_sv": "Korta pengar bromsar",
    "statement_en": "Short money holds back",
    "against_sv": "Ett svar säger tvärtom.",
    "against_en": "One answer says the opposite.",
    "evidence": ["share q1=yes", "code economy:hinders"],
    "seen": 0,
}


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """Every answer coded, and one finding."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = made_theme(world.network)
    begin_codebook(made, codebook("factors"), by=None)  # type: ignore[arg-type]
    for number, pk in enumerate(keys(made)):
        code(world.editor, pk, whole=["economy:enables" if number == 3 else "economy:hinders"])
    assert world.editor.post(f"{FINDINGS}ny/", WORDS).status_code == 302
    return made


def changed(theme: Theme) -> list[str]:
    """The evidence that has changed, in the theme as it would be frozen now."""
    package = read_from(package_files(theme, published(theme)))  # type: ignore[arg-type]
    return [one.of for one in stale(package.findings[0], package)]


def test_a_finding_goes_into_the_package_and_stays_fresh(world: World, theme: Theme) -> None:
    assert changed(theme) == []
    text = world.reader.get(FINDINGS).content.decode()
    assert "Korta pengar bromsar" in text
    assert "Att vi hade tid." in text  # the one that says the opposite
    assert phrase("sv", "findings.stale") not in text
    assert world.reader.post(f"{FINDINGS}ny/", WORDS).status_code == 403


def test_a_changed_answer_makes_it_stale_until_somebody_looks(world: World, theme: Theme) -> None:
    one = Response.objects.get(pk=keys(theme)[0])
    one.answers |= {"q5": "Något annat."}
    one.save()
    assert changed(theme) == ["economy:hinders"]
    assert phrase("sv", "findings.stale") in world.editor.get(FINDINGS).content.decode()
    # New words of the finding do not say that anybody has looked at what changed.
    key = Finding.objects.get().key
    world.editor.post(f"{FINDINGS}{key}/", {**WORDS, "seen": 1, "statement_sv": "Nya ord"})
    assert Finding.objects.get().statement.sv == "Nya ord"
    assert changed(theme) == ["economy:hinders"]
    world.owner.post(f"{FINDINGS}{key}/andra/", {"action": "look"})
    assert changed(theme) == []
    assert Finding.objects.get().reviewer.username == "agare@exempel.se"  # type: ignore[union-attr]
    world.editor.post(f"{FINDINGS}{key}/", {**WORDS, "seen": 1, "statement_sv": "Gamla ord"})
    assert Finding.objects.get().statement.sv == "Nya ord"  # seen before it was looked at again


@pytest.mark.parametrize("taken", ["code", "quote"])
def test_a_finding_whose_evidence_is_gone_says_so_and_is_mended(
    world: World, theme: Theme, taken: str
) -> None:
    """A code taken out of the codebook, or an answer taken back that was quoted."""
    quoted = Coding.objects.filter(live=True).earliest("pk")
    quote = choose_quote(theme, quoted, by=User.objects.get(username="redaktor@exempel.se"))
    Quote.objects.filter(pk=quote.pk).update(
        state="released",
        consent="place",
        translation=Wording(en="That we had time."),
        released_on=timezone.localdate(),
        released_by=User.objects.get(username="agare@exempel.se"),
    )
    package = read_from(package_files(theme, published(theme)))  # type: ignore[arg-type]
    (released,) = (c for c in package.codings if c.released)
    evidence = ["share q1=yes", "code economy:hinders", f"quote {released.id}"]
    key = Finding.objects.get().key
    fields = {**WORDS, "evidence": evidence, "seen": 1}
    assert world.editor.post(f"{FINDINGS}{key}/", fields).status_code == 302
    assert [of for _, of, _ in Finding.objects.get().evidence] == [
        one.partition(" ")[2] for one in evidence
    ]
    if taken == "code":
        world.owner.post(f"{HOME}kodbok/kod/economy/ordna/", {"action": "retire"})
        left = evidence[:1]
    else:
        erase(quoted.answer.response)
        left = evidence[:2]
    with pytest.raises(FaultyInput, match=r"there is no (quote|code)"):
        read_from(package_files(theme, published(theme)))  # type: ignore[arg-type]
    text = world.editor.get(FINDINGS).content.decode()
    assert phrase("sv", "findings.not_readable") not in text
    warned = text.split(phrase("sv", "findings.gone"))[1].split("</p>")[0]
    assert ("Ekonomi, försvårar" in warned) == (taken == "code")
    assert phrase("sv", "findings.kind_quote").lower() in warned
    assert released.id not in text
    assert 'value="look"' not in text
    form = world.editor.get(f"{FINDINGS}{key}/")
    assert form.status_code == 200
    fields = {**WORDS, "evidence": left, "seen": 2}
    assert world.editor.post(f"{FINDINGS}{key}/", fields).status_code == 302
    read_from(package_files(theme, published(theme)))  # type: ignore[arg-type]
    assert phrase("sv", "findings.gone") not in world.editor.get(FINDINGS).content.decode()


def test_a_finding_says_what_speaks_against_it(world: World, theme: Theme) -> None:
    for lacking in ("against_sv", "against_en", "evidence"):
        fields = {name: value for name, value in WORDS.items() if name != lacking}
        assert world.editor.post(f"{FINDINGS}ny/", fields).status_code == 400
    assert Finding.objects.count() == 1


def test_what_there_is_nothing_behind_is_said_for_what_it_is(world: World, theme: Theme) -> None:
    """A theme that nobody has answered has no faults that somebody must put right."""

    def said() -> set[str]:
        page = world.editor.get(FINDINGS).content.decode()
        words = ("unasked", "unanswered", "not_readable")
        return {name for name in words if phrase("sv", f"findings.{name}") in page}

    assert said() == set()
    save_file(theme, path="references.json", text="[{]", seen=0, by=None)
    assert said() == {"not_readable"}
    theme.responses.all().delete()
    assert said() == {"unanswered"}
    theme.questionnaires.update(published_at=None)
    assert said() == {"unasked"}
