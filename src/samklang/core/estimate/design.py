"""The design: how many members every stratum has, and how many of them responded."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from samklang.core.estimate.choices import Stratum
from samklang.core.estimate.errors import (
    EmptyStratum,
    OneRespondentStratum,
    TooManyRespondents,
)
from samklang.core.language.messages import Message, message
from samklang.core.privacy import Internal, Personal, Public

Floats = NDArray[np.float64]

_MERGE = message("estimates.merge_it_with_a_similar_stratum")


@dataclass(frozen=True)
class StratumSize:
    """A stratum with its members (None: unknown) and its respondents."""

    stratum: Internal[Stratum]
    population: Internal[int | None]
    respondents: Personal[int]


@dataclass(frozen=True)
class Design:
    """How the respondents stand for the members.

    A respondent of a stratum with N members and n respondents stands for N/n members. In a census
    with nonresponse the strata are response-homogeneity groups: within each, those who answered
    are taken as a simple random sample (Särndal, Swensson & Wretman 1992, section 15.6).
    fpc: whether variances shrink as the respondents come to be all members (the finite population
    correction). Made by `census`, `sample` or `open`, which check it.
    """

    strata: Internal[tuple[StratumSize, ...]]
    fpc: Public[bool]

    @classmethod
    def census(cls, sizes: Mapping[Stratum, int], respondents: Mapping[Stratum, int]) -> "Design":
        """All members were asked; `sizes` and `respondents` per stratum.

        Raises EmptyStratum, OneRespondentStratum, TooManyRespondents.
        """
        return cls.sample(sizes, respondents, fpc=True)

    @classmethod
    def sample(
        cls,
        sizes: Mapping[Stratum, int],
        respondents: Mapping[Stratum, int],
        *,
        fpc: bool = True,
    ) -> "Design":
        """A simple (one stratum) or stratified random sample, with or without replacement.

        Raises EmptyStratum, OneRespondentStratum, TooManyRespondents.
        """
        design = cls(
            tuple(StratumSize(s, size, respondents.get(s, 0)) for s, size in sizes.items()),
            fpc,
        )
        design._check(stratum for stratum in respondents if stratum not in sizes)
        return design

    @classmethod
    def open(cls, respondents: int) -> "Design":
        """Anyone could answer: one stratum, no known population. Raises as `sample` does."""
        design = cls((StratumSize((), None, respondents),), fpc=False)
        design._check(())
        return design

    @classmethod
    def unknown(cls, respondents: Mapping[Stratum, int]) -> "Design":
        """Strata whose members are not known: each respondent stands for one, or as weighted.

        Variances are those of a sample with replacement. Raises as `sample` does.
        """
        strata = respondents or {(): 0}
        design = cls(tuple(StratumSize(s, None, n) for s, n in sorted(strata.items())), fpc=False)
        design._check(())
        return design

    def _check(self, strangers: Iterable[Stratum]) -> None:
        for stratum in strangers:
            what = message("estimates.there_are_respondents_in_the_stratum", stratum=label(stratum))
            remedy = message("estimates.correct_the_register_or_the_responses")
            raise TooManyRespondents(what, remedy)
        for s in self.strata:
            if s.population is not None and s.respondents > s.population:
                what = message(
                    "estimates.the_stratum_has_respondents_but_members",
                    stratum=label(s.stratum),
                    respondents=s.respondents,
                    population=s.population,
                )
                remedy = message("estimates.correct_the_register_or_the_responses")
                raise TooManyRespondents(what, remedy)
            if s.respondents == 0 and s.population is None:
                what = message("estimates.nobody_has_responded")
                raise EmptyStratum(what, message("estimates.wait_for_two_responses"))
            if s.respondents == 0:
                what = message(
                    "estimates.nobody_in_the_stratum_has_responded", stratum=label(s.stratum)
                )
                raise EmptyStratum(what, _MERGE)
            certain = self.fpc and s.population == 1
            if s.respondents == 1 and not certain:
                if s.population is None:
                    what = message("estimates.one_has_responded")
                    remedy = message("estimates.wait_for_a_second_response")
                    raise OneRespondentStratum(what, remedy)
                what = message(
                    "estimates.the_stratum_has_one_respondent_of",
                    stratum=label(s.stratum),
                    population=s.population,
                )
                raise OneRespondentStratum(what, _MERGE)

    @cached_property
    def index(self) -> Mapping[Stratum, int]:
        """The place of every stratum in `strata`."""
        return {s.stratum: i for i, s in enumerate(self.strata)}

    @cached_property
    def respondents(self) -> Floats:
        """n per stratum."""
        return np.array([s.respondents for s in self.strata], dtype=np.float64)

    @cached_property
    def weights(self) -> Floats:
        """N/n per stratum: the members a respondent stands for; 1 where N is unknown."""
        return np.array([self._weight(s) for s in self.strata])

    @cached_property
    def whole_weights(self) -> tuple[int, ...]:
        """`weights` times one number that makes them whole: all respondents' least multiple.

        A share made of them is the fraction nearest the true one, so that 20 of 32 in a census
        with nonresponse is 62.5 % and not a hair less, which would print as 62 %.
        """
        multiple = math.lcm(*(s.respondents for s in self.strata))
        return tuple(
            multiple if s.population is None else s.population * (multiple // s.respondents)
            for s in self.strata
        )

    @cached_property
    def scales(self) -> Floats:
        """(1 − f) n/(n − 1) per stratum, f = n/N with fpc and else 0; 0 where all responded."""
        return np.array([self._scale(s) for s in self.strata])

    @staticmethod
    def _weight(s: StratumSize) -> float:
        return 1.0 if s.population is None else s.population / s.respondents

    def _scale(self, s: StratumSize) -> float:
        unseen = 1.0
        if self.fpc and s.population is not None:
            unseen = (s.population - s.respondents) / s.population
        return unseen and unseen * s.respondents / (s.respondents - 1)

    @property
    def n(self) -> int:
        """All respondents."""
        return sum(s.respondents for s in self.strata)

    @property
    def population(self) -> int | None:
        """All members, None where they are unknown."""
        sizes = [s.population for s in self.strata if s.population is not None]
        return sum(sizes) if len(sizes) == len(self.strata) else None

    @property
    def finite(self) -> int | None:
        """All members where the estimates are of just these: None where open or without fpc."""
        return self.population if self.fpc else None


def label(stratum: Stratum) -> str | Message:
    """A stratum's name in a message."""
    return f"“{', '.join(stratum)}”" if stratum else message("faults.part_stratum_all")
