"""A frozen theme's manuscript, and how it is sent and saved."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from samklang.web.actions.freezing import freeze
from samklang.web.actions.theme_files import save_file
from samklang.web.models import Theme, ThemeFile
from tests.web.report_world import theme as theme

AT = "/arbete/norr/teman/t/text/"
SV, EN = f"{AT}manuscript.md/", f"{AT}manuscript.en.md/"
MANUSCRIPT = """{#results}
# Resultat

{share}`q1=yes` av organisationerna ({interval}`q1=yes`) har gjort något nytt.

:::{figure} q1
:::
"""
ENGLISH = """{#results}
# Results

{share}`q1=yes` of the organisations ({interval}`q1=yes`) have done something new.

:::{figure} q1
:::
"""


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def sent(client: Client, at: str, written: str, action: str = "save", **more: Any) -> Any:
    """What the editor sends after it was opened at the version it is at."""
    found = re.search(r'name="seen" value="(\d+)"', text(client.get(at)))
    assert found
    return client.post(at, {"text": written, "seen": found[1], "action": action, **more})


@pytest.fixture
def frozen(theme: Theme, counted: None) -> Theme:
    """Twenty-four answers that stand still, and a manuscript."""
    save_file(theme, path="manuscript.md", text=MANUSCRIPT, seen=0, by=None)
    save_file(theme, path="manuscript.en.md", text=ENGLISH, seen=0, by=None)
    freeze(theme, by=None)
    return theme


def saved(path: str = "manuscript.md") -> str:
    return ThemeFile.objects.get(path=path).text


def insert(client: Client, action: str = "show", written: str = MANUSCRIPT, **fields: str) -> Any:
    data = {"text": written, "seen": "1", "cursor": "", "form": "figure", "place": "0"}
    return client.post(f"{SV}figur/", data | {"action": action} | fields)
