"""What a paragraph is given besides its style: the space after it, and what it stays with."""

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


def keep_with_next(paragraph: Element) -> Element:
    """Keeps a paragraph on one page with what follows it."""
    add(child_of(paragraph, "w:pPr"), "w:keepNext")
    return paragraph


def keep_whole(paragraph: Element) -> Element:
    """Keeps the lines of a paragraph on one page."""
    add(child_of(paragraph, "w:pPr"), "w:keepLines")
    return paragraph


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
