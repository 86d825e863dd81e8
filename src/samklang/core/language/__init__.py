"""Swedish and English: phrases, numbers, dates and the alphabet's order."""
