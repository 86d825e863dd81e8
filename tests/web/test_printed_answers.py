"""The answers to a question as they are printed: all the list was narrowed to, nothing else."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from samklang.core.language.phrases import phrase
from samklang.web.actions.double_coding import draw
from samklang.web.models import AuditRow, Theme
from samklang.web.models.network import Role
from samklang.web.queries.open_answers import asked, place
from samklang.web.views import coding
from tests.web.conftest import World, person
from tests.web.report_world import SECRET_NAME
from tests.web.test_coding import Q5, code, keys
from tests.web.test_coding import theme as theme


def printed(client: Client, query: str = "") -> str:
    response = client.get(f"{Q5}?{query}print=1")
    assert response.status_code == 200
    return response.content.decode()


def test_all_are_printed_with_what_was_chosen_in_the_open(
    world: World, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coding, "ROWS_A_PAGE", 10)
    code(world.editor, keys(theme)[0], whole=["economy:hinders"])
    assert (
        'href="?state=unread&amp;print=1"'
        in world.reader.get(f"{Q5}?state=unread").content.decode()
    )
    assert world.reader.get(Q5).content.decode().count('class="said-so"') == 10
    text = printed(world.reader)
    assert text.count('class="said-so"') == 24
    # Paper has nothing to open or to press.
    paper = text[text.index('<ol class="answers"') : text.index("</main>")]
    assert not re.search("<(details|form|button|a) ", paper)
    assert paper.count('class="chosen"') == 24
    assert "Ekonomi" in paper
    assert AuditRow.objects.filter(theme=theme, action="read_answers", subject="q5").exists()


def test_what_the_list_was_narrowed_to_stands_on_the_paper(world: World, theme: Theme) -> None:
    code(world.editor, keys(theme)[7], whole=["economy:hinders"])
    text = printed(world.reader, "q=svar+7&state=coded&code=economy:hinders&")
    assert text.count('class="said-so"') == 1
    selection = re.findall("<dt>(.*?)</dt><dd>(.*?)</dd>", text.split('<ol class="answers"')[0])
    assert selection == [
        (phrase("sv", "coding.search"), "svar 7"),
        (phrase("sv", "coding.state"), phrase("sv", "coding.state_coded")),
        (phrase("sv", "coding.code"), "Ekonomi, försvårar"),
    ]


def test_a_part_says_which_it_is(
    world: World, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coding, "ROWS_TO_PRINT", 20)
    text = printed(world.reader)
    assert phrase("sv", "coding.print_part", first=1, last=20) in text
    assert 'href="?print=1&amp;page=2"' in text
    assert printed(world.reader, "page=2&").count('class="said-so"') == 4


def test_names_and_answers_coded_blind_are_printed_as_on_the_page(
    world: World, theme: Theme
) -> None:
    world.owner.post("/arbete/norr/teman/t/kodning/namn/", {"names": "on"})
    assert SECRET_NAME in printed(world.owner)
    assert SECRET_NAME not in printed(world.editor)
    where = place(asked(theme), "q5")
    assert where
    second = person("andra@exempel.se", world.network, Role.EDITOR)
    by = User.objects.get(username="andra@exempel.se")
    draw(theme, where, second=by, size=5, by=by)
    assert printed(second).count('class="said-so"') == 19
