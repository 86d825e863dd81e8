"""The survey: questionnaire, expressions, path and answers."""
