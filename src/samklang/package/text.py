"""Text files: UTF-8 with or without a byte order mark; every other encoding is a fault."""

import csv
import io
import unicodedata
from dataclasses import replace

from samklang.core.faults import Fault

HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
SAVE = "Save the file as UTF-8 (in Excel: “CSV UTF-8”)."


def decode(content: bytes, file: str) -> tuple[str, tuple[Fault, ...]]:
    """The text without its byte order mark, or '' and what is wrong."""
    # Without its mark UTF-16 is known by its zeros: every second byte of Latin letters.
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content.count(0) > len(content) / 3:
        return "", (Fault(file, 0, "", "the file is UTF-16.", SAVE),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line(content[: error.start].decode("latin-1"), file)
        seen = content[error.start : error.start + 1].decode("cp1252", "replace")
        what = f"byte {error.start} is not UTF-8 (in Windows-1252 it would be '{seen}')."
        return "", (Fault(file, line, "", what, SAVE),)
    if "\x00" in text:
        line = _line(text[: text.index("\x00")], file)
        return "", (Fault(file, line, "", "it holds a zero byte.", "Save it as plain text."),)
    return text, ()


def _line(before: str, file: str) -> int:
    """The line of a text file, or row of a table, where the text `before` ends."""
    if not file.endswith(".csv"):
        return before.count("\n") + 1
    limit = csv.field_size_limit(len(before) + 1)
    try:
        # One more character: a row that has just ended is another row's beginning.
        return sum(1 for _ in csv.reader(io.StringIO(f"{before}x", newline="")))
    finally:
        csv.field_size_limit(limit)


def printable(fault: Fault) -> Fault:
    """The fault with control characters written out: it is shown in a terminal, where text from
    a file could otherwise move the cursor or look like another fault."""

    def visible(text: str) -> str:
        return "".join(
            c.encode("unicode_escape").decode() if unicodedata.category(c) in HIDDEN else c
            for c in text
        )

    return replace(
        fault,
        file=visible(fault.file),
        column=visible(fault.column),
        what=visible(fault.what),
        remedy=visible(fault.remedy),
    )
