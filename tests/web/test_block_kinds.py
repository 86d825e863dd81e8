"""Every kind of block that can be put in: its form opens, shows how it looks, and is saved.

The theme has what each kind is made of: the demo's answers, codings, quotes, findings, examples.
"""

import pytest

from samklang.web.models import Theme, ThemeFile
from samklang.web.queries.block_choices import kinds_offered
from samklang.web.views.block_forms import ALONE
from tests.web.conftest import World
from tests.web.frozen_demo import freeze_demo
from tests.web.report_world import theme  # noqa: F401
from tests.web.test_blocks import AT, fields, text

# The demo is the first of its series: there is nothing to follow.
LACKING = {"development"}
OPENS = sorted({*(kind.name for kind in kinds_offered()), *ALONE} - LACKING)


@pytest.fixture
def whole(theme: Theme, counted: None) -> Theme:  # noqa: F811
    """A theme with all that the demo has, and nothing written."""
    freeze_demo(theme)
    return theme


@pytest.mark.parametrize("written_in", ["sv", "en"])
def test_every_kind_opens_is_seen_and_saved(world: World, whole: Theme, written_in: str) -> None:
    at = f"{AT}{written_in}/"
    chosen = text(world.editor.get(f"{at}nytt/"))
    for kind in OPENS:
        form = f"{at}nytt/{kind}/"
        assert form in chosen, kind
        answer = world.editor.get(form)
        assert answer.status_code == 200, kind
        given = fields(answer)
        for name in ("title", "text"):
            given |= {name: "Våra egna ord"} if name in given else {}
        seen = world.editor.post(form, given | {"action": "show"})
        assert seen.status_code == 200, kind
        if kind != "section":
            assert '<div class="report"' in text(seen), kind
        if kind == "map":
            title = {"sv": "Fritidsbanken i Umeå", "en": "Fritidsbanken in Umeå"}[written_in]
            assert title in text(seen)
        saved = world.editor.post(form, fields(seen) | {"action": "save"})
        assert saved.status_code == 302, kind
    # What each was saved as is shown, and opens again.
    shown = text(world.editor.get(f"{at}?avsnitt=alla"))
    for number in range(len(OPENS)):
        answer = world.editor.get(f"{at}{number}/")
        assert answer.status_code == 200, number
    assert shown.count('class="card') >= len(OPENS)


def test_a_list_of_numbers_is_in_the_reports_language(world: World, whole: Theme) -> None:
    """The page is in Swedish, the report in English."""
    form = f"{AT}en/nytt/numbers/"
    given = fields(world.editor.get(form))
    assert world.editor.post(form, given | {"action": "save"}).status_code == 302
    written = ThemeFile.objects.get(theme=whole, path="manuscript.en.md").text
    assert "- Yes: {share}" in written
    assert "Ja" not in written


def test_examples_that_have_come_or_gone_since_the_answers_were_frozen(
    world: World, whole: Theme
) -> None:
    """A report that is made now has those of now: what is gone would hinder it."""
    form = f"{AT}sv/nytt/examples/"
    there = text(world.editor.get(form))
    assert "Kulturhuset Klossen" in there
    assert "Kaffebussen" not in there  # in the frozen package, and not in the theme
    gone = whole.examples.get(name="kulturhuset-klossen")
    new = whole.examples.get(name="st-mary")
    whole.examples.filter(pk=gone.pk).update(stage="withdrawn")
    new.pk, new.name = None, "ny"
    new.record = {**new.record, "title": {"sv": "Ny i byn", "en": "New in the village"}}
    new.save()
    page = world.editor.get(form)
    assert "Kulturhuset Klossen" not in text(page)
    assert "Ny i byn" in text(page)
    given = fields(page) | {"whole-ny": "1", "action": "show"}
    seen = text(world.editor.post(form, given))
    assert 'id="skriv-example-ny"' in seen or 'id="example-ny"' in seen
