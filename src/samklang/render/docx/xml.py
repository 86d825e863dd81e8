"""XML of Office: names with their prefixes, elements in a line, texts without what XML refuses."""

import re
from functools import cache

from lxml import etree

from samklang.render.element import Element, element_at

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
# What XML 1.0 refuses (section 2.2), and halves of surrogate pairs.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without what XML refuses; line breaks and tabs become spaces."""
    return _REFUSED.sub("", text).translate({10: " ", 13: " ", 9: " "})


# Bounded by the elements and attributes that the code names.
@cache
def name(prefixed: str) -> str:
    """``w:p`` in Clark's notation."""
    prefix, local = prefixed.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def root(prefixed: str, *prefixes: str) -> Element:
    """A part's root element; its namespaces are those of the prefixes."""
    return etree.Element(name(prefixed), nsmap={p: NAMESPACES[p] for p in prefixes})


def add(
    parent: Element, prefixed: str, /, text: str | None = None, **attributes: object
) -> Element:
    """A new last child. Attributes of w: elements bear the prefix w, others none.

    A prefix of an attribute's own is written with two underscores: ``r__id``.
    """
    element = etree.SubElement(parent, name(prefixed))
    prefix = prefixed.partition(":")[0]
    for key, value in attributes.items():
        own, marked, local = key.partition("__")
        if marked:
            element.set(name(f"{own}:{local}"), str(value))
        else:
            element.set(name(f"w:{key}") if prefix == "w" else key, str(value))
    if text is not None:
        element.text = clean(text)
    return element


def child_of(parent: Element, prefixed: str) -> Element:
    """The first child of a name, where our own writing has put one. Raises LookupError."""
    return element_at(name(prefixed), of=parent)


def attribute(element: Element, key: str) -> str:
    """An attribute with the prefix w; empty where it is not set."""
    return element.get(name(f"w:{key}"), "")


def part(element: Element) -> bytes:
    """A part's bytes."""
    made: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made
