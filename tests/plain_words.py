"""Words that no page on the road from members to a report has, and the words of a page."""

import re

from lxml import html

# What a network's developer need not know: formats, the inside of a file, and how a text is marked.
JARGON = re.compile(
    r"markdown|yaml|\bjson\b|xlsform|\bcsl\b|\broll(en|er|erna)?\b|\broles?\b|direktiv|\bdirective"
    r"|paket|\bpackage|\bfrys|\bfryst|\bfreeze|\bfrozen|\bbygg(a|er|d|t|e|et|en)\b(?! på)"
    r"|\bbuild(?!s on)|checksumma|kontrollsumma|\bchecksum|\bhash|oddskvot|\bodds ratio|\bpayload"
    r"|:::|\{[a-z-]+\}`|`[^`]+`|\b\w+=\w+\b",
    re.IGNORECASE,
)


def page_words(page: str) -> str:
    """What staff see or hear of a page; a report that is shown within it has words of its own."""
    body = html.fromstring(page).find("body")
    hidden = [*body.find_class("report"), *body.iter("template", "textarea", "script", "style")]
    for part in hidden:
        part.drop_tree()
    said = [node.get(name) or "" for node in body.iter() for name in ("aria-label", "title")]
    return " ".join(" ".join([body.text_content(), *said]).split())
