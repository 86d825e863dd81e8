"""Schemas: JSON Schemas of the package's files, made from the model, and of its tables' columns."""

import json
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any, cast, get_args

from samklang.core.catalogue.example import Example
from samklang.core.coding.codebook import Codebook
from samklang.core.coding.codings import Origin, Valence
from samklang.core.coding.states import State
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.survey.responses import Status
from samklang.core.theme.theme import Theme
from samklang.package import rows
from samklang.package.lists import ContactList, Knowledge, WithdrawnList
from samklang.package.model import ID, adapter

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODELS: dict[str, type] = {
    "theme": Theme,
    "questionnaire": Questionnaire,
    "codebook": Codebook,
    "knowledge": Knowledge,
    "example": Example,
    "contacts": ContactList,
    "withdrawn": WithdrawnList,
}
ID_CELL = {"type": "string", "constraints": {"required": True, "pattern": f"^{ID.pattern}$"}}
DAY_CELL = {"type": "date", "format": "%Y-%m-%d"}
REQUIRED = {"required": True}


def _choice(*values: str) -> dict[str, Any]:
    return {"type": "string", "constraints": {"enum": list(values)}}


# What a column is, where it is more than a text.
COLUMNS: dict[str, dict[str, Any]] = {
    "member": ID_CELL,
    "response": ID_CELL,
    "coding": ID_CELL,
    "question": {"type": "string", "constraints": REQUIRED},
    "code": ID_CELL,
    "municipality": {"type": "string", "constraints": {"pattern": "^[0-9]{4}$"}},
    "invited": _choice("yes", "no"),
    "status": {"type": "string", "constraints": {**REQUIRED, "enum": [*get_args(Status)]}},
    "submitted": DAY_CELL,
    "start": {"type": "integer", "constraints": {"required": True, "minimum": 0}},
    "end": {"type": "integer", "constraints": {"required": True, "minimum": 1}},
    "text": {"type": "string", "constraints": REQUIRED},
    "valence": _choice(*filter(None, get_args(Valence))),
    "time": {"type": "datetime", "format": "any"},
    "origin": _choice(*get_args(Origin)),
    "state": _choice(*get_args(State)),
    "released_on": DAY_CELL,
}
TABLES = {
    "register": rows.MEMBER_COLUMNS,
    "responses": rows.RESPONSE_COLUMNS,
    "codings": (*rows.CODING_COLUMNS, *rows.FURTHER_CODING_COLUMNS),
    "coding_states": rows.STATE_COLUMNS,
    "coding_samples": rows.SAMPLE_COLUMNS,
    "double_codings": rows.READING_COLUMNS,
    "coding_talks": rows.TALK_COLUMNS,
}
# The columns that tell one row from another, where that is not the first; () where nothing does.
KEYS: dict[str, Sequence[str]] = {
    "coding_states": ("response", "question"),
    "double_codings": ("response", "question", "part"),
    "coding_samples": (),
    "coding_talks": (),
}
# The columns of a table that point into another.
POINTERS = {
    "responses": ("member", "register"),
    "codings": ("response", "responses"),
    "coding_states": ("response", "responses"),
    "double_codings": ("response", "responses"),
}


def schemas() -> dict[str, dict[str, Any]]:
    """A schema for every file of a package, by the file name of the schema."""
    schemas = {
        f"{name}.schema.json": {
            "$schema": DIALECT,
            **_with_ids(adapter(cast(Hashable, model)).json_schema()),
        }
        for name, model in MODELS.items()
    }
    schemas |= {f"{name}.table.json": _table(name, columns) for name, columns in TABLES.items()}
    return schemas


def _table(name: str, columns: Sequence[str]) -> dict[str, Any]:
    """The columns that a table always knows (Frictionless Table Schema v1).

    A register adds its groups after them, and responses.csv the columns of each question.
    """
    fields = [{"name": column, **COLUMNS.get(column, {"type": "string"})} for column in columns]
    if name == "responses":  # empty in an open survey
        fields[1] = {"name": "member", "type": "string"}
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if key := KEYS.get(name, columns[:1]):
        schema["primaryKey"] = list(key) if len(key) > 1 else key[0]
    if name in POINTERS:
        column, table = POINTERS[name]
        reference = {"resource": table, "fields": TABLES[table][0]}
        schema["foreignKeys"] = [{"fields": column, "reference": reference}]
    return schema


def _with_ids(schema: Any) -> Any:
    """The schema with the rule for ids, which the model's types do not carry."""
    if isinstance(schema, dict):
        return {
            key: {**value, "pattern": f"^{ID.pattern}$"}
            if key == "id" and isinstance(value, dict) and value.get("type") == "string"
            else _with_ids(value)
            for key, value in schema.items()
        }
    if isinstance(schema, list):
        return [_with_ids(part) for part in schema]
    return schema


def write_schemas(folder: Path) -> None:
    """Writes every schema into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (folder / name).write_text(text, encoding="utf-8")
