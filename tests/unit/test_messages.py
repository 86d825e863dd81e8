"""Messages: a closed set of codes, each with its words in both languages and a value a place."""

import ast
import json
from pathlib import Path

import pytest

from samklang.core.faults import Fault, FaultyInput, closest, fault_words, restored_fault, spoken
from samklang.core.language.messages import (
    PARTS,
    Message,
    as_written,
    keyed,
    message,
    restored,
    said,
)
from samklang.core.language.phrases import catalogue
from samklang.core.language.wording import LANGUAGES, Language
from tests.message_codes import FOLDER, SOURCE, Said, codes, fields, modules, problems, said_in
from tests.message_codes import said as every_message

# Reasons of their own, which become messages where they are faults: where they are written, and
# how.
FLAWS = SOURCE / "core/survey/flaws.py"
SHEETS = ("exchange/register/sheet.py", "exchange/answers/table.py")


def words() -> dict[Language, dict[str, str]]:
    """The words of every code but a flaw's, by language."""
    return {
        language: {
            f"{part}.{name}": text
            for part in PARTS
            if part != "flaws"
            for name, text in catalogue(language, part).items()
        }
        for language in LANGUAGES
    }


def calls(path: Path, name: str) -> list[ast.Call]:
    """The calls of a function or class in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [call for call in found if getattr(call.func, "id", "") == name]


def test_the_type_lists_every_code() -> None:
    there = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}
    assert there == modules(), "python -m tests.message_codes"


def test_every_code_has_words_and_every_value_a_place() -> None:
    assert problems(every_message(), words()) == []


PLANTED = """
message("faults.needs", words=words, need=need)
message("faults.part_need_one" if one else "faults.part_need_two")
"""
TEXTS = {
    "faults.needs": "'{words}' needs {need}.",
    "faults.part_need_one": "one",
    "faults.part_need_two": "two",
}


@pytest.mark.parametrize(
    ("source", "english", "swedish", "told"),
    [
        (PLANTED, {}, {}, []),
        ("", {"faults.gone": "gone."}, {"faults.gone": "borta."}, ["faults.gone is never said"]),
        (
            'message("faults.new")',
            {"faults.new": "new."},
            {},
            ["x.py:1: faults.new has no words in sv"],
        ),
        (
            'message("faults.new")',
            {},
            {"faults.new": "ny."},
            ["x.py:1: faults.new has no words in en"],
        ),
        (
            'message("faults.new", name=name)',
            {"faults.new": "new."},
            {"faults.new": "ny {name}."},
            ["x.py:1: faults.new has no place for name"],
        ),
        (
            'message("faults.new")',
            {"faults.new": "new."},
            {"faults.new": "ny {name}."},
            ["x.py:1: faults.new lacks name"],
        ),
        ("message(code, name=name)", {}, {}, ["x.py:1: the code or a value is not written out"]),
        (
            'message("faults.new", **values)',
            {"faults.new": "new."},
            {"faults.new": "ny."},
            ["x.py:1: the code or a value is not written out"],
        ),
    ],
)
def test_a_planted_fault_is_seen(
    source: str, english: dict[str, str], swedish: dict[str, str], told: list[str]
) -> None:
    made: list[Said] = [*said_in(PLANTED, "planted.py"), *said_in(source, "x.py")]
    assert problems(made, {"en": TEXTS | english, "sv": TEXTS | swedish}) == told


def test_every_flaw_of_a_questionnaire_has_its_words() -> None:
    reasons = [call.args[2] for call in calls(FLAWS, "Flaw")]
    reasons += [call.args[1] for call in calls(FLAWS, "flaw")]
    written = {one.value for one in reasons if isinstance(one, ast.Constant)}
    assert written == set(catalogue("en", "flaws"))
    for language in LANGUAGES:
        assert not set().union(*map(fields, catalogue(language, "flaws").values()))


def test_every_sheet_that_cannot_be_read_has_its_words() -> None:
    for file in SHEETS:
        for call in calls(SOURCE / file, "UnreadableSheet"):
            (reason,) = call.args
            assert isinstance(reason, ast.Constant)
            for language in LANGUAGES:
                places = fields(catalogue(language, "register")[reason.value])
                assert places == {keyword.arg for keyword in call.keywords}, reason.value


SWEDISH = [
    (message("faults.there_is_no_role", name="andel"), "Det finns ingen roll som heter ”andel”."),
    (closest("shar", ["share", "q1"]), "Menade du ”share”?"),
    (closest("x", []), "De som finns: inga."),
    (closest("x", ["q2", "q1"]), "De som finns: q1, q2."),
    (message("faults.is_typed_by_hand", words="62 %"), "”62 %” är skrivet för hand."),
    (
        message("faults.put_the_number_in_with_a"),
        "Hämta talet ur svaren med en roll, eller skriv {fixed}`tal: referens`.",
    ),
    (
        message(
            "faults.claims_more_than_but",
            words="de flesta",
            value=50,
            seen=message("faults.part_seen_share", share="62 %", interval="45–76 %"),
        ),
        "”de flesta” påstår mer än 50\N{NO-BREAK SPACE}%, "
        "men andelen är 62 % och intervallet 45–76 %.",
    ),
    (
        message(
            "faults.compares_with_but_the_difference_is",
            words="fler",
            shares="62 %",
            shares2="58 %",
            span=message("faults.part_span_range", low=-12, high=20),
        ),
        "”fler” jämför 62 % med 58 %, men skillnaden är -12 till 20 procentenheter.",
    ),
    (
        message("faults.needs", words="fler", need=message("faults.part_need_two")),
        "”fler” behöver två svar, det första mot det andra.",
    ),
    (
        message(
            "faults.content_needs",
            content="cost / hours",
            need=message("faults.a_is_of_one", measure="mean"),
        ),
        "”cost / hours”: mean gäller ett enda tal.",
    ),
    (
        message(
            "faults.the_are_but_has",
            what=message("faults.part_what_sections"),
            ids=("a", "b"),
            file="manuscript.md",
            others=message("faults.part_none"),
        ),
        "Avsnitten är a, b, men manuscript.md har inga.",
    ),
    (
        message("faults.has_no_place_in_a_report", names=message("faults.part_names_quote")),
        "Ett citatblock kan inte stå i en rapport.",
    ),
    (
        message("package.is", value="9999", what=message("faults.part_what_municipality")),
        "”9999” är ingen kommunkod.",
    ),
    (
        message("package.a_list_is_expected_not", shown=message("faults.part_shown_fields")),
        "Här ska stå en lista, inte fält.",
    ),
    (
        message(
            "estimates.of_members_in_have_answered",
            answered=1,
            size=12,
            name=message("faults.part_name_stratum", stratum=("24", "idrott")),
        ),
        "1 av 12 medlemmar i gruppen 24, idrott har svarat.",
    ),
    (
        message(
            "faults.is_not_as_asked_it_the",
            question="q1",
            name="2022",
            ways=[message("faults.part_ways_wording"), message("faults.part_ways_options")],
        ),
        "”q1” är inte ställd på samma sätt som i ”2022” (ordalydelsen, svaren). "
        "Svaren kan inte jämföras rakt av.",
    ),
    (
        message("faults.tables_disagree", error=message("faults.no_counts_agree_with_what_is")),
        "Tabellerna stämmer inte med varandra (Inga antal stämmer med det som visas.)",
    ),
    (
        message(
            "faults.at_character",
            position=9,
            what=message(
                "package.part_what_stands_where_should_be",
                token=message("faults.part_token_end"),
                mark=")",
            ),
        ),
        "Vid tecken 9: Slutet står där ”)” ska stå.",
    ),
    (
        message("package.flaw_of", flaw=keyed("flaws", "option_twice"), value="yes"),
        "Två svarsalternativ har samma namn. (yes)",
    ),
]


@pytest.mark.parametrize(("made", "swedish"), SWEDISH)
def test_a_message_is_said_in_swedish(made: Message, swedish: str) -> None:
    assert said(made, "sv").text == swedish
    assert said(made, "sv").language == "sv"
    assert said(made, "en").text == str(made) != swedish


def test_what_is_put_in_is_never_a_pattern() -> None:
    made = message("faults.there_is_no_role", name="{name} {0} .* \\1")
    assert str(made) == "there is no role '{name} {0} .* \\1'."
    assert made.text("sv") == "Det finns ingen roll som heter ”{name} {0} .* \\1”."


def test_what_is_put_in_can_be_changed_and_our_words_stay() -> None:
    made = message(
        "faults.needs", words="fler", need=message("faults.a_is_of_one", measure=("mean", "x"))
    )
    assert str(made.changed(str.upper)) == "'FLER' needs a MEAN, X takes one number.."


@pytest.mark.parametrize("made", [made for made, _ in SWEDISH])
def test_a_message_is_stored_and_read_back(made: Message) -> None:
    kept = json.loads(json.dumps(made.kept))
    assert restored(kept) == made
    assert kept["text"] == str(made)


def test_what_an_earlier_version_stored_is_shown_as_it_is() -> None:
    row = ["manuscript.md", 7, "", "there are no examples.", "Add files to examples/ first."]
    fault = restored_fault(row)
    assert (
        str(fault) == "manuscript.md, line 7: there are no examples. Add files to examples/ first."
    )
    shown = fault_words(fault, "sv")
    assert (shown.what.text, shown.what.language) == ("there are no examples.", "en")
    assert (shown.remedy.text, shown.remedy.language) == ("Add files to examples/ first.", "en")
    assert said(restored(""), "sv").text == ""


@pytest.mark.parametrize(
    "kept",
    [
        {"code": "faults.not_any_more", "values": {}},
        {"code": "no_part", "values": {}},
        {"code": "../en/faults.needs", "values": {}},
        {"code": "faults.there_is_no_role", "values": {"other": "x"}},
        {
            "code": "faults.tables_disagree",
            "values": {"error": {"code": "faults.not_any_more", "values": {}, "text": "gone."}},
        },
    ],
)
def test_what_another_version_stored_is_shown_by_its_english_words(kept: dict[str, object]) -> None:
    assert restored(kept | {"text": "as it was said."}) == as_written("as it was said.")


def test_faults_are_stored_by_code_and_read_back() -> None:
    what = message("faults.there_is_no_role", name="andel")
    faults = [
        Fault("manuscript.md", 7, "", what, closest("andel", ["share"])),
        Fault("responses.csv", 2, "member", as_written("old."), as_written("")),
    ]
    rows = json.loads(json.dumps(FaultyInput(faults).rows))
    assert [restored_fault(row) for row in rows] == faults
    assert rows[0][3]["code"] == "faults.there_is_no_role"
    assert rows[0][3]["values"] == {"name": "andel"}


def test_a_fault_keeps_its_place() -> None:
    what, remedy = message("faults.there_are_no_examples"), as_written("")
    shown = fault_words(Fault("manuscript.md", 7, "", what, remedy), "sv")
    assert (shown.file, shown.line, shown.column) == ("manuscript.md", 7, "")
    assert shown.what.text == "Det finns inga exempel."
    fault = Fault("responses.csv", 2, "member", what, remedy)
    assert spoken(fault, "sv") == "responses.csv, rad 2, member: Det finns inga exempel."
    assert spoken(fault, "en") == str(fault)
    assert str(fault) == "responses.csv, row 2, member: there are no examples."


def test_faults_stand_by_place_and_then_by_their_english_words() -> None:
    one = Fault("a.md", 1, "", message("faults.take_it_away"), as_written(""))
    other = Fault("a.md", 1, "", message("faults.compares_two_groups", content="q"), as_written(""))
    first = Fault("a.md", 0, "", message("faults.take_it_away"), as_written(""))
    assert FaultyInput([one, other, one, first]).faults == (first, other, one)
    assert codes("faults")[0].startswith("faults.")
