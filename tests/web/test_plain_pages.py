"""The pages between members and report speak plainly, in both languages."""

from pathlib import Path

import pytest
from django.conf import settings

from samklang.web.actions.codebook import begin_codebook
from samklang.web.models import Finding, Theme
from samklang.web.starts import codebook
from tests.plain_words import JARGON, page_words
from tests.web.conftest import World
from tests.web.test_coding import code, keys
from tests.web.test_reports import made_theme

NETWORK, THEME = "/arbete/norr/", "/arbete/norr/teman/t/"
OF_NETWORK = ("", "teman/nytt/", "medlemmar/", "medlemmar/inlasning/", "installningar/")
OF_THEME = (
    *("", "val/", "enkat/", "enkat/fil/", "enkat/1/", "urval/", "brev/", "svar/"),
    *("generalrepetition/", "kodning/", "kodning/kodbok/", "kodning/fraga/q5/", "kodning/citat/"),
    *("kodning/fraga/q5/tabell/", "kodning/slutsatser/", "kodning/logg/"),
    *("exempel/", "text/", "skriv/sv/", "skriv/sv/nytt/?efter=0", "kallor/", "rapport/"),
)


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """A theme with answers, a codebook, a quote to choose and a finding."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = made_theme(world.network)
    begin_codebook(made, codebook("factors"), by=None)  # type: ignore[arg-type]
    code(world.editor, keys(made)[0], whole=["economy:enables"])
    Finding.objects.create(
        theme=made,
        key="korta-pengar",
        statement_sv="Korta pengar bromsar",
        against_sv="Inget svar säger tvärtom.",
        evidence=[],
    )
    return made


def test_no_page_speaks_of_formats_or_of_how_a_text_is_marked_up(
    world: World, theme: Theme
) -> None:
    for language in ("sv", "en"):
        world.owner.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        for page in (*(NETWORK + one for one in OF_NETWORK), *(THEME + one for one in OF_THEME)):
            answer = world.owner.get(page)
            assert answer.status_code == 200, page
            words = page_words(answer.content.decode())
            assert len(words) > 100, page
            there = JARGON.search(words)
            assert not there, (page, words[max(0, there.start() - 60) : there.end() + 60])
