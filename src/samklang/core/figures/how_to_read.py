"""How to read: what the marks and words beside a number mean, told and shown on an example."""

from samklang.core.document.method_box import Fact, ReadingChart
from samklang.core.figures.design_words import confidence_text
from samklang.core.figures.material import Material
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language

# The invented numbers of the example, in per cent.
SHARE, INTERVAL, BAND = 60, (47, 72), (41, 77)
ANSWERED, CHOSE = 20, 12


def reading(material: Material, language: Language, *, withheld: bool) -> tuple[Fact, ...]:
    """What share, base, interval, band and withheld numbers are, those that the report has.

    withheld: whether it withholds any number.
    """
    design = material.theme.design
    said = {name: phrase(language, f"report.reading_{name}_is") for name in ("share", "base")}
    shown = _shares(material) or _values(material)
    if shown and not _everybody(material):
        said["interval"] = phrase(
            language,
            f"report.reading_interval_{'open' if _open(material) else 'is'}",
            confidence=confidence_text(design.confidence, language),
        )
    if shown and _banded(material):
        odds = numbers.decimal(design.sensitivity, 1, language)
        said["band"] = phrase(language, "report.reading_band_is", gamma=odds)
    if withheld:
        threshold = material.theme.disclosure.threshold
        said["withheld"] = phrase(
            language, "report.reading_withheld_is", threshold=threshold, most=threshold - 1
        )
    if not _shares(material):
        del said["share"]
    return tuple(
        Fact(phrase(language, f"report.reading_{name}"), text) for name, text in said.items()
    )


def reading_chart(material: Material, language: Language, *, withheld: bool) -> ReadingChart | None:
    """An example with the marks that the report's charts have; None where it has no shares."""
    if not _shares(material):
        return None

    def said(name: str, **values: object) -> str:
        return phrase(language, f"report.reading_{name}", **values)

    def ends(pair: tuple[int, int]) -> dict[str, object]:
        low, high = pair
        return {"low": low, "high": numbers.percent(high, language)}

    threshold = material.theme.disclosure.threshold
    interval, band = not _everybody(material), _banded(material)
    alt = [reading_words(language)]
    alt += [said("alt_interval", **ends(INTERVAL))] if interval else []
    alt += [said("alt_band", **ends(BAND))] if band else []
    alt += [said("alt_withheld", threshold=threshold)] if withheld else []
    return ReadingChart(
        about=said("about"),
        shown=said("shown"),
        share=said("share"),
        base=said("base_of", answered=ANSWERED),
        interval=said("interval") if interval else "",
        band=said("band") if band else "",
        withheld=said("other") if withheld else "",
        hidden=said("withheld") if withheld else "",
        threshold=threshold,
        alt=" ".join(alt),
    )


def reading_words(language: Language) -> str:
    """How the words of the example for those who cannot see it begin, in every report."""
    share = numbers.percent(SHARE, language)
    return phrase(language, "report.reading_alt", share=share, answered=ANSWERED)


def _shares(material: Material) -> bool:
    tables = material.tables.values()
    return any(c.share is not None for table in tables for row in table.rows for c in row.cells)


def _values(material: Material) -> bool:
    tables = material.tables.values()
    return any(c.value is not None for table in tables for row in table.rows for c in row.cells)


def _open(material: Material) -> bool:
    return material.participation.invited is None


def _everybody(material: Material) -> bool:
    took_part = material.participation
    return took_part.population is None and took_part.answered == took_part.invited


def _banded(material: Material) -> bool:
    return not _everybody(material) and not _open(material)
