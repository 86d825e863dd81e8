"""Rows: a sheet's rows as members, and what in them cannot be read as it stands."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import NamedTuple

from samklang.core.language.languages import NAMED
from samklang.core.language.wording import texts_of
from samklang.core.privacy import Internal, Personal
from samklang.core.theme.organisation_number import NotAnOrganisationNumber, normalized
from samklang.core.vocabulary import counties, municipalities
from samklang.exchange.register.columns import FIELDS, GROUP
from samklang.exchange.register.sheet import Sheet

# Between two dots of a name is one letter at least, and 63 at most (RFC 1035).
_EMAIL = re.compile(
    r"(?<![^\s@<>()\[\],;:\"\\])[^\s@<>()\[\],;:\"\\]+@(?:[^\s@.<>()\[\],;:\"\\]{1,63}\.)+[^\s@.<>()\[\],;:\"\\]{1,63}"
)
_AT = re.compile(r"(?:(?<!\s)\s+)?[(\[{]\s*(at|snabel-?a)\s*[)\]}]\s*")
# What a row of sums begins with.
_SUM = re.compile(r"(summa|totalt?|sum|antal medlemmar|antal föreningar)\b", re.IGNORECASE)
LENGTHS = {"number": 40, "name": 200, "email": 254, "contact": 200}


@dataclass(frozen=True)
class MemberRow:
    """A member as a row gives it; only the columns the sheet has are in `values`.

    values: by field of samklang.exchange.register.columns.FIELDS. groups: by heading.
    """

    row: Internal[int]
    values: Personal[Mapping[str, str]]
    groups: Internal[Mapping[str, str]] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, str]:
        """Its own number and its organisation number, '' where the row has none."""
        return self.values.get("number", ""), self.values.get("organisation_number", "")


@dataclass(frozen=True, order=True)
class RowFault:
    """What in a row is read otherwise than it stands, or not at all.

    reason: names a phrase of the part `register`, which says what becomes of it.
    """

    row: Internal[int]
    column: Internal[str]
    reason: Internal[str]
    value: Personal[str] = ""


class ReadMembers(NamedTuple):
    """The members of a sheet, and what is wrong in its rows."""

    members: tuple[MemberRow, ...]
    faults: tuple[RowFault, ...]


def read_rows(sheet: Sheet, columns: Sequence[str]) -> ReadMembers:
    """The members of a sheet whose columns hold `columns` (fields, GROUP, or '' for none).

    A member needs a name; an organisation number serves as number where there is none. A row
    without a name, a row of sums and a row that repeats a number are left out, and of the others
    what cannot be read; each is a fault. The same group is spelled as it mostly is. Raises
    ValueError where `columns` does not fit the sheet, names a field twice or has no name.
    """
    doubled = any(columns.count(f) > 1 for f in FIELDS)
    if len(columns) != len(sheet.header) or doubled or "name" not in columns:
        raise ValueError(columns)
    faults: list[RowFault] = []
    members = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in sheet.rows:
        values: dict[str, str] = {}
        groups: dict[str, str] = {}
        if any(_SUM.match(cell) for cell in cells if cell):
            faults.append(RowFault(number, "", "sum_row", " ".join(filter(None, cells))[:60]))
            continue
        for column, heading, cell in zip(columns, sheet.header, cells, strict=True):
            if column == GROUP:
                groups[heading] = cell
            elif column:
                values[column] = _checked(column, heading, cell, number, faults)
        if values.get("municipality"):
            _county(values, number, faults)
        if not values.get("number"):
            values["number"] = values.get("organisation_number", "")
        if not values.get("name"):
            faults.append(RowFault(number, "", "no_name"))
            continue
        row = MemberRow(number, values, groups)
        keys = [p for p in zip(("number", "organisation_number"), row.keys, strict=True) if p[1]]
        if first := next((seen[key] for key in keys if key in seen), 0):
            faults.append(RowFault(number, "", "row_twice", str(first)))
            continue
        seen |= dict.fromkeys(keys, number)
        members.append(row)
    return ReadMembers(_alike(members), tuple(sorted(set(faults))))


def _alike(members: Sequence[MemberRow]) -> tuple[MemberRow, ...]:
    """The members with each group spelled as it mostly is: "Ideell förening", "ideell förening"."""
    spellings: dict[tuple[str, str], Counter[str]] = {}
    for row in members:
        for heading, value in row.groups.items():
            spellings.setdefault((heading, value.casefold()), Counter())[value] += 1
    usual = {key: counted.most_common(1)[0][0] for key, counted in spellings.items()}
    return tuple(
        replace(row, groups={h: usual[h, value.casefold()] for h, value in row.groups.items()})
        for row in members
    )


def _checked(field_: str, heading: str, cell: str, row: int, faults: list[RowFault]) -> str:
    """The cell as the field keeps it; a fault is added where it cannot be."""
    text = "".join(c for c in cell if unicodedata.category(c) not in ("Cc", "Cf")).strip()
    if not text:
        return ""
    reason, value = "", text
    match field_:
        case "organisation_number":
            try:
                value = normalized(text)
            except NotAnOrganisationNumber as fault:
                reason = f"organisation_number_{fault.reason}"
        case "email":
            value, reason = _address(text)
            if reason == "email_chosen":
                faults.append(RowFault(row, heading, reason, f"{text[:60]} → {value}"))
                return value
        case "language":
            value = NAMED.get(text.lower(), "")
            reason = "" if value else "language"
        case "municipality":
            value = _codes("municipality").get(_plain(text, 4), "")
            reason = "" if value else "municipality"
        case "county":
            value = _codes("county").get(_plain(text, 2), "")
            reason = "" if value else "county"
        case _:
            pass
    if not reason and len(value) > LENGTHS.get(field_, 2_000):
        reason = "too_long"
    if reason:
        # A personal identity number is not repeated on a page.
        shown = "" if reason.endswith("_person") else text[:60]
        faults.append(RowFault(row, heading, reason, shown))
        return ""
    return value


class _Address(NamedTuple):
    address: str
    fault: str


def _address(text: str) -> _Address:
    """The address in a cell ("A B <a@b.se>", "a (at) b.se"), and the fault if there is one."""
    plain = text.lower().removeprefix("mailto:")
    if _EMAIL.fullmatch(plain):
        return _Address(plain, "")
    addresses = _EMAIL.findall(_AT.sub("@", plain))
    return _Address(addresses[0], "email_chosen") if addresses else _Address("", "email")


def _county(values: dict[str, str], row: int, faults: list[RowFault]) -> None:
    """The municipality's county is the member's; another one in the row is a fault."""
    county = municipalities()[values["municipality"]].county
    if values.get("county", county) not in ("", county):
        faults.append(RowFault(row, "", "county_differs"))
    values["county"] = county


def _plain(text: str, digits: int) -> str:
    """A code with the zero that a spreadsheet took away, or a name without its last word."""
    if text.isdecimal():
        return text.zfill(digits)
    # "0114 Upplands Väsby", where the code says all; "25 Norrbottens län".
    if coded := re.fullmatch(r"([0-9]{1,4})[\s,–-]+(\D+)", text):
        code, name = coded[1].zfill(digits), _plain(coded[2].strip(), digits)
        kind = "municipality" if digits == 4 else "county"
        return code if _codes(kind).get(name, code) == code else ""
    kinds = "kommun|kn|stad|län|county|municipality"
    return re.sub(rf"^region\s+|(?<!\s)\s+({kinds})$", "", text.lower())


# Bounded by the two kinds.
@cache
def _codes(kind: str) -> Mapping[str, str]:
    """Codes by code and by name, without "s" at the end: "Kalix", "Norrbottens län"."""
    codes: dict[str, str] = {}
    if kind == "municipality":
        for code, municipality in municipalities().items():
            codes |= {code: code, municipality.name.lower(): code}
            # "Kalix kommun" has the name's own form; "Luleås kommun" its genitive.
            codes.setdefault(f"{municipality.name.lower()}s", code)
    else:
        for code, county in counties().items():
            codes[code] = code
            for text in texts_of(county.name):
                name = re.sub(r"\s+(län|county)$", "", text.lower())
                codes |= {name: code, name.removesuffix("s"): code}
    return codes
