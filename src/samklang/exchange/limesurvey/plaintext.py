"""Plain text: LimeSurvey's HTML texts without their markup."""

import re
from collections.abc import Mapping

from lxml import etree

BREAKS = {"br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
SILENT = {"script", "style", "head", "title", "noscript", "template"}
# ExpressionScript in a text; "{ " with a blank after it is plain text to LimeSurvey as well.
EXPRESSION = re.compile(r"\{[^\s{}][^{}]*\}")


class _Words:
    """Gathers words. Its methods are those that lxml calls, which reads any text in linear time."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.silent: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag begins."""
        if tag in SILENT:
            self.silent.append(tag)
        elif tag in BREAKS:
            self.parts.append("\n")

    def end(self, tag: str) -> None:
        """A tag ends."""
        if tag in self.silent:
            self.silent.remove(tag)
        elif tag in BREAKS:
            self.parts.append("\n")

    def data(self, data: str) -> None:
        """A piece of text."""
        if not self.silent:
            self.parts.append(data)

    def close(self) -> str:
        """The words."""
        return " ".join("".join(self.parts).split())


def plain_text(source: str) -> str:
    """The words of an HTML text on one line: markup and scripts gone, entities as characters."""
    if not source.strip():
        return ""
    parser = etree.HTMLParser(target=_Words())  # type: ignore[arg-type]  # asks for comment()
    parser.feed(source)
    # What the target gives, which the stubs do not know.
    words: str = parser.close()  # type: ignore[assignment]
    return words


def expressions(text: str) -> tuple[str, ...]:
    """The ``{…}`` in a text that LimeSurvey would have replaced with something else."""
    return tuple(EXPRESSION.findall(text))
