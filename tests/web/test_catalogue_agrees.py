"""List, counts, map and files of the catalogue say the same, whatever it is narrowed down by."""

import csv
import io
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samklang.core.catalogue.selection import Selection
from samklang.core.vocabulary import municipalities
from samklang.core.vocabulary.distances import distance, points
from samklang.render.charts.geometry import outlines, project
from samklang.web.actions import catalogue as actions
from samklang.web.models import Theme
from samklang.web.queries.selected import select
from tests.web.answering_world import open_theme
from tests.web.catalogue_world import sourced
from tests.web.conftest import World

HOME = "/rapporter/norr/exempel/"
TOWNS = ["2514", "2480", "2580", "1280"]
GROUPS = ["children", "youth", "adults"]


@pytest.fixture
def records(world: World) -> dict[str, dict[str, Any]]:
    """Some thirty examples with values by chance, by name; the same each time."""
    theme = open_theme(world.network, languages=["sv"])
    chance = random.Random(3)
    made = {}
    for number in range(30):
        values: dict[str, Any] = {
            "municipalities": chance.sample(TOWNS, chance.choice([0, 1, 1, 2])),
            "groups": chance.sample(GROUPS, chance.choice([0, 1, 2])),
        }
        values["counties"] = [] if values["municipalities"] else chance.choice([[], ["25"]])
        word = chance.choice(["kaffe", "cykel", "odling"])
        one = sourced(theme, f"Exempel {number}", description=f"Vi har {word} för alla.", **values)
        made[one.name] = {**values, "text": word}
    return made


def expected(records: dict[str, dict[str, Any]], query: dict[str, list[str]]) -> set[str]:
    """The names that a query should leave, by looking at every record."""

    def fits(values: dict[str, Any]) -> bool:
        within = [municipalities()[m].county for m in values["municipalities"]]
        has = {
            "kommun": values["municipalities"],
            "lan": [*values["counties"], *within],
            "malgrupp": values["groups"],
        }
        if query.get("q") and query["q"][0] != values["text"]:
            return False
        return all(
            any(w in has[name] or (w == "okand" and not has[name]) for w in wanted)
            for name, wanted in query.items()
            if name != "q" and wanted
        )

    return {name for name, values in records.items() if fits(values)}


EVERYTHING = Path(__file__).parents[2] / "benchmarks/data/search_examples.csv"


def test_every_example_is_found_by_title_organisation_and_municipality(world: World) -> None:
    theme = open_theme(world.network, languages=["sv"])
    with EVERYTHING.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[::3]
    for row in rows:
        one = sourced(
            theme, row["title"], description=row["description"], organisation=row["organisation"],
            municipalities=[row["municipality"]],
        )  # fmt: skip
        place = municipalities()[row["municipality"]].name
        for text in (row["title"], row["organisation"], place):
            result = select(world.network, Selection(text=text), "sv")
            assert one.name in {entry.name for entry, _ in result.entries(0, 100)}, text


def some(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([*values, "okand"]), unique=True, max_size=2)


QUERIES = st.fixed_dictionaries(
    {
        "q": st.sampled_from([[], ["kaffe"], ["cykel"]]),
        "kommun": some(TOWNS),
        "lan": some(["24", "25", "12"]),
        "malgrupp": some(GROUPS),
    }
)
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=6, deadline=None, suppress_health_check=QUIET)
@given(query=QUERIES)
def test_list_counts_map_and_files_agree(
    records: dict[str, dict[str, Any]], query: dict[str, list[str]]
) -> None:
    client, names = Client(), expected(records, query)
    listed: set[str] = set()
    for page in (1, 2):
        html = client.get(HOME, {**query, "sida": page}).content.decode()
        listed |= set(re.findall(rf'<h3><a href="{HOME}([^/]+)/"', html))
    assert listed == names
    rows = list(csv.DictReader(io.StringIO(fetched(query, "csv").decode("utf-8-sig"))))
    assert {row["name"] for row in rows} == names
    assert {row["name"] for row in json.loads(fetched(query, "json"))} == names
    features = json.loads(fetched(query, "geojson"))["features"]
    assert {one["id"] for one in features} == names
    works = json.loads(fetched(query, "jsonld"))["@graph"]
    assert {work["@id"].rstrip("/").rsplit("/", 1)[1] for work in works} == names
    drawn = client.get(f"{HOME}karta/", query).content.decode()
    counts = {label: int(n) for label, n in re.findall(r">([^<]+)</a> \((\d+)\)</li>", drawn)}
    here = {
        municipalities()[code].name: many
        for code in TOWNS
        if (many := sum(code in records[name]["municipalities"] for name in names))
    }
    assert {k: n for k, n in counts.items() if not k.endswith(" län")} == here
    # What is drawn, wide and narrow, is what is listed.
    marks = {name if many == 1 else f"{name} ({many})" for name, many in here.items()}
    for svg in re.findall(r"<svg.*?</svg>", drawn, re.DOTALL):
        assert set(re.findall(r'font-weight="600"[^>]*>([^<]+)</text>', svg)) == marks
        assert svg.count("<circle") == len(here)
    assert bool(here) <= ("<svg" in drawn)
    assert counts.get("Norrbottens län", 0) == sum(bool(records[n]["counties"]) for n in names)
    for label, code in (("Barn", "children"), ("Unga", "youth")):
        count = len(expected(records, {**query, "malgrupp": [code]}))
        number = re.search(rf"<span>{label} <span class=\"numbers\">\((\d+)\)", html)
        assert (int(number[1]) if number else 0) == count


def fetched(query: dict[str, list[str]], form: str) -> bytes:
    answer = Client().get(f"{HOME}exempel.{form}", query)
    assert answer.status_code == 200
    return answer.content


# What schema.org has for a CreativeWork, of which these files use no more.
WORK = {"@id", "@type", "url", "name", "abstract", "description", "inLanguage", "dateModified",
        "keywords", "sourceOrganization", "contributor", "temporalCoverage", "spatialCoverage",
        "citation", "license"}  # fmt: skip


@pytest.fixture
def theme(world: World) -> Theme:
    return open_theme(world.network, languages=["sv"])


def test_a_file_holds_no_formula_and_no_private_field(theme: Theme) -> None:
    one = sourced(theme, "=HYPERLINK(1)", organisation="@SUM(A1)")
    one.owner_email = "hemlig@exempel.se"
    one.save()
    text = fetched({}, "csv").decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(text)))
    assert (row["title"], row["organisation"]) == ("'=HYPERLINK(1)", "'@SUM(A1)")
    for form in ("csv", "json", "geojson", "jsonld"):
        assert b"hemlig" not in fetched({}, form)


def test_jsonld_is_schema_org(theme: Theme) -> None:
    one = sourced(
        theme, "Fritidsbank", municipalities=["2514"], organisation="Kalix IF", begun=2019,
        licence="CC-BY-4.0", partners=[{"name": {"sv": "Kalix kommun", "en": ""}}],
    )  # fmt: skip
    answer = Client().get(f"{HOME}{one.name}.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    body = json.loads(answer.content)
    assert body["@context"] == "https://schema.org"
    (work,) = body["@graph"]
    assert set(work) <= WORK
    assert (work["@type"], work["name"]) == ("CreativeWork", "Fritidsbank")
    assert work["temporalCoverage"] == "2019/.."
    assert work["spatialCoverage"][0]["geo"]["@type"] == "GeoCoordinates"
    assert work["license"] == "https://creativecommons.org/licenses/by/4.0/"
    actions.withdraw_example(one, by=None)
    assert Client().get(f"{HOME}{one.name}.jsonld").status_code == 410
    assert json.loads(fetched({}, "jsonld"))["@graph"] == []
    assert fetched({}, "csv").startswith(b"\xef\xbb\xbfname,address,title,")


def test_files_that_are_not_there(theme: Theme) -> None:
    assert Client().get(f"{HOME}exempel.exe").status_code == 404
    assert Client().get(f"{HOME}finns-inte.jsonld").status_code == 404


def test_points_are_where_the_map_has_them() -> None:
    shapes = {one.code: one.middle for one in outlines(("24", "25"))}
    for code, (east, north) in shapes.items():
        at = project(*points()[code])
        assert abs(at[0] - east) < 20
        assert abs(at[1] - north) < 20
    assert set(points()) == set(municipalities())
    assert 180 < distance("2480", "2580") < 260


def test_similar_examples_share_rare_words_and_values(theme: Theme) -> None:
    first = sourced(theme, "Cykelköket", description="Man lagar sin cykel med lånade verktyg.")
    sourced(theme, "Verkstaden", description="Här lagar unga sin cykel med lånade verktyg.")
    for number in range(6):
        sourced(theme, f"Kaffe {number}", description="Vi dricker kaffe.")
    text = Client().get(f"{HOME}{first.name}/").content.decode()
    assert re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", text) == ["Verkstaden"]
