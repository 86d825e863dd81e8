"""Released tables as figures: their rows, values, claims and words of method."""
