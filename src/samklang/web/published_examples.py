"""Examples of published reports, read from the table that a build wrote beside its pages."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from samklang.core.language.alphabet import sort_key
from samklang.core.language.wording import Language
from samklang.web.actions.building import built_file
from samklang.web.models import Publication

TABLE = "data/examples.csv"


@dataclass(frozen=True)
class PublishedExample:
    """An example as a reader of the network's page sees it.

    organisation, place: '' where they are not known. page: where it stands in its edition.
    """

    edition: Publication
    title: str
    organisation: str
    place: str
    provenance: str
    page: str


def published_examples(
    editions: Iterable[Publication], language: Language
) -> list[PublishedExample]:
    """The examples of the editions in one language, by title in the alphabet's order.

    A report that lacks the language gives them in Swedish.
    """
    examples = []
    for edition in editions:
        path = built_file(edition.build.folder, TABLE)
        if path is None:
            continue
        spoken = edition.theme.spoken_in(language)
        for id_, title, organisation, place, provenance in _table(path, spoken):
            page = f"{spoken}/report.html#example-{id_}"
            examples.append(PublishedExample(edition, title, organisation, place, provenance, page))
    return sorted(examples, key=lambda example: sort_key(example.title))


# What a build wrote never changes, and each has a folder of its own.
@lru_cache(maxsize=64)
def _table(path: Path, language: Language) -> tuple[tuple[str, ...], ...]:
    columns = ("example", f"title_{language}", "organisation", f"place_{language}",
               f"provenance_{language}")  # fmt: skip
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    # The table marks with an apostrophe what a spreadsheet would take for a formula.
    return tuple(tuple((row.get(c) or "").removeprefix("'") for c in columns) for row in rows)
