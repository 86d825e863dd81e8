"""Text files: UTF-8 with or without a byte order mark; every other encoding is a fault."""

from samklang.core.faults import Fault

SAVE = "Save the file as UTF-8 (in Excel: “CSV UTF-8”)."


def decode(content: bytes, file: str) -> tuple[str, tuple[Fault, ...]]:
    """The text without its byte order mark, or '' and what is wrong."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "", (Fault(file, 0, "", "the file is UTF-16.", SAVE),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        seen = content[error.start : error.start + 1].decode("cp1252", "replace")
        what = f"byte {error.start} is not UTF-8 (in Windows-1252 it would be '{seen}')."
        return "", (Fault(file, line, "", what, SAVE),)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        return "", (Fault(file, line, "", "it holds a zero byte.", "Save it as plain text."),)
    return text, ()
