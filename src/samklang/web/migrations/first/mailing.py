"""Letters to members, and what came back."""

from django.db import migrations, models

from samklang.web.migrations.first.fields import key, part_of, person

OPERATIONS = (
    migrations.CreateModel(
        "MailText",
        [
            ("id", key()),
            (
                "kind",
                models.CharField(
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
            ("language", models.CharField(choices=[("sv", "Sv"), ("en", "En")], max_length=2)),
            ("subject", models.CharField(max_length=200)),
            ("body", models.TextField()),
            ("theme", part_of("web.theme", "mail_texts")),
        ],
        {
            "constraints": [
                models.UniqueConstraint(
                    fields=("theme", "kind", "language"), name="one_text_a_kind_and_language"
                )
            ]
        },
    ),
    migrations.CreateModel(
        "Mailing",
        [
            ("id", key()),
            (
                "kind",
                models.CharField(
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
            (
                "group",
                models.CharField(
                    choices=[
                        ("all", "All"),
                        ("not-started", "Not Started"),
                        ("started", "Started"),
                        ("bounced", "Bounced"),
                        ("opted-out", "Opted Out"),
                        ("delegated", "Delegated"),
                    ],
                    default="all",
                    max_length=12,
                ),
            ),
            ("key", models.CharField(max_length=64, unique=True)),
            ("due_at", models.DateTimeField()),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("written_at", models.DateTimeField(blank=True, null=True)),
            ("cancelled_at", models.DateTimeField(blank=True, null=True)),
            ("created_by", person()),
            ("theme", part_of("web.theme", "mailings")),
        ],
    ),
    migrations.CreateModel(
        "Letter",
        [
            ("id", key()),
            (
                "kind",
                models.CharField(
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
            ("to", models.EmailField(max_length=254)),
            ("language", models.CharField(choices=[("sv", "Sv"), ("en", "En")], max_length=2)),
            (
                "state",
                models.CharField(
                    choices=[
                        ("queued", "Queued"),
                        ("sending", "Sending"),
                        ("sent", "Sent"),
                        ("failed", "Failed"),
                        ("uncertain", "Uncertain"),
                        ("bounced", "Bounced"),
                        ("cancelled", "Cancelled"),
                    ],
                    db_index=True,
                    default="queued",
                    max_length=10,
                ),
            ),
            ("queued_at", models.DateTimeField(auto_now_add=True)),
            ("claimed_at", models.DateTimeField(blank=True, null=True)),
            ("tries", models.PositiveIntegerField(default=0)),
            ("sent_at", models.DateTimeField(blank=True, null=True)),
            ("message_id", models.CharField(blank=True, db_index=True, max_length=200)),
            ("error", models.CharField(blank=True, max_length=500)),
            ("invitation", part_of("web.invitation", "letters")),
            (
                "mailing",
                models.ForeignKey("web.mailing", models.CASCADE, related_name="letters", null=True),
            ),
        ],
        {
            "constraints": [
                models.UniqueConstraint(
                    condition=models.Q(("mailing__isnull", False)),
                    fields=("mailing", "invitation"),
                    name="one_letter_a_mailing_and_invitation",
                )
            ]
        },
    ),
    migrations.CreateModel(
        "BounceReport",
        [
            ("id", key()),
            ("digest", models.CharField(max_length=64)),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("found", models.PositiveIntegerField(default=0)),
            ("by", person()),
            ("theme", part_of("web.theme", "bounce_reports")),
        ],
        {
            "constraints": [
                models.UniqueConstraint(fields=("theme", "digest"), name="one_bounce_report_a_text")
            ]
        },
    ),
)
