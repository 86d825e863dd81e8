"""The site with a third language in the registry: its pages in it, its readers led to each other.

The cases run in a copy of the program that has the language; see tests/third_language.py.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from samklang.core.language.wording import LANGUAGES
from samklang.web.views.built import FRAMED, PRESENTED, SEARCHING
from tests.third_language import CODE, CODES, environment, program
from tests.unit.test_longer_language import MARKED
from tests.web.answering_world import link, open_theme
from tests.web.catalogue_world import sourced
from tests.web.conftest import World

with_it = pytest.mark.skipif(CODE not in LANGUAGES, reason="needs the language in the registry")
FILES = [
    str(Path(__file__).with_name(f"test_third_language_{part}.py")) for part in ("pages", "texts")
]
ROOT = Path(__file__).parents[2]
ROOM = reverse("public_network", args=["norr"])
SWITCH = re.compile(r'(?:hreflang|value)="(sv|en|' + CODE + ')"')


@pytest.mark.skipif(CODE in LANGUAGES, reason="is this very run")
def test_the_site_speaks_it(tmp_path: Path) -> None:
    """The one that Django has no words in: one that it has goes the way of Swedish."""
    code = "sma"
    assert code in CODES
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *FILES],
        cwd=ROOT,
        env=environment(program(tmp_path, code), code),
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert ran.returncode == 0, ran.stdout[-4000:]
    assert "passed" in ran.stdout or "...." in ran.stdout, ran.stdout[-400:]


@pytest.mark.parametrize("code", ["sv", *CODES])
def test_the_files_of_a_report_are_known_in_any_language(code: str) -> None:
    """Those that run a script of their own, or that others may frame."""
    assert SEARCHING.fullmatch(f"{code}/examples/index.html")
    assert FRAMED.fullmatch(f"{code}/embed/q1.html")
    assert PRESENTED.fullmatch(f"{code}/deck.html")


def speaking(client: Client) -> Client:
    client.post(reverse("set_language"), {"language": CODE, "next": "/"})
    return client


@with_it
@pytest.mark.parametrize(
    "name",
    [
        "network",
        "theme",
        "theme_questionnaire",
        "theme_choices",
        "theme_texts",
        "theme_codebook",
        "theme_letters",
    ],
)
def test_staff_work_in_it(world: World, name: str) -> None:
    theme = open_theme(world.network, languages=["sv", "en"])
    arguments = [world.network.address, *([] if name == "network" else [theme.address])]
    answer = speaking(world.owner).get(reverse(name, args=arguments))
    text = answer.content.decode()
    assert (answer.status_code, f'<html lang="{CODE}">' in text) == (200, True)
    assert MARKED.search(text)
    [form] = re.findall(r'<form class="language".*?</form>', text, re.DOTALL)
    assert SWITCH.findall(form) == ["sv", "en"]


@with_it
def test_the_catalogue_leads_to_itself_in_each_language(world: World) -> None:
    sourced(
        open_theme(world.network, languages=["sv", "en"]),
        "Byns bageri",
        title_en="The bakery",
        description_en="Bread.",
    )
    words = {"sv": "exempel", "en": "examples", CODE: "esimerkit"}
    for language, word in words.items():
        answer = world.anyone.get(f"{ROOM}{word}/?q=bageri")
        text = answer.content.decode()
        assert f'<html lang="{language}">' in text
        others = {
            code: f"{ROOM}{other}/?q=bageri" for code, other in words.items() if code != language
        }
        assert dict(re.findall(r'rel="alternate" hreflang="(\w+)" href="([^"]+)"', text)) == others
    # A text that it has no words in is searched and shown in the first language, and says so.
    assert "Byns" in text
    [page] = re.findall(rf'href="({ROOM}esimerkit/[\w-]+/)"', text)[:1]
    shown = world.anyone.get(page).content.decode()
    assert '<article class="one-example" lang="sv">' in shown
    assert "låńğśpŕåk" not in shown


@with_it
def test_a_member_is_asked_in_the_languages_of_the_theme(world: World) -> None:
    theme = open_theme(world.network, languages=["sv", "en"])
    member = Client(headers={"accept-language": CODE})
    text = member.get(link(theme), follow=True).content.decode()
    assert re.search(r'<html lang="(\w+)"', text)[1] in ("sv", "en")  # type: ignore[index]
    assert f'value="{CODE}"' not in text
