"""Spelling: Swedish and English dictionaries, asked in a process apart."""
