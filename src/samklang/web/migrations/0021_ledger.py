from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0020_import_progress")]

    operations = [
        migrations.AddField(
            model_name="build",
            name="issued",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
