"""Columns as bytes, and read back: what a process begins from instead of reading every example."""

import io
import json
from typing import Any

import numpy as np
import numpy.typing as npt

from samklang.core.catalogue.columns import Bits, Columns
from samklang.core.language.wording import LANGUAGES, Language

# Bytes of another form are not read.
FORM = 2


def packed(columns: Columns) -> bytes:
    """Columns in NumPy's own archive of arrays, compressed; no objects are pickled."""
    width = (columns.size + 7) // 8
    codes = [(name, code) for name, of_facet in columns.values.items() for code in of_facet]
    # A word that no example has any more is a word of one taken back.
    words = [
        (language, token)
        for language, common in columns.words.items()
        for token, bits in common.items()
        if bits
    ]
    every = [
        columns.live,
        *(columns.values[name][code] for name, code in codes),
        *(columns.words[language][token] for language, token in words),
    ]
    titles = {language: list(of_place) for language, of_place in columns.titles.items()}
    said = {"codes": codes, "words": words, "titles": titles}
    arrays: dict[str, npt.NDArray[Any]] = {
        "ids": columns.ids,
        "changed": columns.changed,
        "bits": np.frombuffer(
            b"".join(bits.to_bytes(width, "little") for bits in every), np.uint8
        ).reshape(len(every), width),
        "said": np.frombuffer(json.dumps(said).encode(), np.uint8),
        **{f"by_title_{language}": order for language, order in columns.by_title.items()},
    }
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def unpacked(content: bytes) -> Columns:
    """The columns of bytes that `packed` made."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        said = json.loads(arrays["said"].tobytes())
        live, *every = (_bits(row) for row in arrays["bits"])
        values: dict[str, dict[str, Bits]] = {}
        words: dict[Language, dict[str, Bits]] = {}
        of_facets = len(said["codes"])
        for (name, code), bits in zip(said["codes"], every[:of_facets], strict=True):
            values.setdefault(name, {})[code] = bits
        for (language, token), bits in zip(said["words"], every[of_facets:], strict=True):
            words.setdefault(language, {})[token] = bits
        return Columns(
            arrays["ids"],
            live,
            values,
            arrays["changed"],
            said["titles"],
            {code: arrays[f"by_title_{code}"] for code in LANGUAGES if code in said["titles"]},
            words,
        )


def _bits(row: npt.NDArray[np.uint8]) -> Bits:
    return int.from_bytes(row.tobytes(), "little")
