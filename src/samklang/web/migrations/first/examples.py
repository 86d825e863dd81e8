"""Examples, consent, and the catalogue that readers search."""

import uuid

from django.db import migrations, models

from samklang.web.migrations.first.fields import key, part_of

OPERATIONS = (
    migrations.CreateModel(
        "Example",
        [
            ("id", key()),
            ("name", models.SlugField(max_length=40)),
            (
                "origin",
                models.CharField(
                    choices=[("answer", "Answer"), ("editor", "Editor"), ("sources", "Sources")],
                    max_length=8,
                ),
            ),
            ("answer", models.CharField(blank=True, max_length=80)),
            ("record", models.JSONField(default=dict)),
            (
                "stage",
                models.CharField(
                    choices=[
                        ("draft", "draft"),
                        ("asked", "asked"),
                        ("answered", "answered"),
                        ("published", "published"),
                        ("withdrawn", "withdrawn"),
                    ],
                    default="draft",
                    max_length=10,
                ),
            ),
            ("owner_email", models.EmailField(blank=True, max_length=254)),
            ("link_hash", models.CharField(max_length=64, null=True, unique=True)),
            ("turn", models.PositiveIntegerField(default=0)),
            ("named", models.BooleanField(default=True)),
            ("issues", models.JSONField(default=list)),
            ("returned", models.CharField(blank=True, max_length=500)),
            ("version", models.PositiveIntegerField(default=0)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("changed_at", models.DateTimeField(auto_now=True)),
            (
                "member",
                models.ForeignKey(
                    "web.member", models.SET_NULL, related_name="examples", null=True
                ),
            ),
            ("theme", part_of("web.theme", "examples")),
            ("checked_at", models.DateTimeField(blank=True, null=True)),
            ("claimed", models.BooleanField(default=False)),
            ("reminded_at", models.DateTimeField(blank=True, null=True)),
            ("whole", models.BooleanField(default=False)),
            ("published_at", models.DateTimeField(blank=True, null=True)),
            ("link_sent_at", models.DateTimeField(blank=True, null=True)),
        ],
        {
            "ordering": ["created_at", "pk"],
            "constraints": [
                models.UniqueConstraint(fields=("theme", "name"), name="one_example_a_name"),
                models.UniqueConstraint(
                    condition=models.Q(("answer", ""), _negated=True),
                    fields=("theme", "answer"),
                    name="one_example_a_card",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        "Consent",
        [
            ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
            ("text_hash", models.CharField(max_length=64)),
            ("title", models.CharField(max_length=200)),
            ("organisation", models.CharField(blank=True, max_length=200)),
            ("named", models.BooleanField()),
            ("issues", models.JSONField(default=list)),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ("example", part_of("web.example", "consents")),
        ],
        {"ordering": ["-at"]},
    ),
    migrations.CreateModel(
        "ExamplePicture",
        [
            ("id", key()),
            ("file", models.CharField(max_length=80)),
            ("content", models.BinaryField()),
            ("example", part_of("web.example", "pictures")),
        ],
        {
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("example", "file"), name="one_picture_a_file")
            ],
        },
    ),
    migrations.CreateModel(
        "CatalogueEntry",
        [
            ("id", key()),
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
                    "web.example", models.SET_NULL, related_name="entry", null=True
                ),
            ),
            ("network", models.ForeignKey("web.network", models.PROTECT, related_name="entries")),
            ("theme", models.ForeignKey("web.theme", models.PROTECT, related_name="entries")),
            ("unpurged", models.BooleanField(default=False)),
        ],
        {
            "ordering": ["pk"],
            "indexes": [
                models.Index(fields=["network", "changed"], name="entries_by_change"),
                models.Index(fields=["analyser"], name="entries_by_analyser"),
                models.Index(
                    condition=models.Q(("unpurged", True)),
                    fields=["network"],
                    name="entries_unpurged",
                ),
            ],
            "constraints": [
                models.UniqueConstraint(fields=("network", "name"), name="one_entry_a_name")
            ],
        },
    ),
    migrations.CreateModel(
        "CatalogueWord",
        [
            ("id", key()),
            ("language", models.CharField(choices=[("sv", "Sv"), ("en", "En")], max_length=2)),
            ("word", models.CharField(max_length=60)),
            ("head", models.CharField(max_length=3)),
            ("tail", models.CharField(max_length=3)),
            ("examples", models.PositiveIntegerField()),
            ("network", part_of("web.network", "words")),
        ],
        {
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
    migrations.CreateModel(
        "CatalogueColumns",
        [
            ("id", key()),
            ("changed", models.PositiveBigIntegerField()),
            ("form", models.PositiveSmallIntegerField()),
            ("content", models.BinaryField()),
            ("network", models.OneToOneField("web.network", models.CASCADE, related_name="+")),
        ],
    ),
    migrations.CreateModel(
        "ExampleVector",
        [
            ("id", key()),
            ("name", models.CharField(max_length=60)),
            ("vector", models.BinaryField()),
            (
                "entry",
                models.OneToOneField("web.catalogueentry", models.CASCADE, related_name="vector"),
            ),
        ],
    ),
)
