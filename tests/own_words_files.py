"""Files of answers with own words at "Other", as tools write them beside or in the question.

From public documents and from memory, as those of `exported_files`; the answers are invented.
"""

from collections.abc import Callable
from pathlib import Path

from tests.answer_files import WHOM, _csv
from tests.exported_files import WITH_WHOM, Said, Table, _book, said

OWN_WORDS = ("Byalaget i söder", "Kyrkan, med kören", "Ett företag")
NEW = "Har ni utvecklat något nytt?"
LAST = ("Hur många medlemmar har ni?", "Vad hjälpte er?")
SEED = 41


def answers() -> list[Said]:
    """What was answered in every file."""
    return said(SEED)


def words(one: Said) -> str:
    """What one wrote at "Other" of whom they did it with; '' for most."""
    return "" if one.number % 7 else OWN_WORDS[one.number // 7 % 3]


def _stamp(one: Said) -> str:
    return f"{one.at:%Y-%m-%d %H:%M:%S}"


def _ticks(one: Said, yes: object, no: object) -> list[object]:
    return [yes if name in one.whom else no for name in WHOM]


def _names(one: Said) -> list[object]:
    return [name if name in one.whom else "" for name in WHOM]


def lime_survey(path: Path) -> Path:
    """LimeSurvey with whole questions: "[Other]", and "Other" where one answer is chosen."""
    own = ["Response ID", "Date submitted", "Last page", "Start language", "Seed"]
    asked = [NEW, f"{NEW} [Other]", *[f"{WITH_WHOM} [{name}]" for name in WHOM]]
    table: Table = [[*own, *asked, f"{WITH_WHOM} [Other]", *LAST]]
    for one in answers():
        mine = [one.number, _stamp(one), 3, "sv", 1830 + one.number]
        new = ["Other", "Delvis"] if one.number % 8 == 0 else [one.new, ""]
        ticks = _ticks(one, "Yes", "No")
        table.append([*mine, *new, *ticks, words(one), one.members, one.text])
    return _csv(path, table, mark=",")


def lime_codes(path: Path) -> Path:
    """LimeSurvey with codes alone: "vilka[SQ001]" with Y, "nytt[other]" and "-oth-"."""
    own = ["id", "submitdate", "lastpage", "startlanguage", "seed"]
    asked = ["nytt", "nytt[other]", *[f"vilka[SQ00{n}]" for n in range(1, 5)], "vilka[other]"]
    table: Table = [[*own, *asked, "antal", "text"]]
    for one in answers():
        mine = [one.number, _stamp(one), 3, "sv", 1830 + one.number]
        new = ["-oth-", "Delvis"] if one.number % 8 == 0 else [one.new, ""]
        table.append([*mine, *new, *_ticks(one, "Y", ""), words(one), one.members, one.text])
    return _csv(path, table, mark=",")


def survey_monkey(path: Path) -> Path:
    """SurveyMonkey: a blank answer where "Annat (beskriv)" was filled in."""
    own = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"]
    above = [*own, NEW, "", WITH_WHOM, *[""] * len(WHOM), *LAST]
    below = ["", "", "", "", "", "Response", "Annat (beskriv)", *WHOM, "Annat (beskriv)"]
    table: Table = [above, [*below, "Open-Ended Response", "Open-Ended Response"]]
    for one in answers():
        mine = [1189 + one.number, 446, one.at, one.at, "163.116.0.1"]
        new = ["", "Delvis"] if one.number % 8 == 0 else [one.new, ""]
        table.append([*mine, *new, *_names(one), words(one), one.members, one.text])
    return _book(path, table)


def qualtrics(path: Path) -> Path:
    """Qualtrics: three rows, all that was chosen in a cell, and "Question - Answer - Text"."""
    other = "Annan, vilken?"
    names = ["StartDate", "ResponseId", "Q1", "Q2", "Q2_5_TEXT", "Q3", "Q4"]
    asked = [f"{WITH_WHOM} - Selected Choice", f"{WITH_WHOM} - {other} - Text"]
    table: Table = [names, ["Start Date", "Response ID", NEW, *asked, *LAST]]
    table.append([f'{{"ImportId":"{name}"}}' for name in names])
    for one in answers():
        chosen = ",".join([*one.whom, *([other] if words(one) else [])])
        mine = [_stamp(one), f"R_{one.number}"]
        table.append([*mine, one.new, chosen, words(one), one.members, one.text])
    return _csv(path, table, mark=",")


def qualtrics_split(path: Path) -> Path:
    """Qualtrics with a column for each answer, as Excel saves it: UTF-16 with tabs."""
    names = ["StartDate", "ResponseId", "Q1", *[f"Q2_{n}" for n in range(1, 6)]]
    names += ["Q2_5_TEXT", "Q3", "Q4"]
    asked = [f"{WITH_WHOM} - Selected Choice - {name}" for name in (*WHOM, "Annan")]
    asked += [f"{WITH_WHOM} - Annan - Text"]
    table: Table = [names, ["Start Date", "Response ID", NEW, *asked, *LAST]]
    table.append([f'{{"ImportId":"{name}"}}' for name in names])
    for one in answers():
        ticks = [*_names(one), "Annan" if words(one) else "", words(one)]
        row = [_stamp(one), f"R_{one.number}", one.new, *ticks]
        table.append([*row, one.members, one.text])
    return _csv(path, table, mark="\t", encoding="utf-16")


def kobo(path: Path) -> Path:
    """KoboToolbox with names alone: groups, 1 and 0 for each answer, "vilka_annat"."""
    names = ("kommun", "region", "annan_forening", "skola")
    asked = ["om_er/nytt", "samverkan/vilka", *[f"samverkan/vilka/{name}" for name in names]]
    asked += ["samverkan/vilka/annat", "samverkan/vilka_annat", "om_er/medlemmar", "hjalp"]
    own = ["_id", "_uuid", "_submission_time", "_status", "_index"]
    table: Table = [["start", *asked, *own]]
    for one in answers():
        flags = [*_ticks(one, 1, 0), int(bool(words(one)))]
        chosen = [name for name, flag in zip((*names, "annat"), flags, strict=True) if flag]
        row = [one.at, one.new.casefold(), " ".join(chosen), *flags, words(one), one.members]
        uuid = f"5da0c72b-4305-4174-b192-e5da0c72b{one.number:03}"
        mine = [39205 + one.number, uuid, one.at, "submitted_via_web", one.number]
        table.append([*row, one.text, *mine])
    return _book(path, table)


def survey_123(path: Path) -> Path:
    """ArcGIS Survey123: its own columns and the place, "other" among those chosen."""
    header = ["ObjectID", "GlobalID", NEW, WITH_WHOM, f"Annat - {WITH_WHOM}", *LAST]
    table: Table = [[*header, "CreationDate", "Creator", "EditDate", "Editor", "x", "y"]]
    for one in answers():
        chosen = [name for name in one.whom if "," not in name]
        chosen += ["other"] if words(one) else []
        uuid = f"5da0c72b-4305-4174-b192-e5da0c72b{one.number:03}"
        at = f"{one.at:%m/%d/%Y %I:%M:%S %p}"
        row = [one.number, uuid, one.new, ",".join(chosen), words(one), one.members, one.text]
        place = [f"22.{1000 + one.number}", f"65.{5000 + one.number}"]
        table.append([*row, at, "anna", at, "anna", *place])
    return _csv(path, table, mark=",", encoding="utf-8-sig")


def netigate(path: Path) -> Path:
    """Netigate's answers in words: the question above each answer, titles above, sums below."""
    table: Table = [["Rapport: Medlemsenkät 2026"], ["Svarsperiod", "2026-10-01 – 2026-10-31"], []]
    header = ["Nr", "E-post", NEW, *[WITH_WHOM] * len(WHOM), "Annat, ange:", *LAST]
    table.append([*header, ""])
    for one in answers():
        mine = [one.number, f"a{one.number}@exempel.se", one.new]
        table.append([*mine, *_names(one), words(one), one.members, one.text, ""])
    return _book(path, [*table, [], ["Totalt", "", 60], ["Medelvärde", "", 3.2]])


def typeform(path: Path) -> Path:
    """Typeform: the answers' columns alone, and "Other" after them."""
    header = ["#", NEW, *WHOM, "Other", *LAST, "Start Date (UTC)", "Network ID", "Ending"]
    table: Table = [header]
    for one in answers():
        row = [f"zr{one.number}", one.new, *_names(one), words(one), one.members, one.text]
        table.append([*row, _stamp(one), f"a8f{one.number}", ""])
    return _csv(path, table, mark=",")


def easyresearch(path: Path) -> Path:
    """Easyresearch: "Question (Answer)" with Ja or nothing, Windows-1252 and semicolons."""
    asked = [f"Fråga 2. {WITH_WHOM} ({name})" for name in (*WHOM, "Annat, vad?")]
    header = ["RespondentID", "Inskickat", f"Fråga 1. {NEW}", *asked, *LAST, ""]
    table: Table = [header]
    for one in answers():
        mine = [one.number, f"{one.at:%Y-%m-%d}", one.new]
        table.append([*mine, *_ticks(one, "Ja", ""), words(one), one.members, one.text, ""])
    return _csv(path, table, mark=";", encoding="cp1252")


def webropol(path: Path) -> Path:
    """Webropol: 1 and 0 for each answer, also for the other, and its words in a column after."""
    asked = [f"2. {WITH_WHOM}: {name}" for name in (*WHOM, "Annan, vilken?")]
    asked += [f"2. {WITH_WHOM}: Annan, vilken?: Textsvar"]
    table: Table = [["Respondenter", "Inlämningstid", f"1. {NEW}", *asked, *LAST]]
    for one in answers():
        flags = [*_ticks(one, 1, 0), int(bool(words(one))), words(one)]
        table.append([one.number, one.at, one.new, *flags, one.members, one.text])
    return _book(path, table)


def google_forms(path: Path) -> Path:
    """Google Forms: own words after the answers in the same cell, commas in an answer too."""
    table: Table = [["Tidstämpel", NEW, f"{WITH_WHOM} (flera svar)", *LAST]]
    for one in answers():
        # Each as somebody words it, or it would be an answer to choose.
        own = [f"{words(one).replace(',', '')} {one.number}"] if words(one) else []
        chosen = ", ".join([*one.whom, *own])
        table.append([f"{one.at:%Y-%m-%d %H.%M.%S}", one.new, chosen, one.members, one.text])
    return _csv(path, table, mark=",")


MADE: dict[str, Callable[[Path], Path]] = {
    "lime.csv": lime_survey,
    "lime_codes.csv": lime_codes,
    "monkey.xlsx": survey_monkey,
    "qualtrics.csv": qualtrics,
    "qualtrics_split.csv": qualtrics_split,
    "kobo.xlsx": kobo,
    "survey123.csv": survey_123,
    "netigate.xlsx": netigate,
    "typeform.csv": typeform,
    "easyresearch.csv": easyresearch,
    "webropol.xlsx": webropol,
    "google.csv": google_forms,
}
