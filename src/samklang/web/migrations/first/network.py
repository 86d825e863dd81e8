"""What belongs to a network: its people, its members and its own looks and words."""

import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from samklang.web.migrations.first.fields import key, part_of, person

OPERATIONS = (
    migrations.CreateModel(
        "Network",
        [
            ("id", key()),
            ("address", models.SlugField(max_length=40, unique=True)),
            ("name", models.CharField(max_length=200)),
            ("url", models.URLField(blank=True)),
            ("colour", models.CharField(blank=True, max_length=7)),
            ("accent", models.CharField(blank=True, max_length=7)),
            (
                "typeface",
                models.CharField(
                    choices=[("serif", "Serif"), ("sans", "Sans")], default="serif", max_length=5
                ),
            ),
            ("reply_to", models.EmailField(blank=True, max_length=254)),
            ("second_factor", models.BooleanField(default=False)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("register_columns", models.JSONField(default=dict)),
            ("spelling", models.BooleanField(default=True)),
            ("group_names", models.JSONField(default=dict)),
            ("owner_days", models.PositiveSmallIntegerField(default=90)),
        ],
    ),
    migrations.CreateModel(
        "Membership",
        [
            ("id", key()),
            (
                "role",
                models.CharField(
                    choices=[("owner", "Owner"), ("editor", "Editor"), ("reader", "Reader")],
                    max_length=10,
                ),
            ),
            (
                "user",
                models.ForeignKey(
                    settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships"
                ),
            ),
            ("network", part_of("web.network", "staff")),
            ("reads_names", models.BooleanField(default=False)),
        ],
        {
            "constraints": [
                models.UniqueConstraint(fields=("network", "user"), name="one_membership_a_person")
            ]
        },
    ),
    migrations.CreateModel(
        "Member",
        [
            ("id", key()),
            ("number", models.CharField(max_length=40)),
            ("organisation_number", models.CharField(blank=True, max_length=10)),
            ("name", models.CharField(max_length=200)),
            ("email", models.EmailField(blank=True, max_length=254)),
            ("contact", models.CharField(blank=True, max_length=200)),
            (
                "language",
                models.CharField(choices=[("sv", "Sv"), ("en", "En")], default="sv", max_length=2),
            ),
            ("municipality", models.CharField(blank=True, max_length=4)),
            ("county", models.CharField(blank=True, max_length=2)),
            ("groups", models.JSONField(default=dict)),
            ("active", models.BooleanField(default=True)),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            ("changed_at", models.DateTimeField(auto_now=True)),
            ("network", part_of("web.network", "members")),
        ],
        {
            "ordering": ["name", "number"],
            "constraints": [
                models.UniqueConstraint(fields=("network", "number"), name="one_member_a_number"),
                models.UniqueConstraint(
                    condition=models.Q(("organisation_number", ""), _negated=True),
                    fields=("network", "organisation_number"),
                    name="one_member_an_organisation_number",
                ),
            ],
        },
    ),
    migrations.CreateModel(
        "MemberChange",
        [
            ("id", key()),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("source", models.CharField(blank=True, max_length=200)),
            ("before", models.JSONField(default=dict)),
            ("after", models.JSONField(default=dict)),
            ("by", person()),
            ("member", part_of("web.member", "changes")),
        ],
        {"ordering": ["at", "pk"]},
    ),
    migrations.CreateModel(
        "HouseFile",
        [
            ("id", key()),
            (
                "part",
                models.CharField(
                    choices=[("logo", "Logo"), ("template", "Template")], max_length=8
                ),
            ),
            ("path", models.CharField(max_length=60)),
            ("content", models.BinaryField()),
            ("at", models.DateTimeField(auto_now=True)),
            ("by", person()),
            ("network", part_of("web.network", "house")),
        ],
        {
            "ordering": ["part"],
            "constraints": [
                models.UniqueConstraint(fields=("network", "part"), name="one_of_each_part")
            ],
        },
    ),
    migrations.CreateModel(
        "AcceptedWord",
        [
            ("id", key()),
            ("word", models.CharField(max_length=60)),
            ("at", models.DateTimeField(auto_now_add=True)),
            ("by", person()),
            ("network", part_of("web.network", "accepted_words")),
        ],
        {
            "ordering": ["word", "pk"],
            "constraints": [
                models.UniqueConstraint(
                    models.F("network"),
                    django.db.models.functions.text.Lower("word"),
                    name="one_accepted_word",
                )
            ],
        },
    ),
    migrations.CreateModel(
        "VocabularyTerm",
        [
            ("id", key()),
            ("vocabulary", models.CharField(max_length=12)),
            ("code", models.SlugField(max_length=40)),
            ("label_sv", models.CharField(max_length=120)),
            ("label_en", models.CharField(blank=True, max_length=120)),
            ("source", models.CharField(blank=True, max_length=200)),
            ("valid_from", models.DateField(blank=True, null=True)),
            ("valid_to", models.DateField(blank=True, null=True)),
            ("network", part_of("web.network", "vocabulary")),
        ],
        {
            "ordering": ["vocabulary", "pk"],
            "constraints": [
                models.UniqueConstraint(
                    fields=("network", "vocabulary", "code"), name="one_term_a_code"
                )
            ],
        },
    ),
)
