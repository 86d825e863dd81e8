"""Content: a document as plain data for the typst templates, every text already in words."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

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
    several = len(table.series) > 1
    banded = any(c.band_low is not None for r in table.rows for c in r.cells)
    header = [figure.row_header]
    header += [""] if several else []
    header += [phrase(language, f"pdf.{n}") for n in ("col_count", "col_share", "col_interval")]
    header += [phrase(language, "pdf.col_band")] if banded else []
    header += [phrase(language, "pdf.col_base")] if several else []
    rows = []
    for row in table.rows:
        for series, cell in zip(table.series, row.cells, strict=True):
            line = [row.label] + ([series.label] if several else [])
            if cell.share is None or cell.low is None or cell.high is None:
                key = "units.few" if cell.status == "few" else "units.protected"
                reason = phrase(language, key, threshold=table.threshold)
                line += [reason, "", ""] + ([""] if banded else [])
            else:
                line += [
                    str(cell.count),
                    numbers.percent(cell.share, language),
                    numbers.percent_range(cell.low, cell.high, language),
                ]
                if banded:
                    low, high = cell.band_low, cell.band_high
                    known = low is not None and high is not None
                    line.append(numbers.percent_range(low, high, language) if known else "–")
            if several:
                line.append("–" if row.base is None else str(row.base))
            rows.append({"cells": line, "hidden": cell.share is None})
    n = "" if table.base is None else f"n = {numbers.integer(table.base, language)}"
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
        "header": _series_header(header, figure, several),
        "rows": rows,
    }


def _series_header(header: list[str], figure: Figure, several: bool) -> list[str]:
    """No header cell may be empty: the series' column is named by its series."""
    if several:
        header[1] = " / ".join(series.label for series in figure.table.series)[:40]
    return header


def _safe(value: Any) -> Any:
    """Every text with what the fonts lack replaced."""
    if isinstance(value, str):
        return covered(value)
    if isinstance(value, dict):
        return {key: _safe(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_safe(part) for part in value]
    return value
