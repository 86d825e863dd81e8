"""Element: an element of an XML tree, by the one name that lxml gives its type."""

from lxml import etree

Element = etree._Element
