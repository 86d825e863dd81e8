"""Caches: each says what bounds it, so that a server that runs for months does not grow."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "samklang"

# A parameter of one of these takes a few values, and so bounds what is kept by it.
CLOSED = {"Language", "Vocabulary", "Extent", "bool"}
GROWING = {"dict", "list", "set", "OrderedDict", "defaultdict", "Counter", "deque"}
SAID = "Bounded by"


def _called(node: ast.expr) -> str:
    """The last name of what is called or named: `cache` of `functools.cache`."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _without_number(decorator: ast.expr) -> bool:
    """Whether a decorator keeps results without a number of them at hand."""
    if _called(decorator) == "cache":
        return True
    if _called(decorator) != "lru_cache":
        return False
    if not isinstance(decorator, ast.Call):
        return True
    sizes = [*decorator.args[:1], *(k.value for k in decorator.keywords if k.arg == "maxsize")]
    return not sizes or (isinstance(sizes[0], ast.Constant) and sizes[0].value is None)


def _closed(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether all that is asked of a function takes a few values; nothing asked is one value."""
    of = function.args
    if of.vararg or of.kwarg:
        return False
    given = [*of.posonlyargs, *of.args, *of.kwonlyargs]
    return all(a.annotation and ast.unparse(a.annotation) in CLOSED for a in given)


def _empty(node: ast.expr | None) -> bool:
    """Whether a value is a container that is to be filled."""
    if isinstance(node, ast.Dict):
        return not node.keys
    if isinstance(node, ast.List):
        return not node.elts
    return isinstance(node, ast.Call) and not node.args and _called(node) in GROWING


def _said(lines: list[str], line: int) -> bool:
    """Whether the comment just above a line says the bound."""
    above = line - 2
    while above >= 0 and lines[above].lstrip().startswith("#"):
        if SAID in lines[above]:
            return True
        above -= 1
    return False


def unbounded(path: Path) -> Iterator[int]:
    """Lines of the caches of a module of which nothing tells what bounds them."""
    text = path.read_text(encoding="utf-8")
    tree, lines = ast.parse(text), text.splitlines()
    functions = (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    kept = [d for f in functions if not _closed(f) for d in f.decorator_list if _without_number(d)]
    named = (n for n in tree.body if isinstance(n, ast.Assign | ast.AnnAssign))
    for node in (*kept, *(n for n in named if _empty(n.value))):
        if not _said(lines, node.lineno):
            yield node.lineno


def test_every_cache_says_what_bounds_it() -> None:
    assert [
        f"{path.relative_to(SOURCE).as_posix()}:{line}"
        for path in sorted(SOURCE.rglob("*.py"))
        for line in unbounded(path)
    ] == []


# source -> whether it is a cache that nothing bounds
KEPT = [
    ("@cache\ndef one(word: str): ...", True),
    ("@functools.cache\ndef one(word: str): ...", True),
    ("@lru_cache\ndef one(word: str): ...", True),
    ("@lru_cache(maxsize=None)\ndef one(word: str): ...", True),
    ("@lru_cache(None)\ndef one(word: str): ...", True),
    ("@cache\ndef one(*words: str): ...", True),
    ("@cache\ndef one(language: Language, word: str): ...", True),
    ("class One:\n    @cache\n    def one(self): ...", True),
    ("_kept: dict[str, str] = {}", True),
    ("_kept = OrderedDict()", True),
    ("# Kept: made once.\n@cache\ndef one(word: str): ...", True),
    ("# Bounded by the words.\n\n@cache\ndef one(word: str): ...", True),
    ("@cache\ndef one(): ...", False),
    ("@cache\ndef one(language: Language, *, plain: bool): ...", False),
    ("@lru_cache(maxsize=64)\ndef one(word: str): ...", False),
    ("@lru_cache(maxsize=MOST)\ndef one(word: str): ...", False),
    ("# Bounded by the words of the programme.\n@cache\ndef one(word: str): ...", False),
    ("# Made once.\n# Bounded by MOST, below.\n_kept: dict[str, str] = {}", False),
    ("_names = {1: 2}", False),
    ("def one():\n    seen = {}", False),
]


@pytest.mark.parametrize(("source", "grows"), KEPT)
def test_a_cache_without_a_bound_is_seen(source: str, grows: bool, tmp_path: Path) -> None:
    (tmp_path / "some.py").write_text(source, encoding="utf-8")
    assert bool(list(unbounded(tmp_path / "some.py"))) is grows
