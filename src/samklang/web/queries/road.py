"""The road of a theme: where it stands, from its members to its report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from samklang.core.catalogue.consent import Stage
from samklang.web.models import (
    Example,
    Member,
    QuestionnaireVersion,
    ReadAnswer,
    Theme,
    ThemeFile,
)
from samklang.web.models.theme import ThemeState
from samklang.web.queries.next_step import NextStep
from samklang.web.queries.themes import ThemeOverview

# The parts of the road in their order, and the page of each.
PAGES: Mapping[str, str] = {
    "members": "register",
    "questionnaire": "theme_questionnaire",
    "asked": "theme_frame",
    "answers": "theme_following",
    "coding": "theme_coding",
    "examples": "theme_examples",
    "text": "theme_texts",
    "report": "theme_reports",
}
# Where one is when a step is the next; before opening it is what is lacking that says.
_PART_OF = {
    NextStep.OPEN: "asked",
    NextStep.INVITE: "asked",
    NextStep.FOLLOW: "answers",
    NextStep.NOBODY: "answers",
    NextStep.CODE: "coding",
    NextStep.REPORT: "text",
    NextStep.PUBLISHED: "",
}


@dataclass(frozen=True)
class Part:
    """A part of the road. key: names its words. says: the words' key, with `values`."""

    key: str
    page: str
    done: bool
    here: bool
    says: str
    values: Mapping[str, object]


def road(
    theme: Theme,
    step: NextStep,
    numbers: ThemeOverview,
    published: QuestionnaireVersion | None,
    *,
    blind: bool,
) -> tuple[Part, ...]:
    """Where a theme stands. One query.

    published: the questionnaire that members answer. blind: whoever looks codes a sample without
    seeing how much others have read.
    """
    counted = _counted(theme)
    read = 0 if blind else counted["read"]
    closed = theme.state == ThemeState.CLOSED
    # Nothing is coded to its end while answers come in.
    settled = closed and step not in (NextStep.CODE, NextStep.NOBODY)
    made = step not in (NextStep.PREPARE, NextStep.OPEN, NextStep.INVITE, NextStep.FOLLOW)
    report = step.value if made and step not in (NextStep.NOBODY, NextStep.CODE) else "none"
    parts: dict[str, tuple[bool, str, Mapping[str, object]]] = {
        "members": (counted["active"] > 0, "members", {"count": counted["active"]}),
        "questionnaire": (
            published is not None,
            "version" if published else "no_version",
            {"number": published.number if published else 0},
        ),
        "asked": (
            theme.state != ThemeState.DRAFT and numbers.invited > 0,
            "asked" if numbers.invited else "nobody_asked",
            {"count": numbers.invited},
        ),
        "answers": (
            closed and numbers.answered > 0,
            "not_opened" if theme.state == ThemeState.DRAFT else "answers",
            {"count": numbers.answered, "of": numbers.invited},
        ),
        "coding": (settled and read > 0, "read" if read else "none_read", {"count": read}),
        "examples": (
            0 < counted["shown"] == counted["described"],
            "examples" if counted["described"] else "no_examples",
            {"count": counted["shown"], "of": counted["described"]},
        ),
        "text": (
            report not in ("none", "report"),
            "text" if counted["version"] else "no_text",
            {"number": counted["version"]},
        ),
        "report": (report == "published", f"report_{report}", {}),
    }
    here = _PART_OF.get(step, "report")
    if step is NextStep.PREPARE:
        # The first that is lacking; what else is, such as a purpose, the next step says.
        here = next((key for key in ("members", "questionnaire") if not parts[key][0]), "asked")
    return tuple(
        Part(key, PAGES[key], done, key == here, says, values)
        for key, (done, says, values) in parts.items()
    )


def _counted(theme: Theme) -> Mapping[str, Any]:
    """What each part of the road has; version: the newest of a manuscript, 0 for none."""
    examples = Example.objects.filter(theme=OuterRef("pk")).exclude(stage=Stage.WITHDRAWN.value)
    texts = ThemeFile.objects.filter(theme=OuterRef("pk"), path__startswith="manuscript")
    return Theme.objects.values(
        active=_count(Member.objects.filter(network=OuterRef("network"), active=True)),
        described=_count(examples),
        shown=_count(examples.filter(stage=Stage.PUBLISHED.value)),
        read=_count(ReadAnswer.objects.filter(theme=OuterRef("pk"))),
        version=Coalesce(Subquery(texts.order_by("-version").values("version")[:1]), 0),
    ).get(pk=theme.pk)


def _count(rows: QuerySet[Model]) -> Coalesce:
    """How many rows there are, within a query of something else."""
    number = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk"))
    return Coalesce(Subquery(number.values("n")), 0)
