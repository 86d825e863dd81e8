"""How the two databases are reached."""
