"""Writing: a project as .qdpx, its codes as .qdc; elements in the order that the schema demands."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from samklang.exchange.refiqda.archive import pack
from samklang.exchange.refiqda.notes import memo_guid
from samklang.exchange.refiqda.project import (
    CODEBOOK,
    ORIGIN,
    PROJECT,
    Case,
    Project,
    ProjectCode,
    TextSource,
    note_of,
)

# What XML 1.0 cannot hold at all; texts are files of their own and keep it.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A selection is named by its words, as other programs do, so that a reader can check its place.
QUOTED = 60


def write_project(project: Project) -> bytes:
    """A .qdpx; the same project always gives the same bytes."""
    root = _root("Project", PROJECT, name=project.name, origin=ORIGIN)
    _listed(root, "Users", (_element("User", guid=g, name=n) for g, n in project.users.items()))
    if project.codes:
        _codes(ET.SubElement(root, "CodeBook"), project.codes)
    variables = {name: _variable(name) for name in project.types}
    _listed(
        root,
        "Variables",
        (
            _element("Variable", guid=variables[name], name=name, typeOfVariable=kind)
            for name, kind in project.types.items()
        ),
    )
    _listed(root, "Cases", (_case(case, variables, project.types) for case in project.cases))
    _listed(root, "Sources", (_source(source) for source in project.sources))
    notes = [(note_of(made), words, words) for made, words in project.made.items()]
    notes += [(memo_guid(code.guid), code.name, code.memo) for code in project.codes if code.memo]
    _listed(root, "Notes", (_note(*note) for note in notes))
    _listed(root, "Sets", _sets(project.sets, "targetGUID"))
    texts = {f"{source.guid}.txt": source.text.encode() for source in project.sources}
    return pack(_bytes(root), texts)


def write_codebook(project: Project) -> bytes:
    """A .qdc of the project's codes and their sets."""
    root = _root("CodeBook", CODEBOOK, origin=ORIGIN)
    _codes(root, project.codes)
    # In a codebook a member is named by guid, in a project by targetGUID.
    _listed(root, "Sets", _sets(project.sets, "guid"))
    return _bytes(root)


def _variable(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"{ORIGIN}/variable/{name}"))


def _root(tag: str, namespace: str, **attributes: str) -> ET.Element:
    element = _element(tag, **attributes)
    element.set("xmlns", namespace)
    return element


def _bytes(root: ET.Element) -> bytes:
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8")


def _element(tag: str, **attributes: str) -> ET.Element:
    return ET.Element(tag, {n: _FORBIDDEN.sub("", v) for n, v in attributes.items() if v})


def _within(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = _element(tag, **attributes)
    element.text = _FORBIDDEN.sub("", text) or None
    parent.append(element)
    return element


def _listed(parent: ET.Element, tag: str, elements: Iterator[ET.Element]) -> None:
    """Elements under one of their own, which the schema wants to hold something or not be there."""
    every = list(elements)
    if every:
        ET.SubElement(parent, tag).extend(every)


def _codes(parent: ET.Element, codes: Sequence[ProjectCode]) -> None:
    top = ET.SubElement(parent, "Codes")
    made: dict[str, ET.Element] = {"": top}
    for code in codes:
        element = _element("Code", guid=code.guid, name=code.name, color=code.colour)
        element.set("isCodable", "true" if code.codable else "false")
        if code.description:
            _within(element, "Description", code.description)
        if code.memo:
            _within(element, "NoteRef", targetGUID=memo_guid(code.guid))
        made.get(code.parent, top).append(element)
        made[code.guid] = element


def _sets(sets: Mapping[str, Sequence[str]], reference: str) -> Iterator[ET.Element]:
    for name, codes in sets.items():
        guid = str(uuid5(NAMESPACE_URL, f"{ORIGIN}/set/{name}"))
        element = _element("Set", guid=guid, name=name)
        for code in codes:
            _within(element, "MemberCode", **{reference: code})
        yield element


def _case(case: Case, variables: Mapping[str, str], types: Mapping[str, str]) -> ET.Element:
    element = _element("Case", guid=case.guid, name=case.name)
    for name, value in case.values.items():
        pair = ET.SubElement(element, "VariableValue")
        _within(pair, "VariableRef", targetGUID=variables[name])
        _within(pair, f"{types[name]}Value", value)
    for source in case.sources:
        _within(element, "SourceRef", targetGUID=source)
    return element


def _note(guid: str, name: str, text: str) -> ET.Element:
    element = _element("Note", guid=guid, name=name)
    _within(element, "PlainTextContent", text)
    return element


def _source(source: TextSource) -> ET.Element:
    path = f"internal://{source.guid}.txt"
    element = _element("TextSource", guid=source.guid, name=source.name, plainTextPath=path)
    for coding in source.codings:
        words = " ".join(source.text[coding.start : coding.end].split())
        quoted = words if len(words) <= QUOTED else f"{words[:QUOTED]}…"
        time = coding.time.isoformat() if coding.time else ""
        signed: dict[str, Any] = {"creatingUser": coding.user, "creationDateTime": time}
        # A selection is no coding: its GUID is made of the coding's, with one digit turned.
        guid = f"{int(coding.guid[0], 16) ^ 8:x}{coding.guid[1:]}"
        selection = _within(
            element,
            "PlainTextSelection",
            guid=guid,
            name=quoted,
            startPosition=str(coding.start),
            endPosition=str(coding.end),
            **signed,
        )
        if coding.memo:
            _within(selection, "Description", coding.memo)
        inner = _within(selection, "Coding", guid=coding.guid, **signed)
        _within(inner, "CodeRef", targetGUID=coding.code)
        if coding.made:
            _within(inner, "NoteRef", targetGUID=note_of(coding.made))
    return element
