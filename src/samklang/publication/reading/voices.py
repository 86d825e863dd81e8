"""Voices: what a page shows of single answers, held against the numbers that the data withhold.

Each quote is an organisation that is counted, and each text beside an option one that chose it: so
many there are at least.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from samklang.core.coding.codebook import FACTORS, VALENCES, direction
from samklang.core.disclosure.quotes import most_beside
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language
from samklang.publication.reading.figures import Line, Publication
from samklang.publication.reading.forms import text_within
from samklang.publication.reading.leaks import Leak

PAGE = "report.html"
ARTICLE = "factor-"
_COUNT = "\0"


def voices(folder: Path, read: Publication) -> Iterator[Leak]:
    """What the one-file report of each language tells in this way."""
    for language in LANGUAGES:
        path = folder / language / PAGE
        if path.is_file():
            root = lxml_html.document_fromstring(path.read_bytes().decode("utf-8"))
            name = path.relative_to(folder).as_posix()
            yield from _quotes(root, read, language, name)
            yield from _counties(root, read, language, name)
            yield from _accounts(root, read, language, name)


def _sides(root: lxml_html.HtmlElement) -> Iterator[tuple[str, str, Any]]:
    """Code, valence and element of each side of a factor."""
    for article in root.find_class("factor"):
        for valence in VALENCES:
            for side in article.find_class(valence):
                yield article.get("id", "").removeprefix(ARTICLE), valence, side


def _quotes(
    root: lxml_html.HtmlElement, read: Publication, language: Language, name: str
) -> Iterator[Leak]:
    """More quotes of a factor than a withheld number of it leaves room for."""
    table = next((table for table in read.tables if table.id == FACTORS), None)
    if table is None:
        return
    labels = {line["row"]: line[f"row_label_{language}"] for line in _of(read, FACTORS)}
    for code, valence, side in _sides(root):
        if code not in labels:
            continue
        cell = table.cell(code, valence)
        number = len(list(side.iter("blockquote")))
        if cell.status != "shown" and number > most_beside(cell, table):
            yield Leak(name, labels[code], number)


def _counties(
    root: lxml_html.HtmlElement, read: Publication, language: Language, name: str
) -> Iterator[Leak]:
    """Quotes of a county of which a table withholds the base, or how many have the factor."""
    for label in sorted({_label(line, language) for line in read.lines if not line["base_n"]}):
        number = sum(_from(quote, label, language) for quote in root.iter("blockquote"))
        if number:
            yield Leak(name, label, number)
    withheld = {
        (line["series"], _label(line, language)) for line in read.lines if line["status"] != "shown"
    }
    for code, valence, side in _sides(root):
        for series, label in sorted(withheld):
            number = sum(_from(quote, label, language) for quote in side.iter("blockquote"))
            if series == direction(code, valence) and number:
                yield Leak(name, label, number)


def _from(quote: etree._Element, label: str, language: Language) -> bool:
    said = phrase(language, "report.member_in", county=label)
    return any(text_within(footer) == said for footer in quote.iter("footer"))


def _accounts(
    root: lxml_html.HtmlElement, read: Publication, language: Language, name: str
) -> Iterator[Leak]:
    """How many wrote beside an option of which the data withhold how many chose it."""
    beside = {
        phrase(
            language, "report.account_of", question=f"{line[f'title_{language}']}: {label}"
        ): label
        for line in read.lines
        if line["status"] != "shown" and (label := _label(line, language))
    }
    silent = re.escape(phrase(language, "report.account_unanswered", count=_COUNT))
    for term in root.iter("dt"):
        option = beside.get(text_within(term))
        counted = term.getnext()
        if option is None or counted is None:
            continue
        said = text_within(counted)
        whole = re.match(r"\d+", said)
        match = re.search(silent.replace(re.escape(_COUNT), r"(\d+)"), said)
        wrote = int(whole[0]) - int(match[1] if match else 0) if whole else 0
        if wrote:
            yield Leak(name, option, wrote)


def _of(read: Publication, figure: str) -> list[Line]:
    return [line for line in read.lines if line["figure"] == figure]


def _label(line: Mapping[str, str], language: Language) -> str:
    return line.get(f"row_label_{language}", "")
