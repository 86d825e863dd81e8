"""Ways to break the files of a package: each takes its folder and changes something in it."""

from collections.abc import Callable
from pathlib import Path

Break = Callable[[Path], None]
# name: how it is broken, the file named, its line or row (0: all of it), a piece of the message
Broken = dict[str, tuple[Break, str, int, str]]


def put(name: str, content: str | bytes) -> Break:
    """Replaces a file."""

    def apply(folder: Path) -> None:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            target.write_text(content, encoding="utf-8", newline="")
        else:
            target.write_bytes(content)

    return apply


def swap(name: str, old: str, new: str) -> Break:
    """Replaces the first place of a text in a file."""

    def apply(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")

    return apply


def drop(name: str) -> Break:
    """Takes a file away."""
    return lambda folder: (folder / name).unlink()


def recode(name: str, encoding: str) -> Break:
    """Writes a file in another encoding."""

    def apply(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_bytes(text.encode(encoding))

    return apply


def both(*breaks: Break) -> Break:
    """Breaks one after the other."""

    def apply(folder: Path) -> None:
        for each in breaks:
            each(folder)

    return apply


def semicolons(folder: Path) -> None:
    """As Swedish Excel saves CSV."""
    text = (folder / "register.csv").read_text(encoding="utf-8")
    (folder / "register.csv").write_text(text.replace(",", ";"), encoding="utf-8-sig")


def link_out(folder: Path) -> None:
    """A link to a file outside the package."""
    (folder.parent / "secret.yaml").write_text("x: 1")
    (folder / "contacts.yaml").unlink()
    (folder / "contacts.yaml").symlink_to(folder.parent / "secret.yaml")


TQ, TR, TT = "questionnaire.yaml", "responses.csv", "theme.yaml"

EX, RJ = "examples/shop.yaml", "references.json"
