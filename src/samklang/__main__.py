"""`python -m samklang` is the command `samklang`."""

from samklang.cli import main

main(prog_name="samklang")
