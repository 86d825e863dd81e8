"""Element: an element of an XML tree, by the one name that lxml gives its type."""

from lxml import etree

Element = etree._Element


def element_at(path: str, *, of: Element) -> Element:
    """The first element at a path (Clark's notation), where one is known to be.

    Raises LookupError if none is.
    """
    element = of.find(path)
    if element is None:
        raise LookupError(f"{of.tag} has no {path}")
    return element
