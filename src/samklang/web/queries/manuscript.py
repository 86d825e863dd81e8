"""The texts of a report as staff see them: which there are, their versions, comments on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count, OuterRef, Q, Subquery

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.survey.questionnaire import Questionnaire
from samklang.package.files import EXAMPLE
from samklang.package.read import MANUSCRIPTS
from samklang.web.models import TextComment, Theme, ThemeFile, ThemeFileVersion

Kind = Literal["manuscript", "knowledge", "references", "example"]
# What staff write by hand. Contacts are among the theme's choices; codings are no running text.
FIXED: dict[str, Kind] = {
    **dict.fromkeys(MANUSCRIPTS.values(), "manuscript"),
    "knowledge.yaml": "knowledge",
    "references.json": "references",
}


def kind_of(path: str) -> Kind | None:
    """What a text is by its path in the package, None for what is not edited here."""
    if EXAMPLE.fullmatch(path):
        return "example"
    return FIXED.get(path)


def language_of(path: str) -> Language | None:
    """The language of a manuscript, None for other texts."""
    return next((language for language, name in MANUSCRIPTS.items() if name == path), None)


@dataclass(frozen=True)
class Listed:
    """A text in the list. version: 0 for one that is not written yet."""

    path: str
    kind: Kind
    language: Language | None
    version: int
    at: datetime | None
    by: str
    comments: int


def texts(theme: Theme) -> list[Listed]:
    """A theme's texts, manuscripts first; what is not written yet has version 0. Two queries."""
    newest = ThemeFileVersion.objects.filter(file=OuterRef("pk"), version=OuterRef("version"))
    texts = {
        f.path: f
        for f in theme.files.annotate(
            at=Subquery(newest.values("at")), who=Subquery(newest.values("by__email"))
        ).defer("text")
    }
    counts = theme.text_comments.values_list("path").annotate(
        open=Count("pk", filter=Q(resolved_at__isnull=True))
    )
    comments = dict(counts.order_by())
    paths = [p for p in FIXED if language_of(p) in (None, *theme.languages)]
    paths += sorted(path for path in texts if EXAMPLE.fullmatch(path))
    listed = []
    for path in paths:
        kind = kind_of(path)
        if kind is not None:
            file = texts.get(path)
            listed.append(
                Listed(
                    path,
                    kind,
                    language_of(path),
                    file.version if file else 0,
                    file.at if file else None,
                    (file.who or "") if file else "",
                    comments.get(path, 0),
                )
            )
    return listed


def versions(file: ThemeFile) -> list[ThemeFileVersion]:
    """A text's versions, newest first, without their texts. One query."""
    return list(file.versions.select_related("by").defer("text"))


@dataclass(frozen=True)
class Placed:
    """A comment where its line stands now; line 0: on the whole text, or its line is gone."""

    comment: TextComment
    line: int
    gone: bool = False


def comments(theme: Theme, path: str, text: str) -> list[Placed]:
    """The comments on a text, each at its line as the text is now. One query."""
    comments_of = theme.text_comments.filter(path=path).select_related("by", "resolved_by")
    lines = text.split("\n")
    return [_placed(comment, lines) for comment in comments_of]


def _placed(comment: TextComment, lines: Sequence[str]) -> Placed:
    """A comment follows its line: to the nearest one with the same words."""
    if not comment.line:
        return Placed(comment, 0)
    quoted = comment.quoted
    same = [n for n, line in enumerate(lines, 1) if line[: len(quoted) or None] == quoted]
    if not same:
        return Placed(comment, 0, gone=True)
    return Placed(comment, min(same, key=lambda n: abs(n - comment.line)))


def begun(path: str, questionnaire: Questionnaire) -> str:
    """What a text that is not written yet begins as: for a manuscript the method, and a figure
    for each closed question."""
    language = language_of(path)
    if language is None:
        return {"knowledge": "cards: []\n", "references": "[]\n"}.get(kind_of(path) or "", "")
    figures = "\n".join(f":::{{figure}} {q.id}\n:::\n" for q in questionnaire if q.closed)
    parts = [("method", ":::{method-box}\n:::\n"), ("results", figures)]
    return "\n".join(
        f"{{#{name}}}\n# {phrase(language, f'report.section_{name}')}\n\n{body}"
        for name, body in parts
    )
