"""Comments on the report's texts: who writes and resolves them, and that they follow their line."""

from samklang.web.models import AuditRow, TextComment, Theme
from tests.web.conftest import World
from tests.web.manuscript_world import AT, MANUSCRIPT, SV, saved, sent, text
from tests.web.manuscript_world import frozen as frozen
from tests.web.report_world import theme as theme


def test_a_reader_comments_and_writes_nothing(world: World, frozen: Theme) -> None:
    shown = text(world.reader.get(SV))
    assert 'id="id_text"' not in shown
    assert "67" in shown
    for action in ("save", "look", "part"):
        answer = world.reader.post(SV, {"text": "x", "seen": "1", "action": action})
        assert answer.status_code == 403
    assert world.reader.post(f"{SV}figur/", {"text": "x", "seen": "1"}).status_code == 403
    world.reader.post(SV, {"action": "comment", "comment": "Är det så?", "line": "4"})
    made = TextComment.objects.get()
    assert made.by
    assert (made.line, made.quoted[:7], made.by.email) == (4, "{share}", "lasare@exempel.se")
    assert "Är det så?" in text(world.editor.get(SV)).split('<li id="rad-4">')[1].split("</ul>")[0]
    assert saved() == MANUSCRIPT
    assert "1 kommentar väntar" in text(world.reader.get(AT))


def test_a_comment_follows_its_line(world: World, frozen: Theme) -> None:
    world.reader.post(SV, {"action": "comment", "comment": "Flytta?", "line": "4"})
    sent(world.editor, SV, "{#results}\n# Resultat\n\nNytt.\n\n" + MANUSCRIPT.split("\n\n", 1)[1])
    shown = text(world.reader.get(SV))
    at = saved().split("\n").index(MANUSCRIPT.split("\n")[3]) + 1
    assert at != 4
    assert "Flytta?" in shown.split(f'<li id="rad-{at}">')[1].split("</ul>")[0]
    sent(world.editor, SV, "{#results}\n# Resultat\n\nNytt.\n")
    shown = text(world.reader.get(SV))
    assert "Gällde en rad som är ändrad eller borttagen" in shown
    assert "Flytta?" in shown.split('id="kommentarer"')[1]


def test_comments_are_resolved_by_editors_and_by_who_wrote_them(
    world: World, frozen: Theme
) -> None:
    world.reader.post(SV, {"action": "comment", "comment": "Läsarens"})
    sent(world.editor, SV, MANUSCRIPT, "comment", comment="Redaktörens")
    first, second = TextComment.objects.order_by("pk")
    assert world.reader.post(SV, {"action": f"resolve {second.pk}"}).status_code == 403
    assert world.reader.post(SV, {"action": f"resolve {first.pk}"}).status_code == 302
    first.refresh_from_db()
    assert first.resolved_at
    world.editor.post(SV, {"action": f"reopen {first.pk}"})
    first.refresh_from_db()
    assert first.resolved_at is None
    assert (
        world.editor.post(f"{AT}knowledge.yaml/", {"action": f"resolve {first.pk}"}).status_code
        == 404
    )
    assert world.editor.post(SV, {"action": "resolve x"}).status_code == 404
    actions = set(AuditRow.objects.values_list("action", flat=True))
    assert {"comment_text", "resolve_comment", "open_comment"} <= actions


def test_a_comment_does_not_lose_what_is_written(world: World, frozen: Theme) -> None:
    answer = sent(world.editor, SV, MANUSCRIPT + "\nOsparat.\n", "comment", comment="Se på det här")
    assert answer.status_code == 200
    assert "Osparat." in text(answer)
    assert "Texten är inte sparad än" in text(answer)
    assert TextComment.objects.count() == 1
    empty = sent(world.editor, SV, MANUSCRIPT + "\nOsparat.\n", "comment", comment=" ")
    assert empty.status_code == 400
    assert "Osparat." in text(empty)
