"""The database itself refuses to change or remove a row of the audit trail."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

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


def begin_trail(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The row that holds the chain's end, and the triggers."""
    apps.get_model("web", "AuditHead").objects.create(pk=1)
    postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in (POSTGRESQL,) if postgresql else (SQLITE_UPDATE, SQLITE_DELETE):
        schema_editor.execute(statement, params=None)


OPERATIONS = (migrations.RunPython(begin_trail, migrations.RunPython.noop),)
