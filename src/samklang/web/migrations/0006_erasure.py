"""Erasure reaches files: what is pending, whose responses a package holds, and what was purged."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def finish(apps: Any, schema_editor: Any) -> None:
    """Has the worker finish what earlier versions erased in the rows alone."""
    pending = apps.get_model("web", "PendingErasure").objects
    for theme in apps.get_model("web", "Theme").objects.exclude(deidentified_at=None):
        pending.create(theme=theme)
    for one in apps.get_model("web", "Response").objects.filter(state="erased"):
        pending.create(theme_id=one.theme_id, invitation=one.invitation_id)


class Migration(migrations.Migration):
    """Packages frozen before this name no members: an erasure covers every answer in them."""

    dependencies = [("web", "0005_heartbeat")]

    operations = [
        migrations.CreateModel(
            "PendingErasure",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("invitation", models.BigIntegerField(null=True)),
                ("letters", models.JSONField(default=list)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "theme",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="erasures",
                        to="web.theme",
                    ),
                ),
            ],
        ),
        migrations.AddField("freeze", "members", models.JSONField(default=list)),
        migrations.AddField("freeze", "purged_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("freeze", "purged_hash", models.CharField(blank=True, max_length=64)),
        migrations.AlterField("freeze", "file", models.CharField(blank=True, max_length=200)),
        migrations.RunPython(finish, migrations.RunPython.noop),
    ]
