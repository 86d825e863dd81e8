"""A quote's translation becomes one into every language, and a language's code may have three
letters.
"""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

from samklang.core.language.languages import FIRST_LANGUAGE
from samklang.web.models.worded import WordingField, language_choices

OF_LANGUAGE = (
    ("member", FIRST_LANGUAGE),
    ("invitation", FIRST_LANGUAGE),
    ("response", FIRST_LANGUAGE),
    ("mailtext", NOT_PROVIDED),
    ("letter", NOT_PROVIDED),
    ("trial", NOT_PROVIDED),
    ("catalogueword", NOT_PROVIDED),
)
LETTERS, LETTERS_BEFORE = 3, 2
# The one language that a quote was translated into: the theme's second.
INTO = {
    "sqlite": """coalesce((SELECT json_extract("languages", '$[1]') FROM "%s_theme"
        WHERE "%s_theme"."id" = "theme_id"), 'en')""",
    "postgresql": """coalesce((SELECT "languages" ->> 1 FROM "%s_theme"
        WHERE "%s_theme"."id" = "theme_id"), 'en')""",
}
COLUMN = {
    "sqlite": """text NOT NULL DEFAULT '{}'
        CHECK ((JSON_VALID("translation") OR "translation" IS NULL))""",
    "postgresql": "jsonb NOT NULL DEFAULT '{}'",
}
GATHERED = {"sqlite": "json_object(%s, %s)", "postgresql": "jsonb_build_object(%s, %s)"}
TAKEN_OUT = {"sqlite": "json_extract(%s, '$.' || %s)", "postgresql": "%s ->> %s"}
BEFORE = '"translation_before"'


class QuotesByLanguage(Operation):
    """Django's own operations would not carry a text from one kind of column to another."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The columns as the models have them."""
        translation = WordingField(blank=True)
        migrations.AlterField("quote", "translation", translation).state_forwards(app_label, state)
        for model, default in OF_LANGUAGE:
            field = models.CharField(choices=language_choices, default=default, max_length=LETTERS)
            migrations.AlterField(model, "language", field).state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Puts each translation under its language."""
        vendor = schema_editor.connection.vendor
        gathered = GATHERED[vendor] % (_into(app_label, vendor), BEFORE)
        self._change(
            app_label,
            schema_editor,
            COLUMN[vendor],
            f"""SET "translation" = {gathered} WHERE {BEFORE} <> ''""",
            LETTERS,
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The way back; a translation into a third language is lost."""
        vendor = schema_editor.connection.vendor
        text = TAKEN_OUT[vendor] % (BEFORE, _into(app_label, vendor))
        self._change(
            app_label,
            schema_editor,
            "text NOT NULL DEFAULT ''",
            f"""SET "translation" = coalesce({text}, '')""",
            LETTERS_BEFORE,
        )

    def describe(self) -> str:
        """What is changed, in a few words."""
        return "Quotes are translated into every language"

    def _change(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        column: str,
        set_to: str,
        letters: int,
    ) -> None:
        table = f'"{app_label}_quote"'
        postgresql = schema_editor.connection.vendor == "postgresql"
        if postgresql:
            # It alters no table while a check of its rows is put off to the end.
            schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute(f'ALTER TABLE {table} RENAME COLUMN "translation" TO {BEFORE}')
        schema_editor.execute(f'ALTER TABLE {table} ADD COLUMN "translation" {column}')
        schema_editor.execute(f"UPDATE {table} {set_to}")
        schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN {BEFORE}")
        if not postgresql:
            # SQLite holds no text to a length: nothing is written anew for it.
            return
        schema_editor.execute(f'ALTER TABLE {table} ALTER "translation" DROP DEFAULT')
        for model, _ in OF_LANGUAGE:
            schema_editor.execute(
                f'ALTER TABLE "{app_label}_{model}" ALTER "language" TYPE varchar({letters})'
            )


def _into(app_label: str, vendor: str) -> str:
    return INTO[vendor] % (app_label, app_label)


class Migration(migrations.Migration):
    dependencies = [("web", "0032_texts_by_language")]
    operations = [QuotesByLanguage()]
