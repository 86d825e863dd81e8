"""Quotes: the spans that a person has released, one per organisation and factor."""

from collections import Counter
from collections.abc import Iterable

from samklang.core.coding.codings import Coding
from samklang.core.disclosure.released import ReleasedQuote
from samklang.core.survey.responses import Responses
from samklang.core.theme.register import Register


def release_quotes(
    codings: Iterable[Coding],
    responses: Responses,
    register: Register | None,
    *,
    threshold: int,
) -> tuple[ReleasedQuote, ...]:
    """The released spans in the order of codings.csv.

    Only the first released span of a response under a code and valence is given, so that one
    organisation does not speak twice. The county is named only where it has at least `threshold`
    members.
    """
    members = register.by_id() if register else {}
    per_county = Counter(m.groups.get("county", "") for m in members.values())
    member_of = {r.id: r.member for r in responses}
    given: set[tuple[str, str, str]] = set()
    quotes: list[ReleasedQuote] = []
    for coding in codings:
        key = (coding.response, coding.code, coding.valence)
        if not coding.released or key in given:
            continue
        given.add(key)
        member = members.get(member_of.get(coding.response, ""))
        county = member.groups.get("county", "") if member else ""
        quotes.append(
            ReleasedQuote(
                code=coding.code,
                valence=coding.valence,
                text=coding.quote or coding.text,
                translation=coding.quote_en,
                county=county if per_county[county] >= threshold else "",
                name=coding.attribution,
                id=coding.id,
            )
        )
    return tuple(quotes)
