"""Reading: a .qdpx or .qdc as a project, or every fault that makes it unusable, by name.

The XSD lets through what no program can use: references to nothing, places outside a text, sources
without text. They are looked for here.
"""

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from samklang.core.coding.codebook import VALENCES
from samklang.core.faults import Fault, FaultyInput, faulty_file
from samklang.core.language.messages import Message, message
from samklang.exchange.refiqda.archive import parsed, unpack
from samklang.exchange.refiqda.notes import Notes
from samklang.exchange.refiqda.places import WIDE, UnitPlaces, place_with_lf, with_lf
from samklang.exchange.refiqda.project import (
    MADE,
    ORIGIN,
    Case,
    Project,
    ProjectCode,
    ProjectCoding,
    TextSource,
    note_of,
)
from samklang.exchange.refiqda.quoting import in_units, quotes, with_line_ends
from samklang.exchange.refiqda.stored import INTERNAL, decoded, stored_text

NOT_TEXT = ("PictureSource", "PDFSource", "AudioSource", "VideoSource")
VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")
# The standard's namespaces end in 1.0. Programs have written 0:4, 1:0 and 1.5, a codebook in the
# namespace of projects, and none at all.
OF_REFI = tuple(
    f"{{urn:QDA-XML:{kind}:{version}" for kind in ("codebook", "project") for version in "01"
)
# The place in a text with LF that a project's own place is; None where it is none.
Places = Callable[[int], int | None]
# Codes that stand deeper under each other are no codebook.
DEEPEST = 50
EXPORT_AGAIN = message("refiqda.correct_in_program")


def read_project(path: Path) -> Project:
    """A .qdpx. Raises FaultyInput with every fault."""
    root, texts = unpack(path)
    reader = _Reader(root, path.name, texts)
    project = reader.project()
    if reader.faults:
        raise FaultyInput(reader.faults)
    return project


def read_codebook(path: Path) -> Project:
    """A .qdc, as a project of codes alone. Raises FaultyInput with every fault."""
    try:
        content = path.read_bytes()
    except OSError as error:
        what = message("refiqda.no_such_file")
        raise faulty_file(path.name, what, message("refiqda.check_the_path")) from error
    reader = _Reader(parsed(content, path.name), path.name, {}, root_name="CodeBook")
    project = reader.codebook()
    if reader.faults:
        raise FaultyInput(reader.faults)
    return project


class _Reader:
    """Reads part by part and gathers faults."""

    def __init__(
        self,
        root: Any,
        file: str,
        texts: Mapping[str, bytes],
        *,
        root_name: str = "Project",
    ) -> None:
        self.root, self.file, self.texts = root, file, texts
        space, brace, name = root.tag.rpartition("}")
        self.space = space + brace
        self.paths: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.ours = root.get("origin", "").startswith(ORIGIN)
        # NVivo 12 for Windows and for Mac counts UTF-16 units, as three of its projects show: so
        # counted 695 of 697 codings begin where a word does, counted by the standard 257.
        self.nvivo = root.get("origin", "").startswith("NVivo")
        # Whether a source has characters of two units.
        self.wide = False
        self.anonymous = False
        # What is no text, by kind, and the parts of a page of PDFs that have one.
        self.others = {kind: self._all(f"Sources/{kind}") for kind in NOT_TEXT}
        self.regions: list[Any] = []
        # The text of a PDF, by the PDF's own GUID, which cases refer to.
        self.text_of: dict[str, str] = {}
        self.notes = Notes({})
        self.named: dict[str, str] = {}
        if name != root_name or not (space == "" or space.startswith(OF_REFI)):
            what = message("refiqda.root_is", root=root.tag[:80], expected=root_name)
            raise faulty_file(file, what, message("refiqda.export_as_refi"))

    def project(self) -> Project:
        # NVivo gives initials, as the id, where a user has no name.
        users = {self._guid(u): u.get("name") or u.get("id", "") for u in self._all("Users/User")}
        notes = {self._guid(note): note for note in self._all("Notes/Note")}
        made = {
            m: notes[note_of(m)].get("name", "") for m in MADE if self.ours and note_of(m) in notes
        }
        own = {note_of(m) for m in made}
        self.notes = Notes({g: self._note_text(n) for g, n in notes.items() if g not in own})
        written = self._all("CodeBook/Codes/Code") or self._all("Codes/Code")
        codes = tuple(self._codes(written, ""))
        variables = {
            self._guid(v): (v.get("name", ""), v.get("typeOfVariable", "Text"))
            for v in self._all("Variables/Variable")
        }
        known = {code.guid for code in codes}
        # A project that names nobody says nothing of who coded.
        self.anonymous = not users
        texts = [*self._all("Sources/TextSource"), *self._of_pdfs()]
        sources = tuple(self._source(s, known, users) for s in texts)
        names = {guid: name for guid, (name, _) in variables.items()}
        places = {source.guid for source in sources}
        left_out = {kind: len(elements) for kind, elements in self.others.items()}
        for guid in (guid for guid, count in Counter(s.guid for s in sources).items() if count > 1):
            self._fault(guid, message("refiqda.guid_twice"))
        left_out["Note"] = len(notes) - len(made) - len(self.notes.read)
        left_out["Link"] = len(self._all("Links/Link"))
        left_out["Graph"] = len(self._all("Graphs/Graph"))
        sets = self._sets("Sets/Set", known)
        left_out["Set"] = len(self._all("Sets/Set")) - len(sets)
        left_out["Description"] = sum(
            bool(self._text(s, "Description").strip()) for s in [*texts, self.root]
        )
        others = {self._guid(e) for elements in self.others.values() for e in elements}
        return Project(
            name=self.root.get("name", ""),
            origin=self.root.get("origin", ""),
            users=users,
            codes=codes,
            sources=sources,
            cases=tuple(self._case(c, names, places, others) for c in self._all("Cases/Case")),
            types=dict(variables.values()),
            sets=sets,
            left_out={kind: count for kind, count in left_out.items() if count},
            codings_left_out=sum(
                len(list(source.iter(f"{self.space}Coding")))
                for elements in (*self.others.values(), self.regions)
                for source in elements
            ),
            made=made,
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
        known = self.paths.get(path)
        if known is None:
            known = "/".join(f"{self.space}{part}" for part in path.split("/"))
            self.paths[path] = known
        return list(place.findall(known))

    def _text(self, element: Any, name: str) -> str:
        return element.findtext(f"{self.space}{name}") or ""

    def _fault(self, name: str, what: Message, remedy: Message = EXPORT_AGAIN) -> None:
        self.faults.append(Fault(self.file, 0, name[:80], what, remedy))

    def _guid(self, element: Any, attribute: str = "guid") -> str:
        return str(element.get(attribute, "")).strip().strip("{}").lower()

    def _codes(self, elements: list[Any], parent: str, depth: int = 0) -> Iterator[ProjectCode]:
        if depth > DEEPEST and elements:
            self._fault("", message("refiqda.codes_deep", count=DEEPEST))
            return
        for element in elements:
            guid, name = self._guid(element), " ".join(element.get("name", "").split())
            if not guid or not name:
                self._fault(name or guid, message("refiqda.code_without_name"))
            if self.named.setdefault(guid, name) != name:
                self._fault(name, message("refiqda.guid_twice"))
            yield ProjectCode(
                guid=guid,
                name=name,
                description=self._text(element, "Description"),
                parent=parent,
                codable=element.get("isCodable", "true") in ("true", "1"),
                colour=element.get("color", ""),
                memo=self.notes.memo("", self._notes_of(element)),
            )
            yield from self._codes(self._all("Code", element), guid, depth + 1)

    def _sets(self, path: str, known: set[str]) -> Mapping[str, tuple[str, ...]]:
        """The sets that hold codes with a valence; what other sets hold is left out."""
        sets: dict[str, tuple[str, ...]] = {}
        for element in self._all(path):
            name = element.get("name", "")
            members = self._all("MemberCode", element)
            codes = [self._guid(m, "targetGUID") or self._guid(m) for m in members]
            for guid in codes:
                if guid not in known:
                    self._fault(name, message("refiqda.set_without_code", guid=guid))
            if name in VALENCES:
                sets[name] = tuple(codes)
        return sets

    def _of_pdfs(self) -> Iterator[Any]:
        """The texts of PDFs, each under its PDF's name and with what is coded of the whole."""
        for pdf in list(self.others["PDFSource"]):
            for text in self._all("Representation", pdf):
                if not self._has_text(text):
                    continue
                text.set("name", pdf.get("name", "") or text.get("name", ""))
                text.extend(self._all("Coding", pdf))
                self.text_of[self._guid(pdf)] = self._guid(text)
                self.regions += self._all("PDFSelection", pdf)
                self.others["PDFSource"].remove(pdf)
                yield text
                break

    def _has_text(self, element: Any) -> bool:
        within = self._text(element, "PlainTextContent")
        return bool(within or stored_text(self.texts, element.get("plainTextPath", "")))

    def _source(self, element: Any, codes: set[str], users: Mapping[str, str]) -> TextSource:
        guid = self._guid(element)
        name = element.get("name", "") or guid
        given = self._source_text(element, name)
        text = with_lf(given)
        codings: list[ProjectCoding] = []
        selections = self._all("PlainTextSelection", element)
        self.wide = not self.ours and WIDE.search(text) is not None
        places = self._places(selections, given, text)
        for selection in selections:
            span = self._span(selection, text, places, name) if text else None
            words = text[span[0] : span[1]] if span else ""
            said = self._text(selection, "Description")
            noted = self.notes.memo(said, self._notes_of(selection), words=words)
            for coding in self._all("Coding", selection):
                codings += self._codings(coding, span, name, codes, users, selection, noted)
            if self._all("CodeRef", selection):  # as some write it, without a coding around
                codings += self._codings(selection, span, name, codes, users, element, noted)
        for coding in self._all("Coding", element):  # of the source as a whole
            codings += self._codings(coding, (0, len(text)), name, codes, users, element, "")
        return TextSource(guid, name, text, tuple(codings), guid in self.text_of.values())

    def _source_text(self, element: Any, name: str) -> str:
        content = element.find(f"{self.space}PlainTextContent")
        path = element.get("plainTextPath", "")
        if content is not None and (content.text or not path):
            text = content.text or ""
        elif path:
            stored = stored_text(self.texts, path)
            if stored is None and path.lower().startswith(INTERNAL):
                self._fault(name, message("refiqda.text_not_in_file", path=path[:80]))
                return ""
            if stored is None:
                what = message("refiqda.text_outside", path=path[:80])
                self._fault(name, what, message("refiqda.export_with_sources"))
                return ""
            try:
                text = decoded(stored, ours=self.ours)
            except UnicodeDecodeError:
                self._fault(name, message("refiqda.text_not_utf8"))
                return ""
        elif element.get("richTextPath"):
            what = message("refiqda.rich_text_alone")
            self._fault(name, what, message("refiqda.make_plain_text"))
            return ""
        else:
            self._fault(name, message("refiqda.no_plain_text"))
            return ""
        if not text:
            self._fault(name, message("refiqda.source_is_empty"), message("refiqda.take_it_out"))
        return text

    def _places(self, selections: Sequence[Any], given: str, text: str) -> Places:
        """How a source's places are counted, as what gives the place in the text with LF."""
        if self.nvivo and not any(quotes(selection, text) for selection in selections):
            return UnitPlaces(given).with_lf
        if with_line_ends(selections, given, text):
            return lambda place: place_with_lf(given, place) if 0 <= place <= len(given) else None
        return lambda place: place

    def _span(self, selection: Any, text: str, places: Places, name: str) -> tuple[int, int] | None:
        given = selection.get("startPosition", ""), selection.get("endPosition", "")
        try:
            start, end = (int(number) for number in given)
        except ValueError:
            what = message("refiqda.no_place_in_text", start=given[0][:20], end=given[1][:20])
            self._fault(name, what)
            return None
        first, last = places(start), places(end)
        if (
            first is not None
            and last is not None
            and 0 <= first <= last <= len(text)
            and not (self.wide and in_units(selection, text, first, last))
        ):
            return first, last
        if not self.nvivo and 0 <= start <= end <= len(text.encode("utf-16-le")) // 2:
            what = message("refiqda.counts_units", start=start, end=end)
            self._fault(name, what)
        else:
            what = message("refiqda.no_span", start=start, end=end, length=len(text))
            self._fault(name, what)
        return None

    def _codings(
        self,
        element: Any,
        span: tuple[int, int] | None,
        name: str,
        codes: set[str],
        users: Mapping[str, str],
        around: Any,
        noted: str,
    ) -> Iterator[ProjectCoding]:
        """One for each code that it refers to: the standard has one, some write several."""
        user = self._guid(element, "creatingUser") or self._guid(around, "creatingUser")
        if self.anonymous:
            user = ""
        if user and user not in users:
            self._fault(name, message("refiqda.no_such_user", guid=user))
        refs = self._notes_of(element)
        time = element.get("creationDateTime") or around.get("creationDateTime") or ""
        memo = noted if element.tag.endswith("Selection") else self.notes.memo(noted, refs)
        for code in [self._guid(r, "targetGUID") for r in self._all("CodeRef", element)] or [""]:
            if code not in codes:
                self._fault(name, message("refiqda.no_such_code", guid=code))
            if span is not None:
                at, made = self._time(time, name), self._made(element)
                yield ProjectCoding(self._guid(element), code, *span, user, at, made, memo)

    def _made(self, element: Any) -> str:
        """What a coding of ours says made it."""
        if not self.ours:
            return ""
        notes = self._notes_of(element)
        return next((made for made in MADE if note_of(made) in notes), "")

    def _notes_of(self, element: Any) -> list[str]:
        return [self._guid(r, "targetGUID") for r in self._all("NoteRef", element)]

    def _note_text(self, note: Any) -> str:
        """What a note says; '' where its text is not in the file or not Unicode."""
        stored = stored_text(self.texts, note.get("plainTextPath", "")) or b""
        try:
            return with_lf(
                self._text(note, "PlainTextContent") or decoded(stored, ours=self.ours)
            ).strip()
        except UnicodeDecodeError:
            return ""

    def _time(self, text: str, name: str) -> datetime.datetime | None:
        try:
            return datetime.datetime.fromisoformat(text.strip()) if text.strip() else None
        except ValueError:
            self._fault(name, message("package.is_no_time", cell=text[:40]))
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
                self._fault(name, message("refiqda.no_such_variable", guid=guid))
                continue
            texts = [self._text(value, kind) for kind in VALUES]
            values[variables[guid]] = next((text for text in texts if text), "")
        refers = [self._guid(r, "targetGUID") for r in self._all("SourceRef", element)]
        own = [self.text_of.get(guid, guid) for guid in refers]
        for guid in own:
            if guid not in sources | others:
                self._fault(name, message("refiqda.no_such_source", guid=guid))
        return Case(self._guid(element), name, tuple(g for g in own if g in sources), values)
