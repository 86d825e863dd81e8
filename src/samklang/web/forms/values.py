"""The form of a value in running text: what it is of, and how it is printed."""

from collections.abc import Mapping, Sequence
from typing import Unpack

from django import forms

from samklang.core.manuscript.parsing import Role
from samklang.core.manuscript.values import MATCHES, ValueKind, content_of
from samklang.web.forms.fields import Form, FormArguments, Sent, Words, said
from samklang.web.queries.block_choices import Offered


class ValueForm(Form):
    """What a value is of. Of a claim the words are chosen among those that hold."""

    def __init__(
        self,
        data: Sent = None,
        *,
        kind: ValueKind,
        offered: Offered,
        question: str,
        groups: Mapping[str, str],
        claims: Sequence[str] | None = None,
        **kwargs: Unpack[FormArguments],
    ):
        """question: the one whose answers can be chosen. claims: None where none can be checked."""
        kwargs["prefix"] = "v"
        super().__init__(data, **kwargs)
        self.kind = kind
        if len(kind.roles) > 1:
            forms_of = [
                (role, said(f"blocks.value_{role.replace('-', '_')}")) for role in kind.roles
            ]
            self.fields["role"] = forms.ChoiceField(
                label=said("blocks.value_form"), choices=forms_of, widget=forms.RadioSelect
            )
        choices = offered.choices
        for name in kind.asks:
            label = said(f"blocks.value_{name}")
            match name:
                case "question":
                    named = {q: t for q, t in choices.questions.items() if choices.options[q]}
                    self.fields[name] = _select(label, named)
                case "answer":
                    self.fields[name] = _select(label, choices.options.get(question, {}))
                case "group":
                    if groups:
                        self.fields[name] = forms.ChoiceField(
                            label=label,
                            required=False,
                            choices=[("", said("manuscript.by_all")), *groups.items()],
                        )
                case "number":
                    self.fields[name] = _select(label, offered.numbers)
                case "factor":
                    self.fields[name] = _select(label, offered.factors)
                case "valence":
                    sides = {v: said(f"report.{v}") for v in ("enables", "hinders")}
                    self.fields[name] = _select(label, sides)
                case "match":
                    known = {m: said(f"blocks.match_{m.replace('-', '_')}") for m in MATCHES}
                    self.fields[name] = _select(label, known)
                case "reference" if kind.name == "source":
                    self.fields[name] = forms.MultipleChoiceField(
                        label=label,
                        choices=list(offered.references.items()),
                        widget=forms.CheckboxSelectMultiple,
                    )
                case "reference":
                    self.fields[name] = _select(label, offered.references)
                case "words" if kind.name == "claim":
                    hint = said("blocks.claims_hold" if claims else "blocks.claims_none")
                    self.fields[name] = forms.ChoiceField(
                        label=label,
                        help_text=hint,
                        choices=[(claim, claim) for claim in claims or ()],
                    )
                case "words":
                    self.fields[name] = forms.CharField(
                        label=said("blocks.value_typed"),
                        help_text=said("blocks.value_typed_hint"),
                        max_length=120,
                    )

    def role(self) -> Role:
        """The value that was chosen."""
        chosen = {
            name: ", ".join(value) if isinstance(value, list) else str(value)
            for name, value in self.cleaned_data.items()
        }
        name = chosen.get("role") or self.kind.roles[0]
        # What is typed by hand stands within marks of its own and holds none.
        return Role(name, content_of(name, chosen).replace("`", "’"), 0)


def _select(label: Words, choices: Mapping[str, Words]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices.items()))
