"""The model's rules on data from a file: types, known fields, ids; faults in plain words."""

import dataclasses
import difflib
import json
import re
import types
import typing
from collections.abc import Hashable, Iterator
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from samklang.core.faults import Fault, Read, UnplacedFault
from samklang.core.language.messages import Message, message
from samklang.core.language.wording import Language, Wording
from samklang.package.yaml_text import Loaded, Path, field_name

T = TypeVar("T")

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
ID_RULE = message("package.write_1_to_40_characters_a")


# Bounded by the types that the code names.
@cache
def adapter(kind: Hashable) -> TypeAdapter[Any]:
    """The validator of a type, made once."""
    return TypeAdapter(cast(Any, kind))


def validate(kind: type[T], loaded: Loaded, file: str) -> Read[T | None]:
    """The data as `kind`, or None and every fault with its line and field."""
    try:
        # Strict JSON: a date is a text, and neither "yes" nor 1 is a truth value, nor "5" a number.
        value: T = adapter(cast(Hashable, kind)).validate_json(json.dumps(loaded.data), strict=True)
    except ValidationError as error:
        return Read(None, tuple(_fault(kind, dict(e), loaded, file) for e in error.errors()))
    faults = (*_bad_ids(value, (), loaded, file), *_not_filled_in(value, (), loaded, file))
    return Read(value, faults)


def _fault(kind: type, error: dict[str, Any], loaded: Loaded, file: str) -> Fault:
    path: Path = tuple(part for part in error["loc"] if not _is_type_name(part))
    what, remedy = _words(kind, error, path)
    return Fault(file, loaded.line(path), field_name(path), what, remedy)


def _is_type_name(part: str | int) -> bool:
    """Whether pydantic put the name of a union's member into the path."""
    return isinstance(part, str) and bool(re.fullmatch(r"literal\[.*\]|(str|date|none|int)", part))


def _words(kind: type, error: dict[str, Any], path: Path) -> UnplacedFault:
    name, given, context = error["type"], error.get("input"), error.get("ctx", {})
    shown = _shown(given)
    match name:
        case "missing":
            what, remedy = message("package.the_field_is_missing"), message("package.add_it")
        case "unexpected_keyword_argument" | "extra_forbidden":
            what = message("package.the_field_is_not_known", path=path[-1])
            known = _fields_at(kind, path[:-1])
            near = difflib.get_close_matches(str(path[-1]), known, n=1)
            remedy = message("faults.known_names", known=known)
            if near:
                remedy = message("faults.did_you_mean", near=near[0])
        case "string_type" if isinstance(given, bool | int | float):
            what = message("package.is_a_number_or_true_false", shown=shown)
            remedy = message("package.write_it_in_quotes_2", given=given)
        case "string_type" if given is None:
            what = message("package.a_text_is_expected_and_it")
            remedy = message("package.write_the_text_or_take_it")
        case "string_type":
            what = message("package.a_text_is_expected_not", shown=shown)
            remedy = message("package.write_a_text")
        case "literal_error":
            what = message("package.is_not_one_of", shown=shown, expected=context["expected"])
            remedy = message("package.write_one_of_these")
        case "dataclass_type" | "dict_type":
            what = message("package.fields_are_expected_not", shown=shown)
            remedy = message("package.write_name_value_lines_under_it")
            if _holds(kind, path) is Wording and isinstance(given, str):
                what = message("package.the_text_has_no_language")
                remedy = message("package.write_sv_en_2")
        case "tuple_type" | "list_type":
            what = message("package.a_list_is_expected_not", shown=shown)
            remedy = message("package.write_lines_that_begin_with")
        case "date_from_datetime_parsing" | "date_parsing" | "date_type":
            what = message("package.is_no_date", shown=shown)
            remedy = message("package.write_yyyy_mm_dd")
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            what = message("package.is_no_whole_number", shown=shown)
            remedy = message("package.write_digits_only_without_quotes")
        case "float_type" | "float_parsing":
            what = message("package.is_no_number", shown=shown)
            remedy = message("package.write_a_number_without_quotes")
        case "bool_type" | "bool_parsing":
            what = message("package.is_not_true_or_false", shown=shown)
            remedy = message("package.write_true_or_false")
        case _:
            what = message("package.is_as_said", shown=shown, msg=error["msg"])
            remedy = message("package.correct_it")
    return UnplacedFault(what, remedy)


def _shown(value: Any) -> Message | str:
    if isinstance(value, dict):
        return message("faults.part_shown_fields")
    if isinstance(value, list):
        return message("faults.part_shown_list")
    if value is None:
        return message("faults.part_shown_nothing")
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f"'{text[:60]}…'" if len(text) > 60 else f"'{text}'"


def _holds(kind: Any, path: Path) -> Any:
    """The type of the field where a path leads."""
    for part in path:
        kind = _inside(kind, part)
    return _dataclass_in(kind)


def _fields_at(kind: Any, path: Path) -> list[str]:
    """The names of the fields where a path leads."""
    kind = _holds(kind, path)
    return [f.name for f in dataclasses.fields(kind)] if dataclasses.is_dataclass(kind) else []


def _inside(kind: Any, part: str | int) -> Any:
    kind = _dataclass_in(kind)
    if isinstance(part, int) or not dataclasses.is_dataclass(kind):
        return next(iter(typing.get_args(kind)), None)
    return typing.get_type_hints(kind).get(part)


def _dataclass_in(kind: Any) -> Any:
    """The dataclass that a union with None holds, else the type itself."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return next((k for k in typing.get_args(kind) if dataclasses.is_dataclass(k)), kind)
    return kind


def _not_filled_in(value: Any, path: Path, loaded: Loaded, file: str) -> Iterator[Fault]:
    """Texts and wordings that must be there and are blank. Languages are looked at apart."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            inner, there = getattr(value, field.name), (*path, field.name)
            required = field.default is field.default_factory is dataclasses.MISSING
            blank = not inner if isinstance(inner, Wording) else not str(inner).strip()
            if isinstance(inner, str | Wording) and required and blank and field.name != "id":
                what = message("package.it_is_empty")
                remedy = message("package.fill_it_in")
                yield Fault(file, loaded.line(there), field_name(there), what, remedy)
            yield from _not_filled_in(inner, there, loaded, file)
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from _not_filled_in(part, (*path, number), loaded, file)


def _bad_ids(value: Any, path: Path, loaded: Loaded, file: str) -> Iterator[Fault]:
    """Ids that break the rule or stand twice in one list."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            inner, there = getattr(value, field.name), (*path, field.name)
            if field.name == "id" and not isinstance(value, Wording) and not ID.fullmatch(inner):
                what = message("package.is_no_id", inner=str(inner)[:60])
                yield Fault(file, loaded.line(there), field_name(there), what, ID_RULE)
            yield from _bad_ids(inner, there, loaded, file)
    elif isinstance(value, tuple):
        seen: set[str] = set()
        for number, part in enumerate(value):
            there = (*path, number)
            name = getattr(part, "id", None)
            if name is not None and name in seen:
                line = loaded.line((*there, "id"))
                what = message("package.the_id_is_used_twice", name=name)
                remedy = message("package.give_each_its_own_id")
                yield Fault(file, line, field_name((*there, "id")), what, remedy)
            seen.add(name or "")
            yield from _bad_ids(part, there, loaded, file)


def untranslated(
    value: Any, languages: tuple[Language, ...], loaded: Loaded, file: str, path: Path = ()
) -> Iterator[Fault]:
    """Wordings that lack one of the theme's languages; a wording empty in all is left out."""
    if isinstance(value, Wording):
        if value:
            for language in languages:
                if not value[language].strip():
                    what = message("package.the_text_is_missing_in", code=language)
                    remedy = message("package.add_or_take_from_the_theme", code=language)
                    yield Fault(file, loaded.line(path), field_name(path), what, remedy)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            there = (*path, field.name)
            yield from untranslated(getattr(value, field.name), languages, loaded, file, there)
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from untranslated(part, languages, loaded, file, (*path, number))
