"""What a network calls its groups of members."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0029_actions")]

    operations = [
        migrations.AddField(
            model_name="network", name="group_names", field=models.JSONField(default=dict)
        )
    ]
