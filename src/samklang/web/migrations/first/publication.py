"""Packages, builds, editions, and what is made before one."""

from django.conf import settings
from django.db import migrations, models

from samklang.web.migrations.first.fields import key, part_of, person, worker

OPERATIONS = (
    migrations.CreateModel(
        "Freeze",
        [
            ("id", key()),
            ("number", models.PositiveIntegerField()),
            ("hash", models.CharField(max_length=64)),
            ("file", models.CharField(blank=True, max_length=200)),
            ("responses", models.PositiveIntegerField()),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", person()),
            ("theme", models.ForeignKey("web.theme", models.PROTECT, related_name="freezes")),
            ("edition", models.PositiveIntegerField(default=1)),
            ("members", models.JSONField(default=list)),
            ("purged_at", models.DateTimeField(blank=True, null=True)),
            ("purged_hash", models.CharField(blank=True, max_length=64)),
        ],
        {
            "ordering": ["-number"],
            "constraints": [
                models.UniqueConstraint(fields=("theme", "number"), name="one_freeze_a_number")
            ],
        },
    ),
    migrations.CreateModel(
        "Build",
        [
            ("id", key()),
            (
                "state",
                models.CharField(
                    choices=[
                        ("queued", "Queued"),
                        ("running", "Running"),
                        ("done", "Done"),
                        ("failed", "Failed"),
                        ("stopped", "Stopped"),
                    ],
                    default="queued",
                    max_length=8,
                ),
            ),
            ("done", models.PositiveIntegerField(default=0)),
            ("total", models.PositiveIntegerField(default=0)),
            ("log", models.TextField(blank=True)),
            ("faults", models.JSONField(blank=True, default=list)),
            ("folder", models.CharField(blank=True, max_length=200)),
            ("queued_at", models.DateTimeField(auto_now_add=True)),
            ("started_at", models.DateTimeField(blank=True, null=True)),
            ("heard_at", models.DateTimeField(blank=True, null=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
            ("by", person()),
            ("freeze", part_of("web.freeze", "builds")),
            (
                "worker",
                models.ForeignKey(
                    "web.heartbeat", models.SET_NULL, related_name="builds", null=True
                ),
            ),
            ("stop_at", models.DateTimeField(blank=True, null=True)),
            ("tries", models.PositiveIntegerField(default=0)),
            ("issued", models.TextField(blank=True)),
        ],
        {"ordering": ["-queued_at", "-pk"]},
    ),
    migrations.CreateModel(
        "Publication",
        [
            ("id", key()),
            ("edition", models.PositiveIntegerField()),
            (
                "state",
                models.CharField(
                    choices=[
                        ("draft", "Draft"),
                        ("review", "Review"),
                        ("signed", "Signed"),
                        ("withdrawn", "Withdrawn"),
                    ],
                    default="draft",
                    max_length=10,
                ),
            ),
            ("hash", models.CharField(max_length=64)),
            ("errata_sv", models.TextField(blank=True)),
            ("errata_en", models.TextField(blank=True)),
            ("differences", models.JSONField(default=list)),
            ("printed", models.JSONField(default=dict)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("signed_at", models.DateTimeField(blank=True, null=True)),
            ("public_from", models.DateTimeField(blank=True, null=True)),
            ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ("withdrawn_why_sv", models.TextField(blank=True)),
            ("withdrawn_why_en", models.TextField(blank=True)),
            ("build", models.ForeignKey("web.build", models.PROTECT, related_name="publications")),
            ("signed_by", person()),
            ("theme", models.ForeignKey("web.theme", models.PROTECT, related_name="publications")),
            ("made_by", person()),
            ("reviewed_at", models.DateTimeField(blank=True, null=True)),
            ("reviewed_by", person()),
        ],
        {
            "ordering": ["-edition"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("theme", "edition"), name="one_publication_an_edition"
                )
            ],
        },
    ),
    migrations.CreateModel(
        "Analysis",
        [
            ("id", key()),
            ("key", models.CharField(max_length=64, unique=True)),
            ("content", models.CharField(max_length=64)),
            ("demands", models.JSONField()),
            (
                "state",
                models.CharField(
                    choices=[
                        ("queued", "Queued"),
                        ("running", "Running"),
                        ("done", "Done"),
                        ("failed", "Failed"),
                        ("stopped", "Stopped"),
                    ],
                    default="queued",
                    max_length=8,
                ),
            ),
            ("tries", models.PositiveIntegerField(default=0)),
            ("queued_at", models.DateTimeField(auto_now_add=True)),
            ("wanted_at", models.DateTimeField()),
            ("started_at", models.DateTimeField(blank=True, null=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
            ("theme", part_of("web.theme", "analyses")),
            ("worker", worker()),
        ],
        {"ordering": ["-wanted_at", "-pk"]},
    ),
    migrations.CreateModel(
        "Rehearsal",
        [
            ("id", key()),
            (
                "kind",
                models.CharField(
                    choices=[("simulated", "Simulated"), ("real", "Real")], max_length=9
                ),
            ),
            ("rate", models.PositiveSmallIntegerField(default=100)),
            ("expected", models.JSONField(blank=True, default=dict)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("queued", "Queued"),
                        ("running", "Running"),
                        ("done", "Done"),
                        ("failed", "Failed"),
                        ("stopped", "Stopped"),
                    ],
                    default="queued",
                    max_length=8,
                ),
            ),
            ("tries", models.PositiveIntegerField(default=0)),
            ("result", models.JSONField(blank=True, null=True)),
            ("faults", models.JSONField(blank=True, default=list)),
            ("queued_at", models.DateTimeField(auto_now_add=True)),
            ("started_at", models.DateTimeField(blank=True, null=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
            ("by", person()),
            ("theme", part_of("web.theme", "rehearsals")),
            ("worker", worker()),
            ("done", models.PositiveIntegerField(default=0)),
            ("stop_at", models.DateTimeField(blank=True, null=True)),
            ("total", models.PositiveIntegerField(default=0)),
            ("folder", models.CharField(blank=True, max_length=200)),
        ],
        {"ordering": ["-pk"]},
    ),
    migrations.CreateModel(
        "Trial",
        [
            ("id", key()),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("name", models.CharField(max_length=200)),
            ("title", models.CharField(max_length=200)),
            ("language", models.CharField(choices=[("sv", "Sv"), ("en", "En")], max_length=2)),
            ("header", models.JSONField()),
            ("rows", models.JSONField()),
            ("notes", models.JSONField(default=list)),
            ("guesses", models.JSONField()),
            ("stale", models.BooleanField(default=False)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("read", "Read"),
                        ("queued", "Queued"),
                        ("running", "Running"),
                        ("done", "Done"),
                        ("failed", "Failed"),
                        ("stopped", "Stopped"),
                    ],
                    default="read",
                    max_length=8,
                ),
            ),
            ("done", models.PositiveIntegerField(default=0)),
            ("total", models.PositiveIntegerField(default=0)),
            ("tries", models.PositiveIntegerField(default=0)),
            ("faults", models.JSONField(blank=True, default=list)),
            ("folder", models.CharField(blank=True, max_length=200)),
            ("stop_at", models.DateTimeField(blank=True, null=True)),
            ("started_at", models.DateTimeField(blank=True, null=True)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
            ("by", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")),
            ("network", part_of("web.network", "trials")),
            ("worker", worker()),
        ],
        {"ordering": ["-pk"]},
    ),
)
