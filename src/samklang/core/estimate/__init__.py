"""Estimates: shares and means with their intervals, from integer counts."""
