"""What staff fill in about a question, and how it becomes a question again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseFormSet
from django.utils.text import slugify

from samklang.core.language.wording import (
    LANGUAGES,
    Language,
    Wording,
    any_text,
    worded,
)
from samklang.core.survey.condition_choice import Choice, shown_condition, written_condition
from samklang.core.survey.condition_words import condition_words
from samklang.core.survey.flaws import MOST_CARDS
from samklang.core.survey.questionnaire import (
    Item,
    Option,
    Question,
    Questionnaire,
    QuestionType,
)
from samklang.exchange.xlsform.sheets import FILE
from samklang.web.forms.card_fields import CardFieldForm, card_fields, card_rows
from samklang.web.forms.fields import Form, Sent, WordedRow, by_language, said, wording_of
from samklang.web.forms.worded import Asked, Needed, WordedForm

# The types that are made here. The others come with an XLSForm, and their texts are changed here.
MADE: tuple[QuestionType, ...] = (
    *("select_one", "select_multiple", "matrix", "ranking", "text", "integer", "decimal", "date"),
    *("cards", "consent", "note"),
)
# Choices below a heading.
Group = tuple[str, list[tuple[str, str]]]
ALWAYS, OWN = "", "own"
ROWS, MOST_ROWS = 3, 60
# So much alike are a text and its correction.
ALIKE = 0.6
# Of an expression with single spaces.
_LIMITS = re.compile(r"(?:\. ?>= ?(-?[0-9.]+))? ?(?:and)? ?(?:\. ?<= ?(-?[0-9.]+))?")


HOW = [(how, said(f"questionnaire.asked_{how or 'is'}")) for how in ("", "not")]


class FormFile(Form):
    """A spreadsheet with a questionnaire."""

    file = forms.FileField(
        label=said("questionnaire.file"), help_text=said("questionnaire.file_hint")
    )

    def clean_file(self) -> UploadedFile:
        """Refuses a file over the limit before it is read."""
        file = self.cleaned_data["file"]
        if file.size > FILE:
            raise forms.ValidationError(said("xlsform.too_large"))
        return file


class RowForm(WordedRow):
    """One option or statement."""

    open = forms.BooleanField(required=False)
    exclusive = forms.BooleanField(required=False)


_Rows = forms.formset_factory(RowForm, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class QuestionForm(WordedForm):
    """A question: its texts, options, and of whom it is asked."""

    texts = {
        "wording": Asked(said("questionnaire.wording"), 2000, needed=Needed.FIRST),
        "hint": Asked(said("questionnaire.hint"), 2000),
        "short": Asked(said("questionnaire.short"), 200, hint=said("questionnaire.short_hint")),
    }
    order = ("type", "wording", "hint")

    type = forms.ChoiceField(label=said("questionnaire.type"))
    asked = forms.ChoiceField(label=said("questionnaire.asked"), required=False)
    asked_not = forms.ChoiceField(
        label=said("questionnaire.asked_not_label"), choices=HOW, required=False
    )
    also = forms.ChoiceField(label=said("questionnaire.also"), required=False)
    also_not = forms.ChoiceField(label=said("questionnaire.also_not"), choices=HOW, required=False)
    least = forms.DecimalField(label=said("questionnaire.least"), required=False)
    greatest = forms.DecimalField(label=said("questionnaire.greatest"), required=False)
    most = forms.IntegerField(
        label=said("questionnaire.most_cards"), min_value=1, max_value=MOST_CARDS, required=False
    )
    required = forms.BooleanField(label=said("questionnaire.required"), required=False)
    sensitive = forms.BooleanField(label=said("questionnaire.sensitive"), required=False)

    def __init__(
        self,
        data: Sent = None,
        *,
        question: Question | None,
        name: str,
        earlier: Sequence[Question],
        language: Language,
        languages: Sequence[Language],
        answered: Question | None = None,
    ):
        """answered: the question as members can have answered it, whose options stay the same."""
        self.question, self.name = question, name
        self.fixed = frozenset(o.id for o in answered.options) if answered else frozenset()
        offered = _conditions(earlier, language)
        chosen = shown_condition(question.relevant, earlier) if question else ()
        # A condition that cannot be chosen here is said in words and stays as it is.
        self.own = chosen is None
        self.own_words = (
            condition_words(question, Questionnaire("", tuple(earlier)), language)
            if question and self.own
            else ""
        )
        initial = _initial(question) if question else {}
        initial |= _chosen(chosen) if chosen is not None else {"asked": OWN}
        self.earlier = {q.id: q for q in earlier}
        super().__init__(data, languages=languages, initial=initial)
        types = MADE if question is None or question.type in MADE else (question.type,)
        fields: Mapping[str, Any] = self.fields
        fields["type"].choices = [(kind, said(f"questionnaire.type_{kind}")) for kind in types]
        own = [(OWN, said("questionnaire.asked_own"))] * self.own
        fields["asked"].choices = [(ALWAYS, said("questionnaire.asked_always")), *offered, *own]
        fields["also"].choices = [("", said("questionnaire.also_nothing")), *offered]
        options = question.options if question else ()
        items = question.items if question else ()
        self.options, self.items = (
            _Rows(
                data,
                prefix=prefix,
                initial=[_row(one) for one in there],
                form_kwargs={"languages": languages},
            )
            for prefix, there in (("option", options), ("item", items))
        )
        self.cards = card_rows(data, question, languages)

    def is_valid(self) -> bool:
        """Whether the fields can be read; whether the question can work is another matter."""
        # Both are looked at, so that all faults are said at once.
        rows = [self.options.is_valid(), self.items.is_valid(), self.cards.is_valid()]
        return super().is_valid() and all(rows)

    def made(self) -> Question:
        """The question as it was filled in. Call where the form is valid."""
        values = self.values()
        kind = cast(QuestionType, values["type"])
        before = self.question or Question(self.name, kind, Wording())
        closed = kind in ("select_one", "select_multiple", "matrix", "ranking")
        options = _options(self.options, before.options, self.fixed) if closed else ()
        if kind != "select_multiple":
            options = tuple(replace(o, exclusive=False) for o in options)
        if kind in ("matrix", "ranking"):
            options = tuple(replace(o, open=False) for o in options)
        same = kind == before.type
        return replace(
            before,
            type=kind,
            wording=values["wording"],
            hint=values["hint"],
            short=values["short"],
            options=options,
            items=_items(self.items, before.items) if kind == "matrix" else (),
            fields=card_fields(_filled(self.cards), before.fields, _free, self.languages)
            if kind == "cards"
            else (),
            most=values["most"] or before.most,
            relevant=self._relevant(),
            constraint=self._limits(kind, before.constraint if same else ""),
            required=values["required"] and kind != "note",
            sensitive=values["sensitive"],
            # What was said of the options may not be true of others.
            scale=before.scale if before.options == options else None,
            neutral=before.neutral if before.options == options else "",
            choice_filter=before.choice_filter if kind.startswith("select") else "",
        )

    def _relevant(self) -> str:
        values = self.cleaned_data
        if values["asked"] == OWN:
            return self.question.relevant if self.question else ""
        chosen = [
            (*values[name].split("=", 1), not values[f"{name}_not"])
            for name in ("asked", "also")
            if values[name]
        ]
        return written_condition(chosen, list(self.earlier.values()))

    def _limits(self, kind: str, before: str) -> str:
        """The limits to a number. One that is more than that is kept as it was."""
        if kind not in ("integer", "decimal"):
            return before
        if before and not _plain_limits(before):
            return before
        least, greatest = self.cleaned_data["least"], self.cleaned_data["greatest"]
        parts = [f". >= {least}"] if least is not None else []
        parts += [f". <= {greatest}"] if greatest is not None else []
        return " and ".join(parts)


def _plain_limits(constraint: str) -> re.Match[str] | None:
    """The least and the greatest of a constraint that says no more than those."""
    return _LIMITS.fullmatch(" ".join(constraint.split()))


def _initial(question: Question) -> dict[str, object]:
    limits = _plain_limits(question.constraint) if question.numeric else None
    return {
        "type": question.type,
        "wording": question.wording,
        "hint": question.hint,
        "short": question.short,
        "least": limits[1] if limits else None,
        "greatest": limits[2] if limits else None,
        "most": question.most,
        "required": question.required,
        "sensitive": question.sensitive,
    }


def _row(part: Option | Item) -> dict[str, object]:
    return {
        "name": part.id,
        **by_language(part.label),
        "open": getattr(part, "open", False),
        "exclusive": getattr(part, "exclusive", False),
    }


def _conditions(earlier: Sequence[Question], language: Language) -> list[Group]:
    conditions: list[Group] = []
    for question in earlier:
        if question.type in ("select_one", "select_multiple"):
            title = worded(question.title, language)
            options = [
                (f"{question.id}={o.id}", f"{title}: {worded(o.label, language)}")
                for o in question.options
            ]
            conditions.append((title, options))
    return conditions


def _chosen(condition: Sequence[Choice]) -> dict[str, str]:
    """The fields of a condition that can be chosen."""
    return {
        name: value
        for field, (question, option, has) in zip(("asked", "also"), condition, strict=False)
        for name, value in (
            (field, f"{question}={option}"),
            (f"{field}_not", "" if has else "not"),
        )
    }


def _filled(rows: "BaseFormSet[RowForm] | BaseFormSet[CardFieldForm]") -> list[dict[str, Any]]:
    return [row for row in rows.cleaned_data if any(map(row.get, LANGUAGES))]


def _options(
    rows: "BaseFormSet[RowForm]", before: Sequence[Option], fixed: frozenset[str]
) -> tuple[Option, ...]:
    """The options as they were filled in. One that says another thing than before has a name of its
    own, which stands in the open data; but for those that members can have answered (fixed).
    """
    there = {option.id: option for option in before}
    taken = {row["name"] for row in _filled(rows)}
    options = []
    for row in _filled(rows):
        kept = there.get(row["name"])
        label = _label(row, rows, kept)
        same = kept and (kept.id in fixed or _speaks_of(any_text(kept.label), any_text(label)))
        label = label if same else _label(row, rows, None)
        name = kept.id if kept and same else _free(label, taken)
        kept = there.get(name, Option(name, label))
        options.append(replace(kept, label=label, open=row["open"], exclusive=row["exclusive"]))
    return tuple(options)


def _speaks_of(before: str, now: str) -> bool:
    """Whether a text is another wording of the same: it has a word of it, or is nearly it."""
    words = [set(re.findall(r"\w{2,}", text.casefold())) for text in (before, now)]
    alike = SequenceMatcher(None, before.casefold(), now.casefold()).ratio()
    return not (before and now) or bool(words[0] & words[1]) or alike >= ALIKE


def _label(
    row: Mapping[str, Any], rows: "BaseFormSet[RowForm]", kept: Option | Item | None
) -> Wording:
    """The text of a row; in languages that it was not asked for in it stays as it was."""
    before = kept.label if kept else Wording()
    return wording_of(row, "", rows.form_kwargs["languages"], before)


def _items(rows: "BaseFormSet[RowForm]", before: Sequence[Item]) -> tuple[Item, ...]:
    there = {item.id: item for item in before}
    taken = {row["name"] for row in _filled(rows)}
    items = []
    for row in _filled(rows):
        label = _label(row, rows, there.get(row["name"]))
        known = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", row["name"])
        items.append(Item(row["name"] if known else _free(label, taken), label))
    return tuple(items)


def _free(label: Wording, taken: set[str]) -> str:
    """A name from the text that no other has; it is taken from then on."""
    stem = slugify(any_text(label))[:20].strip("-") or "val"
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name)
    return name
