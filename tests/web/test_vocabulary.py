"""A network's own terms: added and taken away on a page, chosen in an example, never another's."""

import pytest

from samklang.web.actions.upkeep import tend_catalogues
from samklang.web.models import AuditRow, Theme, VocabularyTerm
from tests.web.answering_world import open_theme
from tests.web.catalogue_world import sourced
from tests.web.conftest import World

PAGE = "/arbete/norr/begrepp/"
GIVEN = {
    "of_list": "challenges",
    "label_sv": "Tomma <b>byar",
    "label_en": "Empty villages",
    "source": "Vi",
}


@pytest.fixture
def theme(world: World) -> Theme:
    return open_theme(world.network, languages=["sv"])


def added(world: World) -> VocabularyTerm:
    """A term that an editor adds."""
    assert world.editor.post(PAGE, GIVEN).status_code == 302
    return VocabularyTerm.objects.get(network=world.network)


def test_a_term_is_added_and_can_be_chosen(world: World, theme: Theme) -> None:
    term = added(world)
    assert (term.code, term.label.en, term.source) == ("own-tomma-bbyar", "Empty villages", "Vi")
    html = world.editor.get(PAGE).content.decode()
    assert "Tomma &lt;b&gt;byar" in html
    assert "<b>byar" not in html
    one = sourced(theme, "Bybutiken", challenges=[term.code])
    shown = world.anyone.get(f"/rapporter/norr/exempel/{one.name}/").content.decode()
    assert "Tomma &lt;b&gt;byar" in shown
    assert AuditRow.objects.filter(action="add_term", network=world.network).count() == 1


def test_a_term_the_list_has_is_refused(world: World) -> None:
    added(world)
    for given in (
        GIVEN | {"label_sv": "TOMMA <B>BYAR"},
        GIVEN | {"of_list": "groups", "label_sv": "unga"},
    ):
        answer = world.editor.post(PAGE, given)
        assert answer.status_code == 400
        assert "finns redan i listan" in answer.content.decode()
    assert world.editor.post(PAGE, GIVEN | {"of_list": "licences"}).status_code == 400
    assert VocabularyTerm.objects.count() == 1


def test_a_term_that_an_example_has_stays(world: World, theme: Theme) -> None:
    term = added(world)
    one = sourced(theme, "Bybutiken", challenges=[term.code])
    world.editor.post(PAGE, {"remove": str(term.pk)})
    assert VocabularyTerm.objects.filter(pk=term.pk).exists()
    one.record["challenges"] = []
    one.save()
    world.editor.post(PAGE, {"remove": str(term.pk)})
    assert not VocabularyTerm.objects.filter(pk=term.pk).exists()


def test_another_networks_term_is_out_of_reach(world: World) -> None:
    term = added(world)
    assert world.stranger.get(PAGE).status_code == 404
    assert world.stranger.post(PAGE, GIVEN).status_code == 404
    theirs = f"/arbete/{world.elsewhere.address}/begrepp/"
    assert world.stranger.post(theirs, {"remove": str(term.pk)}).status_code in (403, 404)
    assert world.reader.post(PAGE, GIVEN).status_code == 403
    assert world.anyone.post(PAGE, GIVEN).status_code == 302
    assert VocabularyTerm.objects.get() == term
    for wrong in ("x", "9" * 30, "0"):
        assert world.editor.post(PAGE, {"remove": wrong}).status_code in (302, 404)


def test_a_term_is_renamed_in_every_example_that_has_it(world: World, theme: Theme) -> None:
    term = added(world)
    one = sourced(theme, "Bybutiken", challenges=[term.code])
    assert (
        "Ändra ”Tomma &lt;b&gt;byar”"
        in world.editor.get(f"{PAGE}?andra={term.pk}").content.decode()
    )
    given = {"label_sv": "Avfolkning", "label_en": "Depopulation", "source": ""}
    assert world.editor.post(f"{PAGE}?andra={term.pk}", given).status_code == 302
    term.refresh_from_db()
    assert (term.label.sv, term.code, term.vocabulary) == (
        "Avfolkning",
        "own-tomma-bbyar",
        "challenges",
    )
    shown = world.anyone.get(f"/rapporter/norr/exempel/{one.name}/").content.decode()
    assert "Avfolkning" in shown
    found = "/rapporter/norr/exempel/?q="
    tend_catalogues()
    assert "Bybutiken" in world.anyone.get(f"{found}avfolkning").content.decode()
    assert "Bybutiken" not in world.anyone.get(f"{found}tomma").content.decode()
    # It may keep its own words, and take none that another has.
    assert world.editor.post(f"{PAGE}?andra={term.pk}", given).status_code == 302
    world.editor.post(PAGE, GIVEN)
    assert world.editor.post(f"{PAGE}?andra={term.pk}", GIVEN).status_code == 400
    for client, status in ((world.reader, 403), (world.stranger, 404), (world.anyone, 302)):
        assert client.post(f"{PAGE}?andra={term.pk}", given).status_code == status
