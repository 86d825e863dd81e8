"""Scales: the usual answers in their order, in Swedish and English, as options should stand."""

import re
from collections.abc import Collection, Mapping, Sequence

SCALES: tuple[tuple[str, ...], ...] = (
    ("stämmer inte alls", "stämmer dåligt", "stämmer delvis", "stämmer bra", "stämmer helt"),
    ("stämmer inte alls", "stämmer ganska dåligt", "stämmer ganska bra", "stämmer helt"),
    (
        "instämmer inte alls",
        "instämmer till liten del",
        "instämmer delvis",
        "instämmer i stort",
        "instämmer till stor del",
        "instämmer helt",
    ),
    (
        "inte alls",
        "i mycket liten utsträckning",
        "i liten utsträckning",
        "i viss utsträckning",
        "i stor utsträckning",
        "i mycket stor utsträckning",
    ),
    (
        "inte alls",
        "i mycket låg grad",
        "i låg grad",
        "i viss grad",
        "i hög grad",
        "i mycket hög grad",
    ),
    (
        "inte alls viktigt",
        "inte viktigt",
        "oviktigt",
        "mindre viktigt",
        "ganska viktigt",
        "viktigt",
        "mycket viktigt",
    ),
    ("mycket liten", "liten", "mellan", "medel", "medelstor", "stor", "mycket stor"),
    ("små", "mellan", "medelstora", "stora"),
    ("dagar", "veckor", "månader", "år"),
    ("aldrig", "mer sällan", "varje år", "varje månad", "varje vecka", "varje dag"),
    ("aldrig", "mer sällan", "årligen", "månadsvis", "veckovis", "dagligen"),
    (
        "tar helt avstånd",
        "tar delvis avstånd",
        "varken eller",
        "instämmer delvis",
        "instämmer helt",
    ),
    (
        "mycket dåligt",
        "ganska dåligt",
        "dåligt",
        "varken bra eller dåligt",
        "varken eller",
        "ganska bra",
        "bra",
        "mycket bra",
    ),
    (
        "mycket missnöjd",
        "ganska missnöjd",
        "missnöjd",
        "varken nöjd eller missnöjd",
        "varken eller",
        "ganska nöjd",
        "nöjd",
        "mycket nöjd",
    ),
    ("aldrig", "mycket sällan", "sällan", "ibland", "ofta", "mycket ofta", "alltid"),
    ("inte alls", "lite", "något", "delvis", "ganska mycket", "mycket", "helt"),
    (
        "mycket färre",
        "färre",
        "något färre",
        "ungefär lika många",
        "lika många",
        "något fler",
        "fler",
        "mycket fler",
    ),
    ("ja", "delvis", "nej", "vet ej", "vet inte"),
    (
        "strongly disagree",
        "disagree",
        "somewhat disagree",
        "neutral",
        "neither agree nor disagree",
        "neither agree or disagree",
        "somewhat agree",
        "agree",
        "strongly agree",
    ),
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    (
        "never",
        "rarely",
        "seldom",
        "occasionally",
        "sometimes",
        "often",
        "very often",
        "frequently",
        "usually",
        "always",
    ),
    ("never", "less often", "yearly", "monthly", "weekly", "daily"),
    ("days", "weeks", "months", "years"),
    ("none", "beginner", "intermediate", "advanced", "expert"),
    ("very small", "small", "medium", "medium-sized", "large", "very large"),
    (
        "very unimportant",
        "not important",
        "unimportant",
        "somewhat unimportant",
        "neither important nor unimportant",
        "neither important nor unimportant (neutral)",
        "somewhat important",
        "important",
        "very important",
        "extremely important",
    ),
    ("very poor", "poor", "fair", "good", "very good", "excellent"),
    ("not at all", "slightly", "somewhat", "moderately", "very", "extremely"),
    (
        "very unfavorably",
        "somewhat unfavorably",
        "neither favorably nor unfavorably (neutral)",
        "somewhat favorably",
        "very favorably",
    ),
    ("yes", "partly", "maybe", "no", "don't know", "do not know"),
)
# Options that begin with a number, or with a word or sign that says which side of it they are.
_LESS = ("<", "≤", "under", "färre än", "mindre än", "högst", "below", "less than", "fewer than")
_MORE = (">", "≥", "över", "fler än", "mer än", "minst", "over", "more than", "above", "at least")
_RANGE = re.compile(
    rf"(?P<side>{'|'.join((*_LESS, *_MORE))})?(?:\s*[$€£])?\s*"
    r"(?P<number>\d+(?:[ ,.]\d{3})*)(?![\d/.:])"
)
_NUMBER = re.compile(r"-?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)")
LONGEST = 40
# These end a scale wherever they stand.
APART = (
    *("vet ej", "vet inte", "ingen åsikt", "inte aktuellt", "ej aktuellt", "ingen uppfattning"),
    *("kan inte bedöma", "vill inte svara", "vill ej svara", "vill inte uppge"),
    *("don't know", "do not know", "no opinion", "n/a", "not applicable", "unfamiliar (n/a)"),
    *("prefer not to answer", "prefer not to say"),
)
# What stands last among answers that have no order of their own: what is none of the others.
_LAST = re.compile(
    r"(annat|annan|andra|övrigt|övriga|other|something else|ing(en|et|a) av|none of|n/a\b)", re.I
)


def stands_last(option: str) -> bool:
    """Whether an answer says that it is none of the others, or that there is none."""
    return option.casefold() in APART or bool(_LAST.match(option))


def in_order(options: Collection[str]) -> tuple[str, ...]:
    """The options in the order of a scale that has all of them; () where none has."""
    # A program writes names without blanks, "stämmer_helt".
    plain = {option: option.strip().casefold().replace("_", " ") for option in options}
    apart = [o for o, text in plain.items() if text in APART]
    for scale in SCALES:
        inside = [o for o, text in plain.items() if text in scale]
        if inside and set(inside) | set(apart) == set(options):
            ranked = sorted(inside, key=lambda o: (plain[o] in APART, scale.index(plain[o])))
            return (*ranked, *(o for o in apart if o not in ranked))
    numbers = {o: float(t.replace(",", ".")) for o, t in plain.items() if _NUMBER.fullmatch(t)}
    if numbers and set(numbers) == set(options):
        return tuple(sorted(numbers, key=numbers.__getitem__))
    return _ranges({o: t for o, t in plain.items() if o not in apart}, apart)


def _ranges(plain: Mapping[str, str], apart: Sequence[str]) -> tuple[str, ...]:
    """Options that begin with numbers, as "18–29", "> 60" or "1 (not at all)", by number."""
    matches = {option: _RANGE.match(text) for option, text in plain.items()}
    if len(matches) < 2 or not all(matches.values()) or any(len(o) > LONGEST for o in matches):
        return ()
    order = {
        option: (float(re.sub(r"[ ,.]", "", match["number"])), _side(match["side"] or ""))
        for option, match in matches.items()
        if match
    }
    if len(set(order.values())) < len(order):
        return ()
    return (*sorted(order, key=order.__getitem__), *apart)


def _side(word: str) -> int:
    """Less than a number stands before what begins at it, and more than it after."""
    return -1 if word in _LESS else 1 if word else 0
