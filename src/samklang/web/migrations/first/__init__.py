"""The tables that every site begins with, by subject, and the older migrations they stand for."""
