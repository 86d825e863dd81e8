"""Weights as the pages tell them: what a respondent of each group stands for."""

from samklang.core.disclosure.weights import Weights
from samklang.publication.reading.figures import Publication


def weights_of(read: Publication) -> Weights | None:
    """The weights of a design by groups, where the page on who answered tells them; else None."""
    groups = read.participation.groups
    known = [(g.values, g.invited / g.answered) for g in groups if g.answered]
    uneven = len({weight for _, weight in known}) > 1 and len(known) == len(groups)
    return Weights(read.participation.by, dict(known)) if uneven else None
