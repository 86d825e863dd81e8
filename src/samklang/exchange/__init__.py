"""Other people's formats, each with a loss report."""
