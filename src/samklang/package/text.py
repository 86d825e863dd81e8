"""Text files: UTF-8 with or without a byte order mark; every other encoding is a fault."""

import csv
import io

from samklang.core.faults import Fault, Read
from samklang.core.language.messages import message

SAVE = message("package.save_the_file_as_utf_8")


def decode(content: bytes, file: str) -> Read[str]:
    """The text without its byte order mark, or '' and what is wrong."""
    # Without its mark UTF-16 is known by its zeros: every second byte of Latin letters.
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or content.count(0) > len(content) / 3:
        return Read("", (Fault(file, 0, "", message("package.the_file_is_utf_16"), SAVE),))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line(content[: error.start].decode("latin-1"), file)
        seen = content[error.start : error.start + 1].decode("cp1252", "replace")
        what = message("package.byte_is_not_utf_8_in", start=error.start, seen=seen)
        return Read("", (Fault(file, line, "", what, SAVE),))
    if "\x00" in text:
        line = _line(text[: text.index("\x00")], file)
        what = message("package.it_holds_a_zero_byte")
        return Read("", (Fault(file, line, "", what, message("package.save_it_as_plain_text")),))
    return Read(text, ())


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
