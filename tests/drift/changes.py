"""Drift: a text that changed though nothing that it draws on did."""

from collections.abc import Iterator, Mapping

from samklang.core.language.phrases import phrase
from tests.drift.expected import projection
from tests.drift.readers import PART_OF, Form, plain
from tests.drift.truth import Truth


def drifted(
    before: tuple[Truth, Mapping[str, Form]], after: tuple[Truth, Mapping[str, Form]]
) -> Iterator[str]:
    """Every text that changed though nothing that it draws on did."""
    (old, was), (new, now) = before, after
    one, other = projection(old.made), projection(new.made)
    touched = {part for part in one if one[part] != other[part]}
    old_status, new_status = old.status(), new.status()
    statuses = {PART_OF[key[0]] for key in old_status if old_status[key] != new_status.get(key)}
    # The same share stands last in the figure over time.
    statuses |= {"part-kappa"} if "part-alfa" in statuses else set()
    if statuses:
        # The method box says how much is withheld.
        touched |= {"part-people", *statuses}
    if "part-theta" in touched:
        # So it does how many open answers are coded.
        touched.add("part-people")
    renamed = {
        old.made.label(name, language): new.made.label(name, language)
        for name in new.made.labels
        for language in ("sv", "en")
    }
    for name, form in was.items():
        for part in sorted({*form.texts, *now[name].texts}):
            if part in touched or (part not in one and touched & LISTED.get(part, set())):
                continue
            old_text = [_renamed(text, renamed) for text in form.texts.get(part, [])]
            new_text = now[name].texts.get(part, [])
            if name == "share" and ON_PICTURES & new.made.labels.keys():
                old_text, new_text = (
                    [text for text in texts if not text.startswith("share/")]
                    for texts in (old_text, new_text)
                )
            if renamed and name.endswith(".pdf") and part != "alt":
                # Longer words stand elsewhere on the page, and are then read in another order.
                old_text, new_text = (
                    [" ".join(sorted(text.split())) for text in texts]
                    for texts in (old_text, new_text)
                )
            gone = [text for text in old_text if text not in new_text]
            come = [text for text in new_text if text not in old_text]
            if old_text != new_text and not gone and not come:
                gone, come = old_text, new_text
            if part == "alt":
                gone = [text for text in gone if _figure_part(text, new) not in {*touched, READING}]
                come = [text for text in come if _figure_part(text, new) not in {*touched, READING}]
            elif part == "notes" and touched:
                continue
            elif part in ("all", "opening") and was["front"].texts != now["front"].texts:
                # The summary on one page and the main results are made of what the front pages say.
                continue
            if gone or come:
                yield f"{name} {part or 'outside'}: {gone[:2]} became {come[:2]}"


# The example of how to read a chart: it has the marks that the report has, of whichever figure.
READING = "reading"
# What every picture to share says; the picture itself has then changed too.
ON_PICTURES = {"network", "title"}


def _figure_part(alternative: str, truth: Truth) -> str:
    """The section of the figure that a text alternative describes."""
    if {"sv": "Linjediagram", "en": "Line chart"}[truth.language] in alternative:
        return "part-kappa"
    if phrase(truth.language, "report.reading_about") in alternative:
        return READING
    for question in ("alfa", "eta", "beta", "gamma", "delta", "zeta"):
        if f": {truth.made.label(question, truth.language)}" in alternative:
            return f"part-{question}"
    return "part-theta" if "%" in alternative else "part-example"


# What stands outside the sections and says something of them: of examples, their names; of all,
# how many took part.
LISTED: dict[str, set[str]] = {
    # What all notes on evidence have in common says how many took part.
    "": {"part-example", "part-people"},
    "about": {"part-people"},
    "opening": {"part-people"},
    "listing": {"part-example"},
    # How many rows each table has, and how many examples there are.
    "described": {"part-people", "part-example", "part-kappa"},
}


def _renamed(text: str, renamed: Mapping[str, str]) -> str:
    for old, new in renamed.items():
        text = text.replace(old, new)
    return plain(text)
