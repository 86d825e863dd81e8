"""The pages between members and report speak plainly, in both languages."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern
from lxml import html

from samklang.core.language.wording import Wording
from samklang.site.urls import of_a_network, of_a_theme
from samklang.web.actions.codebook import begin_codebook
from samklang.web.models import Finding, Theme
from samklang.web.starts import codebook
from tests.plain_words import JARGON, page_words
from tests.web.conftest import World
from tests.web.report_world import made_theme
from tests.web.test_coding import code, keys

NETWORK, THEME = "/arbete/norr/", "/arbete/norr/teman/t/"
# Pages with a part in their address that is of the theme below.
WITH_PARTS = (
    *("enkat/1/", "kodning/fraga/q5/", "kodning/fraga/q5/tabell/", "brev/text/invitation/sv/"),
    *("skriv/sv/", "skriv/sv/nytt/?efter=0", "skriv/sv/nytt/figure/"),
)
# Where references of another program are pasted its formats are named, as that program names them.
NAMES_FORMATS = ("kallor/klistra-in/",)


def addresses() -> list[str]:
    """Every page of a network and of a theme that has an address of its own."""
    found = []
    for begin, patterns in ((NETWORK, of_a_network), (THEME, of_a_theme)):
        parts = [str(one.pattern) for one in patterns if isinstance(one, URLPattern)]
        found += [begin + part for part in parts if "<" not in part and part not in NAMES_FORMATS]
    return [*found, *(THEME + part for part in WITH_PARTS)]


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
        statement=Wording("Korta pengar bromsar"),
        against=Wording("Inget svar säger tvärtom."),
        evidence=[],
    )
    return made


def test_no_page_speaks_of_formats_or_of_how_a_text_is_marked_up(
    world: World, theme: Theme
) -> None:
    read, faults = 0, []
    for language in ("sv", "en"):
        world.owner.defaults["HTTP_ACCEPT_LANGUAGE"] = language
        for page in addresses():
            answer = world.owner.get(page)
            assert answer.status_code in (200, 302, 405), (page, answer.status_code)
            if answer.status_code != 200 or "html" not in answer.headers["content-type"]:
                continue
            read += 1
            words = page_words(answer.content.decode())
            assert len(words) > 100, page
            for there in JARGON.finditer(words):
                around = words[max(0, there.start() - 60) : there.end() + 60]
                faults.append(f"{page}: {around}")
    assert not faults, "\n".join(faults)
    assert read > 60


def test_no_two_pages_have_one_title(world: World, theme: Theme) -> None:
    there: dict[str, list[str]] = {}
    for page in [*addresses(), THEME + "enkat/fraga/q1/", THEME + "enkat/fraga/q2/"]:
        answer = world.owner.get(page)
        if answer.status_code == 200 and "html" in answer.headers["content-type"]:
            title = " ".join(html.fromstring(answer.content).findtext(".//title").split())
            there.setdefault(title, []).append(page)
    assert len(there) > 30
    assert {title: pages for title, pages in there.items() if len(pages) > 1} == {}
    assert all(title.endswith(" – Samklang") and len(title) > 14 for title in there)
