"""The form of a block of a report: fields from the table of kinds, words as running text."""

from collections.abc import Mapping
from typing import Any, Unpack

from django import forms

from samklang.core.document.chosen_examples import CHOSEN
from samklang.core.manuscript.kinds import CLAIM, FACTOR_FIGURE, TABLE, BlockKind
from samklang.core.manuscript.kinds import Field as KindField
from samklang.core.manuscript.pieces import Written
from samklang.web.forms.fields import Form, FormArguments, Sent, Words, said
from samklang.web.forms.manuscript import TEXT_LENGTH
from samklang.web.forms.picked import PicksField
from samklang.web.queries.block_choices import Offered

# What is written as running text, beside the fields.
WORDS = ("list", "paragraph", "slide")
# What the sentence above a figure is held to as it is written, among what a form begins with.
HELD_TO = "held-to"


class ProseForm(Form):
    """Running text as it stands on the page.

    chips: what each value in it asks for. html: the text as the page's script sends it; empty
    without. source: the text in full, carried over the page where a value is chosen.
    """

    text = forms.CharField(
        label=said("blocks.words"),
        help_text=said("blocks.words_hint"),
        required=False,
        strip=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto", "spellcheck": "true"}),
    )
    chips = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)


class SectionForm(Form):
    """A section's heading. twin: the section of the other language that it is the same as."""

    title = forms.CharField(label=said("blocks.field_title"), max_length=200)
    twin = forms.ChoiceField(
        label=said("blocks.twin"), help_text=said("blocks.twin_hint"), required=False
    )

    def __init__(
        self, data: Sent = None, *, twins: Mapping[str, str], **kwargs: Unpack[FormArguments]
    ):
        super().__init__(data, **kwargs)
        if twins:
            self.fields["twin"].choices = [("", said("blocks.twin_none")), *twins.items()]  # type: ignore[attr-defined]
        else:
            del self.fields["twin"]


class NumbersForm(Form):
    """The question whose answers are put in line by line."""

    question = forms.ChoiceField(label=said("blocks.field_question"))

    def __init__(self, data: Sent = None, *, offered: Offered, **kwargs: Unpack[FormArguments]):
        super().__init__(data, **kwargs)
        made = [(q, t) for q, t in offered.choices.questions.items() if offered.choices.options[q]]
        self.fields["question"].choices = made  # type: ignore[attr-defined]


class BlockForm(Form):
    """The fields of a kind of block."""

    def __init__(
        self,
        data: Sent = None,
        *,
        kind: BlockKind,
        offered: Offered,
        question: str = "",
        by: str = "",
        **kwargs: Unpack[FormArguments],
    ):
        """question: the one whose answers can be chosen. by: what it is broken down by."""
        self.kind = kind
        super().__init__(data, **kwargs)
        held_to = self.initial.get(HELD_TO, "")
        # A sentence that is held to more than the answer chosen is changed in the text as a whole.
        apart = by or kind.name == FACTOR_FIGURE or held_to not in ("", _answer(self.initial))
        for field in kind.fields:
            if field.name == CLAIM and apart:
                continue
            made = _field(field, kind, offered, question, by)
            if made is not None:
                self.fields[field.name] = made

    def clean(self) -> dict[str, object]:
        """Factors are broken down one factor, or one direction, at a time; a sentence has an answer
        that it is held to.
        """
        values = super().clean() or self.cleaned_data
        if values.get(CLAIM) and not _answer(values):
            self.add_error(CLAIM, said("blocks.claim_answer"))
        if ": " in (values.get(CLAIM) or ""):
            self.add_error(CLAIM, said("blocks.claim_colon"))
        if self.kind.name == FACTOR_FIGURE:
            value = values.get("factor") or values.get("direction")
            if values.get("by") and not value:
                self.add_error("factor", said("blocks.factor_or_direction"))
            elif value and not values.get("by"):
                self.add_error("by", said("blocks.factor_by"))
        return values

    def block(self, before: Written) -> Written:
        """The block with what the form holds; what it has no field for is as it was."""
        options = dict(before.options)
        argument, body = before.argument, before.body
        for field in self.kind.fields:
            if field.name not in self.fields:
                continue
            value = self.cleaned_data.get(field.name)
            match field.place:
                case "argument":
                    argument = (
                        ("opening" if value else "") if field.holds == "mark" else value or ""
                    )
                case "body":
                    body = "\n".join(value or ())
                case "option" if field.holds == "mark":
                    options.pop(field.name, None)
                    options |= {field.name: ""} if value else {}
                case "option":
                    value = ", ".join(value) if isinstance(value, list) else value
                    if field.name == CLAIM and value:
                        value = f"{value}: {_answer(self.cleaned_data)}"
                    if value:
                        options[field.name] = value
                    else:
                        options.pop(field.name, None)
        return Written(self.kind.name, argument, tuple(options.items()), body)

    @staticmethod
    def initial_of(kind: BlockKind, block: Written) -> dict[str, object]:
        """What the fields begin with for a block as it is written."""
        options = dict(block.options)
        initial: dict[str, object] = {}
        for field in kind.fields:
            match field.place:
                case "argument":
                    held: Any = block.argument
                case "body":
                    held = block.body.split()
                case "option":
                    held = options.get(field.name, "")
            if field.name == CLAIM:
                held, _, initial[HELD_TO] = held.partition(": ")
            if field.holds == "mark":
                held = bool(block.argument) if field.place == "argument" else field.name in options
            elif field.holds == "examples":
                held = list(dict.fromkeys(held.replace(",", " ").split()))
            initial[field.name] = held
        return initial


def _answer(values: Mapping[str, object]) -> str:
    """The answer that the sentence above a figure is held to; '' where none is chosen."""
    option = values.get("highlight") or values.get("option")
    return f"{values.get('question')}={option}" if option else ""


def _field(
    field: KindField, kind: BlockKind, offered: Offered, question: str, by: str
) -> forms.Field | None:
    label = said(f"blocks.field_{field.name}")
    choices = offered.choices
    match field.holds:
        case "question":
            if kind.name == "development":
                names = {q for q, _ in choices.followed}
                return _select(label, {q: t for q, t in choices.questions.items() if q in names})
            return _select(label, offered.questions)
        case "answer":
            answers = choices.options.get(question, {})
            if not answers:
                return None
            if kind.name == "development":
                return _select(label, answers)
            # One answer is highlighted among all, or shown alone by groups.
            if (field.name == "option") != bool(by):
                return None
            return _select(label, answers, empty=said("blocks.no_answer"))
        case "group":
            apart = {g: t for g, t in choices.groups.items() if g != question}
            of_all, why = said("manuscript.by_all"), said("manuscript.by_hint")
            return _select(label, apart, empty=of_all, hint=why)
        case "sort":
            orders = {name: said(f"blocks.sort_{name}") for name in field.allowed}
            return _select(label, orders, empty=said("blocks.sort_self"))
        case "show":
            table = {TABLE: said("blocks.show_table")}
            return _select(label, table, empty=said("blocks.show_chart"))
        case "measure":
            if question not in offered.numbers:
                return None
            shown = {m: said(f"blocks.measure_{m}") for m in field.allowed if m != "share"}
            return _select(label, shown, empty=said("blocks.measure_self"))
        case "number":
            others = {q: t for q, t in offered.numbers.items() if q != question}
            if question not in offered.numbers or not others:
                return None
            return _select(label, others, empty=said("blocks.no_number"))
        case "mark":
            return forms.BooleanField(label=label, required=False)
        case "title":
            hint: Words = _example(choices.options.get(question, {})) if field.name == CLAIM else ""
            return forms.CharField(
                label=label, required=field.required, max_length=200, help_text=hint
            )
        case "finding":
            return _select(label, offered.findings)
        case "factor":
            return _select(
                label, offered.factors, empty=None if field.required else said("blocks.factor_all")
            )
        case "valence":
            sides = {v: said(f"report.{v}") for v in field.allowed}
            return _select(label, sides, empty=said("blocks.valence_both"))
        case "factors":
            return _several(label, offered.factors)
        case "cards":
            return _several(label, offered.cards)
        case "examples":
            slide = kind.name == "slide"
            return PicksField(
                label=label,
                picks=offered.picks,
                most=CHOSEN if slide else None,
                help_text=said("blocks.slide_picked_hint" if slide else "blocks.picked_hint"),
            )
        case "id" | "list" | "paragraph" | "slide":
            return None


def _example(answers: Mapping[str, str]) -> Words:
    """A sentence as it may stand above a figure, with an answer of the figure's own question."""
    if not answers:
        return said("blocks.claim_hint")
    return said("blocks.claim_example", answer=next(iter(answers.values())))


def _select(
    label: Words, choices: Mapping[str, Words], *, empty: Words | None = None, hint: Words = ""
) -> forms.ChoiceField:
    first: list[tuple[str, Words]] = [("", empty)] if empty is not None else []
    return forms.ChoiceField(
        label=label,
        required=empty is None,
        choices=[*first, *choices.items()],
        help_text=hint,
    )


def _several(label: Words, choices: Mapping[str, Words]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=list(choices.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=said("blocks.several_hint"),
    )
