"""The archive of a REFI-QDA project: its XML and the texts beside it, unpacked with limits."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError, fromstring
from xml.parsers import expat

from samklang.core.faults import FaultyInput, faulty_file
from samklang.core.language.messages import Message, message
from samklang.package.files import CHUNK, UNSOUND

MOST_BYTES = 200_000_000
MOST_ENTRIES = 50_000
SOURCES = "sources/"
# Zip's earliest day: the same project always gives the same bytes.
DAY = (1980, 1, 1, 0, 0, 0)


class Unpacked(NamedTuple):
    """The root of a project's XML, and the texts of its folder sources by name in lower case."""

    root: Any
    texts: Mapping[str, bytes]


def unpack(path: Path) -> Unpacked:
    """What a project's archive holds.

    Raises FaultyInput for what is no sound REFI-QDA project.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_ENTRIES:
                what = message("package.it_has_more_than_entries", entries=MOST_ENTRIES)
                raise _fault(path, what, message("refiqda.export_less"))
            top = _top([_name(entry) for entry in entries])
            names = {e.filename: _name(e).removeprefix(top) for e in entries}
            projects = [e for e in entries if "/" not in names[e.filename] and _ends(e, ".qde")]
            if len(projects) != 1:
                what = message("refiqda.files_qde", count=len(projects))
                raise _fault(path, what, message("refiqda.export_a_project"))
            files: dict[str, bytes] = {}
            left = MOST_BYTES
            for entry in entries:
                name = names[entry.filename].lower()
                if entry is projects[0] or (name.startswith(SOURCES) and name.endswith(".txt")):
                    files[name] = _content(archive, entry, left, path)
                    left -= len(files[name])
    except FileNotFoundError as error:
        what = message("refiqda.no_such_file")
        raise _fault(path, what, message("refiqda.check_the_path")) from error
    except UNSOUND as error:
        what = message("package.it_is_not_a_sound_zip", error=error)
        raise _fault(path, what, message("refiqda.export_a_project")) from error
    project = names[projects[0].filename]
    root = parsed(files.pop(project.lower()), project)
    return Unpacked(root, {name.removeprefix(SOURCES): text for name, text in files.items()})


def pack(project: bytes, sources: Mapping[str, bytes]) -> bytes:
    """A .qdpx of the project's XML and the texts of its folder sources."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"project.qde": project, **_within(sources)}.items():
            archive.writestr(zipfile.ZipInfo(name, DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def parsed(content: bytes, file: str) -> Any:
    """The root of an XML file. Raises FaultyInput.

    A document type is refused before anything is built of the file: only there are entities
    declared. Read so, in C, a project of 20 000 codings takes a tenth less CPU than by defusedxml.
    """

    def refused(*declared: object) -> None:
        what = message("refiqda.declares_entities")
        raise faulty_file(file, what, message("refiqda.export_again"))

    looked = expat.ParserCreate()
    looked.StartDoctypeDeclHandler = refused
    try:
        looked.Parse(content, True)
        return fromstring(content)
    except (expat.ExpatError, ParseError, ValueError, LookupError) as error:
        what = message("refiqda.not_xml", error=error)
        raise faulty_file(file, what, message("refiqda.export_again")) from error


def _within(sources: Mapping[str, bytes]) -> Mapping[str, bytes]:
    return {f"{SOURCES}{name}": content for name, content in sorted(sources.items())}


def _name(entry: zipfile.ZipInfo) -> str:
    """An entry's path; some programs on Windows part folders with a backslash."""
    return entry.filename.replace("\\", "/")


def _top(names: Sequence[str]) -> str:
    """The folder that the whole project lies in, as where it was unpacked and packed again."""
    own = [name for name in names if not name.startswith("__MACOSX/")]
    top, slash, _ = own[0].partition("/") if own else ("", "", "")
    folder = top + slash
    inside = bool(slash) and all(name.startswith(folder) for name in own)
    return folder if inside and folder.lower() != SOURCES else ""


def _ends(entry: zipfile.ZipInfo, suffix: str) -> bool:
    return entry.filename.lower().endswith(suffix)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int, path: Path) -> bytes:
    """An entry's bytes, counted as they come: the size in its header proves nothing."""
    parts, size = [], 0
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > left:
                what = message(
                    "package.it_unpacks_to_more_than_mb", total_bytes=MOST_BYTES // 10**6
                )
                raise _fault(path, what, message("refiqda.export_less"))
            parts.append(chunk)
    return b"".join(parts)


def _fault(path: Path, what: Message, remedy: Message) -> FaultyInput:
    return faulty_file(path.name, what, remedy)
