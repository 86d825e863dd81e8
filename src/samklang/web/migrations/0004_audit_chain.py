"""The audit trail becomes a chain of hashes, and the database refuses to change its rows."""

import secrets
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from samklang.core.audit_chain import content_hash, row_hash

SAME = ("id", "deed", "at", "network_id", "theme_id", "content", "previous", "hash")
REFUSED = "the audit trail is append-only"

SQLITE_UPDATE = f"""
CREATE TRIGGER audit_row_stays BEFORE UPDATE ON web_auditrow
WHEN NOT (NEW.salt = '' AND NEW.subject = '' AND NEW.by_id IS NULL AND NEW.detail = '{{}}'
          AND {" AND ".join(f"NEW.{name} IS OLD.{name}" for name in SAME)})
BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END
"""
SQLITE_DELETE = f"""
CREATE TRIGGER audit_row_is_kept BEFORE DELETE ON web_auditrow
WHEN OLD.id > COALESCE((SELECT pruned FROM web_audithead WHERE id = 1), OLD.id)
BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION audit_row_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.id <= COALESCE((SELECT pruned FROM web_audithead WHERE id = 1), OLD.id) THEN
      RETURN OLD;
    END IF;
  ELSIF NEW.salt = '' AND NEW.subject = '' AND NEW.by_id IS NULL AND NEW.detail = '{{}}'::jsonb
     AND {" AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in SAME)} THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '{REFUSED}';
END $$;
CREATE TRIGGER audit_row_stays BEFORE UPDATE OR DELETE ON web_auditrow
FOR EACH ROW EXECUTE FUNCTION audit_row_stays();
"""


def chain(apps: Any, schema_editor: Any) -> None:
    """Chains the rows there are, in the order they were written."""
    rows = apps.get_model("web", "AuditRow").objects
    previous = ""
    changed = []
    for row in rows.order_by("pk").iterator(chunk_size=1000):
        row.salt, row.previous = secrets.token_hex(16), previous
        row.content = content_hash(row.salt, by=row.by_id, subject=row.subject, detail=row.detail)
        previous = row.hash = row_hash(
            previous,
            at=row.at,
            action=row.deed,
            network=row.network_id,
            theme=row.theme_id,
            content=row.content,
        )
        changed.append(row)
    rows.bulk_update(changed, ["salt", "content", "previous", "hash"], batch_size=200)
    apps.get_model("web", "AuditHead").objects.create(pk=1, hash=previous)


def triggers(apps: Any, schema_editor: Any) -> None:
    """Has the database itself refuse to change or remove a row."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in (POSTGRESQL,) if postgresql else (SQLITE_UPDATE, SQLITE_DELETE):
        schema_editor.execute(statement, params=None)


def _loose(to: str, name: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.DO_NOTHING,
        related_name=name,
        db_constraint=False,
        to=to,
    )


class Migration(migrations.Migration):
    """Rows stay when what they are about goes; those there are become the chain's first."""

    dependencies = [("web", "0003_edition_and_day")]

    operations = [
        migrations.CreateModel(
            "AuditHead",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("pruned", models.BigIntegerField(default=0)),
                ("pruned_hash", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.AlterModelOptions("auditrow", {"ordering": ["-pk"]}),
        migrations.AlterField("auditrow", "network", _loose("web.network", "audit")),
        migrations.AlterField("auditrow", "theme", _loose("web.theme", "audit")),
        migrations.AlterField("auditrow", "by", _loose(settings.AUTH_USER_MODEL, "+")),
        migrations.AlterField("auditrow", "at", models.DateTimeField(db_index=True)),
        migrations.AlterField("auditrow", "deed", models.CharField(db_index=True, max_length=40)),
        migrations.AddField("auditrow", "salt", models.CharField(blank=True, max_length=32)),
        migrations.AddField(
            "auditrow",
            "content",
            models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField("auditrow", "previous", models.CharField(blank=True, max_length=64)),
        migrations.AddField(
            "auditrow",
            "hash",
            models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AlterField("auditrow", "hash", models.CharField(max_length=64, unique=True)),
        migrations.RunPython(triggers, migrations.RunPython.noop),
    ]
