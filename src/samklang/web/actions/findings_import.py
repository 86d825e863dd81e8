"""Reading in findings: as a file has them, with what was behind them when they were looked at."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from samklang.core.language.wording import Wording
from samklang.web.actions.findings import WrittenMeanwhile
from samklang.web.models import Coding, Finding, Theme


def put_in_findings(theme: Theme, plan: Mapping[str, Any], *, by: User) -> int:
    """Does what a FindingsPlan says; gives how many were written. Raises WrittenMeanwhile.

    Digests are the file's, so that a finding whose evidence is otherwise here is stale. Who looked
    at it elsewhere is nobody here, but when is kept.
    """
    for finding in plan["written"]:
        evidence = [[kind, _of(theme, of), behind] for kind, of, behind in finding["evidence"]]
        reviewed = datetime.date.fromisoformat(finding["reviewed"]) if finding["reviewed"] else None
        texts = {name: Wording(**text) for name, text in finding["texts"].items()}
        values: dict[str, Any] = {**texts, "evidence": evidence, "author": by}
        values |= {"reviewer": None, "reviewed_on": reviewed}
        rows = Finding.objects.filter(theme=theme, key=finding["key"])
        if not finding["seen"]:
            if rows.exists():
                raise WrittenMeanwhile(finding["key"])
            Finding.objects.create(theme=theme, key=finding["key"], **values)
        elif not rows.filter(version=finding["seen"]).update(version=finding["seen"] + 1, **values):
            raise WrittenMeanwhile(finding["key"])
    return len(plan["written"])


def _of(theme: Theme, of: str | list[Any]) -> str:
    """What evidence is of: a quoted coding, given by its place, is found among the site's own."""
    if isinstance(of, str):
        return of
    response, question, code, valence, start, end = of
    row = Coding.objects.filter(
        live=True,
        answer__theme=theme,
        answer__response=response,
        answer__question=question,
        code__key=code,
        valence=valence,
        start=start,
        end=end,
    ).first()
    return f"c{row.pk}" if row else ""
