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
from typing import Literal

from samklang.core.faults import UnplacedFault
from samklang.core.language.messages import message

Value = bool | float | str | datetime.date
EPOCH = datetime.date(1970, 1, 1)
# Numbers nearer than this are one number to JavaRosa.
NEAR = 1e-12
_NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DAY = re.compile(r"([0-9]{1,4})-([0-9]{1,2})-([0-9]{1,2})(?:T[0-9]{1,2}:[0-9]{2}.*)?")
# What Java's trim() takes away, and what its \s stands for.
_TRIMMED = "".join(map(chr, range(33)))
_SPACES = re.compile(r"[ \t\n\x0b\f\r]+")
# Java's smallest double above 0, where JavaRosa's max() begins.
_LEAST = 5e-324


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
        bare = value.replace(",", ".").strip(_TRIMMED)
        return float(bare) if _NUMBER.fullmatch(bare) else math.nan
    if isinstance(value, datetime.date):
        return float((value - EPOCH).days)
    return float(value)


def text(value: Value) -> str:
    """XPath's string(): whole numbers without decimals, dates as 2026-05-01; else Java's."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        if -(2**31) <= value < 2**31 and abs(value - int(value)) < NEAR:
            return str(int(value))
        return _java(value)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _java(value: float) -> str:
    """A number as Java's Double.toString writes it: 0.25, 1.5E10."""
    if 1e-3 <= abs(value) < 1e7:
        return repr(value)
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    first, rest = digits[0], "".join(map(str, digits[1:])) or "0"
    return f"{'-' * sign}{first}.{rest}E{int(exponent) + len(digits) - 1}"


def day(value: Value) -> Value:
    """A date of a text or of days since 1970; '' for what is no date, NaN for what is no number."""
    if isinstance(value, datetime.date):
        return value
    try:
        if isinstance(value, str):
            match = _DAY.fullmatch(value)
            return datetime.date(*map(int, match.groups())) if match else ""
        days = number(value)
        return days if math.isnan(days) else EPOCH + datetime.timedelta(days=int(days))
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


def _int(value: Value) -> int:
    """A whole number as Java makes one: towards 0, and 0 of what is no number."""
    amount = number(value)
    return 0 if math.isnan(amount) else int(max(-(2.0**31), min(2.0**31 - 1, amount)))


def _round(values: Sequence[Value]) -> Value:
    """Halves go upwards: 2.5 to 3 and -2.5 to -2. The second value is the number of decimals.

    To tens and hundreds JavaRosa rounds by adding a half and cutting, below 0 too: -33 to -20.
    """
    given = number(values[0])
    places = _int(values[1]) if len(values) > 1 else 0
    if not math.isfinite(given):
        return given
    if not -30 <= places <= 30:
        return math.nan
    scaled = Decimal(repr(given)).scaleb(places)
    if places < 0:
        return float(Decimal(int(float(scaled) + 0.5)).scaleb(-places)) + 0.0
    way = ROUND_HALF_DOWN if given < 0 else ROUND_HALF_UP
    return float(scaled.to_integral_value(rounding=way).scaleb(-places)) + 0.0


def _whole(values: Sequence[Value]) -> Value:
    value = number(values[0])
    # -0.5 is cut to -0, and 1 div -0 is not 1 div 0.
    return math.copysign(math.trunc(value), value) if math.isfinite(value) else value


def _part(values: Sequence[Value]) -> Value:
    """From a place to another, counted from 0; below 0 counts from the end."""
    whole = text(values[0])

    def place(value: Value) -> int:
        at = _int(value)
        return max(0, min(at if at >= 0 else len(whole) + at, len(whole)))

    end = place(values[2]) if len(values) > 2 else len(whole)
    return whole[place(values[1]) : end]


def _length(whole: str) -> int:
    """In the units of UTF-16, as Java counts: what stands outside its first plane is two."""
    return len(whole.encode("utf-16-le", "surrogatepass")) // 2


def _selected_at(values: Sequence[Value]) -> Value:
    chosen, at = text(values[0]).split(), _int(values[1])
    return chosen[at] if 0 <= at < len(chosen) else ""


def _numbers(values: Sequence[Value]) -> list[float]:
    return [n for n in map(number, values) if not math.isnan(n)]


def _greatest(values: Sequence[Value]) -> Value:
    """The greatest; JavaRosa counts from just above 0, so of numbers below 0 it is that."""
    numbers = _numbers(values)
    return max(_LEAST, *numbers) if numbers else math.nan


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


def _log10(given: float) -> float:
    return -math.inf if given == 0 else math.log10(given)


def _power(base: float, exponent: float) -> float:
    """As Java's Math.pow; Python's has other answers at the edges."""
    if math.isnan(exponent) or (abs(base) == 1 and math.isinf(exponent)):
        return math.nan
    odd = exponent % 2 == 1
    try:
        return math.pow(base, exponent)
    except ValueError:
        # 0 to a power below 0 is infinite; else a root of what is below 0.
        return math.copysign(math.inf, base if odd else 1) if base == 0 else math.nan
    except OverflowError:
        return math.copysign(math.inf, base if odd else 1)


def _before(values: Sequence[Value]) -> Value:
    """What stands before the first place of a text in another; '' where it is not."""
    return text(values[0])[: max(0, _place(values))]


def _after(values: Sequence[Value]) -> Value:
    place = _place(values)
    return "" if place < 0 else text(values[0])[place + len(text(values[1])) :]


def _place(values: Sequence[Value]) -> int:
    return text(values[0]).find(text(values[1]))


def _translated(values: Sequence[Value]) -> Value:
    whole, old, new = map(text, values)
    table = {ord(c): new[i] if i < len(new) else None for i, c in reversed([*enumerate(old)])}
    return whole.translate(table)


def _dated(values: Sequence[Value]) -> Value:
    """A date in the form asked for: %Y, %y, %m, %n, %d, %e; its time is midnight."""
    date = day(values[0])
    if not isinstance(date, datetime.date):
        return ""
    parts = {
        "Y": f"{date.year:04}",
        "y": f"{date.year % 100:02}",
        "m": f"{date.month:02}",
        "n": str(date.month),
        "d": f"{date.day:02}",
        "e": str(date.day),
        "H": "00",
        "h": "0",
        "M": "00",
        "S": "00",
        "3": "000",
        "%": "%",
    }
    return re.sub("%(.)", lambda m: parts.get(m[1], m[0]), text(values[1]))


def _decimal_days(values: Sequence[Value]) -> Value:
    if isinstance(values[0], float):
        return values[0]
    return number(date) if (date := day(values[0])) != "" else ""


def _checklist(values: Sequence[Value]) -> Value:
    least, most = _int(values[0]), _int(values[1])
    count = sum(map(truth, values[2:]))
    return (least < 0 or count >= least) and (most < 0 or count <= most)


def _weighted(values: Sequence[Value]) -> Value:
    flags, weights = values[2::2], values[3::2]
    total = sum(number(w) for flag, w in zip(flags, weights, strict=False) if truth(flag))
    return number(values[0]) <= total <= number(values[1])


def _has(values: Sequence[Value]) -> bool:
    # JavaRosa looks for " option " in " answer ", so of no answer '' is selected.
    return f" {text(values[1]).strip()} " in f" {text(values[0])} "


Kind = Literal["truth", "number", "text", "date", ""]


@dataclass(frozen=True)
class Function:
    """A function: the fewest and most values it takes (None: any number), and what it gives.

    kind: of what it gives; "" where that is as its values are. lists: the places of the values
    that must be texts to JavaRosa, which stops at a number or a truth there. pairs: whether its
    values come two and two.
    """

    least: int
    most: int | None
    gives: Callable[[Sequence[Value]], Value]
    kind: Kind = ""
    lists: tuple[int, ...] = ()
    pairs: bool = False


# `if` and `coalesce` are here for their number of values; all their values are worked out.
FUNCTIONS: dict[str, Function] = {
    "true": Function(0, 0, lambda v: True, "truth"),
    "false": Function(0, 0, lambda v: False, "truth"),
    "not": Function(1, 1, lambda v: not truth(v[0]), "truth"),
    "boolean": Function(1, 1, lambda v: truth(v[0]), "truth"),
    "boolean-from-string": Function(1, 1, lambda v: text(v[0]).lower() in ("true", "1"), "truth"),
    "number": Function(1, 1, lambda v: number(v[0]), "number"),
    "string": Function(1, 1, lambda v: text(v[0]), "text"),
    "int": Function(1, 1, _whole, "number"),
    "round": Function(1, 2, _round, "number"),
    "if": Function(3, 3, lambda v: v[1] if truth(v[0]) else v[2]),
    "coalesce": Function(2, 2, lambda v: v[1] if v[0] == "" or v[0] != v[0] else v[0]),
    "selected": Function(2, 2, _has, "truth", (0, 1)),
    "is-selected": Function(2, 2, _has, "truth", (0, 1)),
    "selected-at": Function(2, 2, _selected_at, "text", (0,)),
    "count-selected": Function(1, 1, lambda v: float(len(text(v[0]).split())), "number", (0,)),
    "string-length": Function(1, 1, lambda v: float(_length(text(v[0]))), "number"),
    "normalize-space": Function(
        1, 1, lambda v: _SPACES.sub(" ", text(v[0]).strip(_TRIMMED)), "text"
    ),
    "concat": Function(1, None, lambda v: "".join(map(text, v)), "text"),
    "join": Function(1, None, lambda v: text(v[0]).join(map(text, v[1:])), "text"),
    "substr": Function(2, 3, _part, "text"),
    "substring-before": Function(2, 2, _before, "text"),
    "substring-after": Function(2, 2, _after, "text"),
    "translate": Function(3, 3, _translated, "text"),
    "contains": Function(2, 2, lambda v: text(v[1]) in text(v[0]), "truth"),
    "starts-with": Function(2, 2, lambda v: text(v[0]).startswith(text(v[1])), "truth"),
    "ends-with": Function(2, 2, lambda v: text(v[0]).endswith(text(v[1])), "truth"),
    "regex": Function(2, 2, _matches, "truth"),
    "min": Function(1, None, lambda v: min(_numbers(v), default=math.nan), "number"),
    "max": Function(1, None, _greatest, "number"),
    "abs": Function(1, 1, lambda v: abs(number(v[0])), "number"),
    "pow": Function(2, 2, lambda v: _power(number(v[0]), number(v[1])), "number"),
    "sqrt": Function(1, 1, lambda v: _guarded(math.sqrt, v), "number"),
    "exp": Function(1, 1, lambda v: _guarded(math.exp, v), "number"),
    "exp10": Function(1, 1, lambda v: _power(10, number(v[0])), "number"),
    "log": Function(1, 1, lambda v: _guarded(_log, v), "number"),
    "log10": Function(1, 1, lambda v: _guarded(_log10, v), "number"),
    "pi": Function(0, 0, lambda v: math.pi, "number"),
    "date": Function(1, 1, lambda v: day(v[0])),
    "decimal-date-time": Function(1, 1, _decimal_days),
    "format-date": Function(2, 2, _dated, "text"),
    "checklist": Function(2, None, _checklist, "truth"),
    "weighted-checklist": Function(2, None, _weighted, "truth", pairs=True),
}


def refused(
    name: str, kinds: Sequence[Kind], given: Sequence[Value | None]
) -> UnplacedFault | None:
    """Why JavaRosa could never work a function out of its values, and what to do; else None.

    kinds: of the values, as far as they can be told. given: those that are written out.
    """
    function = FUNCTIONS[name]
    if function.pairs and len(kinds) % 2:
        what = message("package.has_no_weight", name=name)
        return UnplacedFault(what, message("package.write_two_and_two"))
    for place in function.lists:
        if kinds[place] not in ("text", ""):
            if place:
                what = message("package.selected_asks_of_an_option_that", name=name)
                return UnplacedFault(what, message("package.write_selected_option", name=name))
            what = message("package.is_of_options", name=name)
            return UnplacedFault(what, message("package.write_question"))
    first = given[0] if given else None
    undated = kinds and (
        kinds[0] == "truth" or (isinstance(first, str) and first and not day(first))
    )
    if undated and name in ("date", "decimal-date-time", "format-date"):
        what = message("package.is_of_no_date", name=name)
        return UnplacedFault(what, message("package.write_a_date_as"))
    if name == "format-date" and isinstance(given[1], str):
        signs = re.findall("%(.?)", given[1])
        if unknown := next((s for s in signs if not s or s not in "YymndeHhMS3%"), None):
            what = message("package.no_place_in_form_of_date", unknown=unknown)
            return UnplacedFault(what, message("package.use_y_m_n_d_e"))
    if name == "regex" and isinstance(given[1], str):
        # What Java reads in another way than RE2: sets within sets, and no least number of times.
        if set_in_set := re.search(r"&&|\[[^\]]*\[|\{,", re.sub(r"\\.", "", given[1])):
            what = message("package.the_pattern_cannot_be_read", error=set_in_set[0])
            return UnplacedFault(what, message("package.write_a_simpler_one"))
        try:
            pattern(given[1])
        except ValueError as error:
            what = message("package.the_pattern_cannot_be_read", error=error)
            return UnplacedFault(what, message("package.write_a_simpler_one"))
    return None
