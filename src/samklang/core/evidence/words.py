"""Words of evidence: what a printed number is, and how it was worked out, in plain words."""

from collections.abc import Iterable, Sequence

from samklang.core.document.blocks import Measure
from samklang.core.figures.design_words import of_parts
from samklang.core.figures.material import Material
from samklang.core.figures.questions import interval_text, share_text
from samklang.core.figures.values import find, mentioned
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.parsing import Role
from samklang.core.manuscript.roles import (
    AmountRole,
    BaseRole,
    CellRole,
    ChangeRole,
    CiteRole,
    ClaimRole,
    CountRole,
    DesignEffectRole,
    DifferenceRole,
    ExamplesRole,
    FixedRole,
    IntervalRole,
    Mention,
    MentionsRole,
    TypedRole,
)
from samklang.core.manuscript.targets import QUANTILES, Group, Target

# Roles that compare, with the phrase that says how.
COMPARING = ("difference", "change", "design-effect")


def said_words(role: Role, material: Material, language: Language) -> str:
    """What the number of a role is: "andelen ”Ja”". The role has been resolved without fault."""
    of = _of(role.typed, material, language)
    return phrase(language, f"evidence.said_{role.name}", **({"of": of} if of else {}))


def _of(role: TypedRole, material: Material, language: Language) -> str:
    match role:
        case CellRole() | IntervalRole() | AmountRole() | DifferenceRole() | DesignEffectRole():
            return _target(role.target, material, language)
        case ChangeRole():
            of = _target(role.target, material, language)
            return phrase(language, "evidence.of_since", of=of, since=role.since)
        case BaseRole():
            title = _quoted(_title(role.question, material, language), language)
            return _grouped(title, role.group, material, language)
        case MentionsRole():
            return _code(role.mention, material, language)
        case ClaimRole():
            return "; ".join(_bound(one, material, language) for one in role.bound)
        case ExamplesRole(kind="all"):
            return _lower(phrase(language, "evidence.examples_all"))
        case ExamplesRole():
            return _lower(phrase(language, f"report.match_{role.kind.replace('-', '_')}"))
        case CountRole() | FixedRole() | CiteRole():
            return ""


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _bound(bound: Target | Mention, material: Material, language: Language) -> str:
    """A cell that words on quantity were held against, with its share and interval."""
    if isinstance(bound, Mention):
        table, _, cell = mentioned(bound, material)
        of = _code(bound, material, language)
    else:
        table, _, cell = find(bound, material)
        of = _target(bound, material, language)
    share = share_text(cell, table.threshold, language)
    interval = interval_text(cell, language)
    if not interval:
        return of
    return phrase(language, "evidence.of_cell", of=of, share=share, interval=interval)


def _code(mention: Mention, material: Material, language: Language) -> str:
    named = material.codebook.by_id.get(mention.code)
    of = phrase(
        language,
        "evidence.of_code",
        code=named.name[language] if named else mention.code,
        valence=_lower(phrase(language, f"report.{mention.valence}")),
    )
    return _grouped(of, mention.group, material, language)


def _target(target: Target, material: Material, language: Language) -> str:
    located = material.questionnaire.find(target.question)
    labels = [_title(target.question, material, language)]
    if target.measure == "share" and located is not None:
        question, item = located
        options = {option.id: option.label[language] for option in question.options}
        answer = options.get(target.option, target.option)
        labels = [f"{item.label[language]}: {answer}" if item else answer]
    if target.over:
        labels.append(_title(target.over, material, language))
    of = " / ".join(_quoted(label, language) for label in labels)
    if target.group is not None and target.versus is not None:
        return phrase(
            language,
            "evidence.of_versus",
            of=of,
            group=_group(target.group, material, language),
            versus=_group(target.versus, material, language),
        )
    return _grouped(of, target.group, material, language)


def _grouped(of: str, group: Group | None, material: Material, language: Language) -> str:
    if group is None:
        return of
    named = _group(group, material, language)
    return phrase(language, "evidence.of_group", of=of, group=named)


def _quoted(text: str, language: Language) -> str:
    return phrase(language, "evidence.of_answer", answer=text)


def _title(name: str, material: Material, language: Language) -> str:
    located = material.questionnaire.find(name)
    if located is None:
        return name
    question, item = located
    return item.label[language] if item else question.title[language]


def _group(group: Group, material: Material, language: Language) -> str:
    """A group by its name: a county or municipality, an answer, or the value in the register."""
    located = material.questionnaire.find(group.by)
    if group.by in material.groups or located is None:
        if group.by == "county":
            return material.counties.get(group.value, {}).get(language, group.value)
        if group.by == "municipality":
            return material.municipalities.get(group.value, group.value)
        return group.value
    options = {option.id: option.label[language] for option in located.question.options}
    return _quoted(options.get(group.value, group.value), language)


def formula(material: Material, language: Language, *, measure: Measure, coded: bool) -> str:
    """How the estimate and its weights are worked out. Source: core.estimate."""
    kind = "factors" if coded else measure
    design, took_part = material.theme.design, material.participation
    if design.kind == "open" or took_part.invited is None:
        weights = "open"
    elif design.weights:
        weights = "own"
    elif design.calibration:
        weights = design.calibration.kind
    elif design.clusters:
        weights = "clusters"
    else:
        weights = "groups" if design.cells else "equal"
    parts = (f"evidence.formula_{kind}", f"evidence.weight_{weights}")
    return " ".join(phrase(language, part) for part in parts)


def ends(material: Material, language: Language, *, measure: Measure) -> str:
    """How the ends of the intervals are worked out. Source: core.estimate.interval."""
    method: str = material.theme.design.interval if measure == "share" else "t"
    if measure in QUANTILES:
        method = "quantile"
    if method == "wilson" and material.participation.invited is None:
        method = "wilson_open"
    elif method == "wilson" and of_parts(material.theme.design):
        method = "strata"
    return phrase(language, f"evidence.ends_{method}")


def comparisons(roles: Iterable[Role], language: Language) -> str:
    """How what is compared in the text was worked out; '' where nothing is."""
    names = {role.name for role in roles}
    said: Sequence[str] = [
        phrase(language, f"evidence.compared_{name.removeprefix('design-')}")
        for name in COMPARING
        if name in names
    ]
    return " ".join(said)
