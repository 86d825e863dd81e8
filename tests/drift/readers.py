"""Reads a build back with other people's tools: the texts of every form, section by section.

A section is known by its heading `Avsnitt part-NAME` or by the figure that a text leads to; what
stands outside all sections is under ''. The package's hash, sizes and page numbers are taken out.
"""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree, html
from pptx import Presentation

from tests.drift.form import (
    DDI,
    EVIDENCE,
    HEADING,
    MARKED,
    NOTE_OF,
    OPENING,
    PART_OF,
    C,
    Files,
    Form,
    W,
    plain,
    words,
)
from tests.drift.read_pdf import deck_pdf, report_pdf, summary_pdf

BLOCKS = "p|li|dt|dd|h1|h2|h3|h4|figcaption|th|td|caption|blockquote|title|desc|text"


def _page(form: Form, part: str, root: Any, *, owned: bool = False) -> None:
    """The blocks of a page or a section of it; owned: look for the section that each leads to."""
    for block in root.iter():
        if not isinstance(block.tag, str):
            continue
        tag = etree.QName(block).localname
        if tag not in BLOCKS.split("|") or any(
            isinstance(a.tag, str) and etree.QName(a).localname in ("p", "li", "td", "th")
            for a in block.iterancestors()
        ):
            continue
        home = (_owner(block) or part) if owned else part
        (form.alt if tag == "desc" else form.say)(home, words(block))
    if not owned:
        for row in root.iter("tr"):
            form.row(part, [words(cell) for cell in row])


def _owner(block: Any) -> str:
    """The section that a block outside sections speaks of."""
    for above in block.iterancestors("aside"):
        if found := re.match(r"know-([a-z-]+)", above.get("id", "")):
            return NOTE_OF[found[1]]
    if found := re.match(r"Mark ([a-z]+)", words(block)):
        return MARKED[found[1]]
    for place in (block, *block.iterancestors("li", "figure")):
        for one in place.iter("a"):
            if found := re.search(r"part-[a-z]+", one.get("href", "")):
                return found[0]
            if found := re.search(r"evidence[/-]([a-z-]+)", one.get("href", "")):
                return NOTE_OF[found[1]]
            if found := re.search(r"#figure-([a-z-]+)", one.get("href", "")):
                return PART_OF[found[1]]
    return "part-people" if re.match("Population:", words(block)) else ""


def pages(files: Files) -> Form:
    form = Form()
    for name, content in files.items():
        if found := re.fullmatch(r"(part-[a-z]+)\.html", name):
            root = html.fromstring(content.decode())
            _page(form, found[1], root)
    return form


def one_file(files: Files) -> Form:
    form = Form()
    root = html.fromstring(files["report.html"].decode())
    for section in root.xpath("//section[starts-with(@id,'part-')]"):
        _page(form, section.get("id"), section)
        section.getparent().remove(section)
    for section in root.xpath("//section[starts-with(@id,'evidence-')]"):
        section.getparent().remove(section)
    _page(form, "", root, owned=True)
    return form


def one_file_notes(files: Files) -> Form:
    form = Form()
    root = html.fromstring(files["report.html"].decode())
    for section in root.xpath("//section[starts-with(@id,'evidence-')]"):
        _page(form, NOTE_OF[section.get("id").removeprefix("evidence-")], section)
    return form


def notes(files: Files) -> Form:
    """The pages on what each number rests on."""
    form = Form()
    for name, content in files.items():
        if name.startswith("evidence/"):
            part = NOTE_OF[Path(name).stem]
            _page(form, part, html.fromstring(content.decode()), owned=not part)
    return form


def front(files: Files) -> Form:
    form = Form()
    for name in ("index.html", "summary.html"):
        _page(form, "", html.fromstring(files[name].decode()), owned=True)
    return form


def _charts(form: Form, part: str, chart: bytes, book: bytes) -> None:
    for series in etree.fromstring(chart).iter(f"{C}ser"):
        name = "".join(v.text or "" for v in series.findall(f"{C}tx//{C}v"))
        labels = [v.text or "" for v in series.findall(f"{C}cat//{C}v")]
        points = {
            int(p.get("idx", "")): float(p.findtext(f"{C}v", ""))
            for p in series.findall(f"{C}val//{C}pt")
        }
        values = [points.get(n) for n in range(len(labels))]
        bars = [v.text or "" for v in series.findall(f"{C}errBars//{C}v")]
        form.charts.setdefault(part, []).append((name, labels, values))
        form.say(part, f"chart: {name} {labels} {values} {bars}")
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    for row in sheet.iter_rows(values_only=True):
        form.books.setdefault(part, []).append(row)
        form.say(part, f"book: {row}")


def slides(files: Files) -> Form:
    form = Form()
    part = ""
    deck = Presentation(io.BytesIO(files["deck.pptx"]))
    for slide in deck.slides:
        text = " ".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)
        # Its section stands small above the title of a slide.
        found = HEADING.search(text)
        part = found[1] if found else "opening" if text.startswith(OPENING) else ""
        for shape in slide.shapes:
            if shape.has_text_frame:
                form.say(part, shape.text_frame.text)
            if alt := shape._element.xpath(".//p:cNvPr/@descr"):
                form.alt(part, str(alt[0]))
            if shape.has_table:
                for row in shape.table.rows:
                    cells = [cell.text for cell in row.cells]
                    form.row(part, cells)
                    form.say(part, " ".join(cells))
            if shape.has_chart:
                chart = shape.chart.part
                _charts(form, part, chart.blob, chart.chart_workbook.xlsx_part.blob)
        if slide.has_notes_slide:
            form.say(part, f"notes: {slide.notes_slide.notes_text_frame.text}")
    return form


def word(files: Files) -> Form:
    form = Form()
    part = ""
    with zipfile.ZipFile(io.BytesIO(files["report.docx"])) as file:
        body = etree.fromstring(file.read("word/document.xml"))[0]
        charts = 0
        for block in body:
            text = plain("".join(t.text or "" for t in block.iter(f"{W}t")))
            found = HEADING.fullmatch(text)
            if text in OPENING:
                part = "opening"
            part = found[1] if found else ABOUT.get(text, part) if part else part
            for row in block.iter(f"{W}tr"):
                form.row(
                    part,
                    [
                        " ".join(
                            "".join(t.text or "" for t in p.iter(f"{W}t"))
                            for p in cell.iter(f"{W}p")
                        )
                        for cell in row.iter(f"{W}tc")
                    ],
                )
            for line in block.iter(f"{W}p") if not part else [block]:
                said = "".join(t.text or "" for t in line.iter(f"{W}t"))
                # In the contents every line ends with its page.
                form.say(part, said if part else re.sub(r"\d+$", "", said))
            for drawing in block.iter("{*}docPr"):
                form.alt(part, drawing.get("descr", ""))
            for _ in block.iter(f"{C}chart"):
                charts += 1
                name = f"word/charts/chart{charts}.xml"
                book = f"word/embeddings/workbook{charts}.xlsx"
                _charts(form, part, file.read(name), file.read(book))
        for note in etree.fromstring(file.read("word/footnotes.xml")):
            said = "".join(note.itertext())
            # A note begins with the number of its figure.
            if found := re.match(r"\w+ (\d)\.", said):
                form.say(list(PART_OF.values())[int(found[1]) - 1], f"note: {said}")
        for name in file.namelist():
            if re.search(r"(header|footer|docProps/).*\.xml$", name):
                root = etree.fromstring(file.read(name))
                form.say("", f"{name}: {' '.join(root.itertext())}")
    return form


ABOUT = dict.fromkeys(("Om rapporten", "About the report"), "about") | dict.fromkeys(
    EVIDENCE, "notes"
)


def pictures(files: Files) -> Form:
    form = Form()
    for name, content in files.items():
        if not name.startswith("share/"):
            continue
        part = PART_OF[Path(name).stem]
        if name.endswith(".svg"):
            root = etree.fromstring(content)
            for style in list(root.iter("{*}style")):
                style.getparent().remove(style)
            _page(form, part, root)
            form.say(part, f"{name}: {hashlib.sha256(etree.tostring(root)).hexdigest()[:40]}")
        else:
            form.say(part, f"{name}: {hashlib.sha256(content).hexdigest()[:40]}")
    return form


def data(files: Files) -> Form:
    """The data package and the deposit, from both languages."""
    form = Form()
    for name, content in files.items():
        text = content.decode("utf-8-sig") if name.endswith((".csv", ".txt")) else ""
        rows = list(csv.reader(io.StringIO(text, newline=""))) if name.endswith(".csv") else []
        if name == "dataset.codebook.csv":
            for row in rows[1:]:
                form.say(PART_OF[row[1].removesuffix(".csv")], " | ".join(row))
        elif rows:
            part = PART_OF[name.removesuffix(".csv")]
            form.records[part] = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
            for row in rows:
                form.say(part, " | ".join(row))
        elif text:
            form.say("listing", text)
    package = json.loads(files["datapackage.json"])
    for resource in package.pop("resources"):
        del resource["bytes"], resource["hash"]
        form.say(PART_OF.get(resource["name"], "listing"), json.dumps(resource))
    form.say("listing", json.dumps(package))
    described = json.loads(files["dataset.jsonld"])
    for variable in described.pop("variableMeasured"):
        form.say(PART_OF[variable["propertyID"].partition(".")[0]], json.dumps(variable))
    form.say("described", json.dumps(described))
    root = etree.fromstring(files["ddi.xml"])
    for variable in list(root.iter(f"{DDI}var")):
        part = PART_OF[variable.get("name", "").partition(".")[0]]
        form.say(part, etree.tostring(variable, encoding="unicode"))
        variable.getparent().remove(variable)
    form.say("described", etree.tostring(root, encoding="unicode"))
    return form


READERS: dict[str, Callable[[Files], Form]] = {
    "pages": pages,
    "report.html": one_file,
    "evidence": notes,
    "report.html evidence": one_file_notes,
    "front": front,
    "report.pdf": report_pdf,
    "deck.pdf": deck_pdf,
    "summary.pdf": summary_pdf,
    "deck.pptx": slides,
    "report.docx": word,
    "share": pictures,
}


def read_back(files: Files, language: str) -> dict[str, Form]:
    """Every form of a language, and the data that both share."""
    own = {n.removeprefix(f"{language}/"): c for n, c in files.items() if n.startswith(language)}
    shared = {n.removeprefix("data/"): c for n, c in files.items() if n.startswith("data/")}
    return {name: reader(own) for name, reader in READERS.items()} | {"data": data(shared)}
