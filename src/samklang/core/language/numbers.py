"""Numbers, intervals and dates as Swedish and English print them."""

import datetime

from samklang.core.language.wording import Language

NO_BREAK_SPACE = "\u00a0"
EN_DASH = "\u2013"
MINUS = "\u2212"

MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "en": "January February March April May June July August September October November December",
}


def integer(value: int, language: Language) -> str:
    """A whole number with the language's thousands mark: "12 345" or "12,345"."""
    mark = NO_BREAK_SPACE if language == "sv" else ","
    return f"{value:,}".replace(",", mark)


def decimal(value: float, digits: int, language: Language) -> str:
    """A number with `digits` decimals: "3,25" or "3.25"."""
    text = f"{value:,.{digits}f}"
    if language == "en":
        return text
    return text.replace(",", NO_BREAK_SPACE).replace(".", ",")


def signed(value: float, digits: int, language: Language) -> str:
    """A number that may be below 0, with a true minus sign: "−3,5"."""
    text = decimal(abs(value), digits, language)
    return f"{MINUS}{text}" if value < 0 and any(c in "123456789" for c in text) else text


def percent(value: int, language: Language) -> str:
    """Whole per cent: "62 %" (no-break space) or "62%"."""
    return f"{value}{NO_BREAK_SPACE}%" if language == "sv" else f"{value}%"


def percent_range(low: int, high: int, language: Language) -> str:
    """A range of whole per cent: "45–76 %" or "45–76%"; one number where the ends meet."""
    if low == high:
        return percent(low, language)
    return f"{low}{EN_DASH}{percent(high, language)}"


def percent_between(low: int, high: int, language: Language) -> str:
    """A range of whole per cent in running text: "mellan 45 och 76 %" or "between 45 and 76%".

    One number where the ends meet.
    """
    if low == high:
        return percent(low, language)
    end = percent(high, language)
    return f"mellan {low} och {end}" if language == "sv" else f"between {low} and {end}"


def date(value: datetime.date, language: Language) -> str:
    """A date in words: "23 november 2026" or "23 November 2026"."""
    return f"{value.day} {MONTHS[language].split()[value.month - 1]} {value.year}"


def enumeration(parts: list[str], language: Language) -> str:
    """Words in a row: "a, b och c" or "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    joint = "och" if language == "sv" else "and"
    return f"{', '.join(parts[:-1])} {joint} {parts[-1]}"
