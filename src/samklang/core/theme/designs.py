"""The design of a survey that has a theme's frame, once it is known who responded."""

from collections import Counter
from collections.abc import Iterable

from samklang.core.estimate.design import Design
from samklang.core.theme.frame import Frame


def design(frame: Frame, respondents: Iterable[str]) -> Design:
    """The design, given the members who responded (in an open survey any texts).

    Members of a stratum who responded are taken as a simple random sample of it, whether those
    who did not were never drawn or did not answer: given their number both are so where
    response is alike within the stratum (Särndal, Swensson & Wretman 1992, section 15.6).
    Raises EmptyStratum, OneRespondentStratum, TooManyRespondents.
    """
    if frame.register is None:
        return Design.open(len(list(respondents)))
    members = frame.register.by_id()
    answered = Counter(frame.cell(members[name]) for name in respondents)
    return Design.sample(frame.sizes(), answered)
