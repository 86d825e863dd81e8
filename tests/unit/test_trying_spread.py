"""Answers in a column each, as Typeform, KoboToolbox and Tally write them, and what is left out."""

import random
from collections.abc import Sequence

import pytest

from samklang.exchange.answers.composing import composed
from samklang.exchange.answers.guesses import Guess
from samklang.exchange.answers.guessing import guessed
from samklang.exchange.answers.table import table_of

WHOM = ("Kommun", "Region", "Annan förening")
Rows = list[Sequence[str]]


def typeform(chance: random.Random, rows: int) -> Rows:
    """A column for each answer under its own name, which Excel numbers where it is there twice."""
    own = ("Start Date (UTC)", "Submit Date (UTC)", "Network ID")
    made: Rows = [
        ("#", "Har ni en plan?", "Vad hjälpte er?", *WHOM, "Annat", "Hälsa", "Skola2", *own)
    ]
    for n in range(rows):
        chosen = [one if chance.random() < 0.6 else "" for one in (*WHOM, "Hälsa", "Skola")]
        other = "Egna ord" if n == 3 else ""
        times = ("2026-07-09 06:33:41", "2026-07-09 06:46:26", f"a8f58ef7{n:02}")
        made.append((f"zrwluj{n}", str(n % 2), f"Tid {n}", *chosen[:3], other, *chosen[3:], *times))
    return made


def kobo(chance: random.Random, rows: int) -> Rows:
    """All that was chosen, then each answer with 1 or 0; places, and columns of its own."""
    beside = [f"Vilka gjorde ni det med?/{one}" for one in WHOM]
    place = ("Var är ni?", "_Var är ni?_latitude", "_Var är ni?_longitude", "_Var är ni?_altitude")
    own = ("_id", "_uuid", "_submission_time", "_status", "__version__")
    made: Rows = [("start", *place, "Vilka gjorde ni det med?", *beside, "Telefon till er", *own)]
    for n in range(rows):
        chosen = [chance.random() < 0.5 for _ in WHOM]
        text = " ".join(one for one, yes in zip(WHOM, chosen, strict=True) if yes)
        at = (f"65.58{n:02} 22.15{n:02} 0.0 4.9", f"65.58{n:02}", f"22.15{n:02}", "0")
        mine = (
            str(392056867 + n),
            f"5da0c72b-4305-4174-b192-e5da0c72b{n:03}",
            "2026-10-08T09:51:38",
        )
        flags = ["1" if yes else "0" for yes in chosen]
        made.append(("2026-10-08", *at, text, *flags, f"{79527220 + n}", *mine, "sent", "vD9u"))
    return made


def tally(chance: random.Random, rows: int) -> Rows:
    """All that was chosen, then each answer in brackets with TRUE or FALSE."""
    beside = [f"Med vilka? ({one})" for one in WHOM]
    made: Rows = [("Submission ID", "Respondent ID", "Submitted at", "Med vilka?", *beside, "Och?")]
    for n in range(rows):
        chosen = [chance.random() < 0.5 for _ in WHOM]
        text = ", ".join(one for one, yes in zip(WHOM, chosen, strict=True) if yes)
        flags = [str(yes).upper() for yes in chosen]
        made.append((f"s{n}", f"r{n}", "2026-10-08 09:51:38", text, *flags, f"Egna ord {n}"))
    return made


def formbricks(chance: random.Random, rows: int) -> Rows:
    """What it knows of itself and of the browser, then numbered questions."""
    own = ("No.", "Response ID", "Timestamp", "Finished", "Survey ID", "Formbricks ID (internal)")
    more = ("User ID", "Tags", "url", "userAgent - os", "userAgent - device")
    made: Rows = [
        (*own, *more, "1. Har ni en plan?", "1. Har ni en plan? - Option ID", "2. Med vilka?")
    ]
    for n in range(rows):
        said = chance.choice(("Ja", "Nej"))
        whom = "; ".join(one for one in WHOM if chance.random() < 0.6)
        browser = ("", "", "https://example.org", chance.choice(("iOS", "Linux")), "mobile")
        made.append(
            (
                str(n + 1),
                f"r{n}",
                "2026-06-15 10:00:00",
                "Yes",
                "s1",
                "",
                *browser,
                said,
                f"o{said}",
                whom,
            )
        )
    return made


def guesses(rows: Rows) -> tuple[str, list[Guess], str]:
    """The tool, the columns that are taken in, and what a package made of them holds."""
    table = table_of([(n, tuple(row)) for n, row in enumerate(rows, 1)], "sv")
    made = guessed(table)
    package = composed(table, made, name="a.csv", title="Prov", network="Nät", language="sv")
    kept = str([response.answers for response in package.responses])
    return made.tool, [one for one in made.columns if one.kind != "left-out"], kept


def test_typeform_names_no_question_where_several_answers_could_be_chosen() -> None:
    tool, columns, _ = guesses(typeform(random.Random(1), 40))
    assert tool == "Typeform"
    assert [one.kind for one in columns] == ["one", "text", "several", "text", "several"]
    assert columns[0].options == ("Ja", "Nej")
    assert columns[2].options == WHOM
    assert columns[2].column == "Fråga som inte står i filen: Kommun, Region, Annan förening"
    assert columns[4].options == ("Hälsa", "Skola")


@pytest.mark.parametrize(("make", "name"), [(kobo, "KoboToolbox"), (tally, "Tally")])
def test_what_was_chosen_is_one_question_and_none_is_an_answer(make: object, name: str) -> None:
    assert callable(make)
    rows = make(random.Random(2), 60)
    tool, columns, kept = guesses(rows)
    assert tool == name
    whom = columns[0]
    assert (whom.kind, whom.options) == ("several", WHOM)
    # Each column's sum, and those who chose none, who have answered too.
    first = next(n for n, cell in enumerate(rows[0]) if str(cell).endswith(("/Kommun", "(Kommun)")))
    for n, _ in enumerate(WHOM):
        yes = sum(row[first + n] in ("1", "TRUE") for row in rows[1:])
        assert kept.count(f"'o{n + 1}'") == yes
    none = sum(not {"1", "TRUE"} & {*row[first : first + len(WHOM)]} for row in rows[1:])
    assert kept.count("frozenset()") == none > 0
    assert [one.kind for one in columns[1:]] == (["text"] if name == "Tally" else [])
    for value in ("65.58", "22.15", "795272", "5da0c72b", "s1"):
        assert value not in kept


def test_formbricks_own_columns_are_left_out() -> None:
    tool, columns, _ = guesses(formbricks(random.Random(3), 40))
    assert tool == "Formbricks"
    assert [(one.column, one.kind) for one in columns] == [
        ("1. Har ni en plan?", "one"),
        ("2. Med vilka?", "several"),
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "कर्मचाऱ्याचे नाव (Employee Name)",
        "Name_Agent",
        "Deltagarens namn",
        "Namn på den som svarar",
        "GPS",
    ],
)
def test_names_and_places_are_left_out(heading: str) -> None:
    rows: Rows = [(heading, "Har ni tid?"), *((f"Anna {n}", "JN"[n % 2]) for n in range(30))]
    _, columns, _ = guesses(rows)
    assert [one.column for one in columns] == ["Har ni tid?"]


def test_a_heading_that_speaks_of_telephones_and_names_is_a_question() -> None:
    rows: Rows = [("Har ni telefontid?", "Vad heter er största satsning?", "Hur många mobiler?")]
    rows += [("JN"[n % 2], f"Satsning {n}", str(n * 7 % 40)) for n in range(40)]
    _, columns, _ = guesses(rows)
    assert [one.kind for one in columns] == ["one", "text", "number"]
