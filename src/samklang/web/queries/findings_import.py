"""Findings from a file beside those of the site: the new, the rewritten, and those left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from samklang.core.coding.codebook import Codebook
from samklang.core.coding.findings import Finding as Stated
from samklang.core.coding.findings import FindingEvidence
from samklang.core.language.wording import Wording, any_text, in_languages
from samklang.exchange.coding_upload import CodedPackage
from samklang.package.findings import digest
from samklang.package.theme_package import ThemePackage
from samklang.web.models import Coding, Finding, Theme
from samklang.web.models.worded import stored
from samklang.web.queries.findings_package import evidence_of

# Letters of a statement on the site.
STATEMENT = 300


@dataclass(frozen=True)
class FindingsPlan:
    """What a file would change of findings.

    written: new ones and those that differ; `seen` is the version that is written over, 0 for a new
    one. same: findings alike already. untouched: findings that the file does not have. left_out:
    statements of findings that stand on something the site does not have.
    """

    written: tuple[Mapping[str, object], ...] = ()
    same: int = 0
    untouched: int = 0
    left_out: tuple[str, ...] = ()


def findings_plan(
    theme: Theme, here: ThemePackage, given: CodedPackage, ids: Mapping[str, int]
) -> FindingsPlan:
    """What a file would change. here: the theme as a package; ids: the row of each response."""
    if not given.findings:
        return FindingsPlan(untouched=theme.findings.count())
    rows = {row.key: row for row in theme.findings.all()}
    codes = {**{c.id: c for c in given.codebook.codes}, **here.codebook.by_id}
    after = replace(here, codebook=Codebook(tuple(codes.values())), codings=given.codings)
    places = {c.id: c for c in given.codings}
    live = _live(theme)
    written, left_out, same = [], [], 0
    for finding in given.findings:
        evidence = []
        for part in finding.evidence:
            of: object = part.of
            if part.kind == "quote" and (coding := places.get(part.of)):
                place = (ids[coding.response], coding.question, coding.code, coding.valence)
                where = (*place, coding.start, coding.end)
                of = live.get(where) or list(where)
            evidence.append([part.kind, of, part.digest])
        row = rows.get(finding.id)
        if any(not digest(part, after) for part in finding.evidence):
            left_out.append(any_text(finding.statement))
        elif row and _texts(finding) == _kept(row) and evidence == _plain(evidence_of(row)):
            same += 1
        else:
            written.append(
                {
                    "key": finding.id,
                    "seen": row.version if row else 0,
                    "texts": _texts(finding),
                    "evidence": evidence,
                    "reviewed": finding.reviewed.isoformat() if finding.reviewed else "",
                }
            )
    given_keys = {finding.id for finding in given.findings}
    return FindingsPlan(tuple(written), same, len(rows.keys() - given_keys), tuple(left_out))


def _texts(finding: Stated) -> Mapping[str, Mapping[str, str]]:
    statement = in_languages(lambda language: finding.statement[language][:STATEMENT])
    return _as_kept(statement, finding.against, finding.follows)


def _kept(row: Finding) -> Mapping[str, Mapping[str, str]]:
    return _as_kept(row.statement, row.against, row.follows)


def _as_kept(*texts: Wording) -> Mapping[str, Mapping[str, str]]:
    return dict(zip(("statement", "against", "follows"), map(stored, texts), strict=True))


def _plain(evidence: tuple[FindingEvidence, ...]) -> list[list[object]]:
    return [[item.kind, item.of, item.digest] for item in evidence]


def _live(theme: Theme) -> Mapping[tuple[object, ...], str]:
    """What each coding of the site is called in a package, by its place. One query."""
    rows = Coding.objects.filter(live=True, answer__theme=theme)
    return {
        tuple(place): f"c{pk}"
        for pk, *place in rows.values_list(
            "pk",
            "answer__response_id",
            "answer__question",
            "code__key",
            "valence",
            "start",
            "end",
        )
    }
