"""Consent to an example: every stage and step, and the record that its owner is given."""

import datetime
import itertools
import json

import pytest

from samklang.core.catalogue.consent import (
    ConsentReceipt,
    NotAllowed,
    Stage,
    Step,
    after,
    consent_record,
)

D, A, S, P, W = Stage.DRAFT, Stage.ASKED, Stage.ANSWERED, Stage.PUBLISHED, Stage.WITHDRAWN
# What each step leads to from draft, asked, answered, published, withdrawn; None: not allowed.
# The owner has said yes to the report.
OWNED = {
    Step.ASK: (A, A, A, A, None),
    Step.ANSWER: (None, S, S, S, None),
    Step.CHANGE: (D, D, D, D, D),
    Step.PUBLISH: (None, None, P, None, None),
    Step.RETURN: (A, A, A, A, None),
    Step.WITHDRAW: (W, W, W, W, None),
}


@pytest.mark.parametrize(("step", "stage"), itertools.product(Step, Stage))
def test_every_step_from_every_stage(step: Step, stage: Stage) -> None:
    expected = OWNED[step][list(Stage).index(stage)]
    yes = frozenset({"report"})
    if expected is None:
        with pytest.raises(NotAllowed):
            after(stage, step, sourced=False, issues=yes)  # type: ignore[arg-type]
    else:
        assert after(stage, step, sourced=False, issues=yes) is expected  # type: ignore[arg-type]


@pytest.mark.parametrize("stage", list(Stage))
def test_without_a_yes_only_what_is_from_public_sources_is_published(stage: Stage) -> None:
    with pytest.raises(NotAllowed):
        after(stage, Step.PUBLISH, sourced=False, issues=frozenset())
    if stage is not W:
        assert after(stage, Step.PUBLISH, sourced=True, issues=frozenset()) is P


RECEIPT = ConsentReceipt(
    reference="5f6a",
    controller="Norra nätverket",
    contact="info@exempel.se",
    organisation="Kalix Bygdegård",
    title="Anhörigcafé på hjul",
    text_hash="ab" * 32,
    at=datetime.datetime(2026, 11, 29, 12, 0, tzinfo=datetime.UTC),
    named=True,
    issues=("site", "report"),
)


@pytest.mark.parametrize(
    ("issues", "withdrawn", "status"),
    [
        (("site", "report"), None, "ConsentGiven"),
        ((), None, "ConsentRefused"),
        (("deck",), RECEIPT.at, "ConsentWithdrawn"),
    ],
)
def test_the_record_says_what_was_said(issues, withdrawn, status) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    record = consent_record(replace(RECEIPT, issues=issues, withdrawn=withdrawn))
    assert json.loads(json.dumps(record)) == record
    assert record["@type"] == "dpv:ConsentRecord"
    assert record["dpv:hasConsentStatus"] == f"dpv:{status}"
    assert [p["samklang:permitted"] for p in record["dpv:hasProcess"]] == [
        issue in issues for issue in ("site", "report", "deck")
    ]
    assert ("dpv:hasWithdrawalTime" in record) == (withdrawn is not None)
