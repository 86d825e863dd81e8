"""The examples of benchmarks.search: those of the queries, and any number like them."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data"
NETWORK = "sok"


@dataclass(frozen=True)
class Query:
    """A query, its kind, and the names of the examples it should find."""

    kind: str
    text: str
    relevant: frozenset[str]


def queries() -> list[Query]:
    """The queries with what they should find."""
    with (DATA / "search_queries.csv").open(encoding="utf-8") as file:
        return [
            Query(row["kind"], row["query"], frozenset(row["relevant"].split()))
            for row in csv.DictReader(file)
        ]


def invented() -> list[dict[str, str]]:
    """The invented examples, as they stand in the file."""
    with (DATA / "search_examples.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def record(row: dict[str, str], number: int = 0) -> dict[str, object]:
    """A row as an example's record; by its number it has values of the facets too."""
    from samklang.core.vocabulary.terms import shipped
    from samklang.web.queries.catalogue import blank

    chosen = {
        name: [codes[(number * step) % len(codes)]] if number % 7 else []
        for name, step in (("fields", 3), ("groups", 5), ("forms", 7), ("goals", 11))
        for codes in [list(shipped(name))]  # type: ignore[arg-type]
    }
    return {
        **blank(),
        **chosen,
        "title": {"sv": row["title"], "en": ""},
        "description": {"sv": row["description"], "en": ""},
        "organisation": row["organisation"],
        "municipalities": [row["municipality"]],
        "sources": [{"url": "https://exempel.se/"}],
        "summary": {"sv": "", "en": ""},
    }


def many(size: int) -> Iterator[dict[str, str]]:
    """Examples put together of the sentences, titles and words of the invented ones."""
    from samklang.core.vocabulary import municipalities

    chance = random.Random(7)
    rows, towns = invented(), sorted(municipalities())
    sentences = [s + "." for r in rows for s in r["description"].rstrip(".").split(". ")]
    words = sorted({w.strip(".,").lower() for s in sentences for w in s.split() if len(w) > 5})
    for number in range(size):
        first, last = chance.choice(words), chance.choice(words)
        yield {
            "id": f"x{number}",
            "title": f"{chance.choice(rows)['title']} {first}{last}",
            "organisation": chance.choice(rows)["organisation"],
            "municipality": chance.choice(towns),
            "description": " ".join(chance.sample(sentences, 4)) + f" {last}{first} {number}.",
        }


def fill(rows: Iterator[dict[str, str]] | list[dict[str, str]]) -> None:
    """Puts examples into the network's theme, published, and indexes all."""
    from samklang.core.language.wording import Wording
    from samklang.web.actions.reindexing import reindex
    from samklang.web.models import Example, Network, Theme
    from samklang.web.models.sql import insert_all

    network, _ = Network.objects.get_or_create(address=NETWORK, name="Söknätverket")
    theme, _ = Theme.objects.get_or_create(
        network=network, address="t", title=Wording("Tema"), languages=["sv"]
    )
    made = [
        Example(
            theme=theme,
            name=row["id"],
            origin="sources",
            stage="published",
            record=record(row, number if row["id"][0] == "x" else 0),
        )
        for number, row in enumerate(rows)
    ]
    for start in range(0, len(made), 500):
        insert_all(Example, made[start : start + 500])
    reindex()
