"""Django's own command, but for a database that is too old, of which it would say nothing."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from samklang.web.migrations.first.replaced import LAST_RELEASE, is_too_old


class Command(migrate.Command):
    """Brings the database up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where an earlier release must do so first."""
        recorder = MigrationRecorder(connections[options["database"]])
        if is_too_old(recorder.applied_migrations()):
            raise CommandError(
                f"the database is of a version before {LAST_RELEASE}; nothing was changed. Install "
                f"version {LAST_RELEASE}, start it once with samklang serve, and then this version."
            )
        super().handle(*args, **options)
