"""DDI-Codebook 2.5: the study, its files and its questions with their released frequencies.

Elements stand in the order of the schema (ddialliance.org, DDI-Codebook 2.5, codebook.xsd), which
is a sequence at every level. A text in two languages is two elements with xml:lang, where the
schema has room for two; else it is in the theme's first language.
"""

import csv
import io
import re
from collections.abc import Mapping

from lxml import etree

from samklang import __version__
from samklang.core.disclosure.released import ReleasedCell
from samklang.core.document.blocks import Contacts, Figure
from samklang.core.document.document import Document
from samklang.core.document.method_box import MethodBox
from samklang.core.figures.amounts import range_text
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.render.deposit.subjects import counties, definitions, subjects
from samklang.render.deposit.variables import Variable, variables
from samklang.render.element import Element

NAMESPACE = "ddi:codebook:2_5"
SCHEMA = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def ddi(documents: Mapping[Language, Document], files: Mapping[str, bytes]) -> bytes:
    """ddi.xml. `files` are the tables of the data package by name."""
    first = next(iter(documents.values()))
    root = etree.Element(f"{{{NAMESPACE}}}codeBook", nsmap={None: NAMESPACE, "xsi": _XSI})  # type: ignore[dict-item]
    root.set("version", "2.5")
    root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    root.set(_LANG, first.language)
    every = list(variables(documents))
    _document(_add(root, "docDscr"), documents)
    _study(_add(root, "stdyDscr"), documents, every)
    places = {}
    tables = [name for name in files if name.endswith(".csv")]
    for number, name in enumerate(tables, 1):
        places[name] = f"F{number}"
        _file(_add(root, "fileDscr", ID=places[name]), name, files[name])
    data = _add(root, "dataDscr")
    for number, variable in enumerate(every, 1):
        place = places[f"{variable.first.id}.csv"]
        _variable(data, variable, number, place, definitions(documents, variable))
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _add(parent: Element, tag: str, text: str | None = None, /, **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    for key, value in attributes.items():
        element.set(_LANG if key == "lang" else key, _REFUSED.sub("", value))
    if text is not None:
        element.text = _REFUSED.sub("", text)
    return element


def _each(parent: Element, name: str, texts: Mapping[Language, str], **attributes: str) -> None:
    """An element for each language that has a text."""
    for language, text in texts.items():
        if text:
            _add(parent, name, text, lang=language, **attributes)


def _once(parent: Element, name: str, texts: Mapping[Language, str]) -> None:
    """One element in the first language that has a text: the schema has room for no more."""
    for language, text in texts.items():
        if text:
            _add(parent, name, text, lang=language)
            return


def _titles(citation: Element, documents: Mapping[Language, Document]) -> None:
    (_, first), *others = documents.items()
    titles = _add(citation, "titlStmt")
    _add(titles, "titl", first.title, lang=first.language)
    if first.subtitle:
        _add(titles, "subTitl", first.subtitle, lang=first.language)
    for language, other in others:
        _add(titles, "parTitl", other.title, lang=language)
    _add(titles, "IDNo", f"sha256:{first.dataset_hash}", agency="Samklang")


def _document(part: Element, documents: Mapping[Language, Document]) -> None:
    """The DDI document itself: who made it and with what."""
    first = next(iter(documents.values()))
    citation = _add(part, "citation")
    _titles(citation, documents)
    made = _add(citation, "prodStmt")
    _add(made, "producer", first.network)
    _date(made, "prodDate", first)
    _add(made, "software", "Samklang", version=__version__)


def _date(parent: Element, name: str, document: Document) -> None:
    if document.published_iso:
        _add(parent, name, document.published_iso, date=document.published_iso)


def _study(part: Element, documents: Mapping[Language, Document], every: list[Variable]) -> None:
    first = next(iter(documents.values()))
    citation = _add(part, "citation")
    _titles(citation, documents)
    responsible = _add(citation, "rspStmt")
    for author in first.authors or (first.network,):
        _add(responsible, "AuthEnty", author)
    made = _add(citation, "prodStmt")
    _add(made, "producer", first.network)
    if first.licence:
        _add(made, "copyright", first.licence)
    _date(made, "prodDate", first)
    _add(made, "software", "Samklang", version=__version__)
    spread = _add(citation, "distStmt")
    _add(
        spread,
        "distrbtr",
        first.network,
        **({"URI": first.network_url} if first.network_url else {}),
    )
    for contact in (
        c for _, b in first.blocks() if isinstance(b, Contacts) for c in b.contacts if c.responsible
    ):
        about = {"email": contact.email, "URI": contact.url, "affiliation": contact.organisation}
        _add(spread, "contact", contact.name, **{k: v for k, v in about.items() if v})
    _date(spread, "distDate", first)
    _add(_add(citation, "verStmt"), "version", first.edition)
    _once(citation, "biblCit", {k: d.citation for k, d in documents.items()})
    if first.address:
        _add(citation, "holdings", first.address, URI=first.address)
    _about(_add(part, "stdyInfo"), documents)
    _method(_add(part, "method"), documents, every)
    use = _add(_add(part, "dataAccs"), "useStmt")
    _once(use, "restrctn", {k: _fact(d, "disclosure") for k, d in documents.items()})
    _once(use, "citReq", {k: d.citation for k, d in documents.items()})
    if first.licence:
        _add(use, "conditions", first.licence)
    _once(use, "disclaimer", {k: " ".join(d.notices) for k, d in documents.items()})


def _about(part: Element, documents: Mapping[Language, Document]) -> None:
    subject = _add(part, "subject")
    for language, document in documents.items():
        for word in subjects(document):
            _add(subject, "keyword", word, lang=language)
    _each(
        part,
        "abstract",
        {k: " ".join([d.subtitle or d.title, *d.notices]) for k, d in documents.items()},
    )
    first = next(iter(documents.values()))
    summary = _add(part, "sumDscr")
    _each(summary, "collDate", {k: _fact(d, "dates") for k, d in documents.items()})
    _add(summary, "nation", "Sverige", abbr="SE")
    for name in counties(first):
        _add(summary, "geogCover", name, lang=first.language)
    _each(summary, "anlyUnit", {k: phrase(k, "deposit.unit") for k in documents})
    _each(summary, "universe", {k: _fact(d, "population") for k, d in documents.items()})
    values = any(f.has_values for d in documents.values() for f in d.figures)
    kind = "deposit.kind_values" if values else "deposit.kind"
    _each(summary, "dataKind", {k: phrase(k, kind) for k in documents})


def _method(part: Element, documents: Mapping[Language, Document], every: list[Variable]) -> None:
    collected = _add(part, "dataColl")
    _each(collected, "timeMeth", {k: phrase(k, "deposit.time") for k in documents})
    _add(collected, "dataCollector", next(iter(documents.values())).network)
    _each(
        collected,
        "sampProc",
        {k: " ".join(box.text) for k, d in documents.items() if (box := _box(d)) is not None},
    )
    _each(collected, "collMode", {k: _fact(d, "mode") for k, d in documents.items()})
    _each(collected, "resInstru", {k: phrase(k, "deposit.instrument") for k in documents})
    if every:
        _each(collected, "weight", {k: f.weighting for k, f in every[0].figures.items()})
    analysed = _add(part, "anlyInfo")
    _each(analysed, "respRate", {k: _fact(d, "answered") for k, d in documents.items()})
    if every:
        _each(analysed, "EstSmpErr", {k: f.interval for k, f in every[0].figures.items()})


def _box(document: Document) -> MethodBox | None:
    return next((b for _, b in document.blocks() if isinstance(b, MethodBox)), None)


def _fact(document: Document, name: str) -> str:
    """A fact of the method box, '' where the report has none."""
    box = _box(document)
    label = phrase(document.language, f"report.method_{name}")
    return next((f.value for f in box.facts if f.label == label), "") if box else ""


def _file(part: Element, name: str, content: bytes) -> None:
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    text = _add(part, "fileTxt")
    _add(text, "fileName", name)
    size = _add(text, "dimensns")
    _add(size, "caseQnty", str(len(rows)))
    _add(size, "varQnty", str(len(header)))
    _add(text, "fileType", "text/csv", charset="UTF-8")


def _variable(
    parent: Element,
    variable: Variable,
    number: int,
    place: str,
    defined: Mapping[str, Mapping[Language, str]],
) -> None:
    """A variable. defined: what the codes among its categories mean, by category and language."""
    first = variable.first
    scale = "contin" if first.has_values else "discrete"
    made = _add(parent, "var", ID=f"V{number}", name=variable.name, files=place, intrvl=scale)
    _each(made, "labl", variable.label)
    _once(made, "respUnit", {k: f.unit for k, f in variable.figures.items()})
    for language, figure in variable.figures.items():
        asked = _add(made, "qstn", lang=language)
        _add(asked, "qstnLit", figure.question)
    _each(made, "universe", {k: f.base for k, f in variable.figures.items()})
    if variable.base is not None:
        _add(made, "TotlResp", str(variable.base))
    if first.has_values:
        _statistic(made, first)
    _each(made, "txt", {k: " ".join(f.notes) for k, f in variable.figures.items()})
    for category in variable.categories:
        one = _add(made, "catgry")
        _add(one, "catValu", category.value)
        _each(one, "labl", category.label)
        _each(one, "txt", defined.get(category.value, {}))
        cell = category.cell
        if cell.status != "shown":
            _each(one, "txt", category.withheld)
            continue
        _each(one, "txt", {k: _interval(cell, f, k) for k, f in variable.figures.items()})
        _add(one, "catStat", str(cell.count), type="freq")
        if cell.value is not None:
            _add(one, "catStat", _plain(cell, first), wgtd="wgtd", **_named(first.measure, ()))
        else:
            _add(one, "catStat", str(cell.share), type="percent", wgtd="wgtd")
    for missing in variable.missing:
        one = _add(made, "catgry", missing="Y", missType=missing.kind)
        _add(one, "catValu", missing.kind)
        _each(one, "labl", missing.label)
        _add(one, "catStat", str(missing.count), type="freq")
    _add(made, "varFormat", type="numeric" if first.has_values else "character")


def _statistic(made: Element, figure: Figure) -> None:
    """The mean, total or ratio of all members, where it is shown."""
    row = next((r for r in figure.table.rows if r.id == figure.total), figure.table.rows[0])
    alone = figure.total or len(figure.table.rows) == 1
    if alone and row.cells[0].value is not None:
        named = _named(figure.measure, ("mean",))
        _add(made, "sumStat", _plain(row.cells[0], figure), wgtd="wgtd", **named)


def _named(measure: str, known: tuple[str, ...]) -> dict[str, str]:
    """The type of a statistic: one that the schema names, or another by its own name."""
    return {"type": measure} if measure in known else {"type": "other", "otherType": measure}


def _plain(cell: ReleasedCell, figure: Figure) -> str:
    return f"{cell.value:.{figure.table.decimals}f}"


def _interval(cell: ReleasedCell, figure: Figure, language: Language) -> str:
    if cell.low is not None and cell.high is not None:
        return phrase(language, "deposit.interval", low=cell.low, high=cell.high)
    interval = f"{range_text(cell, figure.table, language)} {figure.table.unit}".strip()
    return phrase(language, "deposit.interval_value", interval=interval) if interval else ""
