"""The data package: what every figure shows, as open files with their words and their source.

CSV is UTF-8 with a byte order mark, since Excel takes it for another encoding without one; the
datapackage.json says so. Withheld figures are empty, with the reason beside them.
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence

from samklang.core.disclosure.released import ReleasedCell
from samklang.core.document.blocks import Examples, Figure
from samklang.core.document.document import Document
from samklang.core.document.example_card import ExampleCard
from samklang.core.figures.questions import withheld_text
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language

Row = dict[str, str]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
NUMBERS = {
    "count",
    "base_n",
    "share_percent",
    "ci_low_percent",
    "ci_high_percent",
    "band_low_percent",
    "band_high_percent",
}
VALUES = {"value", "ci_low", "ci_high"}


def data_files(documents: Mapping[Language, Document]) -> dict[str, bytes]:
    """The files of data/, by name. All languages of the theme stand side by side in each."""
    first = next(iter(documents.values()))
    tables = {
        f"{figure.id}.csv": list(_figure_rows(number, documents))
        for number, figure in enumerate(first.figures)
    }
    examples = list(_example_rows(documents))
    if examples:
        tables["examples.csv"] = examples
    files = {name: csv_file(rows) for name, rows in tables.items()}
    files["datapackage.json"] = _descriptor(documents, tables, files)
    files |= {
        f"{phrase(language, 'data.readme_name')}.txt": _readme(document, tables)
        for language, document in documents.items()
    }
    return files


def _figure_rows(number: int, documents: Mapping[Language, Document]) -> Iterator[Row]:
    """The cells of a figure; each language's words in columns of their own."""
    figures = {language: document.figures[number] for language, document in documents.items()}
    first = next(iter(figures.values()))
    document = next(iter(documents.values()))
    for r, row in enumerate(first.table.rows):
        for s, cell in enumerate(row.cells):
            series = first.table.series[s]
            line = {"figure": first.id, "row": row.id, "series": series.id}
            for language, figure in figures.items():
                line[f"title_{language}"] = figure.title
                line[f"row_label_{language}"] = figure.table.rows[r].label
                line[f"series_label_{language}"] = figure.table.series[s].label
            line |= {
                "status": cell.status,
                **{
                    f"withheld_{language}": withheld_text(cell, first.table.threshold, language)
                    if cell.status != "shown"
                    else ""
                    for language in figures
                },
                "count": _number(cell.count),
                "base_n": _number(row.base),
            }
            line |= _values(cell, figures) if first.has_values else _shares(cell)
            marked = (row.id, series.id) in first.unreliable
            line["reliability"] = "unreliable" if marked else ""
            for language, figure in figures.items():
                line[f"question_{language}"] = figure.question
                line[f"base_{language}"] = figure.base
                line[f"weighting_{language}"] = figure.weighting
                line[f"interval_{language}"] = figure.interval
            line |= {
                "synthetic": "true" if first.synthetic else "false",
                "citation": document.citation,
                "dataset_sha256": document.dataset_hash,
            }
            yield line


def _shares(cell: ReleasedCell) -> Row:
    return {
        "share_percent": _number(cell.share),
        "ci_low_percent": _number(cell.low),
        "ci_high_percent": _number(cell.high),
        "band_low_percent": _number(cell.band_low),
        "band_high_percent": _number(cell.band_high),
    }


def _values(cell: ReleasedCell, figures: Mapping[Language, Figure]) -> Row:
    """A mean, total or ratio with a decimal point and the decimals that it is printed with."""
    first = next(iter(figures.values()))
    values: Row = {"measure": first.measure}
    values |= {f"unit_{language}": figure.table.unit for language, figure in figures.items()}
    for name, value in zip(
        ("value", "ci_low", "ci_high"),
        (cell.value, cell.value_low, cell.value_high),
        strict=True,
    ):
        values[name] = "" if value is None else f"{value:.{first.table.decimals}f}"
    return values


def _example_rows(documents: Mapping[Language, Document]) -> Iterator[Row]:
    """The catalogue of examples, an example a row."""
    cards = {language: _cards(document) for language, document in documents.items()}
    for number, example in enumerate(next(iter(cards.values()))):
        line = {
            "example": example.id,
            "organisation": example.organisation,
            "municipalities": " ".join(example.municipalities),
            "counties": " ".join(example.counties),
            "match": example.match,
            "sources": " ".join(address for address, _ in example.sources),
        }
        for language, listed in cards.items():
            card = listed[number]
            line[f"title_{language}"] = card.title
            line[f"description_{language}"] = card.description
            line[f"place_{language}"] = card.place
            line[f"challenges_{language}"] = "; ".join(card.challenges)
            line[f"years_{language}"] = card.years
            line[f"provenance_{language}"] = card.provenance
            line[f"confidence_{language}"] = card.confidence
        yield line


def _cards(document: Document) -> Sequence[ExampleCard]:
    return [
        card
        for _, block in document.blocks()
        if isinstance(block, Examples)
        for card in block.examples
    ]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _safe(name: str, value: str) -> str:
    """A cell that no spreadsheet runs; numbers are never touched."""
    if name not in NUMBERS | VALUES and value.startswith((*FORMULA, "'")):
        return f"'{value}"
    return value


def csv_file(rows: Sequence[Row]) -> bytes:
    """Rows as CSV with a byte order mark; no cell is a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _safe(name, value) for name, value in row.items()} for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _descriptor(
    documents: Mapping[Language, Document],
    tables: Mapping[str, Sequence[Row]],
    files: Mapping[str, bytes],
) -> bytes:
    """datapackage.json (Frictionless Data Package 1)."""
    document = next(iter(documents.values()))
    titles = _titles(document)
    body: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": document.theme.lower(),
        "title": document.title,
        "description": " ".join([document.subtitle, *document.notices]).strip(),
        "version": document.edition,
        "id": f"sha256:{document.dataset_hash}",
        "contributors": [{"title": author, "role": "author"} for author in document.authors],
        "sources": [{"title": document.network} | _path(document.network_url)],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name.removesuffix(".csv").lower(),
                "title": titles.get(name, name),
                "path": name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(files[name]),
                "hash": f"sha256:{hashlib.sha256(files[name]).hexdigest()}",
                "schema": {
                    "fields": [
                        {
                            "name": field,
                            "type": _type(field),
                            "description": _meaning(field, document.language),
                        }
                        for field in rows[0]
                    ],
                    "missingValues": [""],
                },
            }
            for name, rows in tables.items()
        ],
    }
    if document.published_iso:
        body["created"] = f"{document.published_iso}T00:00:00Z"
    if document.licence:
        body["licenses"] = [{"name": document.licence.replace(" ", "-"), "title": document.licence}]
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def _titles(document: Document) -> dict[str, str]:
    return {f"{figure.id}.csv": _numbered(figure, document.language) for figure in document.figures}


def _numbered(figure: Figure, language: Language) -> str:
    return phrase(language, f"data.{figure.called}", number=figure.number, title=figure.title)


def _path(url: str) -> dict[str, str]:
    return {"path": url} if url else {}


def _type(field: str) -> str:
    if field in VALUES:
        return "number"
    return "integer" if field in NUMBERS else "boolean" if field == "synthetic" else "string"


def _meaning(field: str, language: Language) -> str:
    """What a column holds; a language's column is described as the column without its mark."""
    return phrase(language, f"data.field_{_unmarked(field)}")


def _unmarked(field: str) -> str:
    """A column's name without the code of its language."""
    name, _, code = field.rpartition("_")
    return name if code in LANGUAGES else field


def _readme(document: Document, tables: Mapping[str, Sequence[Row]]) -> bytes:
    language = document.language
    titles = _titles(document)
    lines = [document.title, "=" * len(document.title), "", *document.notices, ""]
    lines += [phrase(language, "data.readme_intro"), ""]
    lines += [f"{name}  {titles.get(name, '')}".rstrip() for name in tables]
    endings = numbers.enumeration([f"_{code}" for code in document.languages], language)
    key = "data.readme_columns" if len(document.languages) == 2 else "data.readme_columns_more"
    lines += ["", phrase(language, key, endings=endings), ""]
    fields = dict.fromkeys(_unmarked(field) for rows in tables.values() for field in rows[0])
    lines += [f"{field}: {_meaning(field, language)}" for field in fields]
    lines += ["", document.citation, document.licence, ""]
    return "\r\n".join(lines).encode()
