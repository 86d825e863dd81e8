"""Consent in the data: an example that its owner keeps off the site is in none of the files."""

from dataclasses import replace
from pathlib import Path

import pytest

from samklang.core.catalogue.example import Issue
from samklang.core.document.blocks import Examples
from samklang.core.document.document import Document
from samklang.publication.build import prepare
from samklang.publication.rendering import data_outputs
from tests.small_package import small_package


def allowed(document: Document, issue: Issue) -> Document:
    """The document with every example allowed in one issue alone."""

    def block(one: object) -> object:
        if not isinstance(one, Examples):
            return one
        return replace(one, examples=tuple(replace(c, issues=(issue,)) for c in one.examples))

    sections = tuple(
        replace(section, blocks=tuple(map(block, section.blocks)))  # type: ignore[arg-type]
        for section in document.sections
    )
    return replace(document, sections=sections)


@pytest.mark.parametrize(("issue", "there"), [("site", True), ("report", False)])
def test_the_data_have_the_examples_of_the_site(issue: Issue, there: bool, tmp_path: Path) -> None:
    found = {
        language: allowed(document, issue)
        for language, document in prepare(small_package(tmp_path)).items()
    }
    files = data_outputs(found)
    named = [name for name, content in files.items() if "Lanthandel" in content.decode()]
    assert ("examples.csv" in files) == there
    assert bool(named) == there
