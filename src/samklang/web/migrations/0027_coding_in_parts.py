import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("web", "0026_catalogue_columns"),
    ]

    operations = [
        # As long as a package's own names may be.
        migrations.AlterField(
            model_name="codefamily",
            name="key",
            field=models.SlugField(max_length=40),
        ),
        migrations.AddField(
            model_name="codingupload",
            name="state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("queued", "Queued"),
                    ("running", "Running"),
                    ("done", "Done"),
                    ("failed", "Failed"),
                    ("stopped", "Stopped"),
                ],
                default="",
                max_length=8,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="codingupload",
            name="worker",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="web.heartbeat",
            ),
        ),
        migrations.AddField(
            model_name="codingupload",
            name="tries",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="codingupload",
            name="stop_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="codingupload",
            name="done",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="codingupload",
            name="total",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="codingupload",
            name="changes",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="codingupload",
            name="changed",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="codingupload",
            name="passed_over",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="codingupload",
            name="why",
            field=models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="codingupload",
            name="heard_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="codingupload",
            name="finished_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
