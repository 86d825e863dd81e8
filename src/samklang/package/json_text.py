"""JSON as RFC 8259 has it: no NaN, no field twice, nothing that cannot be written as UTF-8.

Nor NUL, which no text file of a package can hold and no database keeps.
"""

import json
from typing import Any

from samklang.core.faults import Fault, Read
from samklang.core.language.messages import Message, message
from samklang.package import yaml_text


class _Refused(ValueError):
    """JSON that Python would accept and other readers would not."""

    def __init__(self, what: Message):
        self.what = what
        super().__init__(what)


def load(text: str, file: str) -> Read[Any]:
    """The data, or None and what is wrong with it."""
    line = 0
    try:
        data = json.loads(text, parse_constant=_constant, object_pairs_hook=_fields)
        json.dumps(data, ensure_ascii=False).encode("utf-8")
        if "\\u0000" in text and _nul(data):
            raise _Refused(message("package.a_text_holds_a_zero_character"))
        return Read(data, ())
    except json.JSONDecodeError as error:
        what = message("package.the_json_cannot_be_read", msg=error.msg)
        remedy = message("package.check_commas_quotes_and_brackets")
        line = error.lineno
    except _Refused as error:
        what, remedy = error.what, message("package.export_the_file_anew_or_correct")
    except UnicodeEncodeError:
        what = message("package.a_text_holds_half_a_character")
        remedy = message("package.write_the_character_itself")
    except RecursionError:
        what = message("package.it_is_nested_too_deep")
        remedy = message("package.write_fewer_levels")
    except ValueError:  # an integer of thousands of digits
        what = message("package.a_number_is_too_long")
        remedy = message("package.write_it_in_quotes")
    return Read(None, (Fault(file, line, "", what, remedy),))


def _nul(value: Any) -> bool:
    """Whether any text in it, or name of a field, holds NUL."""
    if isinstance(value, dict):
        return any("\0" in name or _nul(inside) for name, inside in value.items())
    if isinstance(value, list):
        return any(map(_nul, value))
    return isinstance(value, str) and "\0" in value


def lines(text: str) -> yaml_text.Loaded:
    """The lines of the fields of a JSON text. JSON is YAML, whose reader knows them; where a text
    is too large for it, no line is known."""
    return yaml_text.load(text, "")[0]


def _constant(name: str) -> None:
    raise _Refused(message("package.is_no_json_number", name=name))


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Refused(message("package.the_field_stands_twice_in_one", twice=twice[:60]))
    for name, value in pairs:
        if isinstance(value, str) and len(value) > yaml_text.TEXT:
            what = message(
                "faults.the_field_is_long", name=name[:60], count=len(value), most=yaml_text.TEXT
            )
            raise _Refused(what)
    return fields
