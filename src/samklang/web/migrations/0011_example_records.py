import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def partners_and_sources(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """A partner was a wording and a source an address; both are records now."""
    example = apps.get_model("web", "Example")
    for one in example.objects.iterator():
        record = one.record
        record["partners"] = [
            p if "name" in p else {"name": p} for p in record.get("partners") or []
        ]
        record["sources"] = [
            s if isinstance(s, dict) else {"url": s} for s in record.get("sources") or []
        ]
        example.objects.filter(pk=one.pk).update(record=record)


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0010_coding"),
    ]

    operations = [
        migrations.AddField(
            model_name="example",
            name="checked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="example",
            name="claimed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="example",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="example",
            name="whole",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="ExamplePicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.CharField(max_length=80)),
                ("content", models.BinaryField()),
                (
                    "example",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="web.example",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("example", "file"), name="one_picture_a_file")
                ],
            },
        ),
        migrations.CreateModel(
            name="VocabularyTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("vocabulary", models.CharField(max_length=12)),
                ("code", models.SlugField(max_length=40)),
                ("label_sv", models.CharField(max_length=120)),
                ("label_en", models.CharField(blank=True, max_length=120)),
                ("source", models.CharField(blank=True, max_length=200)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vocabulary",
                        to="web.network",
                    ),
                ),
            ],
            options={
                "ordering": ["vocabulary", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("network", "vocabulary", "code"), name="one_term_a_code"
                    )
                ],
            },
        ),
        migrations.RunPython(partners_and_sources, migrations.RunPython.noop),
    ]
