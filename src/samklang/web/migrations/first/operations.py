"""The worker, long tasks of a network, what is to be erased, and the audit trail."""

from django.conf import settings
from django.db import migrations, models

from samklang.web.migrations.first.fields import key, part_of, worker

OPERATIONS = (
    migrations.CreateModel(
        "Heartbeat",
        [
            ("id", key()),
            ("host", models.CharField(max_length=200)),
            ("process", models.PositiveBigIntegerField()),
            ("begun", models.CharField(blank=True, max_length=40)),
            ("started_at", models.DateTimeField(auto_now_add=True)),
            ("heard_at", models.DateTimeField()),
        ],
    ),
    migrations.CreateModel(
        "RegisterUpload",
        [
            ("id", key()),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("name", models.CharField(max_length=200)),
            ("header", models.JSONField()),
            ("rows", models.JSONField()),
            ("by", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")),
            ("network", part_of("web.network", "uploads")),
            ("added", models.PositiveIntegerField(default=0)),
            ("changed", models.PositiveIntegerField(default=0)),
            ("columns", models.JSONField(default=list)),
            ("done", models.PositiveIntegerField(default=0)),
            ("finished_at", models.DateTimeField(blank=True, null=True)),
            ("heard_at", models.DateTimeField(blank=True, null=True)),
            ("leave_missing", models.BooleanField(default=False)),
            ("left", models.PositiveIntegerField(default=0)),
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
            ("stop_at", models.DateTimeField(blank=True, null=True)),
            ("total", models.PositiveIntegerField(default=0)),
            ("tries", models.PositiveIntegerField(default=0)),
            ("worker", worker()),
        ],
    ),
    migrations.CreateModel(
        "AuditRow",
        [
            ("id", key()),
            ("at", models.DateTimeField(db_index=True)),
            ("action", models.CharField(db_column="deed", db_index=True, max_length=40)),
            ("subject", models.CharField(blank=True, max_length=200)),
            ("detail", models.JSONField(default=dict)),
            (
                "by",
                models.ForeignKey(
                    settings.AUTH_USER_MODEL,
                    models.DO_NOTHING,
                    related_name="+",
                    null=True,
                    db_constraint=False,
                ),
            ),
            (
                "network",
                models.ForeignKey(
                    "web.network",
                    models.DO_NOTHING,
                    related_name="audit",
                    null=True,
                    db_constraint=False,
                ),
            ),
            (
                "theme",
                models.ForeignKey(
                    "web.theme",
                    models.DO_NOTHING,
                    related_name="audit",
                    null=True,
                    db_constraint=False,
                ),
            ),
            ("salt", models.CharField(blank=True, max_length=32)),
            ("content", models.CharField(max_length=64)),
            ("previous", models.CharField(blank=True, max_length=64)),
            ("hash", models.CharField(max_length=64, unique=True)),
        ],
        {"ordering": ["-pk"]},
    ),
    migrations.CreateModel(
        "AuditHead",
        [
            ("id", key()),
            ("hash", models.CharField(blank=True, max_length=64)),
            ("pruned", models.BigIntegerField(default=0)),
            ("pruned_hash", models.CharField(blank=True, max_length=64)),
        ],
    ),
)
