"""Starter themes from their start to a published report, through the pages that staff press.

Staff change nothing that the start gives: they say who answers questions and when answers go, ask
everybody, open, close, make the report and sign it. The answers are simulated.
"""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from lxml import html

from samklang.core.language.wording import LANGUAGES
from samklang.core.survey.answers import as_stored
from samklang.core.survey.simulated import simulated
from samklang.package.read import read
from samklang.publication.build import documents
from samklang.publication.verify import verify
from samklang.web.actions.building import run_builds
from samklang.web.models import Build, Member, Publication, Response, Theme
from samklang.web.queries.questionnaires import parsed, published
from samklang.web.starts import start, start_texts
from tests.web.conftest import World

STARTS = ("membership", "volunteering", "public-agreements", "crisis-preparedness")
MEMBERS = 43
COUNTIES = ("25", "24", "23")
HOME = "/arbete/norr/teman/"


def filled(client: Client, page: str, marker: str, **values: Any) -> dict[str, Any]:
    """The fields of the page's form that has `marker` in it, as they stand, and with `values`."""
    answer = client.get(page)
    assert answer.status_code == 200, page
    forms = html.fromstring(answer.content).forms
    form = next(form for form in forms if marker in form.fields)
    return {
        name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"
    } | values


def posted(client: Client, page: str, values: dict[str, Any]) -> None:
    """A form is sent, and taken."""
    answer = client.post(page, values)
    assert answer.status_code == 302, html.fromstring(answer.content).text_content()


def answer_all(theme: Theme) -> None:
    """Seven in ten of those that are asked answer at random."""
    version = published(theme)
    assert version
    questionnaire = parsed(version.source)
    asked = {str(one.pk): one for one in theme.invitations.order_by("pk")}
    for given in simulated(questionnaire, list(asked), rate=0.7, seed=7):
        Response.objects.create(
            theme=theme,
            invitation=asked[given.member],
            questionnaire=version,
            state="sent",
            answers=as_stored(questionnaire, given.answers, given.open_texts),
            sent_at=timezone.now(),
            receipt=f"K{given.member}",
        )
    theme.invitations.filter(response__state="sent").update(finished_on=timezone.localdate())


@pytest.mark.parametrize("name", STARTS)
def test_a_start_becomes_a_published_report(
    name: str, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATA", tmp_path)
    Member.objects.bulk_create(
        Member(
            network=world.network,
            number=str(n),
            name=f"Föreningen {n}",
            email=f"f{n}@exempel.se",
            county=COUNTIES[n % 3],
        )
        for n in range(MEMBERS)
    )
    said = start_texts(name)
    titles = {f"title_{language}": said.title[language] for language in LANGUAGES}
    new = filled(world.editor, HOME + "nytt/", "begin_from", begin_from=name, address="t", **titles)
    posted(world.editor, HOME + "nytt/", new)
    page = HOME + "t/"

    draft = filled(world.editor, page + "enkat/", "seen")
    posted(world.editor, page + "enkat/publicera/", draft)
    day = timezone.localdate() + datetime.timedelta(365)
    person = {"contact_name": "Åsa", "contact_email": "asa@exempel.se"}
    choices = filled(world.editor, page + "val/", "retention", retention=str(day), **person)
    posted(world.editor, page + "val/", choices)
    posted(world.editor, page + "urval/", {})
    answer = world.editor.post(page + "lage/", {"action": "open"}, follow=True)
    theme = Theme.objects.get(address="t")
    assert theme.state == "open", html.fromstring(answer.content).text_content()
    assert theme.invitations.count() == MEMBERS
    assert set(theme.languages) == set(LANGUAGES)
    answer_all(theme)
    posted(world.editor, page + "lage/", {"action": "close"})

    posted(world.editor, page + "rapport/bygg/", {})
    run_builds()
    build = Build.objects.get()
    assert build.state == "done", build.log
    posted(world.editor, f"{page}rapport/bygge/{build.pk}/utgava/", {})
    posted(world.editor, f"{page}rapport/1/granska/", {})
    posted(world.owner, f"{page}rapport/1/signera/", {})
    assert Publication.objects.get().state == "signed"

    package = tmp_path / build.freeze.file
    assert verify(package, tmp_path / build.folder, progress=lambda line: None).figures > 5
    for language, document in documents(read(package)).items():
        assert document.title == said.title[language]
        shown = {figure.id for figure in document.figures}
        assert shown == {q.id for q in start(name) if q.closed or q.numeric}
        for section in document.sections:
            assert section.blocks or len(section.lead) > 1, (language, section.title)
        front = world.anyone.get(f"/rapporter/norr/t/1/{language}/")
        (main,) = html.fromstring(front.getvalue()).iter("main")
        text = main.text_content()
        assert said.title[language] in text
        assert not re.search(r"\{\w+\}|:::|\bNone\b|\[\]", text)
