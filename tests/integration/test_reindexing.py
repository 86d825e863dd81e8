"""An index made anew is the one that publishing makes, row for row, on both engines."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from samklang.core.language.wording import Wording
from tests.fresh_site import fresh_site
from tests.operations_world import Site
from tests.postgresql_server import postgresql_server

# What is not the same: when a row was last saved, and rows' own keys.
OWN = {"id", "changed_at"}


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_an_index_made_anew_is_the_one_that_publishing_makes(tmp_path: Path, engine: str) -> None:
    if engine == "sqlite":
        fresh_site(tmp_path)
        _same(tmp_path, "")
        return
    with postgresql_server(migrated=True) as address:
        _same(tmp_path, address)


def _same(folder: Path, address: str) -> None:
    published, anew, afresh = Site(folder, address).step(module=__name__)
    assert len(published["entries"]) == 3
    assert len(published["words"]) > 20
    assert published["found"] == {"fritidsbank": ["x1"], "skidor": ["x1", "x3"], "zebra": []}
    assert anew == published
    assert afresh == published


def main() -> None:
    """The catalogue as publishing makes it, made anew over it, and made where nothing is left."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "samklang.site.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from samklang.web.actions.reindexing import reindex
    from samklang.web.models import CatalogueEntry, Example, Network, Theme
    from tests.web.catalogue_world import sourced

    call_command("migrate", interactive=False, verbosity=0)
    network = Network.objects.create(address="norr", name="Norra nätverket")
    theme = Theme.objects.create(
        network=network, address="t", title=Wording('Te"ma\\'), languages=["sv"]
    )
    said = [
        "Skidor och\tskor,\n'till' \"låns\".",
        "Odling \\N {a,b} \\. på torget",
        "Vi lagar skidor",
    ]
    for number, title in enumerate(("Fritidsbank", "Ängens brukare 🌱", "Skidverkstad"), 1):
        example = sourced(theme, title, description=said[number - 1], municipalities=["2514"])
        Example.objects.filter(pk=example.pk).update(name=f"x{number}")
    published = _catalogue(network)
    reindex()
    anew = _catalogue(network)
    CatalogueEntry.objects.all().delete()
    reindex()
    print(json.dumps([published, anew, _catalogue(network)]))


def _catalogue(network: Any) -> dict[str, Any]:
    from django.db import connection

    from samklang.core.catalogue.selection import Selection
    from samklang.web.models import CatalogueEntry, CatalogueWord
    from samklang.web.queries.entries import forget
    from samklang.web.queries.selected import select

    forget()

    def found(text: str) -> list[str]:
        result = select(network, Selection(text=text), "sv")
        return sorted(entry.example.name for entry, _ in result.entries(0, 9))

    def rows(model: Any) -> list[dict[str, Any]]:
        every = [
            {k: vars(v) if isinstance(v, Wording) else v for k, v in row.items() if k not in OWN}
            for row in model.objects.values()
        ]
        return sorted(every, key=lambda row: json.dumps(row, sort_keys=True))

    entries = rows(CatalogueEntry)
    for entry in entries:
        # Addresses are of random names here, and numbers of changes go on.
        for name in ("name", "changed"):
            del entry[name]
        entry["record"].pop("id")
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, "catalogue_search")
    return {
        "entries": entries,
        "found by": sorted(constraints),
        "words": rows(CatalogueWord),
        "found": {text: found(text) for text in ("fritidsbank", "skidor", "zebra")},
    }


if __name__ == "__main__":
    sys.exit(main())
