"""The catalogue that readers search: what is shown, its words, and the index of them."""

import django.db.models.deletion
from django.db import migrations, models

from samklang.search import index_of


def make_index(apps: object, schema_editor: object) -> None:
    """The index of examples, which is no model's table."""
    connection = schema_editor.connection  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        index_of(connection.vendor).create(cursor)


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0012_long_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name="CatalogueEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.SlugField(max_length=81)),
                ("live", models.BooleanField(default=False)),
                ("withdrawn", models.BooleanField(default=False)),
                ("title_sv", models.CharField(blank=True, max_length=400)),
                ("title_en", models.CharField(blank=True, max_length=400)),
                ("record", models.JSONField(default=dict)),
                ("values", models.JSONField(default=dict)),
                ("words", models.JSONField(default=dict)),
                ("tokens_sv", models.TextField(blank=True)),
                ("tokens_en", models.TextField(blank=True)),
                ("changed", models.PositiveBigIntegerField()),
                ("analyser", models.PositiveSmallIntegerField()),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "example",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="entry",
                        to="web.example",
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="web.network",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="web.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["network", "changed"], name="entries_by_change")],
                "constraints": [
                    models.UniqueConstraint(fields=("network", "name"), name="one_entry_a_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="CatalogueWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("language", models.CharField(choices=[("sv", "Sv"), ("en", "En")], max_length=2)),
                ("word", models.CharField(max_length=60)),
                ("head", models.CharField(max_length=3)),
                ("tail", models.CharField(max_length=3)),
                ("examples", models.PositiveIntegerField()),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="web.network",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["network", "language", "head"], name="words_by_head"),
                    models.Index(fields=["network", "language", "tail"], name="words_by_tail"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "language", "word"), name="one_row_a_word"
                    )
                ],
            },
        ),
        migrations.RunPython(make_index, migrations.RunPython.noop),
    ]
