"""Queries: what pages show, each with a known number of database queries."""
