"""No code names a language but the registry: a third is a row, and no search for pairs."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import samklang
from samklang.core.language.languages import RULES

SOURCE = Path(samklang.__file__).parent
# A code written out, a choice between them, or a text asked for in one.
NAMED = re.compile(r"""["'](?:sv|en)["']|\bsv\|en\b|\w\.(?:sv|en)\b(?!\.md)""")
LOGS = "what other programs say is in English, and marked up as that"
ALLOWED: Mapping[str, str] = {
    "render/html/templates/statement.html": LOGS,
    "web/templates/staff/reports.html": LOGS,
}


def naming() -> Iterator[str]:
    """Each file that names a language, by its path within the package."""
    for path in sorted(SOURCE.rglob("*")):
        name = path.relative_to(SOURCE).as_posix()
        if path.suffix in (".py", ".html", ".typ", ".js"):
            if name.startswith(("core/language/", "web/migrations/", "web/static/")):
                continue
            if NAMED.search(path.read_text(encoding="utf-8")):
                yield name


def test_no_file_names_a_language_but_those_with_a_reason() -> None:
    assert sorted(naming()) == sorted(ALLOWED)


def test_every_language_has_what_it_is_looked_up_for() -> None:
    """But a name in a language that came later, where its own name stands instead."""
    for code, rules in RULES.items():
        assert rules.called_in(code)
        assert rules.called_in("xx") == rules.own_name
        assert rules.addresses.keys() == {"list", "map", "partners"}
    addresses = [rules.addresses["list"] for rules in RULES.values()]
    assert len(set(addresses)) == len(addresses)
