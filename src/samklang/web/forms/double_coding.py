"""What is sent of double coding: the drawing of a sample, what is settled, what was talked over."""

from collections.abc import Sequence
from typing import Unpack

from django import forms

from samklang.web.actions.double_coding import MOST_SEED
from samklang.web.forms.coding import LONGEST_MEMO
from samklang.web.forms.fields import Form, FormArguments, Sent, said
from samklang.web.models.coding import AnswerStatus

MOST = 100_000
UNITS = ("answers", "percent")


class DrawForm(Form):
    """How many answers to which question are drawn, and who codes them blind.

    second: the user's id, of those that may code.
    """

    question = forms.ChoiceField(label=said("double.question"))
    size = forms.IntegerField(
        label=said("double.size"), help_text=said("double.size_hint"), min_value=1, max_value=MOST
    )
    unit = forms.ChoiceField(label=said("double.unit"))
    second = forms.ChoiceField(label=said("double.second"), help_text=said("double.second_hint"))
    seed = forms.IntegerField(
        label=said("double.seed"),
        help_text=said("double.seed_hint"),
        required=False,
        min_value=0,
        max_value=MOST_SEED,
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        questions: Sequence[tuple[str, str]],
        coders: Sequence[tuple[str, str]],
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, **kwargs)
        units = [(unit, said(f"double.unit_{unit}")) for unit in UNITS]
        for name, choices in (("question", questions), ("second", coders), ("unit", units)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def clean(self) -> dict[str, object] | None:
        """A share is at most the whole."""
        cleaned = super().clean()
        if cleaned and cleaned.get("unit") == "percent" and cleaned.get("size", 0) > 100:
            self.add_error("size", said("double.too_many_percent"))
        return cleaned


class SettleForm(Form):
    """What an answer on which the two differed gets: codes "id:valence", or a state without."""

    code = forms.MultipleChoiceField(required=False)
    status = forms.ChoiceField(
        choices=[(s, s) for s in (AnswerStatus.NO_CODE, AnswerStatus.UNDECIDED)], required=False
    )
    memo = forms.CharField(max_length=LONGEST_MEMO, required=False)

    def __init__(
        self, data: Sent = None, *, codes: Sequence[str], **kwargs: Unpack[FormArguments]
    ) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, code) for code in codes]

    @property
    def kept(self) -> list[tuple[int, str]]:
        """The codes that are kept, by id and valence."""
        split = [code.partition(":") for code in self.cleaned_data["code"]]
        return [(int(code), valence) for code, _, valence in split]


class TalkForm(Form):
    """What coders talked over, and what came of it."""

    question = forms.ChoiceField(label=said("double.talk_about"), required=False)
    text = forms.CharField(
        label=said("double.talk_text"),
        help_text=said("double.talk_hint"),
        max_length=LONGEST_MEMO,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        questions: Sequence[tuple[str, str]],
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["question"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", said("double.talk_whole")), *questions]
