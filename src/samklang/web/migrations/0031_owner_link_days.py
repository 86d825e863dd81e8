"""How long the link of an example's owner is valid."""

from django.db import migrations, models
from django.db.models.functions import Now


def begin_now(apps, schema_editor):
    """Links in letters that went out before there was a limit are valid from today: none of them
    stops at an upgrade."""
    given = apps.get_model("web", "Example").objects.exclude(link_hash=None)
    given.update(link_sent_at=Now())


class Migration(migrations.Migration):
    dependencies = [("web", "0030_group_names")]

    operations = [
        migrations.AddField(
            model_name="network",
            name="owner_days",
            field=models.PositiveSmallIntegerField(default=90),
        ),
        migrations.AddField(
            model_name="example",
            name="link_sent_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RunPython(begin_now, migrations.RunPython.noop),
    ]
