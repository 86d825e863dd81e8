"""Actions: one function a deed, atomic, with `by=`; each writes its row in the audit trail."""
