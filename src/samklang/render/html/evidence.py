"""Evidence in pages: one of its own for each record, a list of them, and panels beside the text."""

from collections.abc import Callable, Mapping

from samklang.core.document.blocks import Figure
from samklang.core.document.document import Document
from samklang.core.document.evidence import Evidence, common_facts, own_facts

FOLDER = "evidence"
LIST = f"{FOLDER}/index.html"
# The section of the one-file report.
SECTION = "samklang-evidence"
# What a panel says; its page says the rest.
BRIEF = ("question", "kind", "base", "answers", "weighting", "interval")


def page_name(record: Evidence) -> str:
    """The page of a record, from the folder of its language."""
    return f"{FOLDER}/{record.id}.html"


def other_page(record: Evidence) -> str:
    """What the way to another language leads to: the same page, or the list where it has none."""
    return page_name(record) if record.twin else LIST


class Asked:
    """The evidence that a page leads to, gathered while the page is rendered."""

    def __init__(self, document: Document, *, panels: bool = True):
        self._panels = panels
        self.records: Mapping[str, Evidence] = {e.id: e for e in document.evidence}
        self._led_to: set[str] = set()

    def know(self, id_: str) -> str:
        """The address of a record's panel, or of its note where all lie in the same file.

        '' where there is no such record.
        """
        if id_ not in self.records:
            return ""
        if not self._panels:
            return f"#{self.records[id_].anchor}"
        self._led_to.add(id_)
        return f"#know-{id_}"

    def __call__(self) -> list[Evidence]:
        """The records that have been led to, in the order of their notes."""
        return [e for e in self.records.values() if e.id in self._led_to]


def evidence_values(
    document: Document, *, whole_of: Callable[[Evidence], str], panels: bool = True
) -> dict[str, object]:
    """What the templates need to lead to evidence; `whole_of` is the address of a whole record.

    panels: whether the page has its own beside the text.
    """
    shown: Mapping[str, Figure] = {figure.id: figure for figure in document.figures}
    common = common_facts(document.evidence)
    asked = Asked(document, panels=panels)
    return {
        "asked": asked,
        "know": asked.know,
        "brief": BRIEF,
        "whole_of": whole_of,
        "shown": shown,
        "sections": {section.id: section.title for section in document.sections},
        "common": common,
        "own": lambda record: own_facts(record, common),
        "evidence_section": SECTION,
    }
