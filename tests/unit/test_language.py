"""How Swedish and English print numbers, dates and names."""

import datetime

from samklang.core.language import numbers
from samklang.core.language.alphabet import sort_key

NBSP, DASH = "\u00a0", "\u2013"


def test_per_cent_and_ranges() -> None:
    assert numbers.percent(62, "sv") == f"62{NBSP}%"
    assert numbers.percent(62, "en") == "62%"
    assert numbers.percent_range(45, 76, "sv") == f"45{DASH}76{NBSP}%"
    assert numbers.percent_range(100, 100, "en") == "100%"


def test_thousands_and_decimals() -> None:
    assert numbers.integer(12345, "sv") == f"12{NBSP}345"
    assert numbers.integer(12345, "en") == "12,345"
    assert numbers.decimal(1234.5, 1, "sv") == f"1{NBSP}234,5"
    assert numbers.decimal(1234.5, 1, "en") == "1,234.5"


def test_dates() -> None:
    day = datetime.date(2026, 11, 3)
    assert numbers.date(day, "sv") == "3 november 2026"
    assert numbers.date(datetime.date(2026, 5, 3), "sv") == "3 maj 2026"
    assert numbers.date(day, "en") == "3 November 2026"


def test_enumerations() -> None:
    assert numbers.enumeration([], "sv") == ""
    assert numbers.enumeration(["a"], "sv") == "a"
    assert numbers.enumeration(["a", "b", "c"], "sv") == "a, b och c"
    assert numbers.enumeration(["a", "b"], "en") == "a and b"


def test_swedish_letters_come_after_z() -> None:
    names = ["Ödeshög", "Åsele", "Zinkgruvan", "Älvsbyn", "Arvidsjaur", "Éclair"]
    expected = ["Arvidsjaur", "Éclair", "Zinkgruvan", "Åsele", "Älvsbyn", "Ödeshög"]
    assert sorted(names, key=sort_key) == expected


def test_numbers_come_by_their_size() -> None:
    names = ["Förening 10", "Förening 2 b", "Förening 2", "10–49 anställda", "1–9 anställda"]
    expected = ["1–9 anställda", "10–49 anställda", "Förening 2", "Förening 2 b", "Förening 10"]
    assert sorted(names, key=sort_key) == expected
