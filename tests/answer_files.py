"""Files of answers as other tools write them, made by script: their columns, invented answers."""

import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

YES = ("Ja", "Nej", "Vet ej")
AGREE = (
    "Stämmer inte alls",
    "Stämmer dåligt",
    "Stämmer delvis",
    "Stämmer bra",
    "Stämmer helt",
)
WHOM = ("Kommun", "Region", "Annan förening", "Skola, folkhögskola eller universitet")
TEXTS = (
    "Vi fick tid.",
    "Pengar, som alltid; och ork.",
    "Styrelsen vågade.",
    "",
    "Ungdomarna ledde.",
)
Rows = Sequence[Sequence[object]]


def _chosen(chance: random.Random, *, joined: str, last: str = "") -> str:
    picked = [one for one in WHOM if chance.random() < 0.5] or [WHOM[0]]
    return joined.join(picked) + last


def _words(chance: random.Random, number: int) -> str:
    text = chance.choice(TEXTS)
    return f"{text} ({number})" if text else ""


def microsoft_forms(path: Path, *, swedish: bool = True, rows: int = 42) -> Path:
    """Microsoft Forms: an .xlsx whose first five columns are its own; semicolons, also last."""
    chance = random.Random(1)
    own = ["ID", "Starttid", "Slutförandetid", "E-post", "Namn"]
    if not swedish:
        own = ["ID", "Start time", "Completion time", "Email", "Name"]
    header = [
        *own,
        "Har ni utvecklat något nytt?",
        "Vilka gjorde ni det med?",
        "Vi har tid",
        "Vi har pengar",
        "Hur många deltar?",
        "Vad hjälpte er?",
    ]
    table: list[list[object]] = [header]
    for n in range(1, rows + 1):
        table.append(
            [
                n,
                f"2026-11-0{n % 9 + 1} 10:{n:02}",
                f"2026-11-0{n % 9 + 1} 10:{n + 9:02}",
                "anonymous",
                "",
                chance.choice(YES),
                _chosen(chance, joined=";", last=";"),
                chance.choice(AGREE),
                chance.choice(AGREE),
                chance.choice((12, 40, 55, 130, 7, 18, 260, 33)),
                _words(chance, n),
            ]
        )
    return _workbook(path, table)


def google_forms(path: Path, *, rows: int = 42) -> Path:
    """Google Forms: a CSV with a timestamp first, commas between answers, grids as "Q [Row]"."""
    chance = random.Random(2)
    header = [
        "Timestamp",
        "Email Address",
        "Har ni utvecklat något nytt?",
        "Vilka gjorde ni det med?",
        "Hur väl stämmer det? [Vi har tid]",
        "Hur väl stämmer det? [Vi har pengar]",
        "Hur nöjda är ni? (1–5)",
        "Vad hjälpte er?",
    ]
    table: list[list[object]] = [header]
    for n in range(1, rows + 1):
        table.append(
            [
                f"2026/11/{n % 28 + 1:02} 10:22:13 fm CET",
                f"person{n}@exempel.se",
                chance.choice(YES),
                _chosen(chance, joined=", "),
                chance.choice(AGREE),
                chance.choice(AGREE),
                chance.randint(1, 5),
                _words(chance, n),
            ]
        )
    return _csv(path, table, mark=",")


def google_sheet(path: Path, *, rows: int = 60) -> Path:
    """The Google Sheet of a form in Swedish, saved as .xlsx."""
    chance = random.Random(3)
    table: list[list[object]] = [["Tidstämpel", "Ert län", "Har ni en plan?", "Berätta gärna mer"]]
    for n in range(rows):
        county = chance.choice(("Norrbotten", "Västerbotten"))
        stamp = f"2026-11-{n % 28 + 1:02} 09:00:00"
        table.append([stamp, county, chance.choice(YES), _words(chance, n)])
    return _workbook(path, table)


def plain_csv(path: Path, *, rows: int = 50) -> Path:
    """A plain CSV as Swedish Excel saves it: semicolons, Windows-1252, decimal commas."""
    chance = random.Random(4)
    table: list[list[object]] = [["Förening", "Telefon", "Slag", "Budget (mnkr)", "Grundad"]]
    for n in range(rows):
        kind = chance.choice(("idrott", "kultur", "bygd"))
        budget = f"{chance.randint(1, 40)},{n % 10}"
        day = f"19{chance.randint(40, 99)}-0{n % 9 + 1}-01"
        table.append([f"Påhittade föreningen {n}", f"070-123 {n:02} 45", kind, budget, day])
    return _csv(path, table, mark=";", encoding="cp1252")


def clumsy(path: Path, *, rows: int = 30) -> Path:
    """A table as people keep it: merged title, a blank row, free columns, a blank row, a sum."""
    chance = random.Random(5)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Svar 2026")
        sheet.merge_range(0, 0, 0, 4, "Medlemsenkät 2026 – alla svar")
        sheet.write_row(1, 0, ["Utskriven 2026-11-29"])
        sheet.write_row(3, 0, ["Hur är läget?", "Namn", "Antal", "", "Hur är läget?"])
        for n in range(rows):
            row = [chance.choice(("Bra", "Dåligt")), f"Person {n}", 20 + n * 3, "", ""]
            row[4] = chance.choice(("Bättre", "Sämre", "Lika"))
            sheet.write_row(4 + n + (n > 10), 0, row)
        sheet.write_row(6 + rows, 0, ["Summa", "", 1905])
    return path


def _workbook(path: Path, table: Rows) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
    return path


def _csv(path: Path, table: Rows, *, mark: str, encoding: str = "utf-8") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark).writerows(table)
    path.write_bytes(text.getvalue().encode(encoding))
    return path
