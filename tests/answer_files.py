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


FILMS = ("Ronja", "Broarna", "Skogen, del 2")
LIKES = ("Very favorably", "Somewhat favorably", "Somewhat unfavorably", "Very unfavorably")


def survey_monkey(path: Path, *, rows: int = 60) -> Path:
    """SurveyMonkey: two rows of headings, a column an answer, Windows-1252 and CR alone."""
    chance = random.Random(6)
    above = ["Respondent ID", "Collector ID", "Start Date", "Har ni sett någon?"]
    below = ["", "", "", "Response"]
    above += ["Vilka har ni sett?", "", "", "", "Vad tycker ni om dem?", "", "Antal medlemmar"]
    below += [*FILMS, "Annan (vilken?)", "Ronja", "Borka", "Open-Ended Response"]
    table: list[list[object]] = [above, below]
    for n in range(rows):
        seen = [film if chance.random() < 0.6 else "" for film in FILMS]
        other = "Egna ord" if n == 3 else ""
        liked = [chance.choice(LIKES), chance.choice(LIKES)]
        members = f"{chance.randint(1, 9)} {chance.randint(100, 999)}"
        row = [f"32928{n:05}", "446", f"10/2{n % 9}/2026 9:50", chance.choice(("Yes", "No"))]
        table.append([*row, *seen, other, *liked, members])
    _csv(path, table, mark=",", encoding="cp1252")
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\r"))
    return path


LONG = (
    "Webbplatser, till exempel Sök, Svar, och Frågor",
    "Kurser, träffar eller konferenser",
    "Böcker",
)


def google_with_own_words(path: Path, *, rows: int = 300) -> Path:
    """Google Forms in English: commas within answers, "Other" in words of one's own, any case."""
    chance = random.Random(7)
    header = ["Timestamp", "Where do you look? (check all that apply)", "Gender", "Country"]
    table: list[list[object]] = [header]
    for n in range(rows):
        looked = [one for one in LONG if chance.random() < 0.6] or [LONG[2]]
        looked += [f"Egen väg {n}"] if chance.random() < 0.04 else []
        gender = chance.choice(("Female", "female", "Male", "male ", "Male"))
        if n % 40 == 7:
            gender = f"Eget svar {n}"
        country = f"Land {chance.randint(1, 90)}"
        table.append([f"12/13/2019 9:50:{n % 60:02}", ", ".join(looked), gender, country])
    return _csv(path, table, mark=",")


def qualtrics(path: Path, *, rows: int = 40) -> Path:
    """Qualtrics: names, then the questions, then a row of codes in JSON."""
    chance = random.Random(8)
    table: list[list[object]] = [["StartDate", "ResponseId", "Q1", "Q2"]]
    table.append(["Start Date", "Response ID", "Har ni en plan?", "Hur många är ni?"])
    table.append([f'{{"ImportId":"{name}"}}' for name in ("startDate", "_id", "QID1", "QID2")])
    for n in range(rows):
        yes = chance.choice(YES)
        table.append([f"2026-11-{n % 28 + 1:02} 10:00:00", f"R_{n}", yes, 10 + n])
    return _csv(path, table, mark=",")


def qualtrics_with_rows(path: Path, *, rows: int = 40) -> Path:
    """Qualtrics with its own columns, commas without a blank, and "Question - Row" side by side."""
    chance = random.Random(11)
    asked = ["Plan?", "Whom with? - Selected Choice", "How often? - Council", "How often? - Region"]
    said = ["Start Date", "Response Type", "Progress", "Finished", "User Language", *asked]
    table: list[list[object]] = [[f"c{n}" for n in range(len(said))], said]
    table.append([f'{{"ImportId":"{n}"}}' for n in range(len(said))])
    for _ in range(rows):
        own = ["2026-05-01 10:00:00", "IP Address", "100", "True", "EN"]
        whom = [one for one in ("Council", "Region", "Other") if chance.random() < 0.5] or ["Other"]
        often = [chance.choice(("Never", "Sometimes", "Often")) for _ in range(2)]
        table.append([*own, chance.choice(YES), ",".join(whom), *often])
    return _csv(path, table, mark=",")


def pandas_export(path: Path, *, rows: int = 40) -> Path:
    """SurveyMonkey's file read and written by pandas: an index, "Unnamed: 3", headings in row 0."""
    chance = random.Random(9)
    films = ("Ronja (bok)", "Broarna", "Skogen")
    table: list[list[object]] = [["", "Medlem?", "Vilka har ni sett?", "Unnamed: 3", "Unnamed: 4"]]
    table.append([0, "Response", *films])
    for n in range(1, rows):
        seen = [film if chance.random() < 0.6 else "NaN" for film in films]
        table.append([n, chance.choice(("Ja", "Nej")), *seen])
    return _csv(path, table, mark=",")


def forms_of_associations(path: Path, *, rows: int = 44) -> Path:
    """Microsoft Forms as associations fill it in: commas in an answer, a ranking, dates with times,
    numbers with "ca" and "st", and headings that ask for somebody's name.
    """
    chance = random.Random(10)
    own = ["Id", "Starttid", "Slutförandetid", "E-post", "Namn"]
    header = [*own, "Vilken förening svarar du för?", "Har ni gjort något nytt?"]
    header += [
        "Ordna efter vikt",
        "Antal medlemmar",
        "När började ni?",
        "Har ni avtal med er kommun?",
    ]
    header += ["Kontaktperson (namn och telefon)", "Vad saknas? (flera svar)"]
    table: list[list[object]] = [header]
    for n in range(1, rows + 1):
        ranked = ["Tid", "Pengar", "Folk"]
        chance.shuffle(ranked)
        answers = ("Ja, helt", "Ja, delvis", "Nej, inte alls", "Nej, men vi vill")
        members = chance.choice((f"ca {40 + n}", f"1 {200 + n}", f"{50 + n} st", f"{n + 12}"))
        row: list[object] = [n, "2026-10-01 10:00", "2026-10-01 10:10", "anonymous", ""]
        row += [f"Föreningen {n}", chance.choice(answers), ";".join(ranked) + ";"]
        row += [members if n % 9 else "vet ej", f"20{10 + n % 9}-03-11 00:00:00"]
        row += [chance.choice(("Ja", "Nej")), f"Anna {n}, 070-12{n}"]
        row += ["Tid;Pengar;" if n % 20 == 3 else chance.choice(("Tid;", "Pengar;", "Folk;"))]
        table.append(row)
    return _workbook(path, table)


def sizes(path: Path, *, rows: int = 45) -> Path:
    """A semicolon CSV whose first column has the answer "Medel", and "Summa" at the end."""
    chance = random.Random(12)
    table: list[list[object]] = [["Storlek", "Går det bra?", "Övrigt"]]
    for n in range(rows):
        size = chance.choice(("Liten", "Medel", "Stor"))
        well = chance.choice(("Ja, ofta", "Ja, ibland", "Nej"))
        table.append([size, well, "NA" if n % 3 else f"Egna ord {n}"])
    table.append(["Summa", "", ""])
    return _csv(path, table, mark=";", encoding="cp1252")


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
