"""What a paragraph is given besides its style: the space after it, and what it stays with."""

from collections.abc import Iterable

from samklang.render.docx.xml import add, child_of, name, root
from samklang.render.element import Element


def space(after: int) -> Element:
    """The space after a paragraph, where it is not the style's."""
    return add(root("w:pPr", "w"), "w:spacing", after=after)


def last_space(body: Element, after: int) -> None:
    """Space after the last paragraph."""
    last = body[-1]
    properties = last.find(name("w:pPr"))
    if properties is not None:
        for old in properties.findall(name("w:spacing")):
            properties.remove(old)
        properties.append(space(after))


def loose(body: Element) -> None:
    """Lets the last paragraph part from what follows, whatever its style says."""
    properties = child_of(body[-1], "w:pPr")
    for kept in properties.findall(name("w:keepNext")):
        properties.remove(kept)
    add(properties, "w:keepNext", val="0")


def stay_together(paragraphs: Iterable[Element]) -> None:
    """Keeps each paragraph whole, and on one page with what follows it."""
    for paragraph in paragraphs:
        properties = child_of(paragraph, "w:pPr")
        for tag in ("keepNext", "keepLines"):
            if properties.find(name(f"w:{tag}")) is None:
                add(properties, f"w:{tag}")


# The order of a paragraph's properties (ECMA-376, 17.3.1.26).
ORDER = {
    name(f"w:{one}"): number
    for number, one in enumerate(
        (
            "pStyle",
            "keepNext",
            "keepLines",
            "pageBreakBefore",
            "widowControl",
            "numPr",
            "pBdr",
            "shd",
            "tabs",
            "bidi",
            "spacing",
            "ind",
            "jc",
            "outlineLvl",
        )
    )
}


def in_order(body: Element) -> None:
    """Puts every paragraph's properties in the order that the schema wants."""
    for properties in body.iter(name("w:pPr")):
        properties[:] = sorted(properties, key=lambda one: ORDER[str(one.tag)])
