"""Spelling: which words are read, which of them the dictionaries lack, and whose own they are."""

from pathlib import Path

import pytest

from samklang.core.language.own_words import accepted, own_words
from samklang.core.language.wording import LANGUAGES, Language
from samklang.core.manuscript.running_words import piece_words, words_of
from samklang.package.own_texts import own_texts
from samklang.package.read import read
from samklang.spelling import dictionaries
from samklang.spelling.dictionaries import unknown

DEMO = Path("themes/social-innovation-i-norr")
TEXT = """\
{#results}
# Resultat

De felsta {share}`q1=yes` av [medlemarna](https://exempel.se/felstavadt) kan `kood` {cite}`olsonn`.

:::{figure} q1
:by: lenet
:claim: De allra fleesta har provat: q1=yes
:::

:::{key-points} I korthett
- Ett punckt
:::

:::{slide} opening
Orden på en billd
:::

:::{hidden}
Gömmda ord
:::
"""


def words(text: str) -> dict[int, tuple[str, ...]]:
    return {one.number: one.words for one in piece_words(text)}


def test_words_that_a_person_wrote_are_read_by_piece() -> None:
    found = words(TEXT)
    assert found[0] == ("Resultat",)
    assert found[1] == ("De", "felsta", "av", "medlemarna", "kan", "kood")
    assert found[2] == ("De", "allra", "fleesta", "har", "provat")
    assert found[3] == ("korthett", "Ett", "punckt")
    assert found[4] == ("Orden", "på", "en", "billd")
    assert set(found) == {0, 1, 2, 3, 4}, "what is hidden is not read"
    assert [one.line for one in piece_words(TEXT)] == [1, 4, 6, 11, 15]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("Medlems\u00adavgift och/eller stöd", ["Medlemsavgift", "och", "eller", "stöd"]),
        ("medlems- och bidragsintäkter", ["medlems-", "och", "bidragsintäkter"]),
        ("20-årig, 3D och q1_2, bl.a. a1", ["och"]),
        ("IOP, EU-stöd, IOP:er", ["EU-stöd", "IOP:er"]),
        ("www.exempel.se, a@b.se, http://x.se/y.", []),
        ("The members’ ‘own’ words", ["The", "members", "own", "words"]),
        ("don’t", ["don't"]),
        ("a\u030ar", ["år"]),
        ("i å " + "a" * 61, []),
    ],
)
def test_what_nobody_spells_is_left_out(text: str, read_as: list[str]) -> None:
    assert list(words_of(text)) == read_as


def listed(language: Language, *words: str) -> list[str]:
    return [one.word for one in unknown(language, words)]


def test_swedish_compounds_and_forms_are_known() -> None:
    assert not listed("sv", "medlemsorganisationernas", "temarapportens", "civilsamhällesstöd")
    assert not listed("sv", "medlems-", "EU-stöd", "IOP:er", "Västernorrland", "Umeås")
    assert listed("sv", "samvärkan", "intresant", "EU-stödt") == [
        "samvärkan",
        "intresant",
        "EU-stödt",
    ]


def test_british_and_american_english_are_known() -> None:
    known = ("organisation", "organization", "programmes", "labelled", "analysed", "centres")
    assert not listed("en", *known, "favourable", "members'", "don't", "fulfil", "ageing", "grey")
    assert not listed("en", "Västerbotten", "Föreningen"), "Swedish names in an English text"
    assert listed("en", "orgnisation", "utrymme", "seperate") == [
        "orgnisation",
        "utrymme",
        "seperate",
    ]


def test_proposals_are_made_for_what_is_not_ones_own() -> None:
    one, other = unknown("sv", ("samvärkan", "Samvärka"), own_words(["Samvärka AB"]))
    assert one.proposals[0] == "samverkan"
    assert (other.parts, other.proposals) == (("Samvärka",), ())
    (parts,) = unknown("sv", ("Samforma-rapporten",))
    assert parts.parts == ("Samforma",)


def test_proposals_that_there_was_no_time_for_are_left_for_another_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dictionaries, "SECONDS", -1)
    assert [one.proposals for one in unknown("sv", ("samvärkan", "intresant"))] == [None, None]


def test_own_words_are_accepted_as_owners_too() -> None:
    own = own_words(["Föreningen Esbri", "IOP"])
    assert accepted("Esbri", own, "sv")
    assert accepted("ESBRIS", own, "sv")
    assert accepted("Esbri's", own, "en")
    assert not accepted("Esbris'", own, "sv")
    assert not accepted("Esbre", own, "sv")


@pytest.mark.parametrize("language", LANGUAGES)
def test_false_hints_in_the_demo_are_few(language: Language) -> None:
    """Two words in a thousand, as the decision says: its texts have been proofread."""
    package = read(DEMO)
    own = own_words(own_texts(package, language))
    every = [word for one in piece_words(package.manuscripts[language]) for word in one.every]
    false = {
        one.word
        for one in unknown(language, tuple(dict.fromkeys(every)), own)
        if not all(accepted(part, own, language) for part in one.parts)
    }
    assert len(every) > 3000
    assert sum(every.count(word) for word in false) <= 0.002 * len(every), false
