"""Bare: a document without its running text, for outputs that are handed their texts apart.

An output is kept under a hash of what its renderer is handed. It is handed no more than it shows,
so that a word changed elsewhere leaves it as it is.
"""

from dataclasses import replace

from samklang.core.document.blocks import ExampleMap, Examples, Figure
from samklang.core.document.document import Document
from samklang.core.document.evidence import Evidence

# What evidence says of the theme package, which is another as soon as a word of it is.
OF_PACKAGE = frozenset({"dataset", "verify"})


def bare(document: Document) -> Document:
    """The document with its figures, maps and examples, and nothing of the package's hash."""
    return replace(
        document,
        dataset_hash="",
        opening=None,
        sections=tuple(
            replace(
                section,
                lead=(),
                slides=(),
                blocks=tuple(b for b in section.blocks if isinstance(b, KEPT)),
            )
            for section in document.sections
        ),
        evidence=tuple(map(without_package, document.evidence)),
    )


KEPT = (Figure, ExampleMap, Examples)


def without_package(record: Evidence) -> Evidence:
    """A record of evidence that says nothing of the package: no word of its own changes it."""
    return replace(record, facts=tuple(f for f in record.facts if f.key not in OF_PACKAGE))
