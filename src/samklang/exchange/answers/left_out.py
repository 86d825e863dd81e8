"""Columns that are left out: personal data, and what the program that wrote the file added."""

import itertools
import re
from collections.abc import Sequence

from samklang.exchange.answers.numbers import date_orders
from samklang.exchange.answers.spread import (
    ALCHEMER,
    ESRI,
    FORMBRICKS,
    KOBO,
    REDCAP,
    TYPEFORM,
    XACT,
)
from samklang.exchange.answers.two_rows import QUALTRICS

MICROSOFT = "Microsoft Forms"

_NAMED = re.compile(
    r"^(e-?post(adress)?|e-?mail( address)?|mejl(adress)?|namn|name|full name|förnamn|efternamn|"
    r"first name|last name|(submission )?ip|ip_?addr|telefon(nummer)?|tel\.?|mobil(nummer)?|"
    r"phone( number)?|personnummer|"
    r"adress|address|gatuadress|(namn på )?kontaktperson(ens namn)?|kontaktuppgifter|"
    r"contact( person| details)?|username|användarnamn|ip-?adress|"
    r"ip address|custom data( \d+)?|ditt namn|your name|din e-?post(adress)?|your e-?mail|"
    r"(förening|organisation|verksamhet|medlem)(ens?|s)?-? ?(namn|nummer|nr)|"
    r"org(anisations)?\.?-? ?(nr|nummer)|namn på (er |din )?(förening|organisation)(en)?|"
    r"vilken (förening|organisation) (svarar|representerar|företräder|tillhör|arbetar)\b.*|"
    r"((deltag|svarand|uppgiftslämn|medarbet|anställd|ordförand|ledar)\w*s?|vårdnadshavares) namn|"
    r"namn på (den som svarar|dig|uppgiftslämnaren?|deltagaren?)|"
    r"(employee|staff|student|respondent|participant|teacher|agent|contact|parent)('s)?[ _]name|"
    r"name[ _](of )?(the )?(employee|respondent|participant|agent|contact)|"
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
    r"(start|end|submit) ?date( \(utc\))?|startdatum|slutdatum|"
    r"date (created|modified|submitted|started|last action)|"
    r"submitdate|datestamp|recorded ?date|last ?page|start ?language|seed|ref(errer )?url|"
    r"(total|interview) ?time|duration \(in seconds\)|collector ?id|distribution ?channel|"
    r"response ?type|user ?language|external data reference|"
    r"(location|recipient) ?(latitude|longitude|first name|last name|email)|"
    r"(extended )?referer|user ?agent|session ?id|submission date|sista sidan|startspråk|frö)\W*$",
    re.I,
)
# These are questions too, in other files: whether a project is finished.
_TIME_OF_DATES = re.compile(
    r"^(.*timestamp|end ?time|time (started|submitted|completed)|started|completed|finished|"
    r"startad|påbörjad|avslutad|slutförd|besvarad|inskickad|inlämnad|inskickat( datum)?|"
    r"datum inskickat|inlämnings(datum|tid)|svars(tid|datum|tidpunkt)|"
    r"(tid(punkt)? för )?senaste ändring(stid)?|ändrad)\W*$",
    re.I,
)
# Where all have the same, it is the program's and not an answer.
_STATE = re.compile(
    r"^(status|svarsstatus|language|språk|complete\?|participant|deltagare)\W*$", re.I
)
_ID = re.compile(
    r"^(id|nr|no|#|löpnummer|"
    r"(svars?|svarande|deltagar|response|submission|respondent(er)?|record|participant|case)"
    r"[ _-]?(id|no|nr|nummer|number)?)\W*$",
    re.I,
)
# A heading in another language often says the same in English after it.
_BRACKETS = re.compile(r"\(([^()]+)\)\W*$")
_PLACE = re.compile(r"(^|[\W_])(gps|latitude?|longitude?)\W*$", re.I)
# What a column without a heading is called.
_UNNAMED = re.compile(r"^(Column|Kolumn) \d+$")
# What a program says of itself and of how far somebody came, which elsewhere may be a question.
_OF_TOOL = {
    ALCHEMER: re.compile(
        r"^(status|contact id|(legacy )?comments|language|tags|country|city|state/region|postal|"
        r"url redirect)$",
        re.I,
    ),
    MICROSOFT: re.compile(r"^(language|språk)$", re.I),
    REDCAP: re.compile(
        r"^(survey identifier|event name|repeat instance|redcap_\w+|complete\?.*|"
        r"\w+_complete)$",
        re.I,
    ),
    XACT: re.compile(
        r"^(stat(internal|completion|creation|distribution|source|collect|overall)_\d+|"
        r"organi[sz]ation|survey|respondentkey|respondentemail)$",
        re.I,
    ),
    QUALTRICS: re.compile(r"^(progress|finished|status)$", re.I),
    ESRI: re.compile(r"^(object ?id|global ?id|(creation|edit) ?date|creator|editor|x|y)$", re.I),
    TYPEFORM: re.compile(r"^(network id|tags|response type|ending)$", re.I),
    KOBO: re.compile(
        r"^(_\w+|.*/?(formhub/uuid|meta/\w+)|start|end|today|username|(device|subscriber|sim)_?id|"
        r"simserial|.+_(altitude|precision)|.+_url)$",
        re.I,
    ),
    FORMBRICKS: re.compile(
        r"^(no\.|finished|survey id|formbricks id.*|user id|notes|tags|source|url|country|action|"
        r"useragent\b.*|.* - option id|verified email)$",
        re.I,
    ),
}
_SCORE = re.compile(r"^(points|feedback|poäng|total points|quiz feedback|score)\b", re.I)
_EMAIL = re.compile(r"(?<![^@\s])[^@\s]+@[^@\s]+\.\w+")
_PHONE = re.compile(r"(?:\+|00?)[\d\s()-]{7,16}")
# Without the nought or the plus a number is one where the heading says so.
_PHONE_HEADING = re.compile(r"\b(tele(f|ph)on|téléphone|phone|mobil|tel\b)", re.I)
_DIGITS = re.compile(r"\+?[\d\s()-]{7,16}")
_POSITION = re.compile(r"-?\d{1,3}\.\d{3,}[ ,;]+-?\d{1,3}\.\d{3,}\b.*")
# Where a file lies that was sent in, or a member's own page: who follows it sees who answered.
_WEB = re.compile(r"(?:https?://|www\.)\S.*", re.I)
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{1,4}:[\da-f:]{3,40}", re.I)
_UUID = re.compile(r"(uuid:)?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}", re.I)
_PERSON = re.compile(r"(?:19|20)?\d{6}[-+ ]?\d{4}")


def left_out(name: str, values: Sequence[str], *, tool: str) -> str:
    """Why a column is not taken in, as the end of a phrase's name; '' where it is.

    tool: the program that wrote the file, as far as it is known.
    """
    if not values:
        return "nobody"
    inside = _BRACKETS.search(name)
    if _NAMED.match(name) or (inside and _NAMED.match(inside[1])):
        return "named"
    if _TIME.match(name) or (_ID.match(name) and len(set(values)) == len(values)):
        return "program"
    if tool in _OF_TOOL and _OF_TOOL[tool].match(name):
        return "program"
    if _STATE.match(name) and len(set(values)) == 1:
        return "program"
    if _TIME_OF_DATES.match(name) and date_orders(values):
        return "program"
    if _UNNAMED.match(name) and _counts_on(values):
        return "program"
    if tool == MICROSOFT and _SCORE.match(name):
        return "points"
    phone = _DIGITS if _PHONE_HEADING.search(name) else _PHONE
    held = {
        _EMAIL: "email",
        _PERSON: "identity",
        phone: "telephone",
        _WEB: "web",
        _IP: "ip",
        _UUID: "program",
    }
    for pattern, what in held.items():
        if sum(bool(pattern.fullmatch(v)) for v in values) > len(values) / 2:
            return what
    placed = sum(bool(_POSITION.fullmatch(v)) for v in values) > len(values) / 2
    return "position" if placed or _PLACE.search(name) else ""


def _counts_on(values: Sequence[str]) -> bool:
    """Whether the cells are whole numbers that grow from row to row: the rows' own."""
    if not all(value.isdecimal() for value in values):
        return False
    return all(int(one) < int(other) for one, other in itertools.pairwise(values))
