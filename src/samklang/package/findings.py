"""Findings in a package: findings.yaml, what is behind each, and which are stale."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from samklang.core.coding.findings import Finding, FindingEvidence
from samklang.core.faults import Fault, closest
from samklang.core.language.messages import message
from samklang.core.language.wording import LANGUAGES
from samklang.core.privacy import Public
from samklang.core.survey.responses import Missing
from samklang.package.theme_package import ThemePackage
from samklang.package.yaml_text import Loaded, field_name

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FILE = "findings.yaml"
# An empty text in one of these is no part of a digest, as in the first two it always was: what
# somebody has looked at does not change by a language that came later.
_LATER = LANGUAGES[2:]


@dataclass(frozen=True)
class FindingList:
    """findings.yaml: the findings in the order they are listed."""

    __pydantic_config__ = {"extra": "forbid"}

    findings: Public[tuple[Finding, ...]] = ()


def digest(evidence: FindingEvidence, package: ThemePackage) -> str:
    """A digest of what is behind a piece of evidence; '' where there is no such thing.

    Of a share: the question, every answer to it, and how answers are weighed. Of coded answers:
    the code's words and every coding. Of a quote: its words and its release. Of an example and a
    reference: all that is known of it.
    """
    behind = _behind(evidence, package)
    if behind is None:
        return ""
    text = json.dumps(behind, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _asdict(value: "DataclassInstance") -> dict[str, object]:
    return asdict(value, dict_factory=_looked_at)


def _looked_at(fields: list[tuple[str, Any]]) -> dict[str, object]:
    return {name: inner for name, inner in fields if inner or name not in _LATER}


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Missing):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def _behind(evidence: FindingEvidence, package: ThemePackage) -> object | None:
    of = evidence.of
    match evidence.kind:
        case "share":
            located = package.questionnaire.find(of.partition("=")[0])
            if located is None:
                return None
            question, _ = located
            register = package.register.members if package.register else ()
            return (
                _asdict(question),
                _asdict(package.theme.design),
                [(m.id, m.invited, dict(m.groups)) for m in register],
                [(r.id, r.status, r.answers.get(question.id)) for r in package.responses],
            )
        case "code":
            key, _, valence = of.partition(":")
            code = package.codebook.by_id.get(key)
            if code is None:
                return None
            return (
                _asdict(code.name),
                _asdict(code.definition),
                sorted(
                    (c.response, c.question, c.start, c.end, c.text)
                    for c in package.codings
                    if (c.code, c.valence) == (key, valence)
                ),
            )
        case "quote":
            quoted = next((c for c in package.codings if c.id == of), None)
            return None if quoted is None else (quoted.text, quoted.quote, quoted.released)
        case "example":
            example = next((e for e in package.examples if e.id == of), None)
            return None if example is None else _asdict(example)
        case "reference":
            item = next((i for i in package.references if i.get("id") == of), None)
            return None if item is None else dict(item)


def stale(finding: Finding, package: ThemePackage) -> tuple[FindingEvidence, ...]:
    """The evidence behind which something has changed since somebody looked, or never looked."""
    return tuple(e for e in finding.evidence if e.digest != digest(e, package))


def finding_faults(package: ThemePackage, loads: Mapping[str, Loaded]) -> Iterator[Fault]:
    """Findings without evidence, and evidence that is not there."""
    for number, finding in enumerate(package.findings):
        line = loads[FILE].line(("findings", number)) if FILE in loads else 0
        column = field_name(("findings", number))
        if not finding.evidence:
            what = message("package.the_finding_has_no_evidence")
            yield Fault(FILE, line, column, what, message("package.say_what_it_stands_on"))
        for item in finding.evidence:
            if not digest(item, package):
                what = message("package.there_is_no_evidence_of", kind=item.kind, of=item.of)
                yield Fault(FILE, line, column, what, closest(item.of, _known(item, package)))


def _known(evidence: FindingEvidence, package: ThemePackage) -> list[str]:
    match evidence.kind:
        case "share":
            return [f"{q.id}={o.id}" for q in package.questionnaire for o in q.options]
        case "code":
            return [f"{c.id}:{v}" for c in package.codebook.factors for v in ("enables", "hinders")]
        case "quote":
            return [c.id for c in package.codings if c.released]
        case "example":
            return [e.id for e in package.examples]
        case "reference":
            return [str(i.get("id")) for i in package.references]
