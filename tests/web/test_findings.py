"""Findings on the site: written with evidence, stale when an answer changes, looked at again."""

from pathlib import Path

import pytest
from django.conf import settings

from samklang.core.language.phrases import phrase
from samklang.package.findings import stale
from samklang.package.read import read_from
from samklang.web.actions.codebook import begin_codebook
from samklang.web.models import Finding, Response, Theme
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from samklang.web.starts import codebook
from tests.web.conftest import World
from tests.web.test_coding import HOME, code, keys
from tests.web.test_reports import made_theme

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
    assert Finding.objects.get().statement_sv == "Nya ord"
    assert changed(theme) == ["economy:hinders"]
    world.owner.post(f"{FINDINGS}{key}/andra/", {"action": "look"})
    assert changed(theme) == []
    assert Finding.objects.get().reviewer.username == "agare@exempel.se"  # type: ignore[union-attr]
    world.editor.post(f"{FINDINGS}{key}/", {**WORDS, "seen": 1, "statement_sv": "Gamla ord"})
    assert Finding.objects.get().statement_sv == "Nya ord"  # seen before it was looked at again


def test_a_finding_says_what_speaks_against_it(world: World, theme: Theme) -> None:
    for lacking in ("against_sv", "against_en", "evidence"):
        fields = {name: value for name, value in WORDS.items() if name != lacking}
        assert world.editor.post(f"{FINDINGS}ny/", fields).status_code == 400
    assert Finding.objects.count() == 1
