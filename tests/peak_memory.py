"""Runs a command of Samklang and prints the peak of its memory, in kB, last on stderr."""

import re
import sys
from pathlib import Path

from samklang.cli import main


def peak() -> int:
    """The peak of this program's own memory; getrusage would begin at that of its parent."""
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1])


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    finally:
        print(peak(), file=sys.stderr)
