"""Texts that stood in a column for each of two languages stand in one for all."""

from collections.abc import Iterator

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

from samklang.core.language.languages import FIRST_LANGUAGE
from samklang.web.models.worded import WordingField, language_choices

# By model, each text with whether it may be empty, and how long it was, 0 for without limit.
TEXTS = {
    "theme": {"title": (False, 200), "purpose": (True, 0), "consent": (True, 0)},
    "finding": {"statement": (False, 300), "against": (False, 0), "follows": (True, 0)},
    "publication": {"errata": (True, 0), "withdrawn_why": (True, 0)},
    "codefamily": {"name": (False, 200)},
    "code": {
        "name": (False, 200),
        "definition": (False, 0),
        "include": (True, 0),
        "exclude": (True, 0),
    },
    "vocabularyterm": {"label": (False, 120)},
    "catalogueentry": {"title": (True, 400), "tokens": (True, 0)},
}
COLUMNS = ("sv", "en")
# A column of JSON, a text of its own column as JSON without the languages that it is not in, and a
# text out of the JSON.
COLUMN = {
    "sqlite": """text NOT NULL DEFAULT '{}' CHECK ((JSON_VALID("%s") OR "%s" IS NULL))""",
    "postgresql": "jsonb NOT NULL DEFAULT '{}'",
}
GATHERED = {
    "sqlite": "json_patch('{}', json_object(%s))",
    "postgresql": "jsonb_strip_nulls(jsonb_build_object(%s))",
}
TAKEN_OUT = {"sqlite": "json_extract(\"%s\", '$.%s')", "postgresql": "\"%s\" ->> '%s'"}
OF_LANGUAGE = (
    ("member", FIRST_LANGUAGE),
    ("invitation", FIRST_LANGUAGE),
    ("response", FIRST_LANGUAGE),
    ("mailtext", NOT_PROVIDED),
    ("letter", NOT_PROVIDED),
    ("trial", NOT_PROVIDED),
    ("catalogueword", NOT_PROVIDED),
)


class OneColumnEach(Operation):
    """All of it at once: Django's own operations would work out every model anew for each of fifty
    columns, and write each table anew in SQLite as often.
    """

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The columns as the models have them."""
        if "apps" in vars(state):
            del state.apps
        for change in _changes():
            change.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Makes the columns, carries every text over, and drops those before."""
        vendor = schema_editor.connection.vendor
        _at_once(schema_editor)
        for model, texts in TEXTS.items():
            table = f"{app_label}_{model}"
            for name in texts:
                column = COLUMN[vendor].replace("%s", name)
                schema_editor.execute(f'ALTER TABLE "{table}" ADD COLUMN "{name}" {column}')
            gathered = ", ".join(f'"{name}" = {_gathered(name, vendor)}' for name in texts)
            schema_editor.execute(f'UPDATE "{table}" SET {gathered}')
            for name in texts:
                if vendor == "postgresql":
                    schema_editor.execute(f'ALTER TABLE "{table}" ALTER "{name}" DROP DEFAULT')
                for language in COLUMNS:
                    schema_editor.execute(f'ALTER TABLE "{table}" DROP COLUMN "{name}_{language}"')
        # For two languages entries are numbered as they were: none is made anew.
        schema_editor.execute(
            f'UPDATE "{app_label}_catalogueentry" SET analyser = analyser * 100 + {len(COLUMNS)}'
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The way back; a text in a third language is lost."""
        vendor = schema_editor.connection.vendor
        _at_once(schema_editor)
        schema_editor.execute(f'UPDATE "{app_label}_catalogueentry" SET analyser = analyser / 100')
        for model, texts in TEXTS.items():
            table = f"{app_label}_{model}"
            for name, (_, most) in texts.items():
                kind = f"varchar({most})" if most else "text"
                for language in COLUMNS:
                    column = f"\"{name}_{language}\" {kind} NOT NULL DEFAULT ''"
                    schema_editor.execute(f'ALTER TABLE "{table}" ADD COLUMN {column}')
                    text = TAKEN_OUT[vendor] % (name, language)
                    set_to = f"\"{name}_{language}\" = coalesce({text}, '')"
                    schema_editor.execute(f'UPDATE "{table}" SET {set_to}')
                    if vendor == "postgresql":
                        schema_editor.execute(
                            f'ALTER TABLE "{table}" ALTER "{name}_{language}" DROP DEFAULT'
                        )
                schema_editor.execute(f'ALTER TABLE "{table}" DROP COLUMN "{name}"')

    def describe(self) -> str:
        """What is changed, in a few words."""
        return "One column for the texts of all languages"


def _at_once(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """PostgreSQL alters no table while a check of its rows is put off to the end."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _gathered(name: str, vendor: str) -> str:
    pairs = ", ".join(f"'{c}', nullif(\"{name}_{c}\", '')" for c in COLUMNS)
    return GATHERED[vendor] % pairs


def _changes() -> Iterator[Operation]:
    for model, texts in TEXTS.items():
        for name, (blank, _) in texts.items():
            yield migrations.AddField(model, name, WordingField(blank=blank))
            yield from (migrations.RemoveField(model, f"{name}_{c}") for c in COLUMNS)
    for model, default in OF_LANGUAGE:
        field = models.CharField(choices=language_choices, default=default, max_length=2)
        yield migrations.AlterField(model, "language", field)


class Migration(migrations.Migration):
    dependencies = [("web", "0001_squashed_0031_first_tables")]
    operations = [OneColumnEach()]
