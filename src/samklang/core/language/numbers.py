"""Numbers, intervals and dates as Swedish and English print them."""

import datetime

from samklang.core.language.languages import RULES
from samklang.core.language.wording import Language

EN_DASH = "\u2013"
MINUS = "\u2212"


def integer(value: int, language: Language) -> str:
    """A whole number with the language's thousands mark: "12 345" or "12,345"."""
    return f"{value:,}".replace(",", RULES[language].thousands_mark)


def decimal(value: float, digits: int, language: Language) -> str:
    """A number with `digits` decimals: "3,25" or "3.25"."""
    whole, point, fraction = f"{value:,.{digits}f}".partition(".")
    rules = RULES[language]
    mark = rules.decimal_mark if point else ""
    return f"{whole.replace(',', rules.thousands_mark)}{mark}{fraction}"


def plain(value: float, language: Language) -> str:
    """A number with as many decimals as it has, at most six: "12", "2,5" or "2.5"."""
    digits = len(f"{abs(value) % 1:.6f}".rstrip("0")) - len("0.")
    text = decimal(abs(value), max(digits, 0), language)
    return f"{MINUS}{text}" if value < 0 else text


def signed(value: float, digits: int, language: Language) -> str:
    """A number that may be below 0, with a true minus sign: "−3,5"."""
    text = decimal(abs(value), digits, language)
    return f"{MINUS}{text}" if value < 0 and any(c in "123456789" for c in text) else text


def percent(value: int, language: Language) -> str:
    """Whole per cent: "62 %" (no-break space) or "62%"."""
    return RULES[language].percent.format(value)


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
    return RULES[language].between.format(low=low, high=percent(high, language))


def date(value: datetime.date, language: Language) -> str:
    """A date in words: "23 november 2026" or "23 November 2026"."""
    return f"{value.day} {RULES[language].months[value.month - 1]} {value.year}"


def moment(value: datetime.datetime, language: Language) -> str:
    """A time of day too: "23 november 2026 kl. 14.05", or "23 November 2026, 14:05"."""
    rules = RULES[language]
    return rules.moment.format(day=date(value, language), time=value.strftime(rules.clock))


def enumeration(parts: list[str], language: Language) -> str:
    """Words in a row: "a, b och c" or "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {RULES[language].last_comma} {parts[-1]}"
