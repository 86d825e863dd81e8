"""Content: a document as plain data for the typst templates, every text already in words."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from samklang.core.disclosure.released import ReleasedCell
from samklang.core.language import numbers
from samklang.core.language.phrases import catalogue, phrase
from samklang.core.report.deck import Slide
from samklang.core.report.document import (
    Document,
    ExampleMap,
    Figure,
    MethodBox,
)
from samklang.core.wording import Language
from samklang.render import design
from samklang.render.glyphs import covered


def report_content(document: Document, drawings: Mapping[str, str]) -> dict[str, Any]:
    """The data of report.typ."""
    sections = [
        {
            "id": section.id,
            "title": section.title,
            "lead": _data(section.lead, document, drawings),
            "blocks": [_data(block, document, drawings) for block in section.blocks],
        }
        for section in document.sections
    ]
    content: dict[str, Any] = _safe(_head(document) | {"sections": sections})
    return content


def deck_content(
    document: Document, slides: Sequence[Slide], drawings: Mapping[str, str]
) -> dict[str, Any]:
    """The data of deck.typ."""
    content: dict[str, Any] = _safe(
        _head(document)
        | {
            "slides": [
                {
                    "kind": slide.kind,
                    "title": slide.title,
                    "section": slide.section,
                    "part": phrase(
                        document.language, "pdf.part", part=slide.part, parts=slide.parts
                    )
                    if slide.parts > 1
                    else "",
                    "content": _data(slide.content, document, drawings),
                }
                for slide in slides
            ]
        }
    )
    return content


def _head(document: Document) -> dict[str, Any]:
    language = document.language
    words = catalogue(language, "pdf")
    return {
        "words": {k: v for k, v in words.items() if "{" not in v},
        "design": {name.lower(): getattr(design, name) for name in dir(design) if name.isupper()},
        "language": language,
        "region": {"sv": "se", "en": "gb"}[language],
        "title": document.title,
        "subtitle": document.subtitle,
        "network": document.network,
        "authors": list(document.authors),
        "byline": phrase(
            language,
            "pdf.authors",
            authors=numbers.enumeration(list(document.authors), language),
        )
        if document.authors
        else "",
        "published": document.published,
        # PDF/A asks for a date; without a day of publication it is the epoch, never the clock.
        "date": [int(part) for part in (document.published_iso or "1970-01-01").split("-")],
        "edition": phrase(language, "pdf.edition", edition=document.edition),
        "licence": document.licence,
        "synthetic": document.synthetic,
        "notices": list(document.notices),
        "citation": document.citation,
        "hash": document.dataset_hash,
    }


def _data(value: Any, document: Document, drawings: Mapping[str, str]) -> Any:
    """Dataclasses as dictionaries with their kind; figures, maps and method boxes in words."""
    language = document.language
    match value:
        case Figure():
            return _figure(value, language) | {"svg": drawings[value.id]}
        case ExampleMap():
            titles = {e.id: e.title for _, b in document.blocks() for e in _examples(b)}
            return {
                "kind": "ExampleMap",
                "number": phrase(language, "pdf.map", number=value.number),
                "title": value.title,
                "alt": value.alt,
                "svg": drawings[value.id],
                "places": [
                    {"name": p.name, "examples": ", ".join(titles.get(e, e) for e in p.examples)}
                    for p in value.places
                ],
                "elsewhere": value.elsewhere,
            }
        case MethodBox():
            return _method(value, language)
        case tuple() | list():
            return [_data(part, document, drawings) for part in value]
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {
                field.name: _data(getattr(value, field.name), document, drawings)
                for field in dataclasses.fields(value)
            }
            return {"kind": type(value).__name__} | fields
    return value


def _examples(block: Any) -> Sequence[Any]:
    return getattr(block, "examples", ()) if type(block).__name__ == "Examples" else ()


def _method(box: MethodBox, language: Language) -> dict[str, Any]:
    hidden = phrase(language, "units.protected")
    return {
        "kind": "MethodBox",
        "title": box.title,
        "facts": [[fact.label, fact.value] for fact in box.facts],
        "strata_title": box.strata_title,
        "header": [
            phrase(language, f"pdf.{name}") for name in ("stratum", "invited", "answered", "rate")
        ],
        "rows": [
            [
                row.label,
                str(row.invited),
                hidden if row.answered is None else str(row.answered),
                "–" if row.rate is None else numbers.percent(row.rate, language),
            ]
            for row in box.strata
        ],
        "text": list(box.text),
    }


def _figure(figure: Figure, language: Language) -> dict[str, Any]:
    table = figure.table
    n = "" if table.base is None else f"n = {numbers.integer(table.base, language)}"
    several = len(table.series) > 1
    header, rows = (_across if several else _down)(figure, language)
    return {
        "kind": "Figure",
        "number": phrase(language, "pdf.figure", number=figure.number),
        "title": figure.title,
        "summary": figure.summary,
        "alt": figure.alt,
        "question": figure.question,
        "base": figure.base,
        "n": n,
        "unit": figure.unit,
        "method": [t for t in (figure.weighting, figure.interval, figure.sensitivity) if t],
        "notes": list(figure.notes),
        "synthetic": figure.synthetic,
        "stacked": figure.kind == "stacked",
        "several": several,
        "header": header,
        "rows": rows,
    }


def _down(figure: Figure, language: Language) -> tuple[list[str], list[list[str]]]:
    """A table of one series: count, share, interval and band, an answer a row."""
    table = figure.table
    banded = any(c.band_low is not None for r in table.rows for c in r.cells)
    names = ["count", "share", "interval", *(["band"] if banded else [])]
    header = [figure.row_header, *(phrase(language, f"pdf.col_{name}") for name in names)]
    rows = []
    for row in table.rows:
        cell = row.cells[0]
        if cell.share is None or cell.low is None or cell.high is None:
            rows.append([row.label, _reason(cell, figure, language), *[""] * (len(names) - 1)])
            continue
        line = [
            row.label,
            str(cell.count),
            numbers.percent(cell.share, language),
            numbers.percent_range(cell.low, cell.high, language),
        ]
        if cell.band_low is not None and cell.band_high is not None:
            line.append(numbers.percent_range(cell.band_low, cell.band_high, language))
        elif banded:
            line.append("–")
        rows.append(line)
    return header, rows


def _across(figure: Figure, language: Language) -> tuple[list[str], list[list[str]]]:
    """A table of several series side by side: share and count over the interval, and the base."""
    table = figure.table
    base = phrase(language, "pdf.col_base")
    header = [figure.row_header, *(series.label for series in table.series), base]
    rows = []
    for row in table.rows:
        line = [row.label]
        for cell in row.cells:
            if cell.share is None or cell.low is None or cell.high is None:
                line.append(_reason(cell, figure, language))
                continue
            share = numbers.percent(cell.share, language)
            interval = numbers.percent_range(cell.low, cell.high, language)
            line.append(f"{share} ({cell.count})\n{interval}")
        rows.append([*line, "–" if row.base is None else str(row.base)])
    return header, rows


def _reason(cell: ReleasedCell, figure: Figure, language: Language) -> str:
    key = "units.few" if cell.status == "few" else "charts.protected"
    return phrase(language, key, threshold=figure.table.threshold)


def _safe(value: Any) -> Any:
    """Every text with what the fonts lack replaced."""
    if isinstance(value, str):
        return "\n".join(covered(line) for line in value.split("\n"))
    if isinstance(value, dict):
        return {key: _safe(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_safe(part) for part in value]
    return value
