"""What was done is an action in the code as well; the audit log's column keeps its name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("web", "0028_spelling")]

    operations = [
        migrations.AlterField(
            model_name="auditrow",
            name="deed",
            field=models.CharField(db_column="deed", db_index=True, max_length=40),
        ),
        migrations.RenameField(model_name="auditrow", old_name="deed", new_name="action"),
        migrations.RenameField(model_name="codingstep", old_name="deed", new_name="action"),
    ]
