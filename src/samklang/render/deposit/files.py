"""Files of a deposit: DDI, JSON-LD, the codebook as CSV, and how to cite in each language."""

import hashlib
import json
from collections.abc import Iterator, Mapping

from samklang.core.document.document import Document
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render.data.package import Row, csv_file
from samklang.render.deposit.ddi import ddi
from samklang.render.deposit.jsonld import dataset
from samklang.render.deposit.variables import variables


def deposit_files(
    documents: Mapping[Language, Document], data: Mapping[str, bytes]
) -> dict[str, bytes]:
    """What is added to the data package `data`, by name."""
    tables = {name: content for name, content in data.items() if name.endswith(".csv")}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in tables.items()}
    described = json.dumps(dataset(documents, digests), ensure_ascii=False, indent=1)
    files = {"ddi.xml": ddi(documents, tables), "dataset.jsonld": f"{described}\n".encode()}
    rows = list(_codebook(documents))
    if rows:
        files["dataset.codebook.csv"] = csv_file(rows)
    for language, document in documents.items():
        files[f"{phrase(language, 'deposit.cite_name')}.txt"] = _cite(document)
    return files


def _codebook(documents: Mapping[Language, Document]) -> Iterator[Row]:
    """A category a row: variable, words, file and status; the frequencies stand in the tables."""
    for variable in variables(documents):
        for category in variable.categories:
            row = {"variable": variable.name, "file": f"{variable.first.id}.csv"}
            row |= {f"label_{k}": text for k, text in variable.label.items()}
            row |= {f"question_{k}": f.question for k, f in variable.figures.items()}
            row |= {f"base_{k}": f.base for k, f in variable.figures.items()}
            row["category"] = category.value
            row |= {f"category_label_{k}": text for k, text in category.label.items()}
            row["status"] = category.cell.status
            yield row


def _cite(document: Document) -> bytes:
    language = document.language
    lines = [document.title, "=" * len(document.title), ""]
    lines += [*document.notices, ""] if document.notices else []
    lines += [phrase(language, "deposit.cite_report"), "", f"  {document.citation}", ""]
    lines += [phrase(language, "deposit.cite_figures"), ""]
    lines += [
        "  "
        + phrase(language, f"site.cite_{f.called}", number=f.number, citation=document.citation)
        for f in document.figures
    ]
    lines += ["", f"{phrase(language, 'pdf.dataset')}: sha256:{document.dataset_hash}"]
    if document.licence:
        lines.append(f"{phrase(language, 'pdf.licence')}: {document.licence}")
    if document.address:
        lines.append(document.address)
    lines += ["", phrase(language, "deposit.holds"), ""]
    lines += [
        f"  {name}: {phrase(language, f'deposit.file_{key}')}"
        for name, key in (
            ("datapackage.json", "datapackage"),
            ("ddi.xml", "ddi"),
            ("dataset.jsonld", "jsonld"),
            ("dataset.codebook.csv", "codebook"),
        )
    ]
    return "\r\n".join([*lines, ""]).encode()
