"""The opening: who answered and the main results, before the sections they are gathered from."""

from samklang.core.document.blocks import Block, KeyFigures, Listing
from samklang.core.document.document import Document, Section
from samklang.core.document.inline import Run, Text, Value
from samklang.core.figures.material import Material
from samklang.core.figures.values import response_rate
from samklang.core.language import numbers
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.report.summary import summary


def opening(document: Document, lead: Text, *, id_: str) -> Section | None:
    """The main numbers and points of a document; None where it has neither. id_: its address."""
    summary_of = summary(document)
    blocks: list[Block] = []
    if summary_of.headlines:
        blocks.append(KeyFigures(summary_of.headlines))
    if summary_of.points:
        blocks.append(Listing(summary_of.points))
    if not blocks:
        return None
    return Section(id_, phrase(document.language, "site.key_figures"), lead, tuple(blocks))


def opening_lead(material: Material, language: Language, *, evidence: str) -> Text:
    """ "32 av 43 medlemmar (74 %) svarade på enkäten …", with the number as a value.

    evidence: id of what the count of those who answered rests on.
    """
    took_part, rate = material.participation, response_rate(material)
    if took_part.invited is None or rate is None:
        key, count = "open", numbers.integer(took_part.answered, language)
    else:
        key = "drawn" if took_part.population is not None else "asked"
        count = phrase(
            language,
            f"report.opening_count_{key}",
            answered=took_part.answered,
            invited=took_part.invited,
            rate=numbers.percent(rate, language),
        )
    before, _, after = phrase(language, f"report.opening_{key}", count="\n").partition("\n")
    parts = (Run(before), Value(count, "", evidence), Run(after))
    return tuple(part for part in parts if part.text)
