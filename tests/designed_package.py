"""A package of eighty members whose theme can have any design, for tests that build with each."""

import csv
import io
from pathlib import Path

THEME = """\
format: samklang-theme-1
id: design
title: {sv: Prov, en: Trial}
network: {name: Provnätverket, url: "https://example.org/"}
languages: [sv, en]
synthetic: true
authors: [A. Ek]
design: DESIGN
FIGURES"""

QUESTIONS = """\
version: "1"
questions:
  - id: q1
    type: select_one
    wording: {sv: Har ni utvecklat något nytt?, en: Have you developed anything new?}
    options:
      - {id: yes, label: {sv: Ja, en: Yes}}
      - {id: no, label: {sv: Nej, en: No}}
  - id: grade
    type: select_one
    scale: agreement
    wording: {sv: Vi har tid att förnya oss., en: We have time to renew ourselves.}
    options:
      - {id: low, label: {sv: Instämmer inte, en: Disagree}}
      - {id: mid, label: {sv: Varken eller, en: Neither}}
      - {id: high, label: {sv: Instämmer, en: Agree}}
  - id: fields
    type: select_multiple
    wording: {sv: Vad arbetar ni med?, en: What do you work with?}
    options:
      - {id: sport, label: {sv: Idrott, en: Sport}}
      - {id: culture, label: {sv: Kultur, en: Culture}}
  - id: hours
    type: integer
    unit: {sv: timmar i veckan, en: hours a week}
    wording: {sv: Hur många timmar lägger ni?, en: How many hours do you spend?}
  - id: people
    type: integer
    unit: {sv: personer, en: people}
    wording: {sv: Hur många är ni?, en: How many are you?}
"""

# Members by county and size, and how many of them answered.
GROUPS = {
    ("24", "large"): (20, 14),
    ("24", "small"): (20, 11),
    ("25", "large"): (15, 9),
    ("25", "small"): (25, 12),
}
TEXT = """\
{#results}
# Resultat

Text.

:::{method-box}
:::

BODY
"""


def register(extra: str = "", value: str = "") -> str:
    """The members; `extra` is one more column with the same value for everyone."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["member", "county", "size", *([extra] if extra else [])])
    for number, (county, size, _) in enumerate(members()):
        writer.writerow([f"m{number:02}", county, size, *([value] if extra else [])])
    return out.getvalue()


def members() -> list[tuple[str, str, bool]]:
    """County, size and whether they answered, of every member."""
    return [
        (county, size, number < answered)
        for (county, size), (total, answered) in GROUPS.items()
        for number in range(total)
    ]


def answers() -> list[tuple[int, str, str, str, str, int, int]]:
    """Member, then answers, of everyone who answered."""
    found = []
    for number, (county, size, answered) in enumerate(members()):
        if answered:
            yes = "yes" if (number * 7 + (size == "large") * 3) % 10 < 6 else "no"
            grade = ("low", "mid", "high")[(number * 5 + (county == "24")) % 3]
            sport, culture = str(int(number % 2 == 0)), str(int(number % 3 != 0))
            hours = 4 + number * 11 % 9 + 6 * (size == "large")
            found.append((number, yes, grade, sport, culture, hours, 10 + number * 13 % 17))
    return found


def responses() -> str:
    """One row for each who answered."""
    lines = ["response,member,status,submitted,q1,grade,fields.sport,fields.culture,hours,people"]
    for number, *given in answers():
        cells = ",".join(str(answer) for answer in given)
        lines.append(f"r{number:02},m{number:02},complete,2026-10-01,{cells}")
    return "\n".join(lines) + "\n"


def designed_package(
    folder: Path,
    *,
    design: str,
    body: str = ":::{figure} q1\n:::\n",
    figures: str = "",
    register_text: str = "",
) -> Path:
    """Writes a package with the design, a YAML flow mapping, and gives its folder back."""
    folder.mkdir(parents=True, exist_ok=True)
    text = TEXT.replace("BODY", body)
    files = {
        "theme.yaml": THEME.replace("DESIGN", design).replace("FIGURES", figures),
        "questionnaire.yaml": QUESTIONS,
        "register.csv": register_text or register(),
        "responses.csv": responses(),
        "manuscript.md": text,
        "manuscript.en.md": text.replace("# Resultat", "# Results"),
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder
