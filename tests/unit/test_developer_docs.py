"""Documents say what the code says: its layers, commands, settings and roles."""

import re
import tomllib
from pathlib import Path

import pytest

from samklang.cli import main
from samklang.core.manuscript.roles import ROLES
from samklang.site import settings

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def layers(title: str) -> list[str]:
    """The layers of a contract, highest first, by the last part of their names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (
        c for c in project["tool"]["importlinter"]["contracts"] if c["name"].startswith(title)
    )
    return [
        " | ".join(part.split(".")[-1] for part in layer.split(" | "))
        for layer in contract["layers"]
    ]


@pytest.mark.parametrize(
    ("number", "contract"),
    [(0, "Data goes one way"), (1, "Within the core"), (2, "Within the web")],
)
def test_the_picture_of_the_house_is_that_of_the_contracts(number: int, contract: str) -> None:
    text = (DOCS / "developing.md").read_text(encoding="utf-8")
    pictures = re.findall(r"^```\n(.*?)^```", text, flags=re.M | re.S)
    assert pictures[number].splitlines() == layers(contract)


@pytest.mark.parametrize("readme", ["README.md", "README.sv.md"])
def test_every_command_is_in_the_table(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `samklang ([a-z-]+)", text, flags=re.M)
    assert set(rows) == set(main.commands)


def test_every_setting_is_described_to_the_operator() -> None:
    source = Path(settings.__file__).read_text(encoding="utf-8")
    names = set(re.findall(r'"((?:SAMKLANG|DATABASE)_[A-Z_]+)"', source))
    assert len(names) >= 5
    text = (DOCS / "operate.md").read_text(encoding="utf-8")
    assert {name for name in names if f"`{name}`" not in text} == set()


def test_every_role_is_in_the_table_of_roles() -> None:
    text = (DOCS / "theme-package.md").read_text(encoding="utf-8")
    assert {role for role in ROLES if f"{{{role}}}" not in text} == set()


def test_decisions_are_numbered_without_holes_and_listed() -> None:
    pages = sorted((DOCS / "decisions").glob("0*.md"))
    titles = [page.read_text(encoding="utf-8").splitlines()[0] for page in pages]
    numbers = [
        (int(p.name[:4]), int(t[2:].split(".")[0])) for p, t in zip(pages, titles, strict=True)
    ]
    assert numbers == [(n, n) for n in range(1, len(pages) + 1)]
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    rows = [
        f"{t[2:].replace('. ', '. [', 1)}]({p.name})" for p, t in zip(pages, titles, strict=True)
    ]
    assert re.findall(r"^\d+\. .*", index, flags=re.M) == rows
