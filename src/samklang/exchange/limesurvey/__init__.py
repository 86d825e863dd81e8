"""LimeSurvey: a survey and its responses become a theme package."""

from samklang.exchange.limesurvey.importing import import_limesurvey

__all__ = ["import_limesurvey"]
