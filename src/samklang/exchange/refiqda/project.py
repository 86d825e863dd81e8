"""A REFI-QDA project in memory: users, codes, texts with their codings, cases and sets of codes.

Places in a text are code points, end exclusive; line ends are LF. GUIDs are in lower case, without
braces.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
ORIGIN = "Samklang"
MADE = ("suggestion", "import")


def note_of(made: str) -> str:
    """The GUID of the note on codings that were made so."""
    return str(uuid5(NAMESPACE_URL, f"{ORIGIN}/made/{made}"))


@dataclass(frozen=True)
class ProjectCode:
    """A code. parent: GUID of the code it stands under, or ''. colour: "#rrggbb" or ''. memo: what
    the coders have noted on it.
    """

    guid: str
    name: str
    description: str = ""
    parent: str = ""
    codable: bool = True
    colour: str = ""
    memo: str = ""


@dataclass(frozen=True)
class ProjectCoding:
    """A code on a span of a text; user: a GUID, or ''. made: what made it, '' for a person. memo:
    the coder's note.
    """

    guid: str
    code: str
    start: int
    end: int
    user: str = ""
    time: datetime.datetime | None = None
    made: str = ""
    memo: str = ""


@dataclass(frozen=True)
class TextSource:
    """A text with its codings. of_pdf: it is what a PDF beside it says."""

    guid: str
    name: str
    text: str
    codings: tuple[ProjectCoding, ...] = ()
    of_pdf: bool = False


@dataclass(frozen=True)
class Case:
    """Whoever the texts come from. values: by the variable's name, as text."""

    guid: str
    name: str
    sources: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Project:
    """A whole project. users: names by GUID. sets: for each name the GUIDs of its codes.

    types: by the variable's name, one of REFI-QDA's types. left_out: kinds of sources that have
    no text, notes, sets and descriptions of whole texts, with how many there were.
    codings_left_out: those on such sources. made: in words what made codings that no person made
    by itself; a file of ours has a note of each.
    """

    name: str
    origin: str = ""
    users: Mapping[str, str] = field(default_factory=dict)
    codes: tuple[ProjectCode, ...] = ()
    sources: tuple[TextSource, ...] = ()
    cases: tuple[Case, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    codings_left_out: int = 0
    made: Mapping[str, str] = field(default_factory=dict)
