"""Reading in this process what is read in one apart in use: half a CPU second a file is saved."""

import io
import pickle
from typing import Any

from samklang.package import confined


def here(read: Any, *arguments: Any, limits: Any = None) -> Any:
    """As `confined`; what a reader gives must be such as may come from a process apart."""
    return confined._Answer(io.BytesIO(pickle.dumps(read(*arguments)))).load()
