"""How to read: what the marks and words beside a number mean, told and shown on an example."""

from collections.abc import Iterator, Mapping

from samklang.core.document.method_box import Fact, Reading, ReadingChart
from samklang.core.figures.design_words import confidence_text
from samklang.core.figures.material import Material
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language

# The invented numbers of the example, in per cent.
SHARE, INTERVAL, BAND = 60, (47, 72), (41, 77)
ANSWERED, CHOSE = 20, 12


def how_to_read(
    material: Material, language: Language, *, withheld: bool, office: bool = False
) -> Reading:
    """What share, base, interval, band and withheld numbers are, those that the report has.

    withheld: whether it withholds any number. office: of the charts that office programs draw.
    """
    facts = _facts(material, language, withheld=withheld, office=office)
    return Reading(
        title=phrase(language, "report.reading_title"),
        facts=tuple(_labelled(facts, language)),
        short=tuple(
            _labelled({name: _short(name, material, language) for name in facts}, language)
        ),
        chart=_chart(material, language, withheld=withheld, office=office),
    )


def _facts(
    material: Material, language: Language, *, withheld: bool, office: bool
) -> dict[str, str]:
    # Their band lies below the bar, with the interval above it.
    marks = "_office" if office and _banded(material) else ""
    design = material.theme.design
    said = {name: phrase(language, f"report.reading_{name}_is") for name in ("share", "base")}
    shown = _shares(material) or _values(material)
    if shown and not _everybody(material):
        said["interval"] = phrase(
            language,
            f"report.reading_interval_{'open' if _open(material) else 'is'}",
            confidence=confidence_text(design.confidence, language),
            mark=phrase(language, f"report.reading_interval_mark{marks}"),
        )
    if shown and _banded(material):
        odds = numbers.decimal(design.sensitivity, 1, language)
        mark = phrase(language, f"report.reading_band_mark{marks}")
        said["band"] = phrase(language, "report.reading_band_is", gamma=odds, mark=mark)
    if withheld:
        threshold = material.theme.disclosure.threshold
        said["withheld"] = phrase(
            language, "report.reading_withheld_is", threshold=threshold, most=threshold - 1
        )
    if not _shares(material):
        del said["share"]
    return said


def _short(name: str, material: Material, language: Language) -> str:
    if name == "interval" and _open(material):
        name = "open"
    threshold = material.theme.disclosure.threshold
    values: Mapping[str, dict[str, object]] = {
        "interval": {"confidence": confidence_text(material.theme.design.confidence, language)},
        "withheld": {"threshold": threshold, "most": threshold - 1},
    }
    return phrase(language, f"report.reading_short_{name}", **values.get(name, {}))


def _labelled(texts: Mapping[str, str], language: Language) -> Iterator[Fact]:
    for name, text in texts.items():
        yield Fact(phrase(language, f"report.reading_{name}"), text)


def _chart(
    material: Material, language: Language, *, withheld: bool, office: bool
) -> ReadingChart | None:
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
    alt += [said(f"alt_band{'_office' if office else ''}", **ends(BAND))] if band else []
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
        below=office,
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
