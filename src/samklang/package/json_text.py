"""JSON as RFC 8259 has it: no NaN, no field twice, nothing that cannot be written as UTF-8."""

import json
from typing import Any

from samklang.core.faults import Fault
from samklang.package import yaml_text


class _Refused(ValueError):
    """JSON that Python would accept and other readers would not."""


def load(text: str, file: str) -> tuple[Any, tuple[Fault, ...]]:
    """The data, or None and what is wrong with it."""
    try:
        data = json.loads(text, parse_constant=_constant, object_pairs_hook=_fields)
        json.dumps(data, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        what = f"the JSON cannot be read ({error.msg})."
        return None, (Fault(file, error.lineno, "", what, "Check commas, quotes and brackets."),)
    except _Refused as error:
        return None, (Fault(file, 0, "", str(error), "Export the file anew, or correct it."),)
    except UnicodeEncodeError:
        what = "a text holds half a character (\\ud800 to \\udfff)."
        return None, (Fault(file, 0, "", what, "Write the character itself."),)
    except RecursionError:
        return None, (Fault(file, 0, "", "it is nested too deep.", "Write fewer levels."),)
    except ValueError:  # an integer of thousands of digits
        return None, (Fault(file, 0, "", "a number is too long.", "Write it in quotes."),)
    return data, ()


def lines(text: str) -> yaml_text.Loaded:
    """The lines of the fields of a JSON text. JSON is YAML, whose reader knows them; where a text
    is too large for it, no line is known."""
    return yaml_text.load(text, "")[0]


def _constant(name: str) -> None:
    raise _Refused(f"{name} is no JSON number.")


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Refused(f"the field '{twice[:60]}' stands twice in one item.")
    for name, value in pairs:
        if isinstance(value, str) and len(value) > yaml_text.TEXT:
            raise _Refused(
                f"the field '{name[:60]}' is {len(value)} characters long; at most "
                f"{yaml_text.TEXT} are printed."
            )
    return found
