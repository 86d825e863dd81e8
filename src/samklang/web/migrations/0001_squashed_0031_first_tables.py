"""The first tables, as 31 migrations had made them (docs/decisions/0030-migrations-made-anew.md).

One migration, so that a start that is broken off leaves all of them or none.
"""

from django.conf import settings
from django.db import migrations

from samklang.web.migrations.first import (
    audit_triggers,
    coding,
    double_coding,
    examples,
    mailing,
    network,
    operations,
    publication,
    survey,
    tables,
)
from samklang.web.migrations.first.replaced import REPLACED
from samklang.web.migrations.first.together import CreateTogether


class Migration(migrations.Migration):
    initial = True
    replaces = list(REPLACED)
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        CreateTogether(
            [
                *network.OPERATIONS,
                *survey.OPERATIONS,
                *operations.OPERATIONS,
                *mailing.OPERATIONS,
                *publication.OPERATIONS,
                *coding.OPERATIONS,
                *double_coding.OPERATIONS,
                *examples.OPERATIONS,
            ]
        ),
        *audit_triggers.OPERATIONS,
        *tables.OPERATIONS,
    ]
