"""Writing in blocks, the actions by themselves: nothing is put in what is gone, or put in twice."""

import pytest

from samklang.core.manuscript.editing import NotThere
from samklang.web.actions.blocks import Place, step, write
from samklang.web.actions.theme_files import SavedMeanwhile
from samklang.web.models import AuditRow, Theme, ThemeFile
from tests.web.conftest import World
from tests.web.report_world import made_theme

PATH = "manuscript.md"
TEXT = "Först.\n\nSedan.\n\nSist.\n"


@pytest.fixture
def theme(world: World) -> Theme:
    """A theme whose report nobody has written in."""
    return made_theme(world.network)


def saves() -> int:
    """Rows of the trail on saved files; what a theme begins with has some."""
    return AuditRow.objects.filter(action="save_file").count()


def put(theme: Theme, source: str, place: Place, *, seen: int) -> ThemeFile:
    """Words put into the Swedish text, which begins as TEXT."""
    return write(
        theme, path=PATH, begun=TEXT, source=source, place=place, seen=seen, by=None  # type: ignore[arg-type]
    )  # fmt: skip


def test_what_is_put_into_an_unwritten_text_keeps_what_it_began_with(theme: Theme) -> None:
    made = put(theme, "Nytt.\n", Place(after=0), seen=0)
    assert (made.version, made.text) == (1, "Först.\n\nNytt.\n\nSedan.\n\nSist.\n")


@pytest.mark.parametrize(
    "place", [Place(range(1, 2), "Sedan."), Place(after=0)], ids=["changed", "new"]
)
def test_a_text_that_has_been_taken_away_since_is_not_written_anew(
    theme: Theme, place: Place
) -> None:
    """Though what was to be changed stands in what the text begins with too."""
    before = saves()
    with pytest.raises(SavedMeanwhile) as said:
        put(theme, "Nytt.\n", place, seen=3)
    assert (said.value.now.path, said.value.now.version, said.value.now.pk) == (PATH, 0, None)
    assert not theme.files.exists()
    assert saves() == before


def test_a_piece_is_changed_where_it_stands_in_another_persons_text(theme: Theme) -> None:
    put(theme, "Nytt.\n", Place(after=-1), seen=0)
    made = put(theme, "Ändrat.\n", Place(range(1, 2), "Sedan."), seen=0)
    assert (made.version, made.text) == (2, "Nytt.\n\nFörst.\n\nÄndrat.\n\nSist.\n")
    # What stands there no longer, and what is new, has no place in it.
    for place in (Place(range(1, 2), "Sedan."), Place(range(1, 2), " "), Place(after=0)):
        with pytest.raises(SavedMeanwhile) as said:
            put(theme, "Igen.\n", place, seen=1)
        assert said.value.now.version == 2
    assert ThemeFile.objects.get(theme=theme).text == made.text


def moved(theme: Theme, action: str, number: int, *, seen: int) -> ThemeFile:
    return step(
        theme, path=PATH, begun=TEXT, action=action, number=number, seen=seen, by=None  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_piece_is_moved_in_the_text_that_was_seen(theme: Theme) -> None:
    before = saves()
    made = moved(theme, "down", 0, seen=0)
    assert (made.version, made.text) == (1, "Sedan.\n\nFörst.\n\nSist.\n")
    for seen in (0, 2):
        with pytest.raises(SavedMeanwhile) as said:
            moved(theme, "down", 0, seen=seen)
        assert said.value.now.text == made.text
    with pytest.raises(NotThere):
        moved(theme, "burn", 0, seen=1)
    assert ThemeFile.objects.get(theme=theme).version == 1
    assert saves() == before + 1
