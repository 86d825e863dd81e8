"""The handbooks name buttons and pages as the pages do, in their own language."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PHRASES = ROOT / "src/samklang/core/language/phrases"
DOCUMENTS = {
    "handbook.sv.md": "sv",
    "handbook.en.md": "en",
    "operate.sv.md": "sv",
    "operate.md": "en",
}
LABEL = re.compile(r"(?<![*\w])\*([^*`]{2,70})\*(?![*\w])")


def plain(text: str) -> str:
    return " ".join(text.casefold().replace("\u00ad", "").split()).rstrip(".")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_in_italics_stands_on_a_page(name: str) -> None:
    folder = PHRASES / DOCUMENTS[name]
    phrases = [
        plain(text)
        for file in folder.glob("*.toml")
        for text in tomllib.loads(file.read_text(encoding="utf-8")).values()
        if isinstance(text, str)
    ]
    # A phrase with a value in it, of which the handbook has an example.
    with_values = [
        re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)))
        for text in phrases
        if "{" in text and len(re.sub(r"\{\w+\}", "", text)) > 4
    ]
    # Also the main part of a label: before its brackets, or after its comma.
    parts = {part for text in phrases for part in (text, text.split(" (")[0], text.split(", ")[-1])}
    document = (ROOT / "docs" / name).read_text(encoding="utf-8")
    headings = {plain(line.lstrip("# ")) for line in document.splitlines() if line.startswith("#")}
    labels = {plain(label) for label in LABEL.findall(document)}
    assert labels
    unknown = [
        label
        for label in labels - headings - parts
        if not any(pattern.fullmatch(label.replace("…", "9")) for pattern in with_values)
    ]
    assert unknown == []
