"""Bounces: what a report of undelivered mail says, pasted or fetched, in one form or another."""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage, Message

from samklang.core.privacy import Internal, Personal

_ADDRESS = re.compile(r"[\w.+%-]{1,256}@[\w-]+(?:\.[\w-]+)+")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b|\b([45]\d\d)[ -]")
LIMIT = 2_000_000


@dataclass(frozen=True)
class Bounce:
    """One letter that did not arrive.

    message_id: of our letter, '' where the report does not say. permanent: a later try is no use
    (RFC 3463, status 5).
    """

    address: Personal[str]
    reason: Internal[str]
    permanent: Internal[bool]
    message_id: Personal[str] = ""


def read_report(report: str) -> tuple[Bounce, ...]:
    """The bounces of a delivery status notification (RFC 3464), or of a pasted list of lines.

    In a list, every line with an address is one bounce, permanent unless its status begins with 4.
    """
    report = report[:LIMIT].replace("\0", "")
    message = email.message_from_string(report.lstrip(), policy=email.policy.default)
    statuses = [p for p in message.walk() if p.get_content_type() == "message/delivery-status"]
    if statuses:
        return tuple(_notified(statuses, message))
    return tuple(_listed(report))


def _notified(statuses: list[EmailMessage], message: EmailMessage) -> list[Bounce]:
    ours = ""
    for part in message.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            ours = _message_id(part)
    reports = []
    for status in statuses:
        blocks = status.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, Message):
                continue
            recipient = str(block.get("Final-Recipient") or block.get("Original-Recipient") or "")
            address = _ADDRESS.search(recipient)
            if not address or str(block.get("Action", "failed")).strip().lower() != "failed":
                continue
            code = str(block.get("Status", "5.0.0")).strip()
            diagnosis = " ".join(str(block.get("Diagnostic-Code", "")).split())
            reason = f"{code} {diagnosis}".strip()
            reports.append(Bounce(address.group().lower(), reason, code.startswith("5"), ours))
    return reports


def _message_id(part: Message) -> str:
    """The Message-ID of the letter that a notification returns, without its brackets."""
    inner = part.get_payload()
    if isinstance(inner, list) and inner and isinstance(inner[0], Message):
        return str(inner[0].get("Message-ID", "")).strip("<> \r\n")
    headers = email.message_from_string(str(inner))
    return str(headers.get("Message-ID", "")).strip("<> \r\n")


def _listed(report: str) -> list[Bounce]:
    bounces: dict[str, Bounce] = {}
    for line in report.splitlines():
        for address in _ADDRESS.findall(line):
            status = _STATUS.search(line)
            code = next((g for g in status.groups() if g), "") if status else ""
            bounce = Bounce(address.lower(), " ".join(line.split()), not code.startswith("4"))
            bounces.setdefault(address.lower(), bounce)
    return list(bounces.values())
