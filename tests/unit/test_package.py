"""The theme package: written and read back, frozen, and described by its schemas."""

import json
import tracemalloc
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samklang.core.faults import FaultyInput
from samklang.core.survey.responses import Missing, Response, Responses
from samklang.core.vocabulary import counties, municipalities
from samklang.package import table
from samklang.package.read import read
from samklang.package.schema import schemas, write_schemas
from samklang.package.web import is_web_address, web_address
from samklang.package.write import freeze, texts, write
from samklang.package.yaml_text import load
from tests.small_package import small_package

THEMES = Path(__file__).parents[2] / "themes"


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    package = read(small_package(tmp_path / "prov"))
    write(package, tmp_path / "copy")
    assert replace(read(tmp_path / "copy"), hash=package.hash) == package


def test_the_demo_theme_is_written_and_read_back(tmp_path: Path) -> None:
    package = read(THEMES / "social-innovation-i-norr")
    write(package, tmp_path / "copy")
    assert replace(read(tmp_path / "copy"), hash=package.hash) == package


def test_a_large_table_takes_little_memory() -> None:
    """Cells that are alike are held once, and no row is a dictionary until it is read."""
    header = [f"q{i}" for i in range(30)]
    text = table.write(header, [[f"option-{(r + q) % 5}" for q in range(30)] for r in range(3000)])
    tracemalloc.start()
    try:
        found, _ = table.read(text, "responses.csv")
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found is not None
    assert next(iter(found.rows))[1] == {f"q{q}": f"option-{q % 5}" for q in range(30)}
    assert held / 3000 < 500  # bytes; a text for every cell takes 1 800, a dictionary 1 200 more


answer_texts = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=30
).filter(lambda text: text.strip())


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(words=st.lists(answer_texts, min_size=1, max_size=4))
def test_any_answer_survives_the_way_out_and_in(words: list[str], tmp_path: Path) -> None:
    """Formula marks, quotes, line breaks, exclamation marks: the text comes back as it was."""
    base = read(small_package(tmp_path / "prov"))
    rows = list(base.responses)
    for number, text in enumerate(words):
        answers = {**rows[number].answers, "q5": text}
        rows[number] = replace(rows[number], answers=answers)
    package = replace(base, responses=Responses(tuple(rows)), codings=())
    found, faults = table.read(texts(package)["responses.csv"], "responses.csv")
    assert faults == ()
    assert found is not None
    from samklang.package.rows import responses

    again, _, wrong = responses(found, package.questionnaire)
    assert wrong == []
    assert again == package.responses


@pytest.mark.parametrize(
    "text", ["=1+1", "+46 70", "-nej", "@a", "\tx", "'a", "''", "a", "-5", "+3,5"]
)
def test_a_cell_is_escaped_and_read_back(text: str) -> None:
    cell = table.escape(text)
    assert table.unescape(cell) == text
    assert not cell.startswith(("=", "@", "\t"))


def test_a_frozen_package_is_read_until_it_is_changed(tmp_path: Path) -> None:
    folder = small_package(tmp_path / "prov")
    before = read(folder).hash
    freeze(folder)
    assert read(folder).hash == before
    (folder / "theme.yaml").write_text((folder / "theme.yaml").read_text() + "\n")
    with pytest.raises(FaultyInput, match="was changed after"):
        read(folder)


def test_the_hash_is_of_the_content(tmp_path: Path) -> None:
    one = read(small_package(tmp_path / "a")).hash
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "notes.txt").write_text("not a part of the package")
    assert read(small_package(tmp_path / "b")).hash == one
    other = small_package(tmp_path / "c", marker="x")
    assert read(other).hash != one


def test_freezing_a_broken_package_leaves_its_manifest(tmp_path: Path) -> None:
    folder = small_package(tmp_path / "prov")
    freeze(folder)
    manifest = (folder / "manifest.json").read_bytes()
    (folder / "theme.yaml").write_text("title: broken")
    with pytest.raises(FaultyInput, match="the field is missing"):
        freeze(folder)
    assert (folder / "manifest.json").read_bytes() == manifest
    assert sorted(p.name for p in folder.iterdir() if p.name.startswith(".")) == []


@pytest.mark.parametrize("name", ["manuscript.md", "examples/shop.yaml"])
def test_a_frozen_package_names_what_was_taken_or_added(name: str, tmp_path: Path) -> None:
    folder = small_package(tmp_path / "prov")
    content = (folder / name).read_bytes()
    freeze(folder)
    (folder / name).unlink()
    with pytest.raises(FaultyInput, match=f"{name}: the manifest lists this file, but"):
        read(folder)
    (folder / name).write_bytes(content)
    extra = folder / "examples" / "more.yaml"
    extra.write_bytes(
        (folder / "examples/shop.yaml").read_bytes().replace(b"id: shop", b"id: more")
    )
    with pytest.raises(FaultyInput, match=r"more\.yaml: this file was added after"):
        read(folder)


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    package = read(small_package(tmp_path / "prov"))
    unwritable = replace(package, manuscripts={"sv": "\ud800", "en": ""})
    with pytest.raises(UnicodeEncodeError):
        write(unwritable, tmp_path / "copy")
    assert [p.name for p in tmp_path.iterdir()] == ["prov"]


def test_nothing_is_written_over(tmp_path: Path) -> None:
    package = read(small_package(tmp_path / "prov"))
    with pytest.raises(FaultyInput, match="already something there"):
        write(package, tmp_path / "prov")


def test_a_declined_response_has_no_answers(tmp_path: Path) -> None:
    package = read(small_package(tmp_path / "prov"))
    nothing = {q.id: Missing.NOT_SHOWN for q in package.questionnaire}
    row = Response("r99", "m26", "declined", answers=nothing)
    more = replace(package, responses=Responses((*package.responses.rows, row)))
    write(more, tmp_path / "copy")
    assert read(tmp_path / "copy").responses.rows[-1] == row


# --- schemas ---------------------------------------------------------------------------------


def test_the_schemas_are_sound_and_accept_the_demo_theme() -> None:
    made = schemas()
    assert len(made) == 14
    folder = THEMES / "social-innovation-i-norr"
    for name in ("theme", "questionnaire", "codebook", "knowledge", "contacts"):
        schema = made[f"{name}.schema.json"]
        jsonschema.Draft202012Validator.check_schema(schema)
        data, faults = load((folder / f"{name}.yaml").read_text(encoding="utf-8"), name)
        assert faults == ()
        jsonschema.validate(data.data, schema)
    for path in (folder / "examples").glob("*.yaml"):
        data, _ = load(path.read_text(encoding="utf-8"), path.name)
        jsonschema.validate(data.data, made["example.schema.json"])


def test_the_schemas_refuse_what_the_reader_refuses() -> None:
    schema = schemas()["theme.schema.json"]
    for broken in ({}, {"format": "samklang-theme-1", "extra": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(broken, schema)


def test_the_tables_are_described() -> None:
    made = schemas()
    for name in ("register", "responses", "codings"):
        schema = made[f"{name}.table.json"]
        assert schema["fields"][0]["name"] == schema["primaryKey"]
    status = made["responses.table.json"]["fields"][2]
    assert status["constraints"] == {"required": True, "enum": ["complete", "partial", "declined"]}
    pointer = made["codings.table.json"]["foreignKeys"][0]
    assert pointer["reference"] == {"resource": "responses", "fields": "response"}


def test_the_schemas_are_shipped_as_they_are_made(tmp_path: Path) -> None:
    """`samklang schema docs/schemas` writes them anew after a change of the model."""
    write_schemas(tmp_path)
    shipped = Path(__file__).parents[2] / "docs" / "schemas"
    assert {p.name: json.loads(p.read_text()) for p in tmp_path.iterdir()} == {
        p.name: json.loads(p.read_text()) for p in shipped.iterdir()
    }


# --- YAML and vocabulary ---------------------------------------------------------------------


def test_yaml_is_1_2() -> None:
    loaded, faults = load(
        "a: yes\nb: no\nc: true\nd: 12\ne: 012\nf: 1.5\ng: null\nh: 2026-01-02", "f"
    )
    assert faults == ()
    assert loaded.data == {
        "a": "yes",
        "b": "no",
        "c": True,
        "d": 12,
        "e": 12,
        "f": 1.5,
        "g": None,
        "h": "2026-01-02",
    }
    assert loaded.line(("h",)) == 8
    assert yaml.safe_load("a: yes") == {"a": True}


def test_a_field_knows_its_line() -> None:
    loaded, _ = load("a:\n  - b: 1\n    c:\n      - x\n      - y\nd: {e: 2}", "f")
    assert loaded.line(("a", 0, "b")) == 2
    assert loaded.line(("a", 0, "c", 1)) == 5
    assert loaded.line(("d", "e")) == 6
    assert loaded.line(("a", 0, "missing")) == 2


@pytest.mark.parametrize(
    ("address", "sound"),
    [
        ("https://example.org/å?x=1#y", True),
        ("http://localhost:8000/", True),
        ("https://", False),
        ("//example.org", False),
        ("ftp://example.org", False),
        ("javascript:alert(1)", False),
        ("https://bank.se@example.org/", False),
        ("https://example.org/ x", False),
        ("https://example.org/\u202ex", False),
        ("https://[1", False),
        ("https://example.org:99999/", False),
    ],
)
def test_web_addresses(address: str, sound: bool) -> None:
    assert is_web_address(address) is sound


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://foreningen.se/a?b#c", "https://foreningen.se/a?b#c"),
        ("http://foreningen.se", "http://foreningen.se"),
        (" www.foreningen.se ", "https://www.foreningen.se"),
        ("foreningen.se/om-oss?a=1:2", "https://foreningen.se/om-oss?a=1:2"),
        ("räddsjön.se", "https://räddsjön.se"),
        ("HTTPS://www.foreningen.se", "https://www.foreningen.se"),
        ("www.foreningen.se?till=https://annan.se", None),
        ("javascript:alert(1)", None),
        ("javascript:alert(1).se", None),
        ("javascript.se:alert(1)", None),
        ("data:text/html,x.se", None),
        ("mailto:kansliet@foreningen.se", None),
        ("kansliet@foreningen.se", None),
        ("bank.se@evil.se", None),
        ("//foreningen.se", None),
        ("/foreningen.se", None),
        ("ftp://foreningen.se", None),
        ("foreningen", None),
        ("foreningen.", None),
        ("www..se", None),
        ("kl. 10.30", None),
        ("192.168.0.1", None),
        ("www.foreningen.se\u202e/x", None),
        ("www.förening en.se", None),
        ("www.foreningen.se/<b>", None),
        ("", None),
    ],
)
def test_an_address_is_taken_as_people_write_it(written: str, meant: str | None) -> None:
    assert web_address(written) == meant


def test_municipalities_and_counties() -> None:
    assert len(municipalities()) == 290
    assert len(counties()) == 21
    north = {m.name for m in municipalities().values() if m.county in ("24", "25")}
    assert len(north) == 29
    expected = {"2505": "Arvidsjaur", "2514": "Kalix", "2581": "Piteå", "2583": "Haparanda"}
    expected |= {"2480": "Umeå", "2482": "Skellefteå", "2401": "Nordmaling", "2463": "Åsele"}
    assert {code: municipalities()[code].name for code in expected} == expected
    assert counties()["24"].name.sv == "Västerbottens län"
