"""Pasted references: BibTeX and CSL-JSON become sound items, or clear faults and nothing."""

import json
import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.exchange.reference_text import LONGEST, MOST, pasted_references
from samklang.package.references import reference_faults

BIBTEX = r"""
@article{Mulgan2006, author = {Mulgan, Geoff and {Stiftelsen X} and von der Leyen, Ursula},
  title = {The {P}rocess of Social Innovation in \"Ostersund}, journal = {Innovations},
  year = 2006, month = mar, volume = {1}, number = {2}, pages = {145--162},
  doi = {https://doi.org/10.1162/itgg.2006.1.2.145}}
@online{key with spaces, author = {Umeå universitet}, title = {Nyhet}, date = {2021-11-12},
  url = {https://www.umu.se/a\_b%20c}, urldate = {2026-11-23}}
"""


def test_bibtex_becomes_csl() -> None:
    items, faults = pasted_references(BIBTEX.replace("key with spaces", "umu:2021"))
    assert not faults
    first, second = items
    assert first == {
        "id": "Mulgan2006",
        "type": "article-journal",
        "author": [
            {"family": "Mulgan", "given": "Geoff"},
            {"literal": "Stiftelsen X"},
            {"family": "von der Leyen", "given": "Ursula"},
        ],
        "title": "The Process of Social Innovation in Östersund",
        "container-title": "Innovations",
        "volume": "1",
        "issue": "2",
        "page": "145–162",
        "DOI": "10.1162/itgg.2006.1.2.145",
        "issued": {"date-parts": [[2006, 3]]},
    }
    # No colon in a key of a package, and the day seen is kept.
    assert second["id"] == "universitet2021"
    assert second["URL"] == "https://www.umu.se/a_b%20c"
    assert second["accessed"] == {"date-parts": [[2026, 11, 23]]}
    assert not list(reference_faults(list(items), json.dumps(items)))


RIS = """TY  - JOUR
AU  - Mulgan, Geoff
AU  - Stiftelsen X
A1  - Ingen, Alls
TI  - The Process of
  Social Innovation
T2  - Innovations
PY  - 2006
DA  - 2006/03//vår
VL  - 1
IS  - 2
SP  - 145
EP  - 162
SN  - 1558-2477
DO  - https://doi.org/10.1162/itgg.2006.1.2.145
UR  - https://exempel.se/a_b%20c
Y2  - 2026/11/23/
ZZ  - what nobody knows
ER  -

TY  - CHAP
A1  - Berg, Bo, Jr
A2  - Ek, Åsa
T1  - Byn
T2  - Landet
PB  - Förlaget
CY  - Umeå
Y1  - 2021
SN  - 978-91-0-000000-0
ER  -
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_ris_becomes_csl(ends: str) -> None:
    items, faults = pasted_references(RIS.replace("\n", ends))
    assert not faults
    first, second = items
    assert first == {
        "id": "mulgan2006",
        "type": "article-journal",
        "author": [{"family": "Mulgan", "given": "Geoff"}, {"literal": "Stiftelsen X"}],
        "title": "The Process of Social Innovation",
        "container-title": "Innovations",
        "volume": "1",
        "issue": "2",
        "ISSN": "1558-2477",
        "page": "145–162",
        "DOI": "10.1162/itgg.2006.1.2.145",
        "URL": "https://exempel.se/a_b%20c",
        "issued": {"date-parts": [[2006, 3]]},
        "accessed": {"date-parts": [[2026, 11, 23]]},
    }
    assert second == {
        "id": "berg2021",
        "type": "chapter",
        "author": [{"family": "Berg", "given": "Bo Jr"}],
        "editor": [{"family": "Ek", "given": "Åsa"}],
        "title": "Byn",
        "container-title": "Landet",
        "publisher": "Förlaget",
        "publisher-place": "Umeå",
        "ISBN": "978-91-0-000000-0",
        "issued": {"date-parts": [[2021]]},
    }
    assert not list(reference_faults(list(items), ""))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("{Kyrkan och Samhället}", {"literal": "Kyrkan och Samhället"}),
        ("{Research and Development}", {"literal": "Research and Development"}),
        (r"M{\"u}ller, J{\'e}r{\^o}me", {"family": "Müller", "given": "Jérôme"}),
        (r"Stefan L\"ofven", {"family": "Löfven", "given": "Stefan"}),
    ],
)
def test_names_of_bibtex(written: str, name: dict[str, str]) -> None:
    items, faults = pasted_references(f"@book{{a, title={{T}}, author={{{written} and Berg, Bo}}}}")
    assert not faults
    assert items[0]["author"] == [name, {"family": "Berg", "given": "Bo"}]


def test_csl_keeps_every_field_and_taken_keys_are_made_anew() -> None:
    item = {"id": "a1", "type": "book", "title": "T", "x-own": {"deep": [1, None]}}
    (kept,), faults = pasted_references(json.dumps([item]))
    assert (kept, faults) == (item, ())
    (other,), _ = pasted_references(json.dumps(item), taken=["a1"])
    assert other == {**item, "id": "t"}


def test_two_entries_of_one_key_are_two() -> None:
    text = "@article{a, title={x}, author={Ek, A}} @book{b, title={y}} @article{a, title={z}}"
    items, faults = pasted_references(text)
    assert not faults
    assert [(item["id"], item["title"]) for item in items] == [("a", "x"), ("b", "y"), ("a-2", "z")]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        # Zotero's CSL-JSON: the year in quotes, and what else it adds.
        (
            '[{"id": "http://zotero.org/1", "type": "book", "title": "Om <i>Homo</i>",'
            ' "issued": {"date-parts": [["2020", 3, "15"]]}}]',
            {"title": "Om Homo", "issued": {"date-parts": [[2020, 3, 15]]}},
        ),
        (
            '{"items": [{"type": "book", "title": "a < b <b>c</b>", "URL": "www.exempel.se/a"}]}',
            {"title": "a < b c", "URL": "https://www.exempel.se/a"},
        ),
        (
            "@online{a, title={T}, subtitle={Under}, url={www.exempel.se}, date={2019/2021}}",
            {
                "title": "T: Under",
                "URL": "https://www.exempel.se",
                "issued": {"date-parts": [[2019]]},
            },
        ),
        (
            r"@misc{a, title={T}, howpublished={\url{https://exempel.se/a_b%20c}}}",
            {"URL": "https://exempel.se/a_b%20c"},
        ),
        ("@misc{a, title={T}, howpublished={Stencil}}", {"title": "T"}),
        (
            "@book{a, title={T}, author={Ek, Anna and others}}",
            {"author": [{"family": "Ek", "given": "Anna"}]},
        ),
    ],
)
def test_what_managers_write_is_taken_as_it_is_meant(text: str, kept: dict[str, Any]) -> None:
    (item,), faults = pasted_references(text)
    assert not faults
    assert {name: value for name, value in item.items() if name not in ("id", "type")} == {
        "title": "T",
        **kept,
    }


@pytest.mark.parametrize("part", ['["x"]', '["20201"]', "[null]", '"2020"', "[[2020]]", "[2020.5]"])
def test_a_date_that_is_none_is_refused_all_the_same(part: str) -> None:
    text = f'[{{"type": "book", "title": "T", "issued": {{"date-parts": [{part}]}}}}]'
    items, faults = pasted_references(text)
    assert not items
    assert "not a date" in str(faults[0].what)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "neither CSL-JSON, RIS nor BibTeX"),
        ("TY  - JOUR\nER  - ", "the RIS cannot be read"),
        ("TY  - JOUR\nTI  - Utan slut\n", "the RIS cannot be read"),
        ("TY  - JOUR\nTI  - A\nTY  - BOOK\nTI  - B\nER  - ", "the RIS cannot be read"),
        ("TY  - JOUR\nTI  - A\nUR  - javascript:alert(1)\nER  - ", "not a web address"),
        ("TY  - BOOK\nTI  - T\nER  - \n" * (MOST + 1), f"more than {MOST}"),
        ("[]", "no reference"),
        ("@comment{hej}", "no reference"),
        ("@article{a, title={x", "cannot be read"),
        ('[{"id": "a", "id": "b"}]', "twice"),
        ('[{"type": "book", "URL": "javascript:alert(1)"}]', "not a web address"),
        ("@misc{a, title={T}, url={javascript:alert(1)}}", "not a web address"),
        ("@misc{a, title={T}, doi={../../etc}}", "not a DOI"),
        ("[" * 100_000, "nested too deep"),
        ("@a{" * 5_000, f"more than {MOST}"),
        ("[" + " " * LONGEST + " 1]", "longer than"),
        (json.dumps([{"type": "book"}] * (MOST + 1)), f"more than {MOST}"),
        ("[1, null]", "expected fields"),
        ('[{"type": "book", "title": "\\ud800"}]', "half a character"),
        ('[{"type": "book", "author": [{"literal": "a\\u0000"}]}]', "null character"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_taken(text: str, words: str) -> None:
    items, faults = pasted_references(text)
    assert not items
    assert words in str(faults[0].what)


def test_the_library_writes_nothing_of_it_to_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        pasted_references("@article{hemlig-nyckel, title={x")
    assert "hemlig" not in caplog.text


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9999, 9999) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "author", "issued", "date-parts", "family", "title"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_JSON, max_size=3))
def test_whatever_is_taken_is_sound(data: list[Any]) -> None:
    items, faults = pasted_references(json.dumps(data))
    assert not (items and faults)
    assert not list(reference_faults(list(items), ""))


def test_field_names_in_capitals_are_read_and_an_entry_without_a_key_gets_one() -> None:
    """Web of Science writes Author, EndNote no key; another's key and a constant stand."""
    text = """@String{ltu = {LTU}}
    @article{ WOS:1,
    Author = {Cajaiba-Santana, Giovany},
    Title = {Moving the field forward}, Year = {2014}, Month = {FEB},
    }
    @book{
       author = {Trägårdh, Lars},
       title = {Civilsamhället}, year = {2012}, publisher = ltu
    }
    @book{
       title = {En till}
    }"""
    items, faults = pasted_references(text)
    assert not faults
    assert [item["id"] for item in items] == ["cajaiba-santana2014", "tragardh2012", "en-till"]
    assert items[0]["author"] == [{"family": "Cajaiba-Santana", "given": "Giovany"}]
    assert items[1]["publisher"] == "LTU"


def test_what_crossref_calls_its_types_and_a_doi_with_its_address() -> None:
    item = {"type": "journal-article", "title": "T", "DOI": "https://doi.org/10.1162/itgg.2006"}
    items, faults = pasted_references(json.dumps([item, {**item, "type": "artikel"}]))
    assert [fault.column for fault in faults] == ["[1].type"]
    items, faults = pasted_references(json.dumps(item))
    assert not faults
    assert (items[0]["type"], items[0]["DOI"]) == ("article-journal", "10.1162/itgg.2006")


def test_what_libris_says_of_somebody_behind_the_name_is_no_name() -> None:
    text = "TY  - BOOK\nT1  - Ett verk\nA1  - Trägårdh, Lars (red.)\nER  - \n"
    ((item,), faults) = pasted_references(text)
    assert not faults
    assert item["author"] == [{"family": "Trägårdh", "given": "Lars"}]
