"""Single: each slide of a finished deck as a deck of its own, nothing in it made or packed anew."""

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy

from lxml import etree

from samklang.core.document.deck import Slide, slides
from samklang.core.document.document import Document
from samklang.render.archive import Entries
from samklang.render.element import Element
from samklang.render.slides.parts import in_parts

ROOT, TYPES = "_rels/.rels", "[Content_Types].xml"
DECK, DECK_RELATIONS = "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def single_slides(document: Document, content: bytes) -> dict[str, bytes]:
    """The slides of `content`, the document's deck.pptx, by path; dividers have none.

    A slide that the deck shows on several pages, a large chart, has all of them.
    """
    shown = slides(document)
    pages = [len(list(in_parts([slide], document.language))) for slide in shown]
    deck = _Parts(content)
    made, at = {}, 0
    for number, (slide, count) in enumerate(zip(shown, pages, strict=True), 1):
        if alone(slide):
            made[path_of(number)] = deck.of(range(at, at + count))
        at += count
    return made


def alone(slide: Slide) -> bool:
    """Whether a slide can be had by itself: a divider says nothing."""
    return slide.kind != "section"


def path_of(number: int) -> str:
    """Where the slide with a number on the deck's page lies, within the language's folder."""
    return f"slides/slide-{number}.pptx"


class _Parts:
    """The parts of a deck and what each needs (ECMA-376, part 2: Open Packaging Conventions)."""

    def __init__(self, content: bytes):
        self.entries = Entries(content)
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            self.names = file.namelist()
            read = {n: file.read(n) for n in self.names if n.endswith(".rels")}
            self.types = etree.fromstring(file.read(TYPES))
            self.deck = etree.fromstring(file.read(DECK))
        self.relations = {name: etree.fromstring(part) for name, part in read.items()}
        leads = {
            relation.get("Id"): relation.get("Target", "")
            for relation in self.relations[DECK_RELATIONS]
        }
        self.ids = [slide.get(_ID) for slide in self.deck.iterfind("{*}sldIdLst/{*}sldId")]
        self.slides = [_within(DECK, leads[id_]) for id_ in self.ids]
        self.common = self._reached([TYPES, *self._targets(ROOT)], besides=self.slides)

    def of(self, pages: Sequence[int]) -> bytes:
        """A deck of some pages."""
        others = [slide for n, slide in enumerate(self.slides) if n not in pages]
        kept = self.common | self._reached([self.slides[n] for n in pages], besides=others)
        ids = {self.ids[n] for n in pages}
        others_ids = set(self.ids) - ids
        deck = deepcopy(self.deck)
        (listed,) = deck.findall("{*}sldIdLst")
        for one in list(listed):
            if one.get(_ID) not in ids:
                listed.remove(one)
        relations = _some(
            self.relations[DECK_RELATIONS], lambda element: element.get("Id") not in others_ids
        )
        named = kept | {""}
        types = _some(self.types, lambda element: element.get("PartName", "/")[1:] in named)
        instead = {TYPES: types, DECK: deck, DECK_RELATIONS: relations}
        return self.entries.some(
            kept | {ROOT, DECK_RELATIONS},
            {name: _written(root) for name, root in instead.items()},
        )

    def _reached(self, start: Sequence[str], *, besides: Sequence[str]) -> frozenset[str]:
        """The parts that some lead to, with their lists of relations."""
        reached: set[str] = set()
        todo = list(start)
        while todo:
            name = todo.pop()
            if name in reached or name in besides:
                continue
            reached.add(name)
            folder, _, base = name.rpartition("/")
            relations = f"{folder}/_rels/{base}.rels".lstrip("/")
            if relations in self.relations:
                reached.add(relations)
                todo += self._targets(relations, of=name)
        return frozenset(reached)

    def _targets(self, relations: str, of: str = "") -> Iterator[str]:
        for relation in self.relations[relations]:
            if relation.get("TargetMode") != "External":
                yield _within(of, relation.get("Target", ""))


def _within(part: str, target: str) -> str:
    """The name of a part that another leads to."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target))[1:]


def _some(root: Element, wanted: Callable[[Element], bool]) -> Element:
    """An element like another, with some of its children."""
    made = etree.Element(root.tag, dict(root.attrib), nsmap=root.nsmap)  # type: ignore[arg-type,misc]
    made.extend(deepcopy(element) for element in root if wanted(element))
    return made


def _written(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
