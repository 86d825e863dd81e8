"""Notes on codings, and the keys that choose codes."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from samklang.web.actions.codebook import begin_codebook
from samklang.web.models import Coding, CodingStep, Theme
from samklang.web.starts import codebook
from samklang.web.views import coding as coding_views
from samklang.web.views.coding import KEYS
from tests.web.conftest import World
from tests.web.report_world import made_theme
from tests.web.test_coding import HOME, code, keys, page


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """Twenty-four answers to q5, with the starter of factors and that of phases."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = made_theme(world.network)
    for number, one in enumerate(made.responses.filter(state="sent").order_by("pk")):
        one.answers |= {"q5": f"Svar {number}: vi hade tid och pengar."}
        one.save()
    for name in ("factors", "phase"):
        begin_codebook(made, codebook(name), by=None)  # type: ignore[arg-type]
    return made


def test_what_is_noted_on_a_coding_is_kept_and_undone(world: World, theme: Theme) -> None:
    """By the form alone; the coding stays the one it was, so that a quote keeps to it."""
    first = keys(theme)[0]
    code(world.editor, first, whole=["economy:hinders", "idea:"])
    one, other = Coding.objects.order_by("pk")
    shown = world.editor.get(page(first)).content.decode()
    assert f'name="note-{one.pk}"' in shown
    note = {f"note-{one.pk}": " Se §3.\r\nOch 4. ", f"note-{other.pk}": ""}
    code(world.editor, first, seen=1, whole=["economy:hinders", "idea:"], **note)
    one.refresh_from_db()
    assert (one.memo, one.live, Coding.objects.count()) == ("Se §3.\nOch 4.", True, 2)
    steps = CodingStep.objects.count()
    code(world.editor, first, seen=2, whole=["economy:hinders", "idea:"], **note)
    assert CodingStep.objects.count() == steps, "nothing differs"
    world.owner.post(f"{HOME}logg/{CodingStep.objects.latest('pk').pk}/angra/")
    one.refresh_from_db()
    assert one.memo == ""
    world.editor.post(f"{HOME}logg/{CodingStep.objects.latest('pk').pk}/angra/")
    one.refresh_from_db()
    assert one.memo == "Se §3.\nOch 4."
    long = {f"note-{one.pk}": "x" * 4_001}
    code(world.editor, first, seen=4, status=400, whole=["economy:hinders"], **long)
    elsewhere = {f"note-{one.pk}": "inte hit"}
    code(world.editor, keys(theme)[1], whole=["idea:"], **elsewhere)
    one.refresh_from_db()
    assert one.memo == "Se §3.\nOch 4."


def test_a_key_that_chooses_a_code_does_nothing_else() -> None:
    """Those that the page's script reads: m marks, n and p go on, s is left for the browser's."""
    script = (Path(coding_views.__file__).parents[1] / "static/coding.js").read_text()
    own = set(re.findall(r'key === "(\w)"', script)) | set("ufv") | {"0", "?"}
    assert {"m", "n", "p"} <= own
    assert not own & set(KEYS)
    assert len(set(KEYS)) == len(KEYS) == 27


def test_an_answer_from_right_to_left_is_read_so(world: World, theme: Theme) -> None:
    """On every page of it: what an association for newcomers writes may be in Arabic."""
    first = keys(theme)[0]
    one = theme.responses.get(pk=first)
    one.answers |= {"q5": "لم يكن لدينا وقت 🙂"}
    one.save()
    code(world.editor, first, whole=["economy:hinders"], span="3-6:idea:")
    for path in ("fraga/q5/", "fraga/q5/?print", "fraga/q5/tabell/", f"fraga/q5/svar/{first}/"):
        text = world.editor.get(f"{HOME}{path}").content.decode()
        assert re.search(r'<(blockquote|td|q)[^>]* dir="auto"[^>]*>(<p>)?لم', text), path
    answer = world.editor.get(page(first)).content.decode()
    assert re.search(r'<textarea id="pick"[^>]* dir="auto"', answer)
    assert re.search(r'<q dir="auto">[يكن ]+</q>', answer)
    for path in (f"medlem/{first}/", "citat/"):
        text = world.editor.get(f"{HOME}{path}").content.decode()
        assert re.search(r'<blockquote[^>]* dir="auto"[^>]*><p>لم', text), path
