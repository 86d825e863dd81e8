"""A piece of the report that is being written: its forms, and what they would store."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from django.http import Http404, QueryDict

from samklang.core.language.wording import other_languages
from samklang.core.manuscript.kinds import KINDS, BlockKind
from samklang.core.manuscript.pieces import Written, read_block, write_block
from samklang.core.manuscript.prose import prose, rewritten
from samklang.package.read import MANUSCRIPTS
from samklang.package.theme_package import ThemePackage
from samklang.web.actions.blocks import Place
from samklang.web.forms.blocks import WORDS, BlockForm, NumbersForm, ProseForm, SectionForm
from samklang.web.forms.fields import Form
from samklang.web.forms.prose import with_value
from samklang.web.queries.block_choices import (
    Offered,
    free_id,
    missing_sections,
    number_lines,
    offered,
)
from samklang.web.queries.blocks import is_table, section_words
from samklang.web.views.blocks import Open


@dataclass(frozen=True)
class Writing:
    """A piece that is being written: its kind, where it goes, and what it is written as now."""

    written: Open
    kind: str
    place: Place
    source: str

    @property
    def block(self) -> BlockKind | None:
        """Its kind in the table; None for what it has not."""
        return KINDS.get(self.kind)

    @property
    def called(self) -> str:
        """What it is called, as in the phrases."""
        return "number_table" if is_table(self.source) else self.kind.replace("-", "_")

    @property
    def has_words(self) -> bool:
        """Whether it holds running text."""
        block = self.block
        return self.kind == "text" or bool(block and any(f.holds in WORDS for f in block.fields))

    @property
    def listed(self) -> bool:
        """Whether its running text is one list."""
        block = self.block
        return bool(block and any(field.holds == "list" for field in block.fields))

    @property
    def words(self) -> str:
        """Its running text as written."""
        if self.kind == "text":
            return self.source
        read = read_block(self.source)
        return read.body if read else ""


class Stored(NamedTuple):
    """What is to be stored, None where something is wrong; and the forms that say so."""

    source: str | None
    forms: dict[str, Form]


def stored(
    data: QueryDict, writing: Writing, choices: Offered, package: ThemePackage | None
) -> Stored:
    """A block as its forms were filled in.

    choices: in the page's language, which need not be the report's.
    """
    forms = forms_for(data, writing, choices)
    if not all(form.is_valid() for form in forms.values()):
        return Stored(None, forms)
    draft = with_value(data.get("source", ""), "")
    kind = writing.block
    if writing.kind == "text":
        return Stored(draft, forms)
    if writing.kind == "section":
        cleaned = forms["fields"].cleaned_data
        id_ = section_words(writing.source).id
        id_ = id_ or cleaned.get("twin") or free_id(cleaned["title"], writing.written.text)
        title = rewritten("", prose(cleaned["title"])).strip() if cleaned["title"] else ""
        return Stored(f"{{#{id_}}}\n# {title}\n", forms)
    if writing.kind == "numbers":
        question = forms["fields"].cleaned_data["question"]
        written_in = writing.written.language
        options = offered(package, written_in).choices.options[question]
        return Stored(number_lines(question, options, written_in), forms)
    if kind is None:
        raise Http404
    before = read_block(writing.source) or Written(writing.kind)
    fields = forms["fields"]
    made = fields.block(before) if isinstance(fields, BlockForm) else before
    if writing.has_words:
        made = replace(made, body=draft.strip("\n"))
    if made == before:
        return Stored(writing.source, forms)
    return Stored(write_block(made), forms)


def forms_for(data: QueryDict | None, writing: Writing, choices: Offered) -> dict[str, Form]:
    written, kind = writing.written, writing.block
    forms: dict[str, Form] = {}
    if writing.kind == "section":
        id_, title = section_words(writing.source)
        twins = {} if id_ else _twins(written)
        forms["fields"] = SectionForm(data, twins=twins, initial={"title": title})
    elif writing.kind == "numbers":
        forms["fields"] = NumbersForm(data, offered=choices)
    elif kind is not None:
        block = read_block(writing.source) or Written(writing.kind)
        initial = BlockForm.initial_of(kind, block)
        questions = list(choices.questions)
        question = (data.get("question", "") if data else str(initial.get("question", ""))) or ""
        if question not in questions and questions:
            question = questions[0]
        by = (data.get("by", "") if data else str(initial.get("by", ""))) or ""
        settled = _settled(data, choices, question) if data is not None else None
        forms["fields"] = BlockForm(
            settled, kind=kind, offered=choices, question=question, by=by, initial=initial
        )
    if writing.has_words:
        forms["words"] = ProseForm(data)
    return forms


def _settled(data: QueryDict, choices: Offered, question: str) -> QueryDict:
    """What was sent, without answers that are another question's: the question was changed."""
    made = data.copy()
    for name in ("highlight", "option"):
        if made.get(name) not in choices.choices.options.get(question, {}):
            made.pop(name, None)
    if made.get("by") == question:
        made["by"] = ""
    return made


def _twins(written: Open) -> dict[str, str]:
    """The sections of the other language that this one lacks."""
    others = {
        file.path: file.text for file in written.theme.files.filter(path__in=MANUSCRIPTS.values())
    }
    other = next(
        iter(other_languages(written.language, written.theme.written_in)), written.language
    )
    return dict(missing_sections(written.text, others.get(MANUSCRIPTS[other], "")))
