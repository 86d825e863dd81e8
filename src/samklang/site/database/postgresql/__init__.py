"""PostgreSQL as Samklang talks to it: Django's backend, with a cheaper look at its connection."""
