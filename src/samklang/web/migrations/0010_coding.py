"""Codebook, codings, states of answers, their log, and quotes with the member's own word."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Staff but owners see no names with answers until an owner lets them."""

    dependencies = [
        ("web", "0009_examples"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="reads_names",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="theme",
            name="ask_quotes",
            field=models.BooleanField(default=True),
        ),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "Invitation"),
                    ("reminder", "Reminder"),
                    ("delegation", "Delegation"),
                    ("receipt", "Receipt"),
                    ("quote", "Quote"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="mailing",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "Invitation"),
                    ("reminder", "Reminder"),
                    ("delegation", "Delegation"),
                    ("receipt", "Receipt"),
                    ("quote", "Quote"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="mailtext",
            name="kind",
            field=models.CharField(
                choices=[
                    ("invitation", "Invitation"),
                    ("reminder", "Reminder"),
                    ("delegation", "Delegation"),
                    ("receipt", "Receipt"),
                    ("quote", "Quote"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="CodeFamily",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=32)),
                ("name_sv", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("valence", models.BooleanField(default=True)),
                ("many", models.BooleanField(default=True)),
                ("order", models.PositiveIntegerField(default=0)),
                ("retired", models.BooleanField(default=False)),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="code_families",
                        to="web.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40)),
                ("name_sv", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("definition_sv", models.TextField()),
                ("definition_en", models.TextField(blank=True)),
                ("include_sv", models.TextField(blank=True)),
                ("include_en", models.TextField(blank=True)),
                ("exclude_sv", models.TextField(blank=True)),
                ("exclude_en", models.TextField(blank=True)),
                ("sources", models.JSONField(default=list)),
                (
                    "colour",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spruce", "spruce"),
                            ("lingon", "lingon"),
                            ("sky", "sky"),
                            ("amber", "amber"),
                            ("plum", "plum"),
                            ("moss", "moss"),
                            ("slate", "slate"),
                            ("rust", "rust"),
                        ],
                        max_length=8,
                    ),
                ),
                ("order", models.PositiveIntegerField(default=0)),
                ("retired", models.BooleanField(default=False)),
                ("memo", models.TextField(blank=True)),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="children",
                        to="web.code",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="web.theme",
                    ),
                ),
                (
                    "family",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="web.codefamily",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Coding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "valence",
                    models.CharField(
                        blank=True,
                        choices=[("", "neither"), ("enables", "Enables"), ("hinders", "Hinders")],
                        max_length=8,
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("suggestion", "Suggestion"),
                            ("import", "Import"),
                        ],
                        default="person",
                        max_length=10,
                    ),
                ),
                ("memo", models.TextField(blank=True)),
                ("live", models.BooleanField(default=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "code",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codings",
                        to="web.code",
                    ),
                ),
            ],
            options={
                "ordering": ["start", "end", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CodingStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("deed", models.CharField(max_length=20)),
                ("changes", models.JSONField()),
                ("undone", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coding_steps",
                        to="web.theme",
                    ),
                ),
                (
                    "undoes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="undoings",
                        to="web.codingstep",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="CodingVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.PositiveBigIntegerField(default=0)),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="web.theme",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40)),
                ("statement_sv", models.CharField(max_length=300)),
                ("statement_en", models.CharField(blank=True, max_length=300)),
                ("against_sv", models.TextField()),
                ("against_en", models.TextField(blank=True)),
                ("follows_sv", models.TextField(blank=True)),
                ("follows_en", models.TextField(blank=True)),
                ("evidence", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("reviewed_on", models.DateField(blank=True, null=True)),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="web.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("candidate", "Candidate"),
                            ("asked", "Asked"),
                            ("released", "Released"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="candidate",
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("translation", models.TextField(blank=True)),
                (
                    "consent",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "unsaid"),
                            ("name", "Name"),
                            ("place", "Place"),
                            ("no", "No"),
                        ],
                        max_length=5,
                    ),
                ),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("released_on", models.DateField(blank=True, null=True)),
                (
                    "coding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quote",
                        to="web.coding",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotes",
                        to="web.theme",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReadAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=130)),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "unread"),
                            ("coded", "Coded"),
                            ("no-code", "No Code"),
                            ("undecided", "Undecided"),
                            ("withheld", "Withheld"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("digest", models.CharField(max_length=64)),
                ("memo", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="read_answers",
                        to="web.response",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="read_answers",
                        to="web.theme",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="coding",
            name="answer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="codings",
                to="web.readanswer",
            ),
        ),
        migrations.AddConstraint(
            model_name="codefamily",
            constraint=models.UniqueConstraint(fields=("theme", "key"), name="one_family_a_key"),
        ),
        migrations.AddConstraint(
            model_name="code",
            constraint=models.UniqueConstraint(fields=("theme", "key"), name="one_code_a_key"),
        ),
        migrations.AddConstraint(
            model_name="codingvisit",
            constraint=models.UniqueConstraint(fields=("theme", "user"), name="one_visit_a_coder"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("theme", "key"), name="one_finding_a_key"),
        ),
        migrations.AddIndex(
            model_name="readanswer",
            index=models.Index(fields=["theme", "question"], name="read_answers_of_a_question"),
        ),
        migrations.AddConstraint(
            model_name="readanswer",
            constraint=models.UniqueConstraint(
                fields=("response", "question"), name="one_reading_an_answer"
            ),
        ),
    ]
