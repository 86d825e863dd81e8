"""Findings as staff see them: which are stale, what they can stand on, and the cases against."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from samklang.core.coding import findings as core
from samklang.core.faults import FaultyInput
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, Wording, worded
from samklang.package.findings import FILE, digest
from samklang.package.read import MANUSCRIPTS, read_from
from samklang.package.theme_package import ThemePackage
from samklang.web.models import Finding, Theme
from samklang.web.models.response import ResponseState
from samklang.web.queries.findings_package import evidence_of
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published


def as_package(theme: Theme, *, lacking: Collection[str] = ()) -> ThemePackage | None:
    """The theme as it would be in a report now, without the files `lacking`; None where it has
    faults or asks nothing yet.
    """
    version = published(theme)
    if version is None:
        return None
    files = package_files(theme, version)
    try:
        return read_from({name: text for name, text in files.items() if name not in lacking})
    except FaultyInput:
        return None


def behind_findings(theme: Theme) -> ThemePackage | None:
    """The theme to hold its findings against. A finding whose evidence is gone, and a text that
    names what is gone, are faults of the theme; nobody could mend them if that hid the rest.
    """
    return as_package(theme) or as_package(theme, lacking=(FILE, *MANUSCRIPTS.values()))


def nothing_behind(theme: Theme) -> str:
    """Why there is nothing to hold findings against, as the name of a phrase. Two queries."""
    if published(theme) is None:
        return "unasked"
    sent = theme.responses.filter(state=ResponseState.SENT).exists()
    return "not_readable" if sent else "unanswered"


@dataclass(frozen=True)
class Stated:
    """A finding with the evidence that has changed since somebody looked, and cases against.

    gone: evidence that is not there any more, with its kind. against: by coded evidence, the words
    of answers that carry the code with the other valence.
    """

    row: Finding
    changed: Sequence[str]
    gone: Sequence[core.FindingEvidence]
    against: Mapping[str, Sequence[str]]


def stated(theme: Theme, package: ThemePackage | None, *, blind: bool = False) -> list[Stated]:
    """A theme's findings. One query.

    blind: for somebody who may not see others' codings yet: no answer against is shown.
    """
    rows = theme.findings.select_related("author", "reviewer")
    return [_stated(row, package, blind) for row in rows]


def _stated(row: Finding, package: ThemePackage | None, blind: bool) -> Stated:
    if package is None:
        return Stated(row, (), (), {})
    evidence = evidence_of(row)
    now = {one: digest(one, package) for one in evidence}
    changed = [one.of for one in evidence if one.digest != now[one] and now[one]]
    gone = [one for one in evidence if not now[one]]
    against = {
        one.of: [c.text for c in package.codings if f"{c.code}:{c.valence}" == other]
        for one in evidence
        if not blind and one.kind == "code" and (other := core.opposite(one.of))
    }
    return Stated(row, changed, gone, against)


def code_labels(theme: Theme, language: Language) -> dict[str, str]:
    """What coded evidence is called, also of codes that have been taken out of the codebook."""
    return {
        f"{code.key}:{valence}": _labelled(code.shown("name", language), valence, language)
        for code in theme.codes.all()
        for valence in ("enables", "hinders")
    }


def _labelled(code: str, valence: str, language: Language) -> str:
    return f"{code}, {phrase(language, f'coding.valence_{valence}').lower()}"


def choices(
    package: ThemePackage, language: Language, *, blind: bool = False
) -> dict[str, list[tuple[str, str]]]:
    """What a finding can stand on, by kind: "kind of" with what it is called.

    blind: for somebody who may not see others' codings yet: every code is offered, used or not.
    """

    def words(wording: Wording) -> str:
        return worded(wording, language)

    shares = [
        (f"share {q.id}={o.id}", f"{words(q.title)}: {words(o.label)}")
        for q in package.questionnaire
        if q.type in ("select_one", "select_multiple")
        for o in q.options
    ]
    used = {f"{c.code}:{c.valence}" for c in package.codings if c.valence}
    codes = [
        (f"code {code.id}:{valence}", _labelled(words(code.name), valence, language))
        for code in package.codebook.factors
        for valence in ("enables", "hinders")
        if blind or f"{code.id}:{valence}" in used
    ]
    return {
        "share": shares,
        "code": codes,
        "quote": [(f"quote {c.id}", c.quote or c.text) for c in package.codings if c.released],
        "example": [(f"example {e.id}", words(e.title)) for e in package.examples],
        "reference": [
            (f"reference {i['id']}", str(i.get("title", i["id"]))) for i in package.references
        ],
    }
