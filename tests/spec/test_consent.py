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
    assert ("dct:modified" in record) == (withdrawn is not None)
    said = [p["dpv:hasConsentStatus"][0]["@type"] for p in record["dpv:hasProcess"]]
    yes = "dpv:ConsentWithdrawn" if withdrawn else "dpv:ConsentGiven"
    assert said == [
        [yes] if issue in issues else ["dpv:ConsentRefused"] for issue in ("site", "report", "deck")
    ]


# What DPV 2.1 has of what a record may use (w3id.org/dpv): another name there means nothing.
CLASSES = {
    *("ConsentRecord", "DataController", "DataSubject", "Process", "Purpose", "MakeAvailable"),
    *("Consent", "ConsentGiven", "ConsentRefused", "ConsentWithdrawn"),
}
PROPERTIES = {
    *("hasIdentifier", "hasDataController", "hasContact", "hasDataSubject", "hasConsentStatus"),
    *("hasProcess", "hasPurpose", "hasProcessing", "hasLegalBasis"),
    *("isIndicatedAtTime", "isIndicatedBy"),
}
# Of Dublin Core.
DUBLIN = {"conformsTo", "created", "modified", "language", "title", "subject", "identifier"}
DPV, DCT = "https://w3id.org/dpv#", "http://purl.org/dc/terms/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.mark.parametrize("withdrawn", [None, RECEIPT.at + datetime.timedelta(days=1)])
def test_the_record_is_linked_data_in_words_that_there_are(
    withdrawn: datetime.datetime | None,
) -> None:
    """Expanded by a JSON-LD processor. Statuses are terms of the vocabulary, never mere text."""
    from dataclasses import replace

    from pyld import jsonld

    record = consent_record(replace(RECEIPT, withdrawn=withdrawn))
    quads = jsonld.to_rdf(record)["@default"]
    known = {DPV + name for name in CLASSES | PROPERTIES} | {DCT + name for name in DUBLIN}
    own = {"urn:samklang:consent:permitted", "urn:samklang:consent:named"}
    assert {q["predicate"]["value"] for q in quads} <= known | own | {TYPE}
    terms = {q["object"]["value"] for q in quads if q["object"]["type"] == "IRI"}
    assert {one for one in terms if not one.startswith("urn:uuid:")} <= known
    assert not [q for q in quads if q["object"]["type"] == "literal" and ":Consent" in str(q)]
    # What the DPV group's guide to ISO/IEC TS 27560 asks of every record and of each status.
    for key in ("dpv:hasIdentifier", "dpv:hasDataSubject", "dct:created", "dct:language"):
        assert record[key]
    times = [
        p["dpv:hasConsentStatus"][0]["dpv:isIndicatedAtTime"] for p in record["dpv:hasProcess"]
    ]
    first, last = RECEIPT.at.isoformat(), (withdrawn or RECEIPT.at).isoformat()
    assert times == [last, last, first]
