"""Shown faults: the first of each file, with control characters written out."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from samklang.core.faults import Fault
from samklang.core.language.messages import message

SHOWN = 200  # the faults of one file that are told at once
HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")


def first_of_each_file(faults: Iterable[Fault]) -> list[Fault]:
    """The faults that are told: many in one file are one mistake made over and over."""
    kept: list[Fault] = []
    for file, of_file in groupby(sorted(set(faults)), key=lambda fault: fault.file):
        every = list(of_file)
        kept += every[:SHOWN]
        if len(every) > SHOWN:
            what = message("package.there_are_more_faults_from_here", shown=len(every) - SHOWN)
            line = every[SHOWN].line
            kept.append(Fault(file, line, "", what, message("package.mend_those_above_first")))
    return kept


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
        what=fault.what.changed(visible),
        remedy=fault.remedy.changed(visible),
    )
