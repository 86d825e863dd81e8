"""Codes, coded answers, findings and quotes."""

from django.conf import settings
from django.db import migrations, models

from samklang.web.migrations.first.fields import key, part_of, person, worker

OPERATIONS = (
    migrations.CreateModel(
        "CodeFamily",
        [
            ("id", key()),
            ("key", models.SlugField(max_length=40)),
            ("name_sv", models.CharField(max_length=200)),
            ("name_en", models.CharField(blank=True, max_length=200)),
            ("valence", models.BooleanField(default=True)),
            ("many", models.BooleanField(default=True)),
            ("order", models.PositiveIntegerField(default=0)),
            ("retired", models.BooleanField(default=False)),
            ("theme", part_of("web.theme", "code_families")),
        ],
        {
            "ordering": ["order", "pk"],
            "constraints": [
                models.UniqueConstraint(fields=("theme", "key"), name="one_family_a_key")
            ],
        },
    ),
    migrations.CreateModel(
        "Code",
        [
            ("id", key()),
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
                models.ForeignKey("web.code", models.SET_NULL, related_name="children", null=True),
            ),
            ("theme", part_of("web.theme", "codes")),
            ("family", models.ForeignKey("web.codefamily", models.PROTECT, related_name="codes")),
        ],
        {
            "ordering": ["order", "pk"],
            "constraints": [
                models.UniqueConstraint(fields=("theme", "key"), name="one_code_a_key")
            ],
        },
    ),
    migrations.CreateModel(
        "ReadAnswer",
        [
            ("id", key()),
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
            ("by", person()),
            ("response", part_of("web.response", "read_answers")),
            ("theme", part_of("web.theme", "read_answers")),
        ],
        {
            "indexes": [
                models.Index(fields=["theme", "question"], name="read_answers_of_a_question")
            ],
            "constraints": [
                models.UniqueConstraint(
                    fields=("response", "question"), name="one_reading_an_answer"
                )
            ],
        },
    ),
    migrations.CreateModel(
        "Coding",
        [
            ("id", key()),
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
            ("by", person()),
            ("code", models.ForeignKey("web.code", models.PROTECT, related_name="codings")),
            ("answer", part_of("web.readanswer", "codings")),
        ],
        {"ordering": ["start", "end", "pk"]},
    ),
    migrations.CreateModel(
        "CodingStep",
        [
            ("id", key()),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("action", models.CharField(max_length=20)),
            ("changes", models.JSONField()),
            ("undone", models.BooleanField(default=False)),
            ("by", person()),
            ("theme", part_of("web.theme", "coding_steps")),
            (
                "undoes",
                models.ForeignKey(
                    "web.codingstep", models.SET_NULL, related_name="undoings", null=True
                ),
            ),
        ],
        {"ordering": ["-pk"]},
    ),
    migrations.CreateModel(
        "CodingVisit",
        [
            ("id", key()),
            ("step", models.PositiveBigIntegerField(default=0)),
            ("theme", part_of("web.theme", "+")),
            ("user", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")),
        ],
        {
            "constraints": [
                models.UniqueConstraint(fields=("theme", "user"), name="one_visit_a_coder")
            ]
        },
    ),
    migrations.CreateModel(
        "Finding",
        [
            ("id", key()),
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
            ("author", person()),
            ("reviewer", person()),
            ("theme", part_of("web.theme", "findings")),
        ],
        {
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(fields=("theme", "key"), name="one_finding_a_key")
            ],
        },
    ),
    migrations.CreateModel(
        "Quote",
        [
            ("id", key()),
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
                    choices=[("", "unsaid"), ("name", "Name"), ("place", "Place"), ("no", "No")],
                    max_length=5,
                ),
            ),
            ("asked_at", models.DateTimeField(blank=True, null=True)),
            ("answered_at", models.DateTimeField(blank=True, null=True)),
            ("released_on", models.DateField(blank=True, null=True)),
            ("coding", models.OneToOneField("web.coding", models.CASCADE, related_name="quote")),
            ("released_by", person()),
            ("theme", part_of("web.theme", "quotes")),
        ],
        {"ordering": ["pk"]},
    ),
    migrations.CreateModel(
        "CodingUpload",
        [
            ("id", key()),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("name", models.CharField(max_length=200)),
            ("plan", models.JSONField()),
            ("by", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")),
            ("theme", part_of("web.theme", "coding_uploads")),
            (
                "state",
                models.CharField(
                    blank=True,
                    choices=[
                        ("queued", "Queued"),
                        ("running", "Running"),
                        ("done", "Done"),
                        ("failed", "Failed"),
                        ("stopped", "Stopped"),
                    ],
                    max_length=8,
                ),
            ),
            ("worker", worker()),
            ("tries", models.PositiveIntegerField(default=0)),
            ("stop_at", models.DateTimeField(blank=True, null=True)),
            ("done", models.PositiveIntegerField(default=0)),
            ("total", models.PositiveIntegerField(default=0)),
            ("changes", models.JSONField(default=list)),
            ("changed", models.PositiveIntegerField(default=0)),
            ("passed_over", models.PositiveIntegerField(default=0)),
            ("why", models.CharField(blank=True, max_length=20)),
            ("heard_at", models.DateTimeField(blank=True, null=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
        ],
    ),
    migrations.CreateModel(
        "CodeVector",
        [
            ("id", key()),
            ("digest", models.CharField(max_length=64)),
            ("name", models.CharField(max_length=60)),
            ("vector", models.BinaryField()),
            ("code", models.OneToOneField("web.code", models.CASCADE, related_name="vector")),
        ],
    ),
    migrations.CreateModel(
        "AnswerVector",
        [
            ("id", key()),
            ("question", models.CharField(max_length=130)),
            ("digest", models.CharField(max_length=64)),
            ("name", models.CharField(max_length=60)),
            ("vector", models.BinaryField()),
            ("response", part_of("web.response", "answer_vectors")),
        ],
        {
            "constraints": [
                models.UniqueConstraint(
                    fields=("response", "question"), name="one_vector_an_answer"
                )
            ]
        },
    ),
)
