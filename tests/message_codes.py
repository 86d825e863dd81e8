"""The codes of messages: the type that lists them, and each place that says one.

`python -m tests.message_codes` writes the type anew from the phrases.
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import samklang
from samklang.core.language.messages import PARTS
from samklang.core.language.phrases import catalogue
from samklang.core.language.wording import Language

SOURCE = Path(samklang.__file__).parent
FOLDER = SOURCE / "core/language/message_codes"
# Where messages are made of codes that are not written out: of a flaw's reason, of what was stored.
MAKING = "core/language/messages.py"
WIDTH = 100
HEAD = """\"\"\"Codes of the phrases {part}. Written by `python -m tests.message_codes`.\"\"\"

from typing import Literal

# fmt: off
{name} = Literal[
"""


@dataclass(frozen=True)
class Said:
    """One call of `message`. code: '' where it is not written out in the call."""

    file: str
    line: int
    code: str
    values: frozenset[str]


def codes(part: str) -> tuple[str, ...]:
    """The codes that a part of the phrases has words for, in their order."""
    return tuple(f"{part}.{name}" for name in catalogue("en", part))


def modules() -> dict[str, str]:
    """The modules with the type of the codes, by name: one a part, and one of all."""
    names = {part: part.title() for part in PARTS}
    imports = (f"from samklang.core.language.message_codes.{p} import {names[p]}\n" for p in PARTS)
    whole = (
        '"""Codes of messages: the closed set. Written by `python -m tests.message_codes`."""\n\n'
        f"{''.join(sorted(imports))}\nCode = {' | '.join(names.values())}\n"
    )
    return {"__init__": whole} | {p: _module(p, names[p]) for p in PARTS}


def _module(part: str, name: str) -> str:
    lines = ["   "]
    for code in codes(part):
        if len(lines[-1]) + len(f' "{code}",') > WIDTH:
            lines.append("   ")
        lines[-1] += f' "{code}",'
    return HEAD.format(part=part, name=name) + "\n".join(lines) + "\n]\n"


def said_in(source: str, file: str) -> Iterator[Said]:
    """The messages that a module's source makes; one for each code where a call chooses of two."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "message"):
            continue
        values = frozenset(keyword.arg or "**" for keyword in node.keywords)
        given = node.args[0] if len(node.args) == 1 else None
        of_two = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
        for one in of_two:
            code = one.value if isinstance(one, ast.Constant) else ""
            yield Said(file, node.lineno, str(code), values)


def said() -> tuple[Said, ...]:
    """Every message that the product makes by its code."""
    found: list[Said] = []
    for path in sorted(SOURCE.rglob("*.py")):
        file = path.relative_to(SOURCE).as_posix()
        source = path.read_text(encoding="utf-8")
        if "message(" in source:
            found += (one for one in said_in(source, file) if one.code or file != MAKING)
    return tuple(found)


def problems(said: Iterable[Said], words: Mapping[Language, Mapping[str, str]]) -> list[str]:
    """What is wrong between the messages that are made and the words of their codes.

    words: of every code, by language.
    """
    found: list[str] = []
    used: set[str] = set()
    for one in said:
        where = f"{one.file}:{one.line}"
        used.add(one.code)
        if not one.code or "**" in one.values:
            found.append(f"{where}: the code or a value is not written out")
            continue
        for language, texts in words.items():
            if one.code not in texts:
                found.append(f"{where}: {one.code} has no words in {language}")
                continue
            places = fields(texts[one.code])
            found += [f"{where}: {one.code} has no place for {v}" for v in one.values - places]
            found += [f"{where}: {one.code} lacks {v}" for v in places - one.values]
    every = dict.fromkeys(code for texts in words.values() for code in texts)
    return found + [f"{code} is never said" for code in every if code not in used]


def fields(text: str) -> frozenset[str]:
    """The names of the places in words."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


if __name__ == "__main__":
    for name, text in modules().items():
        (FOLDER / f"{name}.py").write_text(text, encoding="utf-8")
