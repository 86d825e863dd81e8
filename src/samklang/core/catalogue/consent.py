"""Consent to an example: what its owner was asked and answered, and where that leaves the example.

An example from public sources needs no yes, holds no personal data, and its organisation can still
correct or withdraw it. Everything else is shown only where its owner says so.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, assert_never

from samklang.core.catalogue.example import ISSUES, Issue
from samklang.core.language.wording import ENGLISH
from samklang.core.privacy import Internal, Personal, Public


class Stage(Enum):
    """Where an example stands: a draft; its owner asked; answered; published; withdrawn."""

    DRAFT = "draft"
    ASKED = "asked"
    ANSWERED = "answered"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Step(Enum):
    """What can be done with an example.

    ASK: its owner is sent the link. ANSWER: the owner says where it may be shown. CHANGE: its text
    is changed, by whomever. PUBLISH: an editor has checked it. RETURN: it is sent back with a
    reason. WITHDRAW: by its owner or an editor, at any time.
    """

    ASK = "ask"
    ANSWER = "answer"
    CHANGE = "change"
    PUBLISH = "publish"
    RETURN = "return"
    WITHDRAW = "withdraw"


class NotAllowed(ValueError):
    """The step cannot be taken from where the example stands."""


def after(stage: Stage, step: Step, *, sourced: bool, issues: frozenset[Issue]) -> Stage:
    """Where an example stands after a step.

    sourced: it is from public sources. issues: where its owner, when last asked, said yes. Raises
    NotAllowed.
    """
    if stage is Stage.WITHDRAWN and step is not Step.CHANGE:
        raise NotAllowed(step)
    match step:
        case Step.ASK:
            # What is published from its sources stays, while its organisation is asked to claim it.
            return stage if sourced and stage is Stage.PUBLISHED else Stage.ASKED
        case Step.ANSWER:
            if stage not in (Stage.ASKED, Stage.ANSWERED, Stage.PUBLISHED):
                raise NotAllowed(step)
            return Stage.ANSWERED
        case Step.CHANGE:
            # What was said yes to was another text.
            return Stage.DRAFT
        case Step.PUBLISH:
            if not sourced and not (stage is Stage.ANSWERED and issues):
                raise NotAllowed(step)
            return Stage.PUBLISHED
        case Step.RETURN:
            return Stage.ASKED
        case Step.WITHDRAW:
            return Stage.WITHDRAWN
        case _:
            assert_never(step)


@dataclass(frozen=True)
class ConsentReceipt:
    """What an owner said, when, about what: kept by the network and given to the owner.

    reference: the record's own id. text_hash: SHA-256 of what was shown. named: the organisation's
    name may be printed. withdrawn: the moment consent was taken back.
    """

    reference: Public[str]
    controller: Public[str]
    contact: Public[str]
    organisation: Personal[str]
    title: Public[str]
    text_hash: Internal[str]
    at: Internal[datetime.datetime]
    named: Public[bool]
    issues: Public[tuple[Issue, ...]]
    withdrawn: Internal[datetime.datetime | None] = None


# What W3C's Data Privacy Vocabulary (version 2) calls the things of a record.
DPV = "https://w3id.org/dpv#"
PURPOSES: Mapping[Issue, str] = {
    "site": "Publication on the network's web pages",
    "report": "Publication in the report",
    "deck": "Publication in the slides",
}


# Whose values are terms of the vocabulary: without this they are read as mere text.
TERMS = ("hasConsentStatus", "hasProcessing", "hasLegalBasis", "isIndicatedBy")


def consent_record(receipt: ConsentReceipt) -> Mapping[str, Any]:
    """The receipt as a consent record after ISO/IEC TS 27560:2023, as JSON-LD with DPV's terms.

    Laid out as the DPV group's guide to that standard has it: a process for each thing asked, also
    for those that were refused, with its status and when that was given.
    """
    given = receipt.withdrawn is None and bool(receipt.issues)
    status = (
        "ConsentGiven" if given else "ConsentWithdrawn" if receipt.withdrawn else "ConsentRefused"
    )
    record: dict[str, Any] = {
        "@context": {
            "dpv": DPV,
            "dct": "http://purl.org/dc/terms/",
            "samklang": "urn:samklang:consent:",
            **{f"dpv:{term}": {"@type": "@id"} for term in TERMS},
        },
        "@id": f"urn:uuid:{receipt.reference}",
        "@type": "dpv:ConsentRecord",
        "dct:conformsTo": "ISO/IEC TS 27560:2023",
        "dpv:hasIdentifier": receipt.reference,
        "dct:created": receipt.at.isoformat(),
        "dct:language": ENGLISH,
        "dpv:hasDataController": {
            "@type": "dpv:DataController",
            "dct:title": receipt.controller,
            "dpv:hasContact": receipt.contact,
        },
        "dpv:hasDataSubject": {"@type": "dpv:DataSubject", "dct:title": receipt.organisation},
        "dpv:hasConsentStatus": f"dpv:{status}",
        "dpv:hasProcess": [
            {
                "@type": "dpv:Process",
                "dpv:hasPurpose": {"@type": "dpv:Purpose", "dct:title": PURPOSES[issue]},
                "dpv:hasProcessing": "dpv:MakeAvailable",
                "dpv:hasLegalBasis": "dpv:Consent",
                "dpv:hasConsentStatus": [_status(receipt, issue)],
                "samklang:permitted": issue in receipt.issues,
            }
            for issue in ISSUES
        ],
        "dct:subject": {
            "dct:title": receipt.title,
            "dct:identifier": f"sha256:{receipt.text_hash}",
            "samklang:named": receipt.named,
        },
    }
    if receipt.withdrawn:
        record["dct:modified"] = receipt.withdrawn.isoformat()
    return record


def _status(receipt: ConsentReceipt, issue: Issue) -> Mapping[str, Any]:
    """What was said of one thing, and when; what was refused stays so."""
    said, at = ("ConsentGiven" if issue in receipt.issues else "ConsentRefused"), receipt.at
    if receipt.withdrawn and issue in receipt.issues:
        said, at = "ConsentWithdrawn", receipt.withdrawn
    return {
        "@type": [f"dpv:{said}"],
        "dpv:isIndicatedAtTime": at.isoformat(),
        "dpv:isIndicatedBy": "dpv:DataSubject",
    }
