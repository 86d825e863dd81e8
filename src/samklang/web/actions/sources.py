"""Deeds on knowledge cards, references and contacts: save, move, take away, paste."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction

from samklang.package.entries import Entry, moved, with_entry
from samklang.web.actions.theme_files import SavedMeanwhile, save_file
from samklang.web.models import Theme, ThemeFile
from samklang.web.queries.sources import FILES, Kind, Opened, opened, text_of, uses


class InUse(Exception):
    """What is to be taken away is used somewhere in the theme."""


class Unreadable(ValueError):
    """The file has faults that keep it from being read: a form would lose what is in it."""


@transaction.atomic
def save_entry(
    theme: Theme,
    kind: Kind,
    entry: Entry,
    *,
    number: int | None,
    seen: int,
    by: User | None,
) -> None:
    """Puts an entry in the place of one, or last. Raises SavedMeanwhile and Unreadable."""
    file = _as_seen(theme, kind, seen)
    _save(theme, file, with_entry(file.entries, entry, number), by)


@transaction.atomic
def add_entries(
    theme: Theme, kind: Kind, entries: Sequence[Entry], *, seen: int, by: User | None
) -> None:
    """Puts entries last; none changes nothing. Raises SavedMeanwhile and Unreadable."""
    file = _as_seen(theme, kind, seen)
    if entries:
        _save(theme, file, (*file.entries, *entries), by)


@transaction.atomic
def move_entry(
    theme: Theme, kind: Kind, *, number: int, by_places: int, seen: int, by: User | None
) -> None:
    """Moves an entry among the others. Raises SavedMeanwhile and Unreadable."""
    file = _as_seen(theme, kind, seen)
    _save(theme, file, moved(file.entries, number, by_places), by)


@transaction.atomic
def remove_entry(theme: Theme, kind: Kind, *, number: int, seen: int, by: User | None) -> None:
    """Takes an entry away; the file's earlier versions still hold it.

    Raises InUse where something names it, SavedMeanwhile and Unreadable.
    """
    file = _as_seen(theme, kind, seen)
    if str(file.entries[number].get("id", "")) in uses(theme, kind):
        raise InUse
    _save(theme, file, (*file.entries[:number], *file.entries[number + 1 :]), by)


def _as_seen(theme: Theme, kind: Kind, seen: int) -> Opened:
    """The entries, where they are at the version that was seen."""
    ThemeFile.objects.select_for_update().filter(theme=theme, path=FILES[kind]).first()
    file = opened(theme, kind)
    if file.version != seen:
        path = FILES[kind]
        now = ThemeFile.objects.filter(theme=theme, path=path).first()
        raise SavedMeanwhile(now or ThemeFile(theme=theme, path=path, version=0, text=""))
    if file.faults:
        raise Unreadable(FILES[kind])
    return file


def _save(theme: Theme, file: Opened, entries: tuple[Entry, ...], by: User | None) -> None:
    text = text_of(file, entries)
    save_file(theme, path=FILES[file.kind], text=text, seen=file.version, by=by)
