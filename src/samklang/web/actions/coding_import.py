"""Reading in codings from a file: kept until somebody has seen what it changes; done at once.

A long one is the worker's: actions.coding_in_parts.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from samklang.core.coding.codebook import Code, Codebook, Family
from samklang.package.model import adapter
from samklang.web.actions.audit import record
from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.coding_by_file import code_answers
from samklang.web.actions.coding_log import Change, log
from samklang.web.actions.double_coding_import import put_in_double_codings
from samklang.web.actions.findings_import import put_in_findings
from samklang.web.models import CodingStep, CodingUpload, Theme
from samklang.web.queries.coding_import import GOING_ON, Plan, at_work

KEPT = datetime.timedelta(days=1)


class AtWork(Exception):
    """Another file is being read in."""


@transaction.atomic
def keep_plan(theme: Theme, plan: Plan, *, name: str, by: User) -> CodingUpload:
    """Keeps what a file would change until somebody says yes; older ones of the theme go.

    Raises AtWork.
    """
    if at_work(theme):
        raise AtWork
    theme.coding_uploads.all().delete()
    return CodingUpload.objects.create(theme=theme, by=by, name=name[:200], plan=asdict(plan))


@transaction.atomic
def read_in(upload: CodingUpload, *, by: User) -> CodingStep | None:
    """Does what was shown: new codes, then every answer; an entry of the log for each of the two.

    A code that the site has keeps its words. Raises CodedMeanwhile where an answer has been coded
    or changed since, WrittenMeanwhile where a finding has, and NotAllowed; then nothing has been
    done. New samples and findings are no part of the log.
    """
    theme, plan = upload.theme, upload.plan
    changes = put_in_codes(theme, plan, by=by)
    changes += code_answers(theme, plan["answers"], by=by).changes
    changes += put_in_the_rest(theme, plan, by=by)
    upload.delete()
    return logged(theme, plan, changes, by=by)


def put_in_codes(theme: Theme, plan: Mapping[str, Any], *, by: User) -> list[Change]:
    """The codes that a file brings; those that the theme has already are left."""
    begin_codebook(theme, _book(plan), by=by)
    return _put_back(theme, plan)


def put_in_the_rest(theme: Theme, plan: Mapping[str, Any], *, by: User) -> list[Change]:
    """Double codings and findings, which may build on the codings. Raises as read_in does."""
    changes = put_in_double_codings(theme, plan["double"], by=by)
    put_in_findings(theme, plan["findings"], by=by)
    return changes


def logged(
    theme: Theme,
    plan: Mapping[str, Any],
    changes: Sequence[Change],
    *,
    by: User,
    whole: bool = True,
) -> CodingStep | None:
    """Writes into trail and log what was read in. whole: double codings and findings too."""
    record(
        "read_in_codings",
        by=by,
        theme=theme,
        answers=sum("answer" in change for change in changes),
        samples=len(plan["double"]["samples"]) if whole else 0,
        findings=len(plan["findings"]["written"]) if whole else 0,
    )
    return log(theme, "read_in", changes, by=by) if changes else None


def _put_back(theme: Theme, plan: Mapping[str, Any]) -> list[Change]:
    """Makes codes and families of the plan that were taken out of the codebook part of it again."""
    changes: list[Change] = []
    for kind, rows in (("family", theme.code_families), ("code", theme.codes)):
        keys = [row["id"] for row in plan["families" if kind == "family" else "codes"]]
        for row in rows.filter(key__in=keys, retired=True):
            row.retired = False
            row.save(update_fields=["retired"])
            changes.append({kind: row.pk, "fields": {"retired": [True, False]}})
    return changes


def _book(plan: Mapping[str, Any]) -> Codebook:
    """The new families and codes."""
    families: tuple[Family, ...] = adapter(tuple[Family, ...]).validate_python(plan["families"])
    codes: tuple[Code, ...] = adapter(tuple[Code, ...]).validate_python(plan["codes"])
    return Codebook(codes, families)


def forget_plans() -> int:
    """Removes what is a day old and not being read in; gives how many."""
    old = CodingUpload.objects.exclude(state__in=GOING_ON).filter(at__lt=timezone.now() - KEPT)
    return old.delete()[0]
