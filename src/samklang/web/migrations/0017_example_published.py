from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0016_meaning"),
    ]

    operations = [
        migrations.AddField(
            model_name="example",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
