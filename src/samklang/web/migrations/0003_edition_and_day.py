"""The edition that a frozen package says it is, and the day that its report comes out."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Packages frozen before this say that they are the first edition."""

    dependencies = [("web", "0002_house")]

    operations = [
        migrations.AddField("freeze", "edition", models.PositiveIntegerField(default=1)),
        migrations.AddField("theme", "published", models.DateField(blank=True, null=True)),
    ]
