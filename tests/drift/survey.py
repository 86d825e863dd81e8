"""A survey whose raw answers a test can edit, and the theme package that is written of it.

Every question has words of its own (Alfa, Beta ...), so that a text in an output can be traced to
the question it speaks of, and every number stands between `Mark NAME` and `stop`.
"""

import copy
import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

COUNTIES = {"24": "Västerbottens län", "25": "Norrbottens län"}
CODES = ("coin", "craft", "crew")
NOT_SHOWN = "!not-shown"
# The question, its type, and its options; of the matrix, its items.
OPTIONS = {
    "alfa": ("aye", "nay", "hmm"),
    "beta": ("bread", "board", "boat"),
    "gamma": ("gold", "grey", "green"),
    "eta": ("early", "eager"),
    "zeta": ("zig", "zag"),
}
ITEMS = ("gate", "grove")
TYPES = {
    "alfa": "select_one",
    "eta": "select_one",
    "beta": "select_multiple",
    "gamma": "matrix",
    "delta": "integer",
    "zeta": "select_one",
    "theta": "text",
}
OPEN = "theta"
# The answer that is followed through the themes of a series.
FOLLOWED = ("alfa", "nay")


def word(name: str, language: str) -> str:
    """The label of a question, option, item or code: no other has the same."""
    return f"{name.capitalize()}{'sv' if language == 'sv' else 'en'}"


def wording(name: str) -> dict[str, str]:
    return {language: word(name, language) for language in ("sv", "en")}


@dataclass
class Survey:
    """Raw material. register: a row a member. responses: a row a response, cells as in the CSV.

    earlier: what theme.yaml holds of each earlier theme of the series, oldest first. labels: words
    that an edit has changed, by name; examples: by id.
    """

    register: list[dict[str, str]]
    responses: list[dict[str, str]]
    codings: list[dict[str, str]]
    examples: dict[str, dict[str, Any]]
    earlier: list[dict[str, Any]]
    labels: dict[str, dict[str, str]] = field(default_factory=dict)

    def copy(self) -> "Survey":
        return copy.deepcopy(self)

    def label(self, name: str, language: str) -> str:
        return self.labels.get(name, wording(name))[language]

    def named(self, name: str) -> dict[str, str]:
        return self.labels.get(name, wording(name))


def survey() -> Survey:
    """Ninety members in two counties, of whom 66 have answered everything they were shown."""
    register, responses, codings = [], [], []
    for n in range(90):
        member = f"m{n:02}"
        county = "24" if n % 5 < 2 else "25"
        size = "large" if n % 2 else "small"
        register.append({"member": member, "county": county, "size": size, "invited": "yes"})
        # Three in four of one county, seven in ten of the other.
        if n * 7 % 15 < (12 if county == "24" else 10):
            responses.append(answered(n, member))
    for n, row in enumerate(responses):
        text = row[OPEN]
        if not text:
            continue
        code, valence = CODES[n % 3], ("enables", "hinders")[(n // 3) % 2]
        released = {"released_by": "A. Ek", "released_on": "2026-10-20"} if n in (1, 5, 6) else {}
        codings.append(coding(f"k{n:02}", row["response"], text, code, valence) | released)
    examples = {
        f"ex{n}": {
            "id": f"ex{n}",
            "order": n,
            "title": {"sv": f"Exempel{n}sv", "en": f"Exempel{n}en"},
            "description": {"sv": f"Om{n} en verksamhet.", "en": f"Om{n} an activity."},
            "organisation": f"Forening{n}",
            "municipalities": [code],
            "provenance": {"match": match},
            "sources": [{"url": f"https://example.org/{n}"}],
        }
        for n, (code, match) in enumerate(
            [("2480", "exact"), ("2580", "exact"), ("2482", "likely"), ("2514", "none")]
        )
    }
    return Survey(register, responses, codings, examples, [before("2022", 31), before("2024", 24)])


def before(year: str, share: int) -> dict[str, Any]:
    """What an earlier theme printed of the answer that is followed."""
    question, option = FOLLOWED
    printed = {"question": question, "option": option, "share": share}
    return {
        "id": year,
        "title": {"sv": f"Temasv {year}", "en": f"Themeen {year}"},
        "synthetic": True,
        "shares": [printed | {"low": share - 9, "high": share + 11, "base": 40 + share}],
    }


def answered(n: int, member: str) -> dict[str, str]:
    """What member number `n` answered."""
    alfa = OPTIONS["alfa"][0 if n * 11 % 20 < 11 else 1 if n * 11 % 20 < 16 else 2]
    row = {
        "response": f"r{n:02}",
        "member": member,
        "status": "complete",
        "submitted": f"2026-10-{n % 28 + 1:02}",
        "alfa": alfa,
        "eta": OPTIONS["eta"][n * 3 % 7 < 3] if alfa == "aye" else NOT_SHOWN,
        "gamma.gate": OPTIONS["gamma"][n * 5 % 3],
        "gamma.grove": OPTIONS["gamma"][n * 8 % 7 % 3],
        "delta": str(4 + n * 13 % 17),
        "zeta": OPTIONS["zeta"][0 if n * 7 % 10 < 7 else 1],
        OPEN: f"Svar {chr(97 + n % 26)}{chr(97 + n // 26)} om hur det gick till här hos oss.",
    }
    for place, option in enumerate(OPTIONS["beta"]):
        row[f"beta.{option}"] = str(int(n * (place + 2) % 5 < 2))
    return row


def coding(id_: str, response: str, text: str, code: str, valence: str) -> dict[str, str]:
    """A coding of a whole answer."""
    return {
        "coding": id_,
        "response": response,
        "question": OPEN,
        "start": "0",
        "end": str(len(text)),
        "text": text,
        "code": code,
        "valence": valence,
        "coder": "K",
        "time": "2026-10-19T09:00:00",
        "released_by": "",
        "released_on": "",
        "quote_en": "",
    }


COLUMNS = (
    *("response", "member", "status", "submitted", "alfa", "eta"),
    *(f"beta.{option}" for option in OPTIONS["beta"]),
    *(f"gamma.{item}" for item in ITEMS),
    *("delta", "zeta", OPEN),
)
CODING_COLUMNS = tuple(coding("", "", "", "", ""))
MEMBER_COLUMNS = ("member", "county", "size", "invited")


def table(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def questions(made: Survey) -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    for id_, kind in TYPES.items():
        question: dict[str, Any] = {"id": id_, "type": kind, "wording": made.named(id_)}
        if id_ in OPTIONS:
            question["options"] = [{"id": o, "label": made.named(o)} for o in OPTIONS[id_]]
        if kind == "matrix":
            question["items"] = [{"id": i, "label": made.named(i)} for i in ITEMS]
        if id_ == "delta":
            question["unit"] = {"sv": "timmar", "en": "hours"}
        if id_ == "eta":
            question["relevant"] = "${alfa} = 'aye'"
        found.append(question)
    return {"version": "1", "questions": found}


# By section: the marks of its sentences with the role that each prints, and its blocks.
MARKS: dict[str, dict[str, str]] = {
    "part-people": {
        "invited": "{invited}`-`",
        "answered": "{answered}`-`",
        "rate": "{response-rate}`-`",
    },
    "part-alfa": {
        "alfashare": "{share}`alfa=aye`",
        "alfainterval": "{interval}`alfa=aye`",
        "alfaband": "{band}`alfa=aye`",
        "alfacount": "{count}`alfa=nay`",
        "alfabase": "{base}`alfa`",
    },
    "part-eta": {"etashare": "{share}`eta=eager`", "etacount": "{count}`eta=early`"},
    "part-beta": {"betashare": "{share}`beta=boat`", "betacount": "{count}`beta=bread`"},
    "part-gamma": {
        "gammashare": "{share}`gamma.gate=gold`",
        "gammacount": "{count}`gamma.grove=grey`",
    },
    "part-delta": {"deltamean": "{mean}`delta`", "deltainterval": "{interval}`mean delta`"},
    "part-zeta": {
        "zetashare": "{share}`zeta=zig | county=24`",
        "zetadifference": "{difference}`zeta=zig | county=24 vs county=25`",
        "zetaclaim": "{claim}`majoriteten: zeta=zig`",
    },
    "part-kappa": {"kappachange": "{change}`alfa=nay since 2024`"},
    "part-theta": {
        "coinenables": "{mentions}`coin:enables`",
        "crewhinders": "{mentions}`crew:hinders`",
    },
    "part-example": {"examplesall": "{examples}`all`", "examplesexact": "{examples}`exact`"},
}
BLOCKS = {
    "part-people": ":::{method-box}\n:::",
    "part-alfa": ":::{figure} alfa\n:highlight: aye\n:::",
    "part-eta": ":::{figure} eta\n:highlight: eager\n:::",
    "part-beta": ":::{figure} beta\n:::",
    "part-gamma": ":::{figure} gamma\n:::",
    "part-delta": ":::{figure} delta\n:by: county\n:::",
    "part-zeta": ":::{figure} zeta\n:by: county\n:option: zig\n:::",
    "part-kappa": ":::{development} alfa\n:option: nay\n:::",
    "part-theta": ":::{factor-figure}\n:::\n\n:::{factors}\n:::",
    "part-example": ":::{map}\n:::\n\n:::{examples}\n:::",
}
CLAIM = {"sv": "majoriteten", "en": "the majority"}


def manuscript(language: str) -> str:
    """Each section by itself: what is said in running text, in a point, and in its figure."""
    parts = []
    for id_, marks in MARKS.items():
        said = {
            name: f"Mark {name} {role.replace('majoriteten', CLAIM[language])} stop."
            for name, role in marks.items()
        }
        points = "\n".join(f"- {sentence}" for sentence in said.values())
        parts.append(
            f"{{#{id_}}}\n# Avsnitt {id_}\n\nIngress. {' '.join(said.values())}\n\n"
            f":::{{key-points}}\n{points}\n:::\n\n{BLOCKS[id_]}\n"
        )
    return "\n".join(parts)


def write(made: Survey, folder: Path) -> Path:
    """Writes the survey as a theme package and gives its folder back."""
    theme = {
        "format": "samklang-theme-1",
        "id": "drift",
        "title": made.named("title"),
        "network": {"name": made.named("network")["sv"], "url": "https://example.org/"},
        "languages": ["sv", "en"],
        "synthetic": True,
        "authors": ["A. Ek"],
        "design": {"kind": "census", "strata": ["county"]},
        "series": made.earlier,
    }
    files: dict[str, str] = {
        "theme.yaml": dumped(theme),
        "questionnaire.yaml": dumped(questions(made)),
        "register.csv": table(MEMBER_COLUMNS, made.register),
        "responses.csv": table(COLUMNS, made.responses),
        "codebook.yaml": dumped(
            {
                "codes": [
                    {
                        "id": c,
                        "name": made.named(c),
                        "definition": {"sv": "Om det.", "en": "On it."},
                    }
                    for c in CODES
                ]
            }
        ),
        "codings.csv": table(CODING_COLUMNS, made.codings),
        "manuscript.md": manuscript("sv"),
        "manuscript.en.md": manuscript("en"),
        **{f"examples/{id_}.yaml": dumped(card) for id_, card in made.examples.items()},
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def dumped(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False)
