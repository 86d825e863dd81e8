"""What staff expect of the answers, before a rehearsal."""

from collections.abc import Mapping
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError

from samklang.core.language.wording import Language, worded
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.routing import gates
from samklang.web.forms.fields import Form, FormArguments, Sent, said


class RehearsalForm(Form):
    """The response rate, and the share that each answer which opens other questions will get."""

    rate = forms.IntegerField(
        label=said("rehearsal.rate"),
        help_text=said("rehearsal.rate_hint"),
        min_value=1,
        max_value=100,
        initial=60,
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        asked: Questionnaire,
        language: Language,
        **kwargs: Unpack[FormArguments],
    ):
        super().__init__(data, **kwargs)
        self.gates = gates(asked)
        for question, option in self.gates:
            of = asked.by_id[question]
            label = next(o.label for o in of.options if o.id == option)
            self.fields[_name(question, option)] = forms.IntegerField(
                label=said(
                    "rehearsal.gate",
                    question=worded(of.title, language),
                    option=worded(label, language),
                ),
                min_value=0,
                max_value=100,
                required=False,
            )

    def clean(self) -> dict[str, object]:
        """The shares of a question's answers are no more than all."""
        values = super().clean() or {}
        for question, shares in self._expected(values).items():
            if sum(shares.values()) > 1.001:
                first = next(_name(*gate) for gate in self.gates if gate[0] == question)
                self.add_error(first, ValidationError(str(said("rehearsal.too_much"))))
        return values

    @property
    def expected(self) -> dict[str, dict[str, float]]:
        """The shares (0 to 1) that were stated, by question and option."""
        return self._expected(self.cleaned_data)

    def _expected(self, values: Mapping[str, float | None]) -> dict[str, dict[str, float]]:
        expected: dict[str, dict[str, float]] = {}
        for question, option in self.gates:
            share = values.get(_name(question, option))
            if share is not None:
                expected.setdefault(question, {})[option] = share / 100
        return expected


def _name(question: str, option: str) -> str:
    return f"gate-{question}-{option}"
