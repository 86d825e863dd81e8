"""Groups: which column says what kind of organisation answers, not what it says."""

import re
from collections.abc import Sequence
from dataclasses import replace

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.exchange.answers.guesses import Guess

MOST_GROUPS = 6
_PLACE = (
    r"(?:län|kommun|region|ort|landsdel|distrikt|bransch|sektor|verksamhetsområde|"
    r"organisationsform|county|municipality|region|district|sector)"
)
_WHO = (
    r"(?:organisation|förening|förbund|medlem|medlemsorganisation|verksamhet|företag|aktör|"
    r"organi[sz]ation|association|member|company|institution)"
)
# Words that speak of who answers: a short heading, or a question that asks which one it is. "Do you
# work with your municipality?" speaks of something else.
_GROUP = re.compile(
    rf"^(?:\w+\s+){{0,2}}(?:{_PLACE}|storlek|storleksklass|size|typ|type|kategori|category|"
    rf"{_WHO}e?ns? (?:storlek|typ)|(?:organisations|förenings|medlems)(?:typ|kategori|storlek))\W*$"
    rf"|\b(?:vilket|vilken|which|what)\s+(?:\w+\s+)?{_PLACE}\b"
    rf"|\b(?:typ|slags|type|kind) (?:av |of )?{_WHO}\b",
    re.I,
)
_ANSWERS = frozenset({"ja", "nej", "yes", "no", "1", "0"})


def with_group(columns: Sequence[Guess], language: Language) -> list[Guess]:
    """The first column whose heading and answers look like groups is one. No more than one is
    guessed: each costs a figure for every question, and answers that cannot be shown.
    """
    for place, column in enumerate(columns):
        few = column.kind == "one" and not column.table and MOST_GROUPS >= len(column.options) > 1
        said = _ANSWERS.intersection(option.casefold() for option in column.options)
        if few and not said and not column.other and _GROUP.search(column.column):
            why = phrase(language, "trial.why_group", why=column.why)
            return [*columns[:place], replace(column, group=True, why=why), *columns[place + 1 :]]
    return list(columns)
