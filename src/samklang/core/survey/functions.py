"""Functions of expressions: what JavaRosa's do with texts, numbers, truths and dates.

Left out with intent: what gives another value each time (today, now, random, uuid), since the same
answers must always lead the same way, and what asks of repeated groups (count, position).
"""

import datetime
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache

Value = bool | float | str | datetime.date
EPOCH = datetime.date(1970, 1, 1)
# Numbers nearer than this are one number to JavaRosa.
NEAR = 1e-12
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


def truth(value: Value) -> bool:
    """XPath's boolean(): a text is true that is not empty, a number that is neither 0 nor NaN."""
    if isinstance(value, float):
        return abs(value) > NEAR
    return value != "" if isinstance(value, str) else bool(value)


def number(value: Value) -> float:
    """XPath's number(): NaN for a text that is no number; a date is its days since 1970.

    As in JavaRosa a decimal comma is taken for a point. Python's float() would also take 1e5, inf
    and 1_000, which are no numbers here.
    """
    if isinstance(value, str):
        bare = value.replace(",", ".").strip(" \t\r\n")
        return float(bare) if _NUMBER.fullmatch(bare) else math.nan
    if isinstance(value, datetime.date):
        return float((value - EPOCH).days)
    return float(value)


def text(value: Value) -> str:
    """XPath's string(): whole numbers without decimals, dates as 2026-05-01."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        if abs(value) < 2**31 and abs(value - int(value)) < NEAR:
            return str(int(value))
        return repr(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def day(value: Value) -> Value:
    """A date of a text or of days since 1970; '' for what is no date."""
    if isinstance(value, datetime.date):
        return value
    try:
        if isinstance(value, str):
            return datetime.date.fromisoformat(value[:10]) if value else ""
        return EPOCH + datetime.timedelta(days=int(number(value)))
    except (ValueError, OverflowError):
        return ""


@lru_cache(maxsize=256)
def pattern(written: str) -> Callable[[str], bool]:
    """A pattern that must match a whole text, in time linear in the text.

    Raises ValueError for one that cannot be read: RE2 has no look-around and no back-references.
    """
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        compiled = re2.compile(written, options)
    except re2.error as error:
        raise ValueError(str(error)) from None
    return lambda whole: compiled.fullmatch(whole) is not None


def _matches(values: Sequence[Value]) -> Value:
    try:
        return pattern(text(values[1]))(text(values[0]))
    except ValueError:
        return False


def _round(values: Sequence[Value]) -> Value:
    """Halves go upwards: 2.5 to 3 and -2.5 to -2. The second value is the number of decimals."""
    given = number(values[0])
    places = number(values[1]) if len(values) > 1 else 0.0
    if not math.isfinite(given):
        return given
    if not -30 <= places <= 30:
        return math.nan
    way = ROUND_HALF_DOWN if given < 0 else ROUND_HALF_UP
    scaled = Decimal(repr(given)).scaleb(int(places)).to_integral_value(rounding=way)
    return float(scaled.scaleb(-int(places)))


def _whole(values: Sequence[Value]) -> Value:
    found = number(values[0])
    return float(math.trunc(found)) if math.isfinite(found) else found


def _part(values: Sequence[Value]) -> Value:
    """From a place to another, counted from 0; below 0 counts from the end."""
    whole = text(values[0])

    def place(value: Value) -> int:
        found = number(value)
        at = 0 if math.isnan(found) else int(max(-1e6, min(1e6, found)))
        return max(0, min(at if at >= 0 else len(whole) + at, len(whole)))

    end = place(values[2]) if len(values) > 2 else len(whole)
    return whole[place(values[1]) : end]


def _selected_at(values: Sequence[Value]) -> Value:
    chosen, at = text(values[0]).split(), number(values[1])
    return chosen[int(at)] if 0 <= at < len(chosen) else ""


def _numbers(values: Sequence[Value]) -> list[float]:
    return [n for n in map(number, values) if not math.isnan(n)]


def _guarded(calculated: Callable[..., float], values: Sequence[Value]) -> Value:
    """NaN where a function is not defined, infinity where it is too large, as Java says."""
    try:
        return float(calculated(*map(number, values)))
    except ValueError:
        return math.nan
    except (OverflowError, ZeroDivisionError):
        return math.inf


def _log(given: float) -> float:
    return -math.inf if given == 0 else math.log(given)


def _around(values: Sequence[Value]) -> tuple[str, str]:
    """What stands before and after the first place of a text in another; '' where it is not."""
    whole, sought = text(values[0]), text(values[1])
    at = whole.find(sought)
    return ("", "") if at < 0 else (whole[:at], whole[at + len(sought) :])


def _translated(values: Sequence[Value]) -> Value:
    whole, old, new = map(text, values)
    table = {ord(c): new[i] if i < len(new) else None for i, c in reversed([*enumerate(old)])}
    return whole.translate(table)


def _dated(values: Sequence[Value]) -> Value:
    """A date in the form asked for: %Y, %y, %m, %n, %d, %e; what else stands there stays."""
    found = day(values[0])
    if not isinstance(found, datetime.date):
        return ""
    parts = {
        "Y": f"{found.year:04}",
        "y": f"{found.year % 100:02}",
        "m": f"{found.month:02}",
        "n": str(found.month),
        "d": f"{found.day:02}",
        "e": str(found.day),
    }
    return re.sub("%([YymnDde])", lambda m: parts.get(m[1], m[0]), text(values[1]))


def _checklist(values: Sequence[Value]) -> Value:
    least, most = number(values[0]), number(values[1])
    count = sum(map(truth, values[2:]))
    return (least < 0 or count >= least) and (most < 0 or count <= most)


def _weighted(values: Sequence[Value]) -> Value:
    flags, weights = values[2::2], values[3::2]
    total = sum(number(w) for flag, w in zip(flags, weights, strict=False) if truth(flag))
    return number(values[0]) <= total <= number(values[1])


def _has(values: Sequence[Value]) -> bool:
    # JavaRosa looks for " option " in " answer ", so of no answer '' is selected.
    return f" {text(values[1]).strip()} " in f" {text(values[0])} "


@dataclass(frozen=True)
class Function:
    """A function: the fewest and most values it takes (None: any number), and what it gives."""

    least: int
    most: int | None
    gives: Callable[[Sequence[Value]], Value]


# `if` and `coalesce` are here for their number of values; all their values are worked out.
FUNCTIONS: dict[str, Function] = {
    "true": Function(0, 0, lambda v: True),
    "false": Function(0, 0, lambda v: False),
    "not": Function(1, 1, lambda v: not truth(v[0])),
    "boolean": Function(1, 1, lambda v: truth(v[0])),
    "boolean-from-string": Function(1, 1, lambda v: text(v[0]).lower() in ("true", "1")),
    "number": Function(1, 1, lambda v: number(v[0])),
    "string": Function(1, 1, lambda v: text(v[0])),
    "int": Function(1, 1, _whole),
    "round": Function(1, 2, _round),
    "if": Function(3, 3, lambda v: v[1] if truth(v[0]) else v[2]),
    "coalesce": Function(2, 2, lambda v: v[1] if v[0] == "" or v[0] != v[0] else v[0]),
    "selected": Function(2, 2, _has),
    "selected-at": Function(2, 2, _selected_at),
    "count-selected": Function(1, 1, lambda v: float(len(text(v[0]).split()))),
    "string-length": Function(1, 1, lambda v: float(len(text(v[0])))),
    "normalize-space": Function(1, 1, lambda v: " ".join(text(v[0]).split())),
    "concat": Function(1, None, lambda v: "".join(map(text, v))),
    "join": Function(1, None, lambda v: text(v[0]).join(map(text, v[1:]))),
    "substr": Function(2, 3, _part),
    "substring-before": Function(2, 2, lambda v: _around(v)[0]),
    "substring-after": Function(2, 2, lambda v: _around(v)[1]),
    "translate": Function(3, 3, _translated),
    "contains": Function(2, 2, lambda v: text(v[1]) in text(v[0])),
    "starts-with": Function(2, 2, lambda v: text(v[0]).startswith(text(v[1]))),
    "ends-with": Function(2, 2, lambda v: text(v[0]).endswith(text(v[1]))),
    "regex": Function(2, 2, _matches),
    "min": Function(1, None, lambda v: min(_numbers(v), default=math.nan)),
    "max": Function(1, None, lambda v: max(_numbers(v), default=math.nan)),
    "abs": Function(1, 1, lambda v: abs(number(v[0]))),
    "pow": Function(2, 2, lambda v: _guarded(math.pow, v)),
    "sqrt": Function(1, 1, lambda v: _guarded(math.sqrt, v)),
    "exp": Function(1, 1, lambda v: _guarded(math.exp, v)),
    "exp10": Function(1, 1, lambda v: _guarded(lambda x: math.pow(10, x), v)),
    "log": Function(1, 1, lambda v: _guarded(_log, v)),
    "log10": Function(1, 1, lambda v: _guarded(lambda x: _log(x) / math.log(10), v)),
    "pi": Function(0, 0, lambda v: math.pi),
    "date": Function(1, 1, lambda v: day(v[0])),
    "decimal-date-time": Function(1, 1, lambda v: number(d) if (d := day(v[0])) != "" else ""),
    "format-date": Function(2, 2, _dated),
    "checklist": Function(2, None, _checklist),
    "weighted-checklist": Function(2, None, _weighted),
}
