"""Actions: one function a action, atomic, with `by=`; each writes its row in the audit trail."""
