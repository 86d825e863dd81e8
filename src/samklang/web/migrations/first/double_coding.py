"""Answers that two people code."""

from django.db import migrations, models

from samklang.web.migrations.first.fields import key, part_of, person

OPERATIONS = (
    migrations.CreateModel(
        "CodingSample",
        [
            ("id", key()),
            ("question", models.CharField(max_length=130)),
            ("seed", models.PositiveIntegerField()),
            ("drawn_from", models.PositiveIntegerField()),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("compared_at", models.DateTimeField(blank=True, null=True)),
            ("by", person()),
            ("compared_by", person()),
            ("second", person()),
            ("theme", part_of("web.theme", "coding_samples")),
        ],
        {
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("compared_at", None)),
                    fields=("theme", "question"),
                    name="one_open_sample_a_question",
                )
            ],
        },
    ),
    migrations.CreateModel(
        "SampledAnswer",
        [
            ("id", key()),
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
                    max_length=10,
                ),
            ),
            ("marks", models.JSONField(default=list)),
            ("memo", models.TextField(blank=True)),
            ("version", models.PositiveIntegerField(default=0)),
            ("digest", models.CharField(blank=True, max_length=64)),
            ("at", models.DateTimeField(auto_now=True)),
            (
                "first_status",
                models.CharField(
                    blank=True,
                    choices=[
                        ("", "unread"),
                        ("coded", "Coded"),
                        ("no-code", "No Code"),
                        ("undecided", "Undecided"),
                        ("withheld", "Withheld"),
                    ],
                    max_length=10,
                ),
            ),
            ("first_marks", models.JSONField(default=list)),
            ("first_memo", models.TextField(blank=True)),
            ("first_at", models.DateTimeField(blank=True, null=True)),
            ("outcome", models.JSONField(null=True)),
            ("first_by", person()),
            ("response", part_of("web.response", "sampled_answers")),
            ("sample", part_of("web.codingsample", "answers")),
            ("settled_by", person()),
        ],
        {
            "ordering": ["pk"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("sample", "response"), name="one_row_a_sampled_answer"
                )
            ],
        },
    ),
    migrations.CreateModel(
        "CodingTalk",
        [
            ("id", key()),
            ("question", models.CharField(blank=True, max_length=130)),
            ("text", models.TextField()),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", person()),
            ("theme", part_of("web.theme", "coding_talks")),
        ],
        {"ordering": ["pk"]},
    ),
)
