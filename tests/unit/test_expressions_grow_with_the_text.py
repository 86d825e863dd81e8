"""Every regular expression of ours takes time in proportion to the text, whatever the text is.

One that starts anew at each letter of a run and reads to its end takes the square of its length: a
single word of 400 000 letters held a process of the site for six minutes.
"""

import ast
import importlib
import inspect
import itertools
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import samklang

SHORT, TIMES = 1_500, 4
# Of a text TIMES as long: what is linear takes TIMES as long, what is quadratic TIMES squared.
MOST = 2 * TIMES
# Less than this is no matter, and is not measured well enough to be compared.
SECONDS = 0.01
WHOLE = ("match", "fullmatch")
USUAL = "a1 -.\n\t@:/<>&\"'([{*_`|,;=#%\\~w\u00e5"

Case = tuple[re.Pattern[str] | re.Pattern[bytes], bool]


def _used_as_whole(module: object, name: str) -> bool:
    """Whether a module asks an expression of that name only for what a text begins with or is."""
    source = inspect.getsource(module)  # type: ignore[arg-type]
    names = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
    calls = [
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name
    ]
    uses = sum(node.id == name and isinstance(node.ctx, ast.Load) for node in names)
    return bool(calls) and uses == len(calls) and all(call in WHOLE for call in calls)


def _cases() -> dict[str, Case]:
    cases: dict[str, Case] = {}
    for entry in pkgutil.walk_packages(samklang.__path__, "samklang."):
        if ".migrations" in entry.name or entry.name.endswith(("__main__", "settings")):
            continue
        module = importlib.import_module(entry.name)
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and not name.startswith("__"):
                whole = _used_as_whole(module, name)
                known = cases.get(value.pattern if isinstance(value.pattern, str) else repr(value))
                if known is None or (known[1] and not whole):
                    cases[str(value.pattern)] = (value, whole)
    return cases


def _texts(pattern: str, length: int) -> Iterator[str]:
    """Runs of the letters that an expression is made of, alone, in pairs, and broken at an end."""
    written = [letter for letter in pattern if not letter.isalnum()]
    letters = list(dict.fromkeys([*written, *USUAL]))
    for letter in letters:
        yield letter * length
        yield "a" + letter * length + "!"
        yield letter * length + "\x00"
    for first, second in itertools.permutations(letters[:10], 2):
        yield (first + second) * (length // 2)


def _seconds(expression: re.Pattern[str] | re.Pattern[bytes], whole: bool, text: str) -> float:
    subject = text.encode() if isinstance(expression.pattern, bytes) else text
    began = time.process_time()
    if whole:
        expression.fullmatch(subject)  # type: ignore[arg-type]
        expression.match(subject)  # type: ignore[arg-type]
    else:
        for _ in expression.finditer(subject):  # type: ignore[arg-type]
            pass
    return time.process_time() - began


def _slow(expression: re.Pattern[str] | re.Pattern[bytes], whole: bool) -> str:
    """How a text begins that takes more than in proportion to its length, '' if none does."""
    pattern = str(expression.pattern)
    pairs = zip(_texts(pattern, SHORT), _texts(pattern, SHORT * TIMES), strict=True)
    for short, long in pairs:
        if _seconds(expression, whole, long) < SECONDS:
            continue
        quickest = min(_seconds(expression, whole, long) for _ in range(3))
        if quickest > MOST * min(_seconds(expression, whole, short) for _ in range(3)):
            return short[:6]
    return ""


def test_every_expression() -> None:
    cases = _cases()
    assert len(cases) > 160
    slow = {pattern: begins for pattern, case in cases.items() if (begins := _slow(*case))}
    assert slow == {}


@pytest.mark.parametrize(
    "pattern",
    [r"\S+://\S+|www\.\S+", r"\s*\[x\]", r"[-\w](?:[-\w.]*\w)?", r"\b[a-z][\w-]*gatan"],
)
def test_an_expression_that_reads_to_the_end_from_everywhere_is_seen(pattern: str) -> None:
    assert _slow(re.compile(pattern), whole=False)
