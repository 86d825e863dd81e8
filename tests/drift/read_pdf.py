"""Reads what is set in type back with Poppler and pikepdf: report, deck and summary as PDF."""

import io
import re
import subprocess
import tempfile

import pikepdf

from tests.drift.form import EVIDENCE, HEADING, OPENING, Files, Form


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
