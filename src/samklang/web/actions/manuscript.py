"""Deeds on the texts of a report: comment, resolve, restore an earlier version."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from samklang.web.actions.audit import record
from samklang.web.actions.theme_files import save_file
from samklang.web.models import TextComment, Theme, ThemeFile, ThemeFileVersion

# What is kept of a line to find it again by.
QUOTED = 500


@transaction.atomic
def comment(
    theme: Theme, *, path: str, line: int, text: str, on: str, version: int, by: User
) -> TextComment:
    """Comments on a line of a text, 0 for the whole; `on` is the text as it was in `version`.

    A line that the text does not have is the whole text.
    """
    lines = on.split("\n")
    if line > len(lines):
        line = 0
    made = TextComment.objects.create(
        theme=theme,
        path=path,
        version=version,
        line=line,
        quoted=lines[line - 1][:QUOTED] if line else "",
        text=text.strip(),
        by=by,
    )
    record("comment_text", by=by, theme=theme, subject=path, comment=made.pk, line=line)
    return made


@transaction.atomic
def resolve(comment: TextComment, *, by: User) -> None:
    """Marks a comment as seen to; one that is so already is left as it is."""
    changed = TextComment.objects.filter(pk=comment.pk, resolved_at__isnull=True).update(
        resolved_at=timezone.now(), resolved_by=by
    )
    if changed:
        record("resolve_comment", by=by, theme=comment.theme, subject=comment.path, id=comment.pk)


@transaction.atomic
def open_again(comment: TextComment, *, by: User) -> None:
    """Takes back that a comment was seen to."""
    changed = TextComment.objects.filter(pk=comment.pk, resolved_at__isnull=False).update(
        resolved_at=None, resolved_by=None
    )
    if changed:
        record("open_comment", by=by, theme=comment.theme, subject=comment.path, id=comment.pk)


@transaction.atomic
def restore(version: ThemeFileVersion, *, seen: int, by: User) -> ThemeFile:
    """Makes an earlier version's text the newest, as a version of its own.

    Raises SavedMeanwhile where the text has another version than `seen`.
    """
    file = version.file
    made = save_file(file.theme, path=file.path, text=version.text, seen=seen, by=by)
    if made.version != seen:
        record("restore_text", by=by, theme=file.theme, subject=file.path, version=version.version)
    return made
