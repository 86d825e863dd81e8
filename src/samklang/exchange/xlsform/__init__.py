"""XLSForm: questionnaires as spreadsheets, a named subset; everything else is refused by row."""
