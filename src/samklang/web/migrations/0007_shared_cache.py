from django.core.management import call_command
from django.db import migrations


def make(apps: object, schema_editor: object) -> None:
    """The table of what is counted, shared by all processes."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)  # type: ignore[attr-defined]


class Migration(migrations.Migration):
    dependencies = [("web", "0006_erasure")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
