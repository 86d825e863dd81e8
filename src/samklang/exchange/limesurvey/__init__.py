"""LimeSurvey: a survey and its responses become a theme package."""
