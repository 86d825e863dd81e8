"""What a package calls its register's columns stands in its figures, in both languages."""

from dataclasses import replace
from pathlib import Path

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


def test_a_column_without_a_name_is_called_by_its_id() -> None:
    named = (Term("type", Wording(sv="typ av organisation")),)
    assert stratum_column("type", "sv", named) == "typ av organisation"
    assert stratum_column("type", "en", named) == "typ av organisation"
    assert stratum_column("size", "sv", named) == "size"
    assert stratum_column("county", "en") == "county"
