"""Files of answers in the shapes of still other tools: their own columns, invented answers.

After public documents: SurveyMonkey's own columns, Alchemer's, REDCap's "(choice=…)" and "___1",
SurveyXact's semicolons and "statoverall_4", Jotform's first columns, Enalyzer's formats. The rest
is from memory: how Webropol, Netigate and Sogolytics name a column, Jotform's line breaks,
Alchemer's colon, LimeSurvey's and Microsoft's Swedish names of their own columns.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import xlsxwriter

from tests.answer_files import AGREE, TEXTS, WHOM, YES, _csv

ROWS = 60
COUNTIES = ("Norrbotten", "Västerbotten", "Jämtland", "Västernorrland")
WITH_WHOM = "Vilka gjorde ni det med?"
STATEMENTS = ("Vi har tid", "Vi har pengar")
Table = list[list[object]]


@dataclass(frozen=True)
class Said:
    """What one organisation answered, before a tool has written it in its own way."""

    number: int
    at: datetime
    county: str
    new: str
    whom: tuple[str, ...]
    agrees: tuple[str, str]
    members: int
    text: str


def said(seed: int, rows: int = ROWS) -> list[Said]:
    """As many answers, the same for the same seed."""
    chance = random.Random(seed)
    answers = []
    for n in range(1, rows + 1):
        text = chance.choice(TEXTS)
        answers.append(
            Said(
                n,
                datetime(2026, 10, 1, 9) + timedelta(hours=5 * n, minutes=n),
                chance.choice(COUNTIES),
                chance.choice(YES),
                tuple(one for one in WHOM if chance.random() < 0.5) or (WHOM[0],),
                (chance.choice(AGREE), chance.choice(AGREE)),
                chance.choice((12, 40, 55, 130, 7, 18, 260, 33)) + n,
                f"{text} ({n})" if text else "",
            )
        )
    return answers


def survey_monkey(path: Path) -> Path:
    """SurveyMonkey's .xlsx, all columns it has, and words beside "Other (please specify)"."""
    own = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"]
    own += ["Email Address", "First Name", "Last Name", "Custom Data 1"]
    above = [*own, "Har ni utvecklat något nytt?", WITH_WHOM, *[""] * len(WHOM)]
    below = ["" for _ in own] + ["Response", *WHOM, "Other (please specify)"]
    above += ["Hur väl stämmer det?", "", "Hur många medlemmar har ni?", "Vad hjälpte er?"]
    below += [*STATEMENTS, "Open-Ended Response", "Open-Ended Response"]
    table: Table = [above, below]
    for one in said(21):
        mine = [11890000 + one.number, 446111, one.at, one.at, "163.116.0.1", "", "", "", ""]
        whom = [name if name in one.whom else "" for name in WHOM]
        other = "En studiecirkel" if one.number == 4 else ""
        rest = [*one.agrees, one.members, one.text]
        table.append([*mine, one.new, *whom, other, *rest])
    return _book(path, table)


def survey_monkey_condensed(path: Path) -> Path:
    """SurveyMonkey's condensed columns: several answers in one, with commas between."""
    own = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"]
    table: Table = [[*own, "Har ni utvecklat något nytt?", "Vilka? (flera svar)", "Vad hjälpte?"]]
    for one in said(22):
        whom = ", ".join(name for name in one.whom if "," not in name) or WHOM[0]
        mine = [11890000 + one.number, 446111, _us(one.at), _us(one.at), "163.116.0.1"]
        table.append([*mine, one.new, whom, one.text])
    return _csv(path, table, mark=",")


def google_csv(path: Path) -> Path:
    """The .csv that Google Forms itself gives: semicolons between several answers."""
    header = ["Tidstämpel", "Användarnamn", "Har ni utvecklat något nytt?", WITH_WHOM]
    header += [f"Hur väl stämmer det? [{row}]" for row in STATEMENTS]
    header += ["Var? [Norrbotten]", "Var? [Västerbotten]", "När började ni?", "Vad hjälpte er?"]
    table: Table = [header]
    chance = random.Random(5)
    for one in said(23):
        stamp = f"{one.at:%Y/%m/%d} {one.at:%I:%M:%S} fm CET"
        where = [";".join(w for w in ("Kust", "Inland", "Fjäll") if chance.random() < 0.5)]
        where += [chance.choice(("Kust", "Inland", "Kust;Inland"))]
        began = f"20{10 + one.number % 9}-03-1{one.number % 9}"
        row = [stamp, f"p{one.number}@exempel.se", one.new, ";".join(one.whom), *one.agrees]
        table.append([*row, *where, began, one.text])
    return _csv(path, table, mark=",")


def microsoft_forms(path: Path) -> Path:
    """Microsoft Forms in Swedish as it is now: dates in cells, language, and time of change."""
    header = ["ID", "Starttid", "Slutförandetid", "E-post", "Namn", "Språk"]
    header += ["Tid för senaste ändring", "Har ni utvecklat något nytt?", f"{WITH_WHOM}\n"]
    header += [*STATEMENTS, "Hur många medlemmar har ni?", "När började ni?", "Vad hjälpte er?"]
    table: Table = [header]
    for one in said(24):
        mine = [one.number, one.at, one.at + timedelta(minutes=7), "anonymous", "", "Svenska", ""]
        whom = "".join(f"{name};" for name in one.whom)
        began = datetime(2010 + one.number % 9, 3, 1 + one.number % 9)
        rest = [*one.agrees, one.members, began, one.text]
        table.append([*mine, one.new, whom, *rest])
    return _book(path, table)


def webropol(path: Path) -> Path:
    """Webropol's .xlsx: "Question: Answer", a column each, with 1 where it was chosen."""
    header = ["Respondent", "Svarstid", "1. Har ni utvecklat något nytt?"]
    header += [f"2. {WITH_WHOM}: {name}" for name in WHOM]
    header += [f"3. Hur väl stämmer det?: {row}" for row in STATEMENTS]
    header += ["4. Hur många medlemmar har ni?", "5. Vad hjälpte er?"]
    table: Table = [header]
    for one in said(25):
        whom = [1 if name in one.whom else "" for name in WHOM]
        table.append([one.number, one.at, one.new, *whom, *one.agrees, one.members, one.text])
    return _book(path, table)


def netigate(path: Path) -> Path:
    """Netigate's .xlsx: questions above, their answers below, 1 where one was chosen."""
    above = ["Respondent ID", "Status", "Startad", "Avslutad", "1. Har ni utvecklat något nytt?"]
    below: list[str] = [""] * 5
    above += [f"2. {WITH_WHOM}", *[""] * (len(WHOM) - 1), "3. Hur väl stämmer det?", ""]
    below += [*WHOM, *STATEMENTS]
    above += ["4. Hur många medlemmar har ni?", "5. Vad hjälpte er?"]
    below += ["", ""]
    table: Table = [above, below]
    for one in said(26):
        whom = [1 if name in one.whom else 0 for name in WHOM]
        mine = [f"R{one.number:04}", "Avslutad", one.at, one.at]
        table.append([*mine, one.new, *whom, *one.agrees, one.members, one.text])
    return _book(path, table)


def lime_survey(path: Path) -> Path:
    """LimeSurvey's .csv with whole questions: semicolons, Yes and No, brackets after a question."""
    header = ["Svars-id", "Inskickat datum", "Sista sidan", "Startspråk", "Frö"]
    header += ["Har ni utvecklat något nytt?", *[f"{WITH_WHOM} [{name}]" for name in WHOM]]
    header += [f"{WITH_WHOM} [Annat]", *[f"Hur väl stämmer det? [{row}]" for row in STATEMENTS]]
    header += ["Hur många medlemmar har ni?", "Vad hjälpte er?"]
    table: Table = [header]
    for one in said(27):
        mine = [one.number, f"{one.at:%Y-%m-%d %H:%M:%S}", 3, "sv", 1830000 + one.number * 7]
        whom = ["Ja" if name in one.whom else "Nej" for name in WHOM]
        other = "En studiecirkel" if one.number == 4 else ""
        table.append([*mine, one.new, *whom, other, *one.agrees, one.members, one.text])
    return _csv(path, table, mark=";", encoding="utf-8-sig")


def redcap_labels(path: Path) -> Path:
    """REDCap's .csv with labels: "Question (choice=Answer)", Checked and Unchecked, Complete?."""
    header = ["Record ID", "Survey Identifier", "Survey Timestamp", "Har ni utvecklat något nytt?"]
    header += [f"{WITH_WHOM} (choice={name})" for name in WHOM]
    header += [*STATEMENTS, "Hur många medlemmar har ni?", "Vad hjälpte er?", "Complete?"]
    table: Table = [header]
    for one in said(28):
        whom = ["Checked" if name in one.whom else "Unchecked" for name in WHOM]
        mine = [one.number, "", f"{one.at:%Y-%m-%d %H:%M:%S}"]
        rest = [*one.agrees, one.members, one.text, "Complete"]
        table.append([*mine, one.new, *whom, *rest])
    return _csv(path, table, mark=",")


def redcap_raw(path: Path) -> Path:
    """REDCap's .csv with codes alone: "whom___1", and nowhere what they stand for."""
    header = ["record_id", "redcap_survey_identifier", "enkat_timestamp", "nytt"]
    header += [f"vilka___{n}" for n in range(1, 5)]
    header += ["tid", "pengar", "medlemmar", "hjalp", "enkat_complete"]
    table: Table = [header]
    for one in said(29):
        whom = [1 if name in one.whom else 0 for name in WHOM]
        mine = [one.number, "", f"{one.at:%Y-%m-%d %H:%M:%S}"]
        agrees = [AGREE.index(step) + 1 for step in one.agrees]
        rest = [*agrees, one.members, one.text, 2]
        table.append([*mine, YES.index(one.new) + 1, *whom, *rest])
    return _csv(path, table, mark=",")


_STATES = ("statcompletion_1", "statcreation_1", "statdistribution_1", "statcollect_1")
_OVERALL = tuple(f"statoverall_{n}" for n in range(1, 6))


def survey_xact(path: Path) -> Path:
    """SurveyXact's .csv with labels: semicolons, and columns of how far each has come."""
    header = ["respondentid", "organisation", "Har ni utvecklat något nytt?"]
    header += [f"{WITH_WHOM} - {name}" for name in WHOM]
    header += [f"Hur väl stämmer det? - {row}" for row in STATEMENTS]
    header += ["Hur många medlemmar har ni?", "Vad hjälpte er?", *_STATES, *_OVERALL]
    table: Table = [header]
    for one in said(30):
        whom = [1 if name in one.whom else 0 for name in WHOM]
        mine = [825478000 + one.number, 66]
        states = [1, 0, 1, 0, 0, 0, 0, 1, 0]
        table.append([*mine, one.new, *whom, *one.agrees, one.members, one.text, *states])
    return _csv(path, table, mark=";")


def alchemer(path: Path) -> Path:
    """Alchemer's .csv: "Answer:Question" for each that could be chosen, "Row:Question" too."""
    header = ["Response ID", "Time Started", "Date Submitted", "Status", "Contact ID"]
    header += ["Legacy Comments", "Comments", "Language", "Referer", "Extended Referer"]
    header += ["SessionID", "User Agent", "Tags", "IP Address", "Longitude", "Latitude"]
    header += ["Country", "City", "State/Region", "Postal", "Har ni utvecklat något nytt?"]
    header += [f"{name}:{WITH_WHOM}" for name in WHOM]
    header += [f"{row}:Hur väl stämmer det?" for row in STATEMENTS]
    header += ["Hur många medlemmar har ni?", "Vad hjälpte er?"]
    table: Table = [header]
    for one in said(31):
        mine: list[object] = [one.number, f"{one.at:%Y-%m-%d %H:%M:%S}"]
        mine += [f"{one.at:%Y-%m-%d %H:%M:%S}", "Complete", "", "", "", "Swedish"]
        mine += ["https://exempel.se", "", f"16{one.number:08}_5f{one.number}"]
        mine += ["Mozilla/5.0 (X11; Linux x86_64)", "", "163.116.0.1", "22.1", "65.5", "Sweden"]
        mine += ["Luleå", "BD", "972 31"]
        whom = [name if name in one.whom else "" for name in WHOM]
        table.append([*mine, one.new, *whom, *one.agrees, one.members, one.text])
    return _csv(path, table, mark=",")


def jotform(path: Path) -> Path:
    """Jotform's .csv: line breaks between several answers, "Table >> Row" for each row."""
    header = ["Submission Date", "First Name", "Last Name", "Har ni utvecklat något nytt?"]
    header += [WITH_WHOM, *[f"Hur väl stämmer det? >> {row}" for row in STATEMENTS]]
    header += ["Hur många medlemmar har ni?", "Vad hjälpte er?", "Submission IP", "Submission ID"]
    table: Table = [header]
    for one in said(32):
        mine = [f"{one.at:%b} {one.at.day}, 2026", "Anna", f"Nilsson{one.number}"]
        rest = [*one.agrees, one.members, one.text, "163.116.0.1", 5730000 + one.number]
        table.append([*mine, one.new, "\n".join(one.whom), *rest])
    return _csv(path, table, mark=",")


def sogolytics(path: Path) -> Path:
    """Sogolytics's .xlsx: a row of numbers and a row of questions, answers below those."""
    above = ["Response No", "Participant", "Status", "Start Time", "End Time", "Q1", "Q2"]
    above += ["", "", "", "Q3", "", "Q4", "Q5"]
    below = ["", "", "", "", "", "Har ni utvecklat något nytt?"]
    below += [f"{WITH_WHOM} - {name}" for name in WHOM]
    below += [*[f"Hur väl stämmer det? - {row}" for row in STATEMENTS]]
    below += ["Hur många medlemmar har ni?", "Vad hjälpte er?"]
    table: Table = [above, below]
    for one in said(33):
        whom = [name if name in one.whom else "" for name in WHOM]
        mine = [one.number, "Anonymous", "Completed", one.at, one.at]
        table.append([*mine, one.new, *whom, *one.agrees, one.members, one.text])
    return _book(path, table)


def enalyzer(path: Path) -> Path:
    """Enalyzer's .csv with texts: a column an answer, Yes where chosen, No where not."""
    header = ["Respondent", "Har ni utvecklat något nytt?"]
    header += [f"{WITH_WHOM} - {name}" for name in WHOM]
    header += ["Hur många medlemmar har ni?", "Vad hjälpte er?"]
    table: Table = [header]
    for one in said(34):
        whom = ["Vald" if name in one.whom else "Inte vald" for name in WHOM]
        table.append([one.number, one.new, *whom, one.members, one.text])
    return _csv(path, table, mark=";")


def _us(at: datetime) -> str:
    return f"{at:%m/%d/%Y %I:%M:%S %p}"


def _book(path: Path, table: Sequence[Sequence[object]]) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime):
                    sheet.write_datetime(row, column, cell)
                else:
                    sheet.write(row, column, cell)
    return path


MADE: dict[str, Callable[[Path], Path]] = {
    "monkey.xlsx": survey_monkey,
    "condensed.csv": survey_monkey_condensed,
    "google.csv": google_csv,
    "forms.xlsx": microsoft_forms,
    "webropol.xlsx": webropol,
    "netigate.xlsx": netigate,
    "lime.csv": lime_survey,
    "redcap.csv": redcap_labels,
    "redcap_raw.csv": redcap_raw,
    "xact.csv": survey_xact,
    "alchemer.csv": alchemer,
    "jotform.csv": jotform,
    "sogo.xlsx": sogolytics,
    "enalyzer.csv": enalyzer,
}
