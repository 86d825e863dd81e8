"""A value is chosen for running text: its kind, what it is of, and what it will print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict

from samklang.core.figures.claims import plain_claims
from samklang.core.figures.material import Material
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.parsing import Role
from samklang.core.manuscript.values import VALUE_KINDS, ValueKind, chosen_of, kind_of_role
from samklang.web.forms.fields import whole_number
from samklang.web.forms.prose import NEW, chips
from samklang.web.forms.values import ValueForm
from samklang.web.models import Membership
from samklang.web.queries.block_choices import Offered
from samklang.web.queries.blocks import Worth, material_of, value_of
from samklang.web.queries.manuscript_preview import Standing
from samklang.web.serving.templating import language
from samklang.web.views.access import shown


@dataclass(frozen=True)
class Choosing:
    """A value under way. draft: the text it goes into. was: the value it takes the place of."""

    draft: str
    was: str
    kind: ValueKind | None = None
    form: ValueForm | None = None
    words: str = ""
    wrong: str = ""
    kinds: Sequence[ValueKind] = field(default_factory=tuple)


def chosen_value(
    request: HttpRequest,
    written: Any,
    base: Standing,
    offered: Offered,
    data: QueryDict,
    draft: str,
    action: str,
) -> Choosing | str:
    """The value as written once it is chosen, or given up; else what is shown to choose it."""
    action, _, which = action.partition(" ")
    if action == "value-back":
        return _valid(data.get("was", ""))
    draft, was, role = _opened(draft, data, which if action == "value" else "")
    kind = VALUE_KINDS.get(which if action == "value-kind" else data.get("v-kind", ""))
    begins: Mapping[str, str] = {}
    if role is not None:
        kind, begins = kind_of_role(role.name), chosen_of(role.name, role.content)
    if kind is None:
        there_are = [kind for kind in VALUE_KINDS.values() if _possible(kind, offered, base)]
        return Choosing(draft, was, kinds=there_are)
    material = material_of(base)
    form = _form(kind, written.language, offered, base, data, begins, role, material, action)
    if form.is_bound and form.is_valid():
        chosen = form.role()
        words, wrong = value_of(chosen, material, written.language)
        if action == "value-insert":
            return f"{{{chosen.name}}}`{chosen.content}`"
        return Choosing(draft, was, kind, form, words, wrong)
    return Choosing(draft, was, kind, form)


def _form(
    kind: ValueKind,
    written_in: Language,
    offered: Offered,
    base: Standing,
    data: QueryDict,
    begins: Mapping[str, str],
    role: Role | None,
    material: Material | None,
    action: str,
) -> ValueForm:
    questions = {q: t for q, t in offered.choices.questions.items() if offered.choices.options[q]}
    question = begins.get("question") or data.get("v-question", "")
    if question not in questions:
        question = next(iter(questions), "")
    options = offered.choices.options.get(question, {})
    answer = begins.get("answer") or data.get("v-answer", "")
    if answer not in options:
        answer = next(iter(options), "")
    claims = holding(question, answer, material, written_in) if kind.name == "claim" else None
    initial: dict[str, object] = {**begins, "role": role.name if role else kind.roles[0]}
    if kind.name == "source":
        initial["reference"] = [k.strip() for k in begins.get("reference", "").split(",")]
    if kind.name == "claim" and begins.get("words") and claims is not None:
        claims = list(dict.fromkeys([begins["words"], *claims]))
    bound = None
    if action in ("value-show", "value-insert"):
        bound = data.copy()
        bound["v-question"], bound["v-answer"] = question, answer
        if claims is not None and bound.get("v-words") not in claims:
            bound["v-words"] = next(iter(claims), "")
    groups = _groups(offered, base, question)
    return ValueForm(
        bound,
        kind=kind,
        offered=offered,
        question=question,
        groups=groups,
        claims=claims,
        initial=initial,
    )


def holding(
    question: str, answer: str, material: Material | None, written_in: Language
) -> list[str]:
    """The words on quantity that the figures bear out for an answer, of all or of who answered."""
    of_answers = phrase(written_in, "blocks.of_those_who_answered")
    offered = [w for claim in plain_claims(written_in) for w in (claim, f"{claim} {of_answers}")]
    if material is None:
        return []
    return [
        words
        for words in offered
        if not value_of(
            Role("claim", f"{words}: {question}={answer}", 0), material, written_in
        ).wrong
    ]


def _groups(offered: Offered, base: Standing, question: str) -> dict[str, str]:
    """The parts of the members that a value can be of: "county=24" by its words."""
    made: dict[str, str] = {}
    package = base.package
    register = package.register if package else None
    for by, title in offered.choices.groups.items():
        if by == question:
            continue
        if by in offered.choices.options:
            values = dict(offered.choices.options[by])
        else:
            members = register.members if register else ()
            values = {v: v for v in sorted({m.groups.get(by, "") for m in members}) if v}
        made |= {f"{by}={value}": f"{title}: {label}" for value, label in values.items()}
    return made


class _Opened(NamedTuple):
    """A text with a place for a value, and what stood there."""

    text: str
    was: str
    role: Role | None = None


def _opened(draft: str, data: QueryDict, which: str) -> _Opened:
    """The text with its nth value taken out; as it is where that has been done."""
    made = chips(draft, lambda role: Worth(""))
    nth = whole_number(which)
    if not 0 < nth <= len(made):
        return _Opened(draft, _valid(data.get("was", "")))
    role = made[nth - 1].role
    was = f"{{{role.name}}}`{role.content}`"
    place = f"{{{NEW.name}}}`{NEW.content}`"
    # Another place that was marked is given up: one value is chosen at a time.
    cleared = draft.replace(place, "") if role != NEW else draft
    before = sum(1 for chip in made[: nth - 1] if chip.role == role)
    at = -1
    for _ in range(before + 1):
        at = cleared.find(was, at + 1)
    text = cleared[:at] + place + cleared[at + len(was) :]
    return _Opened(text, was if role != NEW else "", role)


def _valid(was: str) -> str:
    parts = chips(was, lambda role: Worth(""))
    whole = parts and was == f"{{{parts[0].role.name}}}`{parts[0].role.content}`"
    return was if whole else ""


def _possible(kind: ValueKind, offered: Offered, base: Standing) -> bool:
    need: Mapping[str, object] = {
        "question": any(offered.choices.options.values()),
        "number": offered.numbers,
        "factor": offered.factors,
        "match": offered.examples,
        "reference": offered.references,
    }
    return all(need.get(name, True) for name in kind.asks)


def value_page(
    request: HttpRequest,
    member: Membership,
    written: Any,
    choosing: Choosing,
    carried: Sequence[tuple[str, str]],
) -> HttpResponse:
    """The page where a value is chosen; the text comes along, so nothing written is lost."""
    form = choosing.form
    return shown(
        request,
        "staff/block_value.html",
        status=400 if form is not None and form.errors else 200,
        member=member,
        theme=written.theme,
        written=written,
        choosing=choosing,
        carried=carried,
        words=language(request),
    )
