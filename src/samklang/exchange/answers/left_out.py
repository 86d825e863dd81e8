"""Columns that are left out: personal data, and what the program that wrote the file added."""

import itertools
import re
from collections.abc import Sequence

_NAMED = re.compile(
    r"^(e-?post(adress)?|e-?mail( address)?|mejl(adress)?|namn|name|full name|förnamn|efternamn|"
    r"first name|last name|telefon(nummer)?|tel\.?|mobil(nummer)?|phone( number)?|personnummer|"
    r"adress|address|gatuadress|(namn på )?kontaktperson(ens namn)?|kontaktuppgifter|"
    r"contact( person| details)?|username|användarnamn|ip-?adress|"
    r"ip address|custom data( \d+)?|ditt namn|your name|din e-?post(adress)?|your e-?mail|"
    r"(förening|organisation|verksamhet|medlem)(ens?|s)?-? ?(namn|nummer|nr)|"
    r"org(anisations)?\.?-? ?(nr|nummer)|namn på (er |din )?(förening|organisation)(en)?|"
    r"vilken (förening|organisation) (svarar|representerar|företräder|tillhör|arbetar)\b.*|"
    r"(which|what) (association|organi[sz]ation) do you (answer for|represent|belong to).*|"
    r"vad heter (er|din|ni|föreningen|organisationen)( förening| organisation)?|"
    r"(association|organi[sz]ation|member)('s)? name|"
    r"name of (the |your )?(association|organi[sz]ation))"
    r"(\s*\([^()]*\))?\W*$",
    re.I,
)
_TIME = re.compile(
    r"^(timestamp|tidstämpel|start ?time|starttid|completion time|slutförandetid|sluttid|"
    r"last modified time|senast ändrad|senaste ändring|submitted( at)?|skapad|created|"
    r"(start|end) ?date|startdatum|slutdatum|date (created|modified|submitted|started|last action)|"
    r"submitdate|datestamp|recorded ?date|last ?page|start ?language|seed|ref(errer )?url|"
    r"(total|interview) ?time|duration \(in seconds\)|collector ?id|distribution ?channel|"
    r"response ?type|user ?language|external data reference|"
    r"(location|recipient) ?(latitude|longitude|first name|last name|email))\W*$",
    re.I,
)
_ID = re.compile(r"^(id|nr|no|#|löpnummer|svars-?id|response ?id|respondent( ?id)?)\W*$", re.I)
# What a column without a heading is called.
_UNNAMED = re.compile(r"^(Column|Kolumn) \d+$")
# What Qualtrics says of how far somebody came, which elsewhere may be a question.
_COURSE = re.compile(r"^(progress|finished|status)$", re.I)
_SCORE = re.compile(r"^(points|feedback|poäng|total points|quiz feedback|score)\b", re.I)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_PHONE = re.compile(r"(?:\+|00?)[\d\s()-]{7,16}")
_PERSON = re.compile(r"(?:19|20)?\d{6}[-+ ]?\d{4}")


def left_out(name: str, values: Sequence[str], *, quiz: bool, course: bool) -> str:
    """Why a column is not taken in, as the end of a phrase's name; '' where it is.

    quiz, course: whether the program that wrote the file writes points, and how far each came.
    """
    if not values:
        return "nobody"
    if _NAMED.match(name):
        return "named"
    if _TIME.match(name) or (_ID.match(name) and len(set(values)) == len(values)):
        return "program"
    if course and _COURSE.match(name):
        return "program"
    if _UNNAMED.match(name) and _counts_on(values):
        return "program"
    if quiz and _SCORE.match(name):
        return "points"
    for pattern, what in ((_EMAIL, "email"), (_PERSON, "identity"), (_PHONE, "telephone")):
        if sum(bool(pattern.fullmatch(v)) for v in values) > len(values) / 2:
            return what
    return ""


def _counts_on(values: Sequence[str]) -> bool:
    """Whether the cells are whole numbers that grow from row to row: the rows' own."""
    if not all(value.isdecimal() for value in values):
        return False
    return all(int(one) < int(other) for one, other in itertools.pairwise(values))
