"""Reading: a publication's files as a stranger reads them, to find out what they tell."""
