"""A look at a report never counts: what it lacks is asked of the worker, shown once it is there."""

import datetime
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from jinja2 import Environment

from samklang.analysis import analysis
from samklang.analysis.analysis import released_numbers
from samklang.core.faults import Fault, FaultyInput
from samklang.core.figures.numbers import ReleasedNumbers
from samklang.core.language.messages import as_written
from samklang.core.manuscript.demands import Demands
from samklang.package.model import adapter
from samklang.package.read import read
from samklang.publication import references, releasing
from samklang.publication.apart import Broken
from samklang.site.running import read_ahead
from samklang.web.actions import analysing, heartbeat
from samklang.web.actions.analysing import run_analyses
from samklang.web.actions.freezing import freeze
from samklang.web.actions.purging import run_erasures
from samklang.web.actions.theme_files import save_file
from samklang.web.models import Analysis, PendingErasure, Theme, ThemeFile
from samklang.web.queries import manuscript_preview
from samklang.web.queries.counted import folder
from tests.web.conftest import World
from tests.web.manuscript_world import EN, ENGLISH, MANUSCRIPT, insert
from tests.web.manuscript_world import SV as TEXT
from tests.web.report_world import theme  # noqa: F401
from tests.web.test_blocks import SV, sent, text

CROSS = "\n:::{figure} q1\n:by: county\n:option: yes\n:::\n"


@pytest.fixture
def frozen(theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Theme:  # noqa: F811
    """Twenty-four answers that stand still, and a report; the worker counts in this process."""

    def here(path: Path, asked: Demands, *, wanted: Any) -> Any:
        assert wanted()
        monkeypatch.setattr(analysis, "_analysed", _ANALYSED)
        try:
            return released_numbers(read(path), asked)
        finally:
            monkeypatch.setattr(analysis, "_analysed", _refused)

    save_file(theme, path="manuscript.md", text=MANUSCRIPT, seen=0, by=None)
    save_file(theme, path="manuscript.en.md", text=ENGLISH, seen=0, by=None)
    freeze(theme, by=None)
    manuscript_preview._material.cache_clear()
    monkeypatch.setattr(analysing, "release_apart", here)
    monkeypatch.setattr(analysis, "_analysed", _refused)
    return theme


_ANALYSED = analysis._analysed


def _refused(*_: object, **__: object) -> None:
    raise AssertionError("a process that answers has counted")


def write(words: str) -> None:
    file = ThemeFile.objects.get(path="manuscript.md")
    save_file(file.theme, path=file.path, text=words, seen=file.version, by=None)


def words(answer: Any) -> str:
    """What is read on a page."""
    return " ".join(re.sub(r"<[^>]+>", "", text(answer)).split())


def files() -> list[Path]:
    return sorted(path for path in folder().rglob("*") if path.is_file())


def test_a_look_asks_once_and_shows_what_the_worker_found(world: World, frozen: Theme) -> None:
    for client in (world.editor, world.reader):
        assert "räknas av organisationerna (räknas)" in words(client.get(f"{SV}?avsnitt=alla"))
        shown = text(client.get(f"{SV}?avsnitt=alla"))
        assert "67 %" not in shown
        # Without script the page loads itself, with it the part that says so is looked at again.
        assert '<noscript><meta http-equiv="refresh"' in shown
        assert "data-progress" in shown
    assert Analysis.objects.count() == 1
    assert run_analyses() == 1
    shown = text(world.editor.get(f"{SV}?avsnitt=alla"))
    assert "67 %" in shown
    assert "skriv-figure-q1" in shown
    for gone in ("räknas", "refresh", "data-counting"):
        assert gone not in shown
    # What is kept is numbers; the answers that they were counted on are in no file of ours.
    [kept] = files()
    assert "Att vi hade tid" not in kept.read_text()
    assert (Analysis.objects.count(), run_analyses()) == (0, 0)


def test_what_is_there_stands_while_a_new_figure_is_counted(world: World, frozen: Theme) -> None:
    world.editor.get(SV)
    run_analyses()
    write(MANUSCRIPT + CROSS + "\n{share}`q1=yes | county=25` i Norrbotten.\n")
    shown = text(world.editor.get(f"{SV}?avsnitt=alla"))
    assert "67 %" in shown
    assert "skriv-figure-q1" in shown
    assert "räknas i Norrbotten" in words(world.editor.get(f"{SV}?avsnitt=alla"))
    assert "skriv-figure-q1-yes-by-county" not in shown
    assert "att rätta" not in shown
    run_analyses()
    shown = text(world.editor.get(f"{SV}?avsnitt=alla"))
    assert "skriv-figure-q1-yes-by-county" in shown
    assert "räknas" not in shown
    # Back to what was: it is kept still.
    write(MANUSCRIPT)
    assert "räknas" not in text(world.editor.get(f"{SV}?avsnitt=alla"))
    assert not Analysis.objects.exists()


def test_every_page_with_numbers_lets_the_worker_count(world: World, frozen: Theme) -> None:
    asks = [
        lambda: world.editor.get(f"{AT_BOTH}"),
        lambda: world.editor.get(TEXT),
        lambda: world.editor.get(EN),
        lambda: world.editor.get(f"{SV}2/"),
        lambda: sent(world.editor, f"{SV}nytt/figure/?efter=1", "show", question="q2"),
        lambda: sent(
            world.editor,
            f"{SV}nytt/figure/?efter=1",
            "show",
            question="q1",
            option="yes",
            by="county",
        ),
        lambda: insert(world.editor, question="q1", option="yes", by="county"),
        lambda: sent(world.editor, f"{SV}1/", "value 1"),
    ]
    for number, ask in enumerate(asks):
        shown = text(ask())
        assert ("data-counting" in shown) == (number < 7), number
    for _ in range(3):
        run_analyses()
        for ask in asks:
            shown = text(ask())
    for number, ask in enumerate(asks):
        assert "data-counting" not in text(ask()), number


def test_a_figures_form_shows_what_it_withholds_once_it_is_counted(
    world: World, frozen: Theme
) -> None:
    world.editor.get(SV)
    run_analyses()
    shown = text(insert(world.editor, question="q1", option="yes", by="county"))
    assert "data-counting" in shown
    assert "counting" in shown.split("</head>")[0]  # the script that looks again
    assert "<figure" not in shown
    run_analyses()
    shown = text(insert(world.editor, question="q1", option="yes", by="county"))
    assert "<figure" in shown
    assert "data-counting" not in shown


def test_what_was_changed_meanwhile_is_not_kept(world: World, frozen: Theme) -> None:
    world.editor.get(SV)
    save_file(frozen, path="references.json", text="[]\n", seen=0, by=None)
    assert run_analyses() == 1
    assert (files(), Analysis.objects.count()) == ([], 0)
    # A card is no number.
    world.editor.get(SV)
    save_file(frozen, path="knowledge.yaml", text="cards: []\n", seen=0, by=None)
    run_analyses()
    assert len(files()) == 1
    assert "67 %" in text(world.editor.get(SV))


REFERENCE = {
    "id": "lee2026",
    "type": "book",
    "title": "Together",
    "author": [{"family": "Lee", "given": "Ann"}],
    "issued": {"date-parts": [[2026]]},
}


def test_a_look_formats_no_reference_that_is_being_counted_beside(
    world: World, frozen: Theme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    formatting = references._formatted

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a process that answers has formatted references")

    def apart(path: Path, asked: Demands, *, wanted: Any) -> Any:
        monkeypatch.setattr(references, "_formatted", formatting)
        monkeypatch.setattr(analysis, "_analysed", _ANALYSED)
        try:
            numbers = releasing.worked_out([str(path), releasing._json(Demands, asked)])
        finally:
            monkeypatch.setattr(references, "_formatted", never)
            monkeypatch.setattr(analysis, "_analysed", _refused)
        return releasing._read(ReleasedNumbers, numbers)

    monkeypatch.setattr(analysing, "release_apart", apart)
    monkeypatch.setattr(references, "_formatted", never)
    save_file(frozen, path="references.json", text=json.dumps([REFERENCE]), seen=0, by=None)
    write(MANUSCRIPT + "\nSo it is {cite}`lee2026`.\n")
    shown = words(world.editor.get(f"{SV}?avsnitt=alla"))
    assert "So it is (…, lee2026)." in shown
    run_analyses()
    shown = words(world.editor.get(f"{SV}?avsnitt=alla"))
    assert "So it is (Lee, 2026)." in shown
    # A new one leaves those that were kept as they are.
    both = [REFERENCE, {**REFERENCE, "id": "lee2025", "title": "Apart"}]
    save_file(frozen, path="references.json", text=json.dumps(both), seen=1, by=None)
    write(MANUSCRIPT + "\nSo it is {cite}`lee2026, lee2025`.\n")
    shown = words(world.editor.get(f"{SV}?avsnitt=alla"))
    assert "So it is (Lee, 2026; …, lee2025)." in shown


def test_what_was_read_ahead_is_not_read_by_a_look(
    world: World, frozen: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_ahead()
    modules, validators = set(sys.modules), adapter.cache_info().misses
    compiled = []
    compiling = Environment.compile

    def seen(self: Environment, source: Any, name: Any = None, *more: Any, **keys: Any) -> Any:
        compiled.append(name)
        return compiling(self, source, name, *more, **keys)

    monkeypatch.setattr(Environment, "compile", seen)
    world.editor.get(f"{SV}?avsnitt=alla")
    assert compiled == []
    assert {
        name for name in set(sys.modules) - modules if not name.startswith("encodings")
    } == set()
    assert adapter.cache_info().misses <= validators + 1  # of what is kept of the words' spelling


def test_what_cannot_be_counted_says_why(
    world: World, frozen: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    what = as_written("one respondent is alone.")
    fault = Fault("theme.yaml", 0, "design", what, as_written("Merge groups."))

    def faulty(*_: object, **__: object) -> None:
        raise FaultyInput([fault])

    monkeypatch.setattr(analysing, "release_apart", faulty)
    world.editor.get(TEXT)
    run_analyses()
    assert "one respondent is alone." in text(world.editor.get(TEXT))
    assert not Analysis.objects.exists()


def test_one_that_breaks_is_tried_again_later_and_leaves_no_answer(
    world: World, frozen: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(path: Path, *_: object, **__: object) -> None:
        assert path.is_file()
        raise Broken("Att vi hade tid.")

    counts = analysing.release_apart
    monkeypatch.setattr(analysing, "release_apart", broken)
    world.editor.get(SV)
    run_analyses()
    assert files() == []
    shown = text(world.editor.get(SV))
    assert "Siffrorna gick inte att räkna" in shown
    assert "refresh" not in shown
    assert run_analyses() == 0
    monkeypatch.setattr(analysing, "release_apart", counts)
    Analysis.objects.update(finished_at=timezone.now() - datetime.timedelta(minutes=11))
    world.editor.get(SV)
    assert run_analyses() == 1
    assert "67 %" in text(world.editor.get(SV))


def test_a_worker_that_went_is_followed_by_another(world: World, frozen: Theme) -> None:
    world.editor.get(SV)
    long_ago = timezone.now() - datetime.timedelta(minutes=11)
    Analysis.objects.update(state="running", started_at=long_ago, tries=1)
    left = folder() / f"{Analysis.objects.get().pk}.zip"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"answers")
    assert run_analyses() == 1
    assert not left.exists()
    assert "67 %" in text(world.editor.get(SV))


def test_what_a_worker_could_not_end_itself_it_counts_again(
    world: World, frozen: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.editor.get(SV)
    mine = heartbeat.begin()

    ways = iter([OSError("full disk"), FaultyInput([])])

    def faulty(*_: object, **__: object) -> None:
        raise next(ways)

    monkeypatch.setattr(analysing, "release_apart", faulty)
    with pytest.raises(OSError, match="full disk"):
        run_analyses(mine)
    assert Analysis.objects.get().state == "running"
    # It lives, so nobody else would; and every erasure waits for what runs.
    assert run_analyses(mine) == 1
    assert not Analysis.objects.exists()


def test_what_nobody_looks_for_any_longer_is_not_counted(world: World, frozen: Theme) -> None:
    world.editor.get(SV)
    Analysis.objects.update(wanted_at=timezone.now() - datetime.timedelta(minutes=11))
    assert run_analyses() == 0
    assert not Analysis.objects.exists()


def test_an_erasure_takes_what_is_kept(
    world: World, frozen: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samklang.web.actions.purging.wipe", lambda: True)
    world.editor.get(SV)
    run_analyses()
    assert files()
    PendingErasure.objects.create(theme=frozen)
    world.editor.get(f"{SV}?avsnitt=alla")
    row = Analysis.objects.create(
        theme=frozen, key="k", content="c", demands={}, wanted_at=timezone.now(), state="running"
    )
    # One that is being counted would put back what is removed.
    assert run_erasures() == 0
    row.delete()
    assert run_erasures() == 1
    assert files() == []
    assert not (Path(settings.DATA) / "cache").exists()


AT_BOTH = "/arbete/norr/teman/t/skriv/bada/"
