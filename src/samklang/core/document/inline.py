"""Text in a line: runs, links, computed numbers and citations."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """A run of plain text. `lang` is set where it is not the document's language."""

    text: str
    strong: bool = False
    emphasis: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Link:
    """A link; the address is http, https, mailto or an anchor ``#id`` of the document."""

    text: str
    url: str


@dataclass(frozen=True)
class Value:
    """A computed number in running text.

    figure: id of the figure that shows it, or ''. evidence: id of what it rests on, or ''.
    """

    text: str
    figure: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Cite:
    """A citation, for example "(Mulgan, 2006)"; keys point into the reference list."""

    text: str
    keys: tuple[str, ...]


Inline = Run | Link | Value | Cite
Text = tuple[Inline, ...]


def headed(head: str, said: str) -> str:
    """A heading and what is said of it on one line: after a mark of its own it takes no colon.

    What the heading ends with ("– mean") is not said again ("Mean: 58 persons").
    """
    measure, colon, value = said.partition(": ")
    if colon and head.casefold().endswith(f"– {measure.casefold()}"):
        said = value
    return f"{head}{'' if head.endswith(('?', '!', '.', ':', '…')) else ':'} {said}"


def plain(text: Text) -> str:
    """The text without marks, for alt texts, slides and tables of contents."""
    return "".join(part.text for part in text)
