"""Registers of members from a spreadsheet, and back to one."""
