"""The tables of no model: what is counted, shared by all processes, and the index of examples."""

from django.apps.registry import Apps
from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from samklang.search import index_of


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Makes both."""
    connection = schema_editor.connection
    call_command("createcachetable", database=connection.alias, verbosity=0)
    with connection.cursor() as cursor:
        index_of(connection.vendor).create(cursor)


OPERATIONS = (migrations.RunPython(make, migrations.RunPython.noop),)
