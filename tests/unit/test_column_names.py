"""What a package calls its register's columns stands in its figures, in both languages."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from samklang.core.faults import FaultyInput
from samklang.core.figures.design_words import stratum_column
from samklang.core.language.wording import Wording
from samklang.core.theme.theme import Term
from samklang.package.read import read
from samklang.publication.build import documents

DEMO = Path(__file__).parents[2] / "themes" / "social-innovation-i-norr"


def test_a_figure_by_a_column_bears_the_columns_name() -> None:
    text = "{#x}\n# x\n\n:::{figure} q1\n:by: size\n:option: yes\n:::\n"
    package = replace(read(DEMO), manuscripts={"sv": text, "en": text})
    made = documents(package)
    (swedish,), (english,) = made["sv"].figures, made["en"].figures
    assert "efter storlek" in swedish.title
    assert "by size" in english.title


def test_a_name_for_a_column_that_the_register_does_not_have_is_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(DEMO, folder)
    theme = folder / "theme.yaml"
    text = theme.read_text(encoding="utf-8")
    theme.write_text(text.replace("  - id: size\n", "  - id: sise\n", 1), encoding="utf-8")
    with pytest.raises(FaultyInput) as refused:
        read(folder)
    (fault,) = refused.value.faults
    assert (fault.file, fault.column) == ("theme.yaml", "columns[1].id")
    assert text.split("\n")[fault.line - 1] == "  - id: size"
    assert "sise" in str(refused.value)


def test_a_column_without_a_name_is_called_by_its_id() -> None:
    named = (Term("type", Wording(sv="typ av organisation")),)
    assert stratum_column("type", "sv", named) == "typ av organisation"
    assert stratum_column("type", "en", named) == "typ av organisation"
    assert stratum_column("size", "sv", named) == "size"
    assert stratum_column("county", "en") == "county"
