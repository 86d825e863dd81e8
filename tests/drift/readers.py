"""Reads a build back with other people's tools: the texts of every form, section by section.

A section is known by its heading `Avsnitt part-NAME` or by the figure that a text leads to; what
stands outside all sections is under ''. The package's hash, sizes and page numbers are taken out.
"""

import csv
import hashlib
import io
import json
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
from lxml import etree, html
from pptx import Presentation

from tests.drift.survey import MARKS

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DDI = "{ddi:codebook:2_5}"
HEADING = re.compile(r"Avsnitt (part-[a-z]+)")
HASH = re.compile(r"[0-9a-f\u200b ]{64,72}")
Files = Mapping[str, bytes]
PART_OF = {
    "alfa": "part-alfa",
    "eta": "part-eta",
    "beta": "part-beta",
    "gamma": "part-gamma",
    "delta-by-county": "part-delta",
    "zeta-zig-by-county": "part-zeta",
    "alfa-nay-over-time": "part-kappa",
    "factors": "part-theta",
    "map": "part-example",
    "examples": "part-example",
}
# The section that a note on evidence is about.
NOTE_OF = PART_OF | {
    "participation": "part-people",
    "mean-delta": "part-delta",
    "mean-delta-by-county": "part-delta",
    "zeta": "part-zeta",
    "zeta-by-county": "part-zeta",
    "development-alfa-nay": "part-kappa",
    "index": "",
}
# The section that a mark stands in.
MARKED = {mark: part for part, marks in MARKS.items() for mark in marks}
# The main results stand before all sections, the rest of them on a slide of the appendix; they are
# made of what these say.
OPENING = ("Huvudresultat", "Main results", "Fler resultat", "More results")
EVIDENCE = ("Så vet vi det", "How we know")


@dataclass
class Form:
    """What a form says. texts: everything, by section; the rest by section too, where it has it.

    alts: text alternatives; tables: rows of cells; charts: series name, categories and values of a
    native chart; books: rows of its workbook; records: rows of its CSV by column.
    """

    texts: dict[str, list[str]] = field(default_factory=dict)
    alts: dict[str, list[str]] = field(default_factory=dict)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)
    charts: dict[str, list[tuple[str, list[str], list[float | None]]]] = field(default_factory=dict)
    books: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    records: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def say(self, part: str, text: str) -> None:
        if text := plain(text):
            self.texts.setdefault(part, []).append(text)

    def alt(self, part: str, text: str) -> None:
        self.alts.setdefault(part, []).append(plain(text))
        self.say(part, f"alt: {text}")

    def row(self, part: str, cells: list[str]) -> None:
        self.tables.setdefault(part, []).append([plain(cell) for cell in cells])

    def whole(self, part: str) -> str:
        """All its texts of a section in a row."""
        return " ".join(self.texts.get(part, ()))


def plain(text: str) -> str:
    """With single spaces, and without the hash, invisible marks and sizes."""
    text = HASH.sub("HASH", " ".join(text.split()))
    text = re.sub(r"[\u2060\u200b\u00ad]", "", text)
    return re.sub(r"\d+ kB|\d+,\d MB|={5,}", "SIZE", text)


def words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


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


def pdf_text(content: bytes, *options: str) -> str:
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(content)
        file.flush()
        done = subprocess.run(
            ["pdftotext", *options, file.name, "-"], capture_output=True, text=True, check=True
        )
    return done.stdout


def _alternatives(form: Form, content: bytes) -> None:
    """The text alternatives of the tagged figures; each names its figure."""
    with pikepdf.open(io.BytesIO(content)) as file:
        # The objects of a file lie in no order that a reader sees.
        for alternative in sorted(
            str(thing.Alt)
            for thing in file.objects
            if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing
        ):
            form.alt("alt", alternative)


def report_pdf(files: Files) -> Form:
    form = Form()
    part, seen = "", set()
    for page in pdf_text(files["report.pdf"]).split("\f"):
        lines = page.rstrip().splitlines()
        # The last line of a page is its number, and in the contents many lines are.
        for line in lines[:-1]:
            found = HEADING.match(line)
            if found and found[1] in seen:
                part = found[1]
            elif found:
                seen.add(found[1])
            if line.strip() in OPENING:
                part = "opening" if "opening" in seen else part
                seen.add("opening")
            if line.strip() in EVIDENCE and part:
                part = "notes"
            if part or not re.fullmatch(r"\W*\d+", line.strip()):
                form.say(part, line)
    _joined(form)
    _alternatives(form, files["report.pdf"])
    return form


def deck_pdf(files: Files) -> Form:
    form = Form()
    for number, page in enumerate(pdf_text(files["deck.pdf"]).split("\f"), 1):
        found = HEADING.search(page)
        lines = page.splitlines()
        home = found[1] if found else "opening" if {*lines} & {*OPENING} else ""
        if str(number) in lines:
            # The slide's number; a value alone on a line before it would stand in a chart.
            last = len(lines) - 1 - lines[::-1].index(str(number))
            del lines[last]
        for line in lines:
            form.say(home, line)
    _joined(form)
    _alternatives(form, files["deck.pdf"])
    return form


def _joined(form: Form) -> None:
    """A section of a PDF as one text: where its lines break is not what it says."""
    for part, lines in form.texts.items():
        # The number of a note stands behind what it is on: "52 %[2]".
        form.texts[part] = [re.sub(r"\s?\[\d+\]", "", " ".join(lines))]


def summary_pdf(files: Files) -> Form:
    form = Form()
    form.say("all", pdf_text(files["summary.pdf"]))
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
