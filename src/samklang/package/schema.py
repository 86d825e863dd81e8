"""Schemas: JSON Schemas of the package's files, made from the model, and of its tables' columns."""

import json
from collections.abc import Hashable
from pathlib import Path
from typing import Any, cast

from samklang.core.catalogue.example import Example
from samklang.core.coding.codebook import Codebook
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.theme import Theme
from samklang.package import rows
from samklang.package.model import ID, adapter
from samklang.package.read import ContactList, Knowledge

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODELS: dict[str, type] = {
    "theme": Theme,
    "questionnaire": Questionnaire,
    "codebook": Codebook,
    "knowledge": Knowledge,
    "example": Example,
    "contacts": ContactList,
}
TABLES = {
    "register": rows.MEMBER_COLUMNS,
    "responses": rows.RESPONSE_COLUMNS,
    "codings": rows.CODING_COLUMNS,
}


def schemas() -> dict[str, dict[str, Any]]:
    """A schema for every file of a package, by the file name of the schema."""
    found = {
        f"{name}.schema.json": {
            "$schema": DIALECT,
            **_with_ids(adapter(cast(Hashable, model)).json_schema()),
        }
        for name, model in MODELS.items()
    }
    for name, columns in TABLES.items():
        # The columns of a table (Frictionless Table Schema); a register or questionnaire adds more.
        found[f"{name}.table.json"] = {
            "fields": [{"name": column, "type": "string"} for column in columns],
            "primaryKey": columns[0],
            "missingValues": [""],
        }
    return found


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
