"""Edits of a survey, one kind each: what can be changed in a package between two builds."""

import random
from collections.abc import Callable

from tests.drift.survey import (
    CODES,
    COUNTIES,
    ITEMS,
    NOT_SHOWN,
    OPEN,
    OPTIONS,
    Survey,
    answered,
)

Edit = Callable[[Survey, random.Random], str]


def choice(made: Survey, rng: random.Random) -> str:
    """One answer to a question with one answer; the question that hangs on it follows."""
    row = rng.choice(made.responses)
    column = rng.choice(["alfa", "eta", "zeta", *(f"gamma.{item}" for item in ITEMS)])
    if row[column] == NOT_SHOWN:
        column = "alfa"
    before = row[column]
    row[column] = rng.choice([o for o in OPTIONS[column.partition(".")[0]] if o != before])
    _follow(row, rng)
    return f"{row['response']} {column}: {before} to {row[column]}"


def _follow(row: dict[str, str], rng: random.Random) -> None:
    if row["alfa"] != "aye":
        row["eta"] = NOT_SHOWN
    elif row["eta"] == NOT_SHOWN:
        row["eta"] = rng.choice(OPTIONS["eta"])


def number(made: Survey, rng: random.Random) -> str:
    """One number."""
    row = rng.choice(made.responses)
    before = row["delta"]
    row["delta"] = str(rng.choice([n for n in range(4, 40) if str(n) != before]))
    return f"{row['response']} delta: {before} to {row['delta']}"


def several(made: Survey, rng: random.Random) -> str:
    """One box of a question with several answers."""
    row, option = rng.choice(made.responses), rng.choice(OPTIONS["beta"])
    column = f"beta.{option}"
    row[column] = "0" if row[column] == "1" else "1"
    return f"{row['response']} {column}: now {row[column]}"


def unanswered(made: Survey, rng: random.Random) -> str:
    """One answer taken away."""
    row, column = rng.choice(made.responses), rng.choice(["delta", "zeta", "gamma.gate"])
    row[column] = ""
    return f"{row['response']} {column}: unanswered"


def removed(made: Survey, rng: random.Random) -> str:
    """One response with its codings."""
    row = rng.choice(made.responses)
    made.responses.remove(row)
    made.codings[:] = [k for k in made.codings if k["response"] != row["response"]]
    return f"{row['response']} removed"


def added(made: Survey, rng: random.Random) -> str:
    """A response of a member who had not answered."""
    there = {r["member"] for r in made.responses}
    member = rng.choice([m["member"] for m in made.register if m["member"] not in there])
    made.responses.append(answered(int(member[1:]), member))
    return f"{member} answered"


def recoded(made: Survey, rng: random.Random) -> str:
    """A coding's code or valence, or the coding itself."""
    one = rng.choice(made.codings)
    action = rng.choice(["code", "valence", "gone"])
    if action == "code":
        one["code"] = rng.choice([c for c in CODES if c != one["code"]])
    elif action == "valence":
        one["valence"] = "hinders" if one["valence"] == "enables" else "enables"
    else:
        made.codings.remove(one)
    return f"{one['coding']}: {action}"


def quoted(made: Survey, rng: random.Random) -> str:
    """A quote released or withdrawn."""
    one = rng.choice(made.codings)
    there = bool(one["released_by"])
    one["released_by"], one["released_on"] = ("", "") if there else ("A. Ek", "2026-10-20")
    return f"{one['coding']}: {'withdrawn' if there else 'released'}"


def moved(made: Survey, rng: random.Random) -> str:
    """A member's stratum."""
    one = rng.choice(made.register)
    one["county"] = next(c for c in COUNTIES if c != one["county"])
    return f"{one['member']} to county {one['county']}"


def renamed(made: Survey, rng: random.Random) -> str:
    """The words of a question, an option, an item or a code; the network's name; the title."""
    asked = ["alfa", "beta", "delta", "zeta", OPEN, *OPTIONS["alfa"], *OPTIONS["gamma"], *ITEMS]
    name = rng.choice([*asked, *CODES, "network", "title"])
    made.labels[name] = {"sv": "Nyttordsv", "en": "Newworden"}
    return f"{name}: new words"


def card(made: Survey, rng: random.Random) -> str:
    """An example: its title, its owner, its provenance or its place, or all of it."""
    id_ = rng.choice(sorted(made.examples))
    one = made.examples[id_]
    action = rng.choice(["title", "organisation", "match", "municipality", "gone"])
    if action == "title":
        one["title"] = {"sv": "Annatsv", "en": "Otheren"}
    elif action == "organisation":
        one["organisation"] = "Nyforening"
    elif action == "match":
        matches = ["exact", "likely", "theme-only"]
        one["provenance"] = {
            "match": rng.choice([m for m in matches if m != one["provenance"]["match"]])
        }
    elif action == "municipality":
        one["municipalities"] = ["2584" if one["municipalities"] != ["2584"] else "2480"]
    else:
        del made.examples[id_]
    return f"{id_}: {action}"


def many(made: Survey, rng: random.Random) -> str:
    """So many answers that a number falls under the threshold."""
    option = rng.choice(OPTIONS["alfa"][1:])
    chose = [r for r in made.responses if r["alfa"] == option]
    for row in rng.sample(chose, len(chose) - rng.randint(1, 4)):
        row["alfa"] = "aye"
        _follow(row, rng)
    return f"alfa={option}: {len(chose)} to few"


def earlier(made: Survey, rng: random.Random) -> str:
    """What an earlier theme of the series printed, its title, or how it asked; or the theme."""
    one = rng.choice(made.earlier)
    action = rng.choice(["share", "base", "title", "wording", "gone"])
    (share,) = one["shares"]
    if action == "share":
        by = rng.choice([-8, -1, 1, 12])
        share |= {name: share[name] + by for name in ("share", "low", "high")}
    elif action == "base":
        share["base"] += 7
    elif action == "title":
        one["title"] = {"sv": "Annatsv", "en": "Otheren"}
    elif action == "wording":
        # It is still the same question, in other words.
        words = {language: f"{said} igen" for language, said in made.named("alfa").items()}
        options = [{"id": o, "label": made.named(o)} for o in OPTIONS["alfa"]]
        question = {"id": "alfa", "type": "select_one", "wording": words, "options": options}
        one["questions"] = [question]
    else:
        # The change is since the other.
        one = made.earlier.pop(0)
    return f"{one['id']}: {action}"


def turned(made: Survey, rng: random.Random) -> str:
    """So many answers that what the text claims of the majority no longer holds."""
    chose = [r for r in made.responses if r["zeta"] == "zig"]
    gone = rng.sample(chose, rng.randint(8, 24))
    for row in gone:
        row["zeta"] = "zag"
    return f"zeta: {len(gone)} from zig to zag"


EDITS: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        choice,
        number,
        several,
        removed,
        added,
        recoded,
        moved,
        renamed,
        card,
        quoted,
        unanswered,
        many,
        earlier,
        turned,
    )
}
