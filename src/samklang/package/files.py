"""The files of a package: a folder or a zip, read with limits, and their hash."""

import hashlib
import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from samklang.core.faults import Fault, FaultyInput, faulty_file
from samklang.core.language.messages import message
from samklang.core.language.wording import FIRST_LANGUAGE, Language, other_languages

MANIFEST = "manifest.json"
# The report's text in each language; that of the first has no code in its name.
MANUSCRIPTS: Mapping[Language, str] = {
    FIRST_LANGUAGE: "manuscript.md",
    **{code: f"manuscript.{code}.md" for code in other_languages(FIRST_LANGUAGE)},
}
NAMES = (
    "theme.yaml",
    "questionnaire.yaml",
    "register.csv",
    "responses.csv",
    "codebook.yaml",
    "codings.csv",
    "coding_states.csv",
    "coding_samples.csv",
    "double_codings.csv",
    "coding_talks.csv",
    "findings.yaml",
    "knowledge.yaml",
    "references.json",
    *MANUSCRIPTS.values(),
    "contacts.yaml",
    "withdrawn.yaml",
    "releases.json",
    MANIFEST,
)
EXAMPLE = re.compile(r"examples/[A-Za-z0-9][A-Za-z0-9_-]{0,39}\.yaml")

PICTURE = re.compile(r"pictures/[A-Za-z0-9][A-Za-z0-9_-]{0,59}\.jpg")

STYLE = re.compile(r"style/[A-Za-z0-9][A-Za-z0-9_-]{0,39}\.(svg|png|docx)")

# The folders of a package, beside the files at its root.
FOLDERS = ("examples", "pictures", "style")

# A package of forty members is some hundred kilobytes; these stop what is no package at all.
TABLE_BYTES = 50_000_000
FILE_BYTES = 10_000_000
TOTAL_BYTES = 200_000_000
ENTRIES = 5_000
CHUNK = 1 << 16

# What zipfile and its decompressors raise for bytes that are no zip; NotImplementedError (a
# RuntimeError) for a compression unknown to it.
UNSOUND = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)

SMALLER = message("package.take_away_what_does_not_belong")


def is_part(name: str) -> bool:
    """Whether a path within the folder is a file of a theme package."""
    return name in NAMES or any(p.fullmatch(name) for p in (EXAMPLE, PICTURE, STYLE))


def read_files(path: Path) -> Mapping[str, bytes]:
    """The package's files by path. Raises FaultyInput for what is no folder or sound zip."""
    try:
        if path.is_dir():
            return _from_folder(path)
        if path.is_file():
            return _from_zip(path)
    except OSError as error:
        what = message("package.it_cannot_be_read", strerror=error.strerror or error)
        raise faulty_file(path, what, message("package.check_its_permissions")) from error
    what = message("package.there_is_no_such_folder_or")
    raise faulty_file(path, what, message("package.name_a_theme_package"))


def package_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the sorted lines "sha256  path" of the package's files, the manifest apart."""
    lines = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
        if name != MANIFEST
    )
    return hashlib.sha256(lines.encode()).hexdigest()


def _from_folder(folder: Path) -> Mapping[str, bytes]:
    faults: list[Fault] = []
    contents: dict[str, bytes] = {}
    root = folder.resolve()
    folders = [folder / name for name in FOLDERS]
    inside = [path for part in folders if part.is_dir() for path in sorted(part.iterdir())]
    for path in [*(folder / name for name in NAMES), *inside]:
        name = path.relative_to(folder).as_posix()
        if not is_part(name):
            if misnamed := _misnamed(name):
                faults.append(misnamed)
            continue
        if not path.exists() and not path.is_symlink():
            continue
        if not path.resolve().is_relative_to(root) or not path.is_file():
            what = message("package.it_is_not_a_file_inside")
            remedy = message("package.put_the_file_itself_there_not")
            faults.append(Fault(name, 0, "", what, remedy))
        elif path.stat().st_size > _limit(name):
            faults.append(_too_large(name))
        else:
            contents[name] = path.read_bytes()
    if faults:
        raise FaultyInput(faults)
    return contents


def _misnamed(name: str) -> Fault | None:
    """The fault of a file that would be an example but for its name: it must not go unseen."""
    folder, _, file = name.rpartition("/")
    if folder != "examples" or is_part(name) or not file.endswith((".yaml", ".yml")):
        return None
    remedy = message("package.name_it_id_yaml_with_1")
    return Fault(name, 0, "", message("package.the_file_name_is_no_example"), remedy)


def _limit(name: str) -> int:
    """The largest size of a file, in bytes."""
    return TABLE_BYTES if name.endswith(".csv") else FILE_BYTES


def _too_large(name: str) -> Fault:
    what = message("package.it_is_larger_than_mb", limit=_limit(name) // 10**6)
    return Fault(name, 0, "", what, SMALLER)


def _from_zip(path: Path) -> Mapping[str, bytes]:
    label = path.name
    if path.stat().st_size > TOTAL_BYTES:
        what = message("package.it_is_larger_than_mb", limit=TOTAL_BYTES // 10**6)
        raise faulty_file(label, what, SMALLER)
    try:
        with zipfile.ZipFile(path) as archive:
            return _unpacked(archive, label)
    except UNSOUND as error:
        what = message("package.it_is_not_a_sound_zip", error=error)
        raise faulty_file(label, what, message("package.pack_the_folder_anew")) from error


def _unpacked(archive: zipfile.ZipFile, label: str) -> Mapping[str, bytes]:
    every = archive.infolist()
    if len(every) > ENTRIES:
        what = message("package.it_has_more_than_entries", entries=ENTRIES)
        raise faulty_file(label, what, SMALLER)
    faults = [fault for entry in every if (fault := _unsafe(entry, label))]
    entries = [entry for entry in every if not entry.is_dir()]
    names = [entry.filename for entry in entries]
    for name in sorted({name for name in names if names.count(name) > 1}):
        what = message("package.it_holds_twice", name=name)
        faults.append(Fault(label, 0, "", what, message("package.pack_the_folder_anew")))
    if faults:
        raise FaultyInput(faults)
    # A folder packed whole has its own name before each path.
    tops = {name.split("/")[0] for name in names if not name.startswith("__MACOSX/")}
    top = f"{tops.pop()}/" if len(tops) == 1 and "theme.yaml" not in names else ""
    if not entries:
        what = message("package.it_is_empty")
        raise faulty_file(label, what, message("package.pack_a_theme_package"))
    contents: dict[str, bytes] = {}
    left = TOTAL_BYTES
    # What an entry says of its size is looked at before anything is unpacked.
    parts = {entry.filename.removeprefix(top): entry.file_size for entry in entries}
    if faults := [_too_large(n) for n, size in parts.items() if is_part(n) and size > _limit(n)]:
        raise FaultyInput(faults)
    for entry in entries:
        name = entry.filename.removeprefix(top)
        if not entry.filename.startswith(top):
            continue
        if misnamed := _misnamed(name):
            raise FaultyInput([misnamed])
        if is_part(name):
            contents[name] = _content(archive, entry, name, label, left)
            left -= len(contents[name])
    return contents


def _unsafe(entry: zipfile.ZipInfo, label: str) -> Fault | None:
    name = entry.filename
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or "\\" in name or ":" in parts[0]:
        what = message("package.the_entry_leads_out_of_the", name=name)
    elif stat.S_ISLNK(entry.external_attr >> 16):
        what = message("package.the_entry_is_a_link", name=name)
    elif entry.flag_bits & 1:
        what = message("package.the_entry_is_encrypted", name=name)
    else:
        return None
    return Fault(label, 0, "", what, message("package.pack_the_folder_anew_without_it"))


def _content(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, label: str, left: int
) -> bytes:
    """An entry's bytes, counted as they come: the size in its header proves nothing."""
    parts, size = [], 0
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > _limit(name):
                raise FaultyInput([_too_large(name)])
            if size > left:
                what = message(
                    "package.it_unpacks_to_more_than_mb", total_bytes=TOTAL_BYTES // 10**6
                )
                raise faulty_file(label, what, SMALLER)
            parts.append(chunk)
    return b"".join(parts)
