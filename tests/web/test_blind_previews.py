"""Whoever codes blind sees no figure of the codes in a preview, and all else; others see all."""

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from samklang.core.language.phrases import phrase
from samklang.web.actions.double_coding import give_up
from samklang.web.actions.freezing import freeze
from samklang.web.actions.theme_files import save_file
from samklang.web.models import Build, CodingSample, Freeze, Publication, Theme
from tests.web.conftest import World
from tests.web.double_coding_world import sample, theme, who  # noqa: F401

AT = "/arbete/norr/teman/t/"
MANUSCRIPT = """{#resultat}
# Resultat

Ekonomin nämns av {mentions}`economy:hinders`, och {claim}`oftare bland dem som svarade: \
economy:hinders, leadership:hinders` än ledarskap. {share}`q1=yes` har gjort något nytt.

:::{factor-figure}
:::

:::{factors}
:::
"""
PAGES = (f"{AT}skriv/sv/?avsnitt=alla", f"{AT}text/manuscript.md/")
# Sixteen of the twenty-four answers say so, among all members and in the figure.
SAID = "16 av 24"
WAITS = phrase("sv", "report.codes_wait")


@pytest.fixture
def frozen(sample: CodingSample, counted: None) -> CodingSample:  # noqa: F811
    """A report that shows the codes, whose answers stand still."""
    Theme.objects.update(languages=["sv"])
    sample.theme.refresh_from_db()
    save_file(sample.theme, path="manuscript.md", text=MANUSCRIPT, seen=0, by=None)
    freeze(sample.theme, by=None)
    return sample


def text(client: Client, page: str, sent: dict[str, Any] | None = None) -> str:
    answer = client.post(page, sent) if sent else client.get(page)
    assert answer.status_code == 200
    return unescape(answer.content.decode()).replace("\u00a0", " ")


@pytest.mark.parametrize("page", PAGES)
def test_a_preview_shows_no_figure_of_codes(world: World, frozen: CodingSample, page: str) -> None:
    seen = text(world.editor, page)
    assert SAID in seen
    assert WAITS not in seen
    blind = text(world.owner, page)
    assert SAID not in blind
    # A number, the figure and the factors each say why.
    assert blind.count(WAITS) >= 3
    for shown in (seen, blind):
        assert "67 %" in shown
    give_up(frozen, by=who("redaktor"))
    assert SAID in text(world.owner, page)


def test_a_piece_that_is_written_shows_none_either(world: World, frozen: CodingSample) -> None:
    """The form of a block draws it before it is saved."""
    page = f"{AT}skriv/sv/nytt/factor-figure/"
    for client, there in ((world.editor, False), (world.owner, True)):
        answer = client.get(page)
        assert answer.status_code == 200
        shown = unescape(answer.content.decode())
        assert (WAITS in shown) == there
        assert ("figure-factors" in shown) == (not there)


def test_a_report_that_is_not_out_is_not_opened(
    world: World, frozen: CodingSample, tmp_path: Path
) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "index.html").write_text("Rapporten", encoding="utf-8")
    assert tmp_path == settings.DATA
    build = Build.objects.create(freeze=Freeze.objects.get(), folder="made", state="done")
    page = f"{AT}rapport/bygge/{build.pk}/fil/"
    assert b"Rapporten" in b"".join(world.editor.get(page))
    refused = world.owner.get(page, follow=True)
    assert phrase("sv", "double.no_preview") in unescape(refused.content.decode())
    # What readers have is no secret.
    Publication.objects.create(
        theme=frozen.theme, build=build, edition=1, hash="x", state="signed",
        signed_at=timezone.now(), public_from=timezone.now(),
    )  # fmt: skip
    assert b"Rapporten" in b"".join(world.owner.get(page))
