"""Reading: a .qdpx or .qdc as a project, or every fault that makes it unusable, by name.

The XSD lets through what no program can use: references to nothing, places outside a text, sources
without text. They are looked for here.
"""

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from samklang.core.faults import Fault, FaultyInput
from samklang.exchange.refiqda.archive import parsed, unpack
from samklang.exchange.refiqda.project import (
    CODEBOOK,
    ORIGIN,
    PROJECT,
    Case,
    Project,
    ProjectCode,
    ProjectCoding,
    TextSource,
)

NOT_TEXT = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")
VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
# Codes that stand deeper under each other are no codebook.
DEEPEST = 50
EXPORT_AGAIN = "Correct it in the program that made the file, and export again."


def read_project(path: Path) -> Project:
    """A .qdpx. Raises FaultyInput with every fault."""
    root, texts = unpack(path)
    reader = _Reader(root, path.name, PROJECT, texts)
    project = reader.project()
    if reader.faults:
        raise FaultyInput(reader.faults)
    return project


def read_codebook(path: Path) -> Project:
    """A .qdc, as a project of codes alone. Raises FaultyInput with every fault."""
    try:
        content = path.read_bytes()
    except OSError as error:
        what = "there is no such file."
        raise FaultyInput([Fault(path.name, 0, "", what, "Check the path.")]) from error
    reader = _Reader(parsed(content, path.name), path.name, CODEBOOK, {})
    project = reader.codebook()
    if reader.faults:
        raise FaultyInput(reader.faults)
    return project


class _Reader:
    """Reads part by part and gathers faults."""

    def __init__(self, root: Any, file: str, namespace: str, texts: Mapping[str, bytes]) -> None:
        self.root, self.file, self.texts = root, file, texts
        self.space = f"{{{namespace}}}"
        self.faults: list[Fault] = []
        self.ours = root.get("origin", "").startswith(ORIGIN)
        expected = "Project" if namespace == PROJECT else "CodeBook"
        if root.tag != f"{self.space}{expected}":
            what = f"its root is {root.tag[:80]}, not REFI-QDA 1.0's {expected}."
            raise FaultyInput([Fault(file, 0, "", what, "Export as REFI-QDA 1.0.")])

    def project(self) -> Project:
        users = {self._guid(u): u.get("name", "") for u in self._all("Users/User")}
        codes = tuple(self._codes(self._all("CodeBook/Codes/Code"), ""))
        variables = {
            self._guid(v): (v.get("name", ""), v.get("typeOfVariable", "Text"))
            for v in self._all("Variables/Variable")
        }
        known = {code.guid for code in codes}
        sources = tuple(self._source(s, known, users) for s in self._all("Sources/TextSource"))
        names = {guid: name for guid, (name, _) in variables.items()}
        places = {source.guid for source in sources}
        left_out = {kind: len(self._all(f"Sources/{kind}")) for kind in NOT_TEXT}
        left_out |= {"Note": len(self._all("Notes/Note")), "Link": len(self._all("Links/Link"))}
        others = {self._guid(e) for kind in NOT_TEXT for e in self._all(f"Sources/{kind}")}
        return Project(
            name=self.root.get("name", ""),
            origin=self.root.get("origin", ""),
            users=users,
            codes=codes,
            sources=sources,
            cases=tuple(self._case(c, names, places, others) for c in self._all("Cases/Case")),
            types=dict(variables.values()),
            sets=self._sets("Sets/Set", known),
            left_out={kind: count for kind, count in left_out.items() if count},
        )

    def codebook(self) -> Project:
        codes = tuple(self._codes(self._all("Codes/Code"), ""))
        return Project(
            name=Path(self.file).stem,
            origin=self.root.get("origin", ""),
            codes=codes,
            sets=self._sets("Sets/Set", {code.guid for code in codes}),
        )

    def _all(self, path: str, within: Any = None) -> list[Any]:
        place = self.root if within is None else within
        return list(place.findall("/".join(f"{self.space}{part}" for part in path.split("/"))))

    def _text(self, element: Any, name: str) -> str:
        return element.findtext(f"{self.space}{name}") or ""

    def _fault(self, name: str, what: str, remedy: str = EXPORT_AGAIN) -> None:
        self.faults.append(Fault(self.file, 0, name[:80], what, remedy))

    def _guid(self, element: Any, attribute: str = "guid") -> str:
        return str(element.get(attribute, "")).strip().strip("{}").lower()

    def _codes(self, elements: list[Any], parent: str, depth: int = 0) -> Iterator[ProjectCode]:
        if depth > DEEPEST and elements:
            self._fault("", f"codes stand more than {DEEPEST} deep under each other.")
            return
        for element in elements:
            guid, name = self._guid(element), element.get("name", "")
            if not guid or not name.strip():
                self._fault(name or guid, "a code has no name or no GUID.")
            yield ProjectCode(
                guid=guid,
                name=name,
                description=self._text(element, "Description"),
                parent=parent,
                codable=element.get("isCodable", "true") in ("true", "1"),
                colour=element.get("color", ""),
            )
            yield from self._codes(self._all("Code", element), guid, depth + 1)

    def _sets(self, path: str, known: set[str]) -> Mapping[str, tuple[str, ...]]:
        sets: dict[str, tuple[str, ...]] = {}
        for element in self._all(path):
            name = element.get("name", "")
            members = self._all("MemberCode", element)
            codes = [self._guid(m, "targetGUID") or self._guid(m) for m in members]
            for guid in codes:
                if guid not in known:
                    self._fault(name, f"a set holds a code that is not there ({guid}).")
            sets[name] = tuple(codes)
        return sets

    def _source(self, element: Any, codes: set[str], users: Mapping[str, str]) -> TextSource:
        guid = self._guid(element)
        name = element.get("name", "") or guid
        text = self._source_text(element, name)
        codings: list[ProjectCoding] = []
        for selection in self._all("PlainTextSelection", element):
            span = self._span(selection, text, name) if text else None
            for coding in self._all("Coding", selection):
                made = self._coding(coding, span, name, codes, users, selection)
                codings += [made] if made else []
        for coding in self._all("Coding", element):  # of the source as a whole
            made = self._coding(coding, (0, len(text)), name, codes, users, element)
            codings += [made] if made else []
        return TextSource(guid, name, text, tuple(codings))

    def _source_text(self, element: Any, name: str) -> str:
        content = element.find(f"{self.space}PlainTextContent")
        path = element.get("plainTextPath", "")
        if content is not None:
            text = content.text or ""
        elif path.lower().startswith("internal://"):
            stored = self.texts.get(path[len("internal://") :].lower())
            if stored is None:
                self._fault(name, f"the text '{path[:80]}' is not in the file.")
                return ""
            try:
                # Ours has no byte order mark: where one begins a text, it is the answer's own.
                text = stored.decode("utf-8" if self.ours else "utf-8-sig")
            except UnicodeDecodeError:
                self._fault(name, "the text is not UTF-8.")
                return ""
        elif path:
            what = f"the text lies outside the file ('{path[:80]}')."
            self._fault(name, what, "Export the project with its sources in it.")
            return ""
        else:
            self._fault(name, "the source has no plain text.")
            return ""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not text:
            self._fault(name, "the source is empty.", "Take it out, and export again.")
        return text

    def _span(self, selection: Any, text: str, name: str) -> tuple[int, int] | None:
        given = selection.get("startPosition", ""), selection.get("endPosition", "")
        try:
            start, end = (int(number) for number in given)
        except ValueError:
            self._fault(name, f"'{given[0][:20]}' to '{given[1][:20]}' is no place in a text.")
            return None
        units = len(text.encode("utf-16-le")) // 2
        if 0 <= start <= end <= len(text) and not self._in_units(selection, text, start, end):
            return start, end
        if 0 <= start <= end <= units:
            what = f"{start} to {end} counts UTF-16 units; REFI-QDA counts characters."
            self._fault(name, what)
        else:
            what = f"{start} to {end} is no span of a text of {len(text)} characters."
            self._fault(name, what)
        return None

    def _in_units(self, selection: Any, text: str, start: int, end: int) -> bool:
        """Whether the quoted words stand there only if counted in UTF-16 units."""
        quoted = selection.get("name", "").removesuffix("…").strip()
        units = text.encode("utf-16-le")
        if self.ours or not quoted or len(units) == 2 * len(text):
            return False
        by_units = units[2 * start : 2 * end].decode("utf-16-le", errors="replace")
        return not _begins(text[start:end], quoted) and _begins(by_units, quoted)

    def _coding(
        self,
        element: Any,
        span: tuple[int, int] | None,
        name: str,
        codes: set[str],
        users: Mapping[str, str],
        around: Any,
    ) -> ProjectCoding | None:
        refers = self._all("CodeRef", element)
        code = self._guid(refers[0], "targetGUID") if refers else ""
        user = self._guid(element, "creatingUser") or self._guid(around, "creatingUser")
        if code not in codes:
            self._fault(name, f"a coding refers to a code that is not there ({code}).")
        if user and user not in users:
            self._fault(name, f"a coding refers to a user who is not there ({user}).")
        if span is None:
            return None
        time = element.get("creationDateTime") or around.get("creationDateTime") or ""
        return ProjectCoding(self._guid(element), code, *span, user, self._time(time, name))

    def _time(self, text: str, name: str) -> datetime.datetime | None:
        try:
            return datetime.datetime.fromisoformat(text.strip()) if text.strip() else None
        except ValueError:
            self._fault(name, f"'{text[:40]}' is no time.")
            return None

    def _case(
        self, element: Any, variables: Mapping[str, str], sources: set[str], others: set[str]
    ) -> Case:
        name = element.get("name", "")
        values: dict[str, str] = {}
        for value in self._all("VariableValue", element):
            refers = self._all("VariableRef", value)
            guid = self._guid(refers[0], "targetGUID") if refers else ""
            if guid not in variables:
                self._fault(name, f"a value refers to a variable that is not there ({guid}).")
                continue
            texts = [self._text(value, kind) for kind in VALUES]
            values[variables[guid]] = next((text for text in texts if text), "")
        own = [self._guid(r, "targetGUID") for r in self._all("SourceRef", element)]
        for guid in own:
            if guid not in sources | others:
                self._fault(name, f"a case refers to a source that is not there ({guid}).")
        return Case(self._guid(element), name, tuple(g for g in own if g in sources), values)


def _begins(text: str, quoted: str) -> bool:
    return " ".join(text.split()).startswith(" ".join(quoted.split()))
