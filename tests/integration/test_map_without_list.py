"""A map in a report that has no list of the examples: every output names them all the same."""

import dataclasses

import pytest

from samklang.core.document.document import Document, Section
from samklang.core.document.example_map import example_map
from samklang.core.document.map_places import Placed
from samklang.render.html import embeds
from tests.integration.test_contact_lines import OUTPUTS, html_text
from tests.samples import document

SHOP = Placed("x-shop", ("2514",), ("25",), title="Lanthandeln")
CENTRE = Placed("x-centre", (), ("24",), title="Kulturhuset")


def alone() -> Document:
    """A report that holds the map and nothing else."""
    drawn = example_map((SHOP, CENTRE), "sv", number=1)
    sections = (Section("closing", "Tack", (), (drawn,)),)
    return dataclasses.replace(document(), sections=sections, evidence=())


@pytest.mark.parametrize("name", OUTPUTS)
def test_its_examples_are_named(name: str) -> None:
    shown = OUTPUTS[name](alone())
    assert "Lanthandeln" in shown
    assert "Kulturhuset" in shown
    assert "x-shop" not in shown


def test_so_does_what_is_put_on_other_pages() -> None:
    pages = [made for name, made in embeds(alone()).items() if name.endswith(".html")]
    assert "Lanthandeln" in html_text(*pages)
    assert b"#example-x-shop" not in b"".join(pages)
