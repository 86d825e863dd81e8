"""What a coder sends: filters of a list, the codes of an answer, texts of codes and families."""

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from django import forms
from django.http import QueryDict

from samklang.core.language.wording import Language
from samklang.web.actions.coding import Mark, NotAllowed
from samklang.web.forms.fields import Form, FormArguments, Sent, Words, said, whole_number
from samklang.web.forms.worded import Asked, Needed, WordedForm
from samklang.web.models import Code, CodeFamily
from samklang.web.models.coding import AnswerStatus, Origin
from samklang.web.queries.open_answers import Filters

STATES = ("unread", "coded", "no_code", "undecided", "withheld", "changed")
SORTS = ("", "like", "state", "length", "text")
LONGEST_MEMO = 4_000


def filters_of(query: QueryDict) -> Filters:
    """The filters in an address; what is not known is left out."""
    state, sort = query.get("state", ""), query.get("sort", "")
    return Filters(
        search=query.get("q", "")[:200],
        state=state if state in STATES else "",
        code=query.get("code", "")[:60],
        answer=query.get("answer", "")[:130],
        group=query.get("group", "")[:200],
        sort=sort if sort in SORTS else "",
    )


def marks_of(fields: QueryDict, codes: Mapping[str, Code], *, length: int) -> list[Mark]:
    """The marks of an answer of `length` code points, as the form sends them.

    whole, whole-FAMILY: "code:valence" for the whole answer; span: "start-end:code:valence"; each
    may end with ":suggestion" where a suggestion was accepted. Raises NotAllowed for neither.
    """
    whole = [
        v for name in fields if name.partition("-")[0] == "whole" for v in fields.getlist(name)
    ]
    marks = [_mark(value, codes, 0, length) for value in whole if value]
    for value in fields.getlist("span"):
        place, _, rest = value.partition(":")
        start, _, end = place.partition("-")
        begin, stop = whole_number(start, otherwise=-1), whole_number(end, otherwise=-1)
        if min(begin, stop) < 0:
            raise NotAllowed(value)
        marks.append(_mark(rest, codes, begin, stop))
    return marks


def notes_of(fields: QueryDict) -> dict[int, str]:
    """By coding, what is noted on it: the fields note-ID. Raises NotAllowed for one too long."""
    notes: dict[int, str] = {}
    for name in fields:
        kind, _, pk = name.partition("-")
        if kind == "note" and (coding := whole_number(pk)):
            # A form sends every line end as CR LF.
            notes[coding] = fields.getlist(name)[-1].replace("\r\n", "\n").strip()
            if len(notes[coding]) > LONGEST_MEMO:
                raise NotAllowed(name)
    return notes


def _mark(value: str, codes: Mapping[str, Code], start: int, end: int) -> Mark:
    key, _, rest = value.partition(":")
    valence, _, origin = rest.partition(":")
    code = codes.get(key)
    if code is None or valence not in ("", "enables", "hinders"):
        raise NotAllowed(value)
    if origin not in ("", Origin.SUGGESTION):
        raise NotAllowed(value)
    return Mark(code.pk, valence, start, end, origin or Origin.PERSON)


class AnswerForm(Form):
    """What goes with the marks of an answer. seen: the version it was opened at."""

    status = forms.ChoiceField(choices=AnswerStatus.choices, required=False)
    memo = forms.CharField(max_length=LONGEST_MEMO, required=False)
    seen = forms.IntegerField(min_value=0)


NAME = Asked(said("coding.name"), 200, needed=Needed.EVERY)


def _long(key: str, needed: Needed = Needed.NO) -> Asked:
    return Asked(said(f"coding.{key}"), 4_000, rows=3, needed=needed)


class FamilyForm(WordedForm):
    """A family of codes."""

    texts = {"name": NAME}
    valence = forms.BooleanField(label=said("coding.has_valence"), required=False)
    many = forms.BooleanField(label=said("coding.takes_many"), required=False)


class CodeTexts(WordedForm):
    """The words of a code, in the theme's languages."""

    texts = {
        "name": NAME,
        "definition": _long("definition", Needed.EVERY),
        "include": _long("include"),
        "exclude": _long("exclude"),
    }


class CodeForm(CodeTexts):
    """A code: its words, where it stands, its colour, its sources and what is noted on it."""

    family = forms.ChoiceField(label=said("coding.family"))
    parent = forms.ChoiceField(label=said("coding.parent"), required=False)
    colour = forms.ChoiceField(label=said("coding.colour"), required=False)
    sources = forms.CharField(
        label=said("coding.sources"), help_text=said("coding.sources_hint"), required=False
    )
    memo = forms.CharField(
        label=said("coding.code_memo"),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        languages: Sequence[Language],
        families: Sequence[CodeFamily],
        codes: Sequence[Code],
        language: Language,
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, languages=languages, **kwargs)
        self.families = {family.key: family for family in families}
        self.codes = {code.key: code for code in codes}
        self._choices("family", [(f.key, f.shown("name", language)) for f in families])
        none = ("", said("coding.none"))
        self._choices("parent", [none, *((c.key, c.shown("name", language)) for c in codes)])
        colours = [c for c, _ in Code._meta.get_field("colour").choices or ()]
        self._choices("colour", [none, *((c, said(f"coding.colour_{c}")) for c in colours)])

    def _choices(self, name: str, choices: Sequence[tuple[str, Words]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def values(self) -> dict[str, Any]:
        """What actions.codebook takes: rows in the place of keys, sources as a list."""
        values = super().values()
        values["family"] = self.families[values["family"]]
        values["parent"] = self.codes.get(values["parent"])
        values["sources"] = values["sources"].replace(",", " ").split()
        return values
