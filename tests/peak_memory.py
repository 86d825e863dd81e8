"""Runs a command of Samklang and prints the peak of its memory, in kB, last on stderr."""

import resource
import sys

from samklang.cli import main

if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    finally:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
