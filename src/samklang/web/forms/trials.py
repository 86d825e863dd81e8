"""What staff fill in to try with answers from another tool: the file, and what its columns hold."""

from collections.abc import Sequence
from typing import Unpack, cast, get_args

from django import forms

from samklang.exchange.answers.changing import SEPARATORS, Choice
from samklang.exchange.answers.guesses import Guess, Kind
from samklang.exchange.answers.numbers import ORDERS
from samklang.exchange.register.sheet import FILE
from samklang.web.forms.fields import Form, FormArguments, Sent, languages, said

SEPARATOR_NAMES = ("semicolon", "comma", "bar", "slash")


class TrialFileForm(Form):
    """A file of answers."""

    file = forms.FileField(label=said("trial.file"), help_text=said("trial.file_hint"))

    def clean_file(self) -> object:
        """Refuses a file over the limit before it is read."""
        file = self.cleaned_data["file"]
        if file.size > FILE:
            raise forms.ValidationError(said("register.too_large", megabytes=FILE // 1_000_000))
        return file


class GuessesForm(Form):
    """What each column is taken for; its fields are numbered as the columns.

    A field that a column's guess makes no sense of is not there: options and separator of a text.
    """

    title = forms.CharField(label=said("trial.report_title"), max_length=200)
    language = forms.ChoiceField(
        label=said("trial.report_language"),
        choices=languages(),
    )

    def __init__(
        self, data: Sent = None, *, guesses: Sequence[Guess], **kwargs: Unpack[FormArguments]
    ):
        super().__init__(data, **kwargs)
        self.guesses = guesses
        for number, guess in enumerate(guesses):
            self.fields |= _fields(number, guess, self._first_row(number))

    def _first_row(self, number: int) -> bool:
        """Whether a column is the first of its table, which has the answers of all its rows."""
        table = self.guesses[number].table
        return not table or all(guess.table != table for guess in self.guesses[:number])

    def choices(self) -> list[Choice]:
        """What each column is to be taken for."""
        return [
            Choice(
                cast(Kind, self.cleaned_data[f"kind-{n}"]),
                _lines(self.cleaned_data.get(f"options-{n}", "")),
                self.cleaned_data.get(f"separator-{n}", ""),
                bool(self.cleaned_data.get(f"group-{n}")),
                bool(self.cleaned_data.get(f"table-{n}")),
                self.cleaned_data.get(f"order-{n}", ""),
                bool(self.cleaned_data.get(f"beside-{n}")),
            )
            for n in range(len(self.guesses))
        ]


def _fields(number: int, guess: Guess, first_row: bool) -> dict[str, forms.Field]:
    column = guess.column
    fields: dict[str, forms.Field] = {
        f"kind-{number}": forms.ChoiceField(
            label=said("trial.kind", column=column),
            choices=[(kind, said(f"trial.kind_{kind}")) for kind in get_args(Kind)],
            initial=guess.kind,
        )
    }
    if guess.kind in ("one", "several") and first_row:
        fields[f"options-{number}"] = forms.CharField(
            label=said("trial.options_of", column=guess.table or column),
            widget=forms.Textarea(attrs={"rows": min(8, len(guess.options) + 1)}),
            required=False,
            initial="\n".join(guess.options),
        )
    if guess.kind == "several":
        fields[f"separator-{number}"] = forms.ChoiceField(
            label=said("trial.separator_of", column=column),
            choices=[
                (mark, said(f"trial.separator_{name}"))
                for mark, name in zip(SEPARATORS, SEPARATOR_NAMES, strict=True)
            ],
            initial=guess.separator,
        )
    if guess.kind == "date":
        fields[f"order-{number}"] = forms.ChoiceField(
            label=said("trial.order_of", column=column),
            choices=[(order, said(f"trial.order_{order}")) for order in ORDERS],
            initial=guess.order,
        )
    if guess.beside:
        fields[f"beside-{number}"] = forms.BooleanField(
            label=said("trial.beside_of", column=column, question=guess.beside),
            required=False,
            initial=True,
        )
    if guess.table:
        fields[f"table-{number}"] = forms.BooleanField(
            label=said("trial.in_table_of", column=guess.row or column, table=guess.table),
            required=False,
            initial=True,
        )
    elif guess.kind == "one":
        fields[f"group-{number}"] = forms.BooleanField(
            label=said("trial.group_of", column=column), required=False, initial=guess.group
        )
    return fields


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
