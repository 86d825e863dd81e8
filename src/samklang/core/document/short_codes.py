"""Short codes: the lasting name of a figure of an edition, for what travels without its report.

A code is made of theme, edition and figure alone, so that it is the same however often the edition
is built. It is no secret.
"""

import hashlib
from collections.abc import Mapping

from samklang.core.document.blocks import ExampleMap, Figure
from samklang.core.document.document import Document

FOLDER = "s"
# Without what is read as something else: 0 and o, 1, i and l.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH, MORE = 6, 12


def short_codes(document: Document) -> Mapping[str, str]:
    """The code of every figure and map of a document, by its id; no two are the same."""
    ids = [block.id for _, block in document.blocks() if isinstance(block, Figure | ExampleMap)]
    stem = f"{document.theme}/{document.edition}"
    codes = {id_: _code(f"{stem}/{id_}", LENGTH) for id_ in ids}
    if len(set(codes.values())) < len(codes):
        codes = {id_: _code(f"{stem}/{id_}", MORE) for id_ in ids}
    return codes


def short_address(document: Document, id_: str) -> str:
    """Where one sees whether a figure still holds; '' where nobody knows where the report lies.

    A part of a figure that is cut over slides ("q1-2") has the address of the whole.
    """
    if not document.address:
        return ""
    codes = short_codes(document)
    code = codes.get(id_) or codes[id_.rpartition("-")[0]]
    return f"{document.address}{FOLDER}/{code}/"


def printed_address(document: Document, id_: str) -> str:
    """The same as it is printed, without the scheme and the last slash."""
    return short_address(document, id_).partition("://")[2].rstrip("/")


def _code(text: str, length: int) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest())
    letters = []
    for _ in range(length):
        number, at = divmod(number, len(LETTERS))
        letters.append(LETTERS[at])
    return "".join(letters)
