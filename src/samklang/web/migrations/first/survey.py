"""A theme, its questionnaire and files, and what members answer."""

from django.conf import settings
from django.db import migrations, models

from samklang.web.migrations.first.fields import key, part_of, person
from samklang.web.models import response, theme

OPERATIONS = (
    migrations.CreateModel(
        "Theme",
        [
            ("id", key()),
            ("address", models.SlugField(max_length=40)),
            ("title_sv", models.CharField(max_length=200)),
            ("title_en", models.CharField(blank=True, max_length=200)),
            ("languages", models.JSONField(default=theme.every_language)),
            (
                "state",
                models.CharField(
                    choices=[("draft", "Draft"), ("open", "Open"), ("closed", "Closed")],
                    default="draft",
                    max_length=10,
                ),
            ),
            ("design", models.JSONField(default=dict)),
            ("disclosure", models.JSONField(default=dict)),
            ("purpose_sv", models.TextField(blank=True)),
            ("purpose_en", models.TextField(blank=True)),
            ("consent_sv", models.TextField(blank=True)),
            ("consent_en", models.TextField(blank=True)),
            ("contact_name", models.CharField(blank=True, max_length=200)),
            ("contact_email", models.EmailField(blank=True, max_length=254)),
            ("anonymous", models.BooleanField(default=False)),
            ("synthetic", models.BooleanField(default=False)),
            ("retention", models.DateField(blank=True, null=True)),
            ("deidentified_at", models.DateTimeField(blank=True, null=True)),
            ("closes_at", models.DateTimeField(blank=True, null=True)),
            ("opened_at", models.DateTimeField(blank=True, null=True)),
            ("closed_at", models.DateTimeField(blank=True, null=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("network", models.ForeignKey("web.network", models.PROTECT, related_name="themes")),
            ("published", models.DateField(blank=True, null=True)),
            ("ask_quotes", models.BooleanField(default=True)),
            (
                "coding_approach",
                models.CharField(
                    choices=[("scored", "Scored"), ("reflexive", "Reflexive")],
                    default="scored",
                    max_length=10,
                ),
            ),
        ],
        {
            "constraints": [
                models.UniqueConstraint(fields=("network", "address"), name="one_theme_an_address")
            ]
        },
    ),
    migrations.CreateModel(
        "QuestionnaireVersion",
        [
            ("id", key()),
            ("number", models.PositiveIntegerField()),
            ("source", models.TextField()),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("published_at", models.DateTimeField(blank=True, null=True)),
            ("created_by", person()),
            (
                "theme",
                models.ForeignKey("web.theme", models.PROTECT, related_name="questionnaires"),
            ),
        ],
        {
            "ordering": ["theme", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("theme", "number"), name="one_version_a_number")
            ],
        },
    ),
    migrations.CreateModel(
        "Invitation",
        [
            ("id", key()),
            ("link_hash", models.CharField(max_length=64, null=True, unique=True)),
            ("turn", models.PositiveIntegerField(default=0)),
            (
                "language",
                models.CharField(choices=[("sv", "Sv"), ("en", "En")], default="sv", max_length=2),
            ),
            ("email", models.EmailField(blank=True, max_length=254)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("opened_at", models.DateTimeField(blank=True, null=True)),
            ("finished_on", models.DateField(blank=True, null=True)),
            ("declined_at", models.DateTimeField(blank=True, null=True)),
            ("decline_reason", models.CharField(blank=True, max_length=500)),
            ("delegated_at", models.DateTimeField(blank=True, null=True)),
            ("delegated_to", models.EmailField(blank=True, max_length=254)),
            ("bounced_at", models.DateTimeField(blank=True, null=True)),
            ("bounce_reason", models.CharField(blank=True, max_length=500)),
            ("opted_out_at", models.DateTimeField(blank=True, null=True)),
            ("member", models.ForeignKey("web.member", models.PROTECT, related_name="invitations")),
            ("theme", part_of("web.theme", "invitations")),
        ],
        {
            "constraints": [
                models.UniqueConstraint(fields=("theme", "member"), name="one_invitation_a_member")
            ]
        },
    ),
    migrations.CreateModel(
        "Response",
        [
            (
                "id",
                models.BigIntegerField(
                    default=response.random_id,
                    primary_key=True,
                    serialize=False,
                ),
            ),
            ("device_hash", models.CharField(max_length=64, null=True, unique=True)),
            (
                "state",
                models.CharField(
                    choices=[("draft", "Draft"), ("sent", "Sent"), ("erased", "Erased")],
                    default="draft",
                    max_length=8,
                ),
            ),
            ("version", models.PositiveIntegerField(default=0)),
            ("answers", models.JSONField(default=dict)),
            ("changes", models.JSONField(null=True)),
            ("marks", models.JSONField(default=dict)),
            (
                "language",
                models.CharField(choices=[("sv", "Sv"), ("en", "En")], default="sv", max_length=2),
            ),
            ("receipt", models.CharField(max_length=20, null=True, unique=True)),
            ("created_at", models.DateTimeField(blank=True, null=True)),
            ("saved_at", models.DateTimeField(blank=True, null=True)),
            ("sent_at", models.DateTimeField(blank=True, null=True)),
            (
                "invitation",
                models.OneToOneField(
                    "web.invitation", models.SET_NULL, related_name="response", null=True
                ),
            ),
            (
                "questionnaire",
                models.ForeignKey("web.questionnaireversion", models.PROTECT, related_name="+"),
            ),
            ("theme", part_of("web.theme", "responses")),
        ],
    ),
    migrations.CreateModel(
        "PendingErasure",
        [
            ("id", key()),
            ("invitation", models.BigIntegerField(null=True)),
            ("letters", models.JSONField(default=list)),
            ("at", models.DateTimeField(auto_now_add=True)),
            (
                "theme",
                models.ForeignKey("web.theme", models.CASCADE, related_name="erasures", null=True),
            ),
        ],
    ),
    migrations.CreateModel(
        "ThemeFile",
        [
            ("id", key()),
            ("path", models.CharField(max_length=120)),
            ("version", models.PositiveIntegerField(default=1)),
            ("text", models.TextField()),
            ("theme", part_of("web.theme", "files")),
        ],
        {
            "ordering": ["path"],
            "constraints": [
                models.UniqueConstraint(fields=("theme", "path"), name="one_file_a_path")
            ],
        },
    ),
    migrations.CreateModel(
        "ThemeFileVersion",
        [
            ("id", key()),
            ("version", models.PositiveIntegerField()),
            ("text", models.TextField()),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", person()),
            ("file", part_of("web.themefile", "versions")),
        ],
        {
            "ordering": ["-version"],
            "constraints": [
                models.UniqueConstraint(fields=("file", "version"), name="one_text_a_file_version")
            ],
        },
    ),
    migrations.CreateModel(
        "TextComment",
        [
            ("id", key()),
            ("path", models.CharField(max_length=120)),
            ("version", models.PositiveIntegerField()),
            ("line", models.PositiveIntegerField(default=0)),
            ("quoted", models.TextField(blank=True)),
            ("text", models.TextField()),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("resolved_at", models.DateTimeField(blank=True, null=True)),
            ("by", person()),
            ("resolved_by", person()),
            ("theme", part_of("web.theme", "text_comments")),
        ],
        {
            "ordering": ["at", "pk"],
            "indexes": [models.Index(fields=["theme", "path"], name="comments_of_a_text")],
        },
    ),
    migrations.CreateModel(
        "ThemeVisit",
        [
            ("id", key()),
            ("at", models.DateTimeField()),
            ("since", models.DateTimeField(null=True)),
            ("theme", part_of("web.theme", "+")),
            ("user", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")),
        ],
        {
            "constraints": [
                models.UniqueConstraint(fields=("theme", "user"), name="one_row_of_visits_a_person")
            ]
        },
    ),
)
