"""What each card of an example question asks for, as staff fill it in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Unpack, cast

from django import forms
from django.forms import BaseFormSet

from samklang.core.language.wording import Language, Wording
from samklang.core.survey.questionnaire import ON_A_CARD, Question, QuestionType
from samklang.web.forms.fields import FormArguments, Sent, WordedRow, by_language, said, wording_of

ROWS, MOST_ROWS = 3, 20


class CardFieldForm(WordedRow):
    """One thing that a card asks for."""

    kind = forms.ChoiceField(required=False)
    required = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Sent = None,
        *,
        choosing: bool,
        languages: Sequence[Language],
        **arguments: Unpack[FormArguments],
    ):
        super().__init__(data, languages=languages, **arguments)
        # Options come with an XLSForm: a new field cannot be a choice among none.
        kinds = sorted(k for k in ON_A_CARD if choosing or k != "select_one")
        kinds.sort(key=lambda k: k != "text")
        self.fields["kind"].choices = [(k, said(f"questionnaire.type_{k}")) for k in kinds]  # type: ignore[attr-defined]


_Rows = forms.formset_factory(CardFieldForm, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def card_rows(
    data: Sent, question: Question | None, languages: Sequence[Language]
) -> "BaseFormSet[CardFieldForm]":
    """A row for each field of the cards, and empty ones for more."""
    there = question.fields if question else ()
    initial = [
        {
            "name": field.id,
            **by_language(field.wording),
            "kind": field.type,
            "required": field.required,
        }
        for field in there
    ]
    choosing = any(field.type == "select_one" for field in there)
    return _Rows(
        data,
        prefix="field",
        initial=initial,
        form_kwargs={"choosing": choosing, "languages": languages},
    )


def card_fields(
    filled: Sequence[Mapping[str, Any]],
    before: Sequence[Question],
    free: Callable[[Wording, set[str]], str],
    languages: Sequence[Language],
) -> tuple[Question, ...]:
    """The fields as they were filled in; `free` gives a new one its name from its text."""
    there = {field.id: field for field in before}
    taken = {row["name"] for row in filled}
    fields = []
    for row in filled:
        known = there.get(row["name"])
        wording = wording_of(row, "", languages, known.wording if known else Wording())
        name = known.id if known else free(wording, taken)
        kept = there.get(name, Question(name, "text", wording))
        kind = cast(QuestionType, row["kind"] or "text")
        if kind == "select_one" and not kept.options:
            kind = "text"
        options = kept.options if kind == "select_one" else ()
        fields.append(
            replace(kept, type=kind, wording=wording, options=options, required=row["required"])
        )
    return tuple(fields)
