"""Scales: the usual answers in their order, in Swedish and English, as options should stand."""

from collections.abc import Collection

SCALES: tuple[tuple[str, ...], ...] = (
    ("stämmer inte alls", "stämmer dåligt", "stämmer delvis", "stämmer bra", "stämmer helt"),
    ("stämmer inte alls", "stämmer ganska dåligt", "stämmer ganska bra", "stämmer helt"),
    ("instämmer inte alls", "instämmer delvis", "instämmer i stort", "instämmer helt"),
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
    ("aldrig", "sällan", "ibland", "ofta", "alltid"),
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
        "somewhat agree",
        "agree",
        "strongly agree",
    ),
    ("very dissatisfied", "dissatisfied", "neutral", "satisfied", "very satisfied"),
    ("never", "rarely", "sometimes", "often", "always"),
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
# These end a scale wherever they stand.
APART = (
    *("vet ej", "vet inte", "ingen åsikt", "inte aktuellt", "ej aktuellt"),
    *("don't know", "do not know", "no opinion", "n/a", "not applicable", "unfamiliar (n/a)"),
)


def in_order(options: Collection[str]) -> tuple[str, ...]:
    """The options in the order of a scale that has all of them; () where none has."""
    plain = {option: option.strip().casefold() for option in options}
    apart = [o for o, text in plain.items() if text in APART]
    for scale in SCALES:
        inside = [o for o, text in plain.items() if text in scale]
        if inside and set(inside) | set(apart) == set(options):
            ranked = sorted(inside, key=lambda o: (plain[o] in APART, scale.index(plain[o])))
            return (*ranked, *(o for o in apart if o not in ranked))
    numbers = {o: float(t.replace(",", ".")) for o, t in plain.items() if _number(t)}
    if numbers and set(numbers) == set(options):
        return tuple(sorted(numbers, key=numbers.__getitem__))
    return ()


def _number(text: str) -> bool:
    return text.replace(",", ".", 1).replace(".", "", 1).lstrip("-").isdigit()
