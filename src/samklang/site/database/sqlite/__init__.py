"""SQLite as Samklang talks to it: Django's backend, which rewrites a statement's text once."""
