"""A theme package: read, check, write and hash."""
