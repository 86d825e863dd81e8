"""Plain text: LimeSurvey's HTML texts without their markup."""

import re
from html.parser import HTMLParser

BREAKS = {"br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
SILENT = {"script", "style", "head", "title", "noscript", "template"}
# ExpressionScript in a text; "{ " with a blank after it is plain text to LimeSurvey as well.
EXPRESSION = re.compile(r"\{[^\s{}][^{}]*\}")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent.append(tag)
        elif tag in BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.silent:
            self.silent.remove(tag)
        elif tag in BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def plain_text(source: str) -> str:
    """The words of an HTML text on one line: markup and scripts gone, entities as characters."""
    parser = _Words()
    parser.feed(source)
    parser.close()
    return " ".join("".join(parser.parts).split())


def expressions(text: str) -> tuple[str, ...]:
    """The ``{…}`` in a text that LimeSurvey would have replaced with something else."""
    return tuple(EXPRESSION.findall(text))
