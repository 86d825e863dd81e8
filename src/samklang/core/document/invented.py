"""Invented answers: whether what is shown are synthetic answers or those of a dress rehearsal."""

from typing import Literal, Protocol

# '' for real answers. The others name the phrases that say so: report.*_note, pdf.*, slides.*.
Invented = Literal["", "synthetic", "rehearsal"]


class Shown(Protocol):
    """What shows answers."""

    @property
    def synthetic(self) -> bool:
        """Whether the answers are invented."""

    @property
    def rehearsal(self) -> bool:
        """Whether they were simulated before anybody was asked."""


def why_invented(shown: Shown) -> Invented:
    """Why the answers that are shown are no real ones, '' where they are."""
    if shown.rehearsal:
        return "rehearsal"
    return "synthetic" if shown.synthetic else ""
