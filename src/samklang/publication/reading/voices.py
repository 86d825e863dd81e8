"""Voices: what a page shows of single answers, held against the numbers that the data withhold.

Each quote is an organisation that is counted, and each text beside an option one that chose it: so
many there are at least.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

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
MARKS, DASH = "”“", "– "
_COUNT = "\0"


def voices(folder: Path, read: Publication) -> Iterator[Leak]:
    """What the one-file report of each language tells in this way."""
    for language in LANGUAGES:
        path = folder / language / PAGE
        if path.is_file():
            root = lxml_html.document_fromstring(path.read_bytes().decode("utf-8"))
            name = path.relative_to(folder).as_posix()
            said = _said(root, read, language)
            yield from _quotes(read, said, language, name)
            yield from _counties(read, said, language, name)
            yield from _accounts(root, read, language, name)


@dataclass(frozen=True)
class _Voice:
    """A quote on a page. side: the code and valence that it is said of, None where that is unknown.

    place: where it stands; the same quote can stand in several.
    """

    words: str
    attribution: str
    place: Literal["article", "evidence", "text"]
    side: tuple[str, str] | None = None


def _said(root: lxml_html.HtmlElement, read: Publication, language: Language) -> list[_Voice]:
    """The quotes of the factors' articles, of their evidence, and those that stand by themselves.

    One that stands by itself is said of what the same words are said of elsewhere on the page.
    """
    labels = {line[f"row_label_{language}"]: line["row"] for line in _of(read, FACTORS)}
    by_name = {phrase(language, f"report.{name}"): name for name in VALENCES}
    quotes = []
    for article in root.find_class("factor"):
        code = article.get("id", "").removeprefix(ARTICLE)
        for valence in VALENCES:
            for side in article.find_class(valence):
                for words, by in _blocks(side):
                    quotes.append(_Voice(words, by, "article", (code, valence)))
    for record in root.find_class("code"):
        heading = next(record.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
        name = labels.get(text_within(heading)) if heading is not None else None
        for words, by in _blocks(record):
            valence, _, attribution = by.partition(". ")
            if name and valence in by_name:
                quotes.append(_Voice(words, attribution, "evidence", (name, by_name[valence])))
    known: dict[str, set[tuple[str, str]]] = {}
    for one in quotes:
        known.setdefault(one.words, set()).update({one.side} if one.side else ())
    for words, attribution in _by_themselves(root, language):
        sides: set[tuple[str, str] | None] = {*known.get(words, ())}
        quotes += [_Voice(words, attribution, "text", side) for side in sides or {None}]
    return quotes


def _blocks(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Words and attribution of the quotes that are set apart within an element."""
    for quote in element.iter("blockquote"):
        words, by = next(quote.iter("p"), None), next(quote.iter("footer"), None)
        if words is not None and by is not None:
            yield text_within(words).strip(MARKS), text_within(by)


def _by_themselves(root: lxml_html.HtmlElement, language: Language) -> Iterator[tuple[str, str]]:
    """The same of paragraphs: the words in quotation marks, and a member of the network behind."""
    member = phrase(language, "report.member")
    in_county = phrase(language, "report.member_in", county=_COUNT).partition(_COUNT)[0]
    for paragraph in root.iter("p"):
        last = paragraph[-1] if len(paragraph) else None
        if last is None or last.tag != "em" or (last.tail or "").strip():
            continue
        by = text_within(last).removeprefix(DASH)
        said = text_within(paragraph)
        if said.startswith(tuple(MARKS)) and (by == member or by.startswith(in_county)):
            yield said.removesuffix(f"{DASH}{by}").strip().partition(" (”")[0].strip(MARKS), by


def _quotes(
    read: Publication, said: Sequence[_Voice], language: Language, name: str
) -> Iterator[Leak]:
    """More quotes of a factor than a withheld number of it leaves room for.

    One that is said of nobody knows what can be of any factor.
    """
    table = next((one for one in read.tables if one.id == FACTORS), None)
    if table is None:
        return
    untraced = len({one.words for one in said if one.side is None})
    for line in _of(read, FACTORS):
        side = (line["row"], line["series"])
        cell = table.cell(*side)
        places = Counter(one.place for one in said if one.side == side)
        number = max(places["article"], places["evidence"]) + untraced
        if cell.status != "shown" and number > most_beside(cell, table):
            yield Leak(name, _label(line, language), number)


def _counties(
    read: Publication, said: Sequence[_Voice], language: Language, name: str
) -> Iterator[Leak]:
    """Quotes of a county of which a table withholds the base, or how many have the factor."""
    for label in sorted({_label(line, language) for line in read.lines if not line["base_n"]}):
        number = len({one.words for one in said if _from(one, label, language)})
        if number:
            yield Leak(name, label, number)
    withheld = {
        (line["series"], _label(line, language)) for line in read.lines if line["status"] != "shown"
    }
    for side in dict.fromkeys(one.side for one in said if one.side):
        for series, label in sorted(withheld):
            of = {one.words for one in said if one.side == side and _from(one, label, language)}
            if series == direction(*side) and of:
                yield Leak(name, label, len(of))


def _from(voice: _Voice, label: str, language: Language) -> bool:
    return voice.attribution == phrase(language, "report.member_in", county=label)


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
