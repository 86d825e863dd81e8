"""The report of a rehearsal: the folder that it lies in for some days."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0024_theme_visit")]

    operations = [
        migrations.AddField(
            model_name="rehearsal",
            name="folder",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
