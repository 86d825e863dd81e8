"""The home page says where a theme stands, and leads to its next step."""

import datetime
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.utils import timezone

from samklang.core.language.phrases import phrase
from samklang.web.actions.questionnaires import publish_questionnaire
from samklang.web.models import (
    Build,
    Freeze,
    Publication,
    Theme,
)
from samklang.web.queries.next_step import NextStep
from tests.web.conftest import World
from tests.web.theme_world import CHOICES, THEME, begun, members


def stands(world: World) -> dict[str, str]:
    """Each part of the road: what its page says, with + where it is done and > where one is."""
    page = world.editor.get(THEME).content.decode()
    part = re.compile(
        r"<li(?P<done> class=.done.)?(?P<here> aria-current=.step.)?>\s*<a [^>]*>(?P<name>[^<]+)"
        r"</a>\s*<span class=.detail.>(?P<says>[^<]+)"
    )
    begins = page.index('class="road"')
    marks = part.finditer(page[begins : page.index("</nav>", begins)])
    return {m["name"]: "+" * bool(m["done"]) + ">" * bool(m["here"]) + m["says"] for m in marks}


def test_the_home_says_where_the_theme_stands(world: World) -> None:
    theme = begun(world)
    assert stands(world)["Medlemmar"] == ">0 i registret"
    members(world)
    there = stands(world)
    assert list(there) == [
        *("Medlemmar", "Enkät", "Vilka vi frågar", "Svar", "Kodning", "Exempel", "Text", "Rapport"),
    ]
    assert there["Medlemmar"].startswith("+")
    assert there["Enkät"] == ">inte publicerad än"
    assert there["Svar"] == "inte öppnad än"
    publish_questionnaire(theme.questionnaires.get(), by=None)  # type: ignore[arg-type]
    there = stands(world)
    assert there["Enkät"] == "+version 1 publicerad"
    assert there["Vilka vi frågar"] == ">ingen vald än"
    world.editor.post(f"{THEME}val/", CHOICES | {"retention": "2099-01-01"})
    world.editor.post(f"{THEME}urval/", {})
    asked = theme.invitations.count()
    assert stands(world)["Vilka vi frågar"] == f">{asked} tillfrågade"
    world.editor.post(f"{THEME}lage/", {"action": "open"})
    theme.mailings.create(kind="invitation", group="all", key="k", due_at=timezone.now())
    there = stands(world)
    assert there["Vilka vi frågar"] == f"+{asked} tillfrågade"
    assert there["Svar"] == f">0 av {asked} har svarat"
    theme.invitations.update(finished_on=datetime.date(2026, 10, 1))
    world.editor.post(f"{THEME}lage/", {"action": "close"})
    there = stands(world)
    assert there["Svar"] == f"+{asked} av {asked} har svarat"
    assert there["Text"].startswith(">")
    assert there["Rapport"] == "inte skapad än"
    frozen = Freeze.objects.create(theme=theme, number=1, file="x", responses=3)
    build = Build.objects.create(freeze=frozen, state="done")
    there = stands(world)
    assert there["Text"].startswith("+")
    assert there["Rapport"] == ">skapad"
    day = timezone.now() - datetime.timedelta(days=1)
    Publication.objects.create(theme=theme, build=build, edition=1, state="signed", public_from=day)
    assert stands(world)["Rapport"] == "+publicerad"


def test_a_reader_is_led_to_no_page_that_is_closed_to_readers(world: World) -> None:
    members(world)
    begun(world)
    page = world.reader.get(THEME).content.decode()
    links = sorted(set(re.findall(rf'href="({THEME}[a-z/]*)"', page)))
    assert len(links) > 5
    assert [link for link in links if world.reader.get(link).status_code != 200] == []


STEPS = [
    # builds and editions, oldest first -> words of the step, the address that its button leads to
    ([], "skriv rapportens texter", "rapport"),
    (["queued"], "Rapporten skapas", "rapport"),
    (["running"], "Rapporten skapas", "rapport"),
    (["failed"], "kunde inte skapas", "rapport"),
    (["failed", "done"], "Rapporten är skapad", "rapport"),
    (["done", "draft"], "Utgåvan är ett utkast", "rapport"),
    (["done", "review"], "Utgåvan granskas", "rapport"),
    (["done", "embargo"], "signerad och blir offentlig", "rapport"),
    (["done", "signed"], "Rapporten är publicerad", "/rapporter/norr/"),
    (["done", "signed", "failed"], "Rapporten är publicerad", "/rapporter/norr/"),
    (["done", "withdrawn"], "Rapporten är skapad", "rapport"),
    # What somebody called off changes nothing; a new edition is what is worked on.
    (["stopped"], "skriv rapportens texter", "rapport"),
    (["done", "stopped"], "Rapporten är skapad", "rapport"),
    (["done", "signed", "done"], "Rapporten är publicerad", "/rapporter/norr/"),
    (["done", "signed", "done", "draft"], "Utgåvan är ett utkast", "rapport"),
    (["done", "signed", "done", "withdrawn"], "Rapporten är publicerad", "/rapporter/norr/"),
]
# In tests above and in test_coding.
ELSEWHERE = {"prepare", "open", "letters", "following", "nobody", "code"}


def test_every_step_is_tried() -> None:
    tried = {
        step
        for step in NextStep
        if step.value not in ELSEWHERE
        and any(words in phrase("sv", f"themes.next_{step.value}") for _, words, _ in STEPS)
    }
    assert {step.value for step in set(NextStep) - tried} == ELSEWHERE


@pytest.mark.parametrize(("happened", "words", "leads_to"), STEPS)
def test_the_next_step_is_right_after_closing(
    world: World, happened: list[str], words: str, leads_to: str
) -> None:
    theme = begun(world)
    members(world)
    publish_questionnaire(theme.questionnaires.get(), by=None)  # type: ignore[arg-type]
    Theme.objects.update(state="closed", retention=datetime.date(2099, 1, 1))
    world.editor.post(f"{THEME}val/", CHOICES | {"retention": "2099-01-01"})
    world.editor.post(f"{THEME}urval/", {})
    theme.invitations.update(finished_on=datetime.date(2026, 10, 1))
    now = timezone.now()
    build = None
    for number, what in enumerate(happened, 1):
        if what in ("queued", "running", "failed", "done", "stopped"):
            frozen = Freeze.objects.create(theme=theme, number=number, file="x", responses=3)
            build = Build.objects.create(freeze=frozen, state=what)
            continue
        days = 1 if what == "embargo" else -1
        Publication.objects.create(
            theme=theme,
            build=build,
            edition=number,
            state="signed" if what == "embargo" else what,
            public_from=now + datetime.timedelta(days=days),
        )
    page = world.editor.get(THEME).content.decode()
    box = page[page.index('class="plan"') : page.index("</section>")]
    assert words in box
    assert box.count('class="button"') == 1
    assert leads_to in box


def test_the_home_costs_few_statements(
    world: World, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    begun(world)
    world.editor.get(THEME)
    with django_assert_max_num_queries(12):
        assert world.editor.get(THEME).status_code == 200
