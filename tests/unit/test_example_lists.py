"""The lists of an example's fields, the record in a package, and pictures made anew."""

import datetime
import io
from collections.abc import Callable

import pytest
from PIL import Image

from samklang.core.faults import FaultyInput
from samklang.core.language.wording import LANGUAGES, Wording
from samklang.core.vocabulary.terms import (
    VOCABULARIES,
    Vocabulary,
    VocabularyTerm,
    in_force,
    shipped,
    terms,
)
from samklang.package.picture import NoPicture, read_picture
from samklang.package.read import read_from
from tests.small_package import files


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_term_has_both_labels_and_says_whose_they_are(name: Vocabulary) -> None:
    found = shipped(name)
    assert len(found) >= 2
    for term in found.values():
        assert all(term.label[language] for language in LANGUAGES)
        assert term.source
    assert len({term.label.sv for term in found.values()}) == len(found)


def test_the_official_lists_are_whole() -> None:
    assert list(shipped("fields")) == [str(n) for n in range(1, 13)]
    assert list(shipped("goals")) == [str(n) for n in range(1, 18)]
    assert shipped("fields")["6"].label.sv == "Bostäder, social och samhällelig utveckling"
    assert shipped("goals")["17"].label.sv == "Genomförande och globalt partnerskap"


def test_a_network_adds_terms_and_replaces_none() -> None:
    own = (
        VocabularyTerm("groups", "reindeer", Wording("Renskötare", "Reindeer herders")),
        VocabularyTerm("groups", "youth", Wording("Annat", "Else")),
    )
    found = terms("groups", own)
    assert list(found)[-1] == "reindeer"
    assert found["youth"].label.sv == "Unga"
    assert "reindeer" not in terms("forms", own)


def test_a_term_is_chosen_only_while_it_is_valid() -> None:
    day = datetime.date(2026, 6, 1)
    old = VocabularyTerm("groups", "old", Wording("a", "b"), valid_to=datetime.date(2026, 5, 31))
    new = VocabularyTerm("groups", "new", Wording("c", "d"), valid_from=day)
    assert set(in_force({"old": old, "new": new}, day)) == {"new"}


WRONG: tuple[tuple[str, str], ...] = (
    ('fields: ["99"]', "'99' is not in the list fields."),
    ("phase: ready", "'ready' is not in the list phases."),
    ("partners: [{name: {sv: A, en: A}, sector: x}]", "'x' is not in the list sectors."),
    ("begun: 1066", "1066 is not a valid year."),
    ("begun: 2020\nended: 2019", "it ended before it began."),
    ("helped: [nothing]", "'nothing' is not a code in codebook.yaml."),
    (
        "pictures: [{file: pictures/a.jpg, alt: {sv: A, en: A}}]",
        "the file 'pictures/a.jpg' does not exist.",
    ),
    (f"summary: {{sv: {'a' * 301}, en: a}}", "the summary is longer than 300 characters."),
)


@pytest.mark.parametrize(("line", "said"), WRONG)
def test_a_record_that_names_what_is_not_there_is_refused(line: str, said: str) -> None:
    given = {name: text.encode() for name, text in files().items()}
    given["examples/shop.yaml"] += line.encode() + b"\n"
    with pytest.raises(FaultyInput) as refused:
        read_from(given)
    assert said in [str(fault.what) for fault in refused.value.faults]
    assert {fault.file for fault in refused.value.faults} == {"examples/shop.yaml"}


def photo(*, size: tuple[int, int] = (400, 200), exif: bool = False) -> bytes:
    """A picture, with a place and a camera in its EXIF if so wished."""
    made = Image.new("RGB", size, "teal")
    out = io.BytesIO()
    data = Image.Exif()
    if exif:
        data[271], data[274] = "Kameramärke", 6
        data.get_ifd(0x8825)[2] = (65.0, 35.0, 0.0)
    made.save(out, "JPEG", exif=data)
    return out.getvalue()


def test_a_picture_is_made_anew_without_where_and_when_it_was_taken() -> None:
    given = photo(exif=True)
    assert b"Kameram" in given
    made = read_picture(given)
    assert b"Exif" not in made
    with Image.open(io.BytesIO(made)) as opened:
        assert not opened.getexif()
        # It lay on its side, and EXIF alone said so.
        assert opened.size == (200, 400)
    assert read_picture(given) == made


@pytest.mark.parametrize(
    "broken",
    [
        lambda: b"",
        lambda: b"<svg onload='alert(1)'/>",
        lambda: photo()[:200],
        lambda: b"GIF89a" + photo(),
    ],
)
def test_what_is_no_picture_is_refused(broken: Callable[[], bytes]) -> None:
    with pytest.raises(NoPicture):
        read_picture(broken())


def test_a_theme_holds_a_networks_terms() -> None:
    given = {name: text.encode() for name, text in files().items()}
    term = "{vocabulary: groups, id: reindeer, label: {sv: Renskötare, en: Reindeer herders}}"
    given["theme.yaml"] += f"\nvocabularies: [{term}]\n".encode()
    given["examples/shop.yaml"] += b"groups: [reindeer]\n"
    (example,) = read_from(given).examples
    assert example.groups == ("reindeer",)
    given["theme.yaml"] = given["theme.yaml"].replace(b"id: reindeer", b"id: youth")
    with pytest.raises(FaultyInput) as refused:
        read_from(given)
    whats = [str(fault.what) for fault in refused.value.faults]
    assert "'youth' is already in the list groups." in whats
