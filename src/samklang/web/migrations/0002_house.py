"""A network's logo and Word template."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A table of its own: the network's row is read on every page of a member."""

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("web", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="HouseFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[("logo", "Logo"), ("template", "Template")], max_length=8
                    ),
                ),
                ("path", models.CharField(max_length=60)),
                ("content", models.BinaryField()),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "network",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="house",
                        to="web.network",
                    ),
                ),
            ],
            options={"ordering": ["part"]},
        ),
        migrations.AddConstraint(
            model_name="housefile",
            constraint=models.UniqueConstraint(fields=("network", "part"), name="one_of_each_part"),
        ),
    ]
