"""The manuscript: parsed, its targets, its outline, and edits of its text."""
