"""A share and its 95 % interval: answers in, estimate out. Small cases written out in full.

N members, n responses, then the answers: yes, no, not answered, not shown.
"""

from math import comb, inf, sqrt

import pytest

from samklang.core.estimate.counts import QuestionCounts
from samklang.core.estimate.design import Design
from samklang.core.estimate.errors import EmptyBase, OneRespondentStratum, UndefinedInterval
from samklang.core.estimate.exact import p_value
from samklang.core.estimate.interval import Method, ShareFacts, share_interval, t_quantile, whole
from samklang.core.estimate.shares import Estimate, estimate_shares
from samklang.core.estimate.unseen import Part


def yes(design: Design, *answers: tuple[int, int, int, int], method: Method = "wilson") -> Estimate:
    """The share of yes; one tuple (yes, no, not answered, not shown) a stratum."""
    options = ("yes", "no", "!not-answered", "!not-shown")
    counts = {
        (size.stratum, option): count
        for size, row in zip(design.strata, answers, strict=True)
        for option, count in zip(options, row, strict=True)
    }
    question = QuestionCounts("q", ("yes", "no"), counts)
    return estimate_shares(question, design=design, method=method).by_option["yes"]


def simple(members: int, n: int, count: int) -> tuple[float, float]:
    """The default interval of a simple random sample."""
    p, unseen = count / n, 1 - n / members
    variance = unseen * p * (1 - p) / (n - 1)
    return share_interval(
        ShareFacts.of(
            count=count, n=n, share=p, variance=variance, df=n - 1, unseen=unseen, most=members
        )
    )


def census(members: int, *answers: int) -> Estimate:
    design = Design.census({(): members}, {(): sum(answers)})
    return yes(design, answers)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("members", "answers", "share", "low", "high"),
    [
        # Everyone has answered: the share is known and the interval is a point.
        (1, (1, 0, 0, 0), 1, 1, 1),
        (2, (1, 1, 0, 0), 1 / 2, 1 / 2, 1 / 2),
        (2, (2, 0, 0, 0), 1, 1, 1),
        (5, (3, 2, 0, 0), 3 / 5, 3 / 5, 3 / 5),
        (5, (0, 5, 0, 0), 0, 0, 0),
        # One has not: the share is one of two, and both are in the interval.
        (3, (0, 2, 0, 0), 0, 0, 1 / 3),
        (3, (1, 1, 0, 0), 1 / 2, 1 / 3, 2 / 3),
        (3, (2, 0, 0, 0), 1, 2 / 3, 1),
        (5, (2, 2, 0, 0), 1 / 2, 2 / 5, 3 / 5),
        (43, (20, 22, 0, 0), 20 / 42, 20 / 43, 21 / 43),
        # Two of five have not: everything that is still possible.
        (5, (0, 3, 0, 0), 0, 0, 2 / 5),
        (5, (1, 2, 0, 0), 1 / 3, 1 / 5, 3 / 5),
        # Two of many say next to nothing.
        (43, (1, 1, 0, 0), 1 / 2, 2 / 43, 41 / 43),
        (43, (0, 2, 0, 0), 0, 0, 32 / 43),
        # Ordinary cases: narrower than the logical bounds, wider nearer the middle.
        (43, (21, 11, 0, 0), 0.65625, 0.569480, 0.733710),
        (43, (0, 32, 0, 0), 0, 0, 2 / 43),
        (43, (32, 0, 0, 0), 1, 41 / 43, 1),
        (1000, (300, 300, 0, 0), 1 / 2, 0.474729, 0.525271),
    ],
)
def test_census(
    members: int, answers: tuple[int, ...], share: float, low: float, high: float
) -> None:
    found = census(members, *answers)
    assert (found.share, found.low, found.high) == pytest.approx((share, low, high), abs=1e-6)


@pytest.mark.parametrize(
    ("members", "answers", "share", "low", "high"),
    [
        # Everyone responded, one left the question: 2 or 3 of 5 would have said yes.
        (5, (2, 2, 1, 0), 1 / 2, 2 / 5, 3 / 5),
        # One was not shown it and is outside the base, so 3 or 4 of 4.
        (5, (3, 0, 1, 1), 1, 3 / 4, 1),
        # A routed question that all it concerns have answered: known.
        (5, (2, 1, 0, 2), 2 / 3, 2 / 3, 2 / 3),
        (43, (1, 0, 0, 42), 1, 1, 1),
        # One in the base of a routed question: nothing to judge the spread by, so what is
        # logically possible. The 11 who did not respond may all be in the base.
        (43, (1, 0, 0, 31), 1, 1 / 12, 1),
        (43, (0, 1, 0, 31), 0, 0, 11 / 12),
        # One answered; the 31 who left it and the 11 who did not respond might have said anything.
        (43, (1, 0, 31, 0), 1, 1 / 43, 1),
        # A routed base of ordinary size.
        (43, (10, 10, 2, 10), 1 / 2, 0.379071, 0.620929),
    ],
)
def test_who_was_not_shown_is_outside_and_who_left_it_is_unseen(
    members: int, answers: tuple[int, ...], share: float, low: float, high: float
) -> None:
    found = census(members, *answers)
    assert (found.share, found.low, found.high) == pytest.approx((share, low, high), abs=1e-6)


@pytest.mark.parametrize(
    ("answers", "share", "low", "high"),
    [
        ((1, 1, 0, 0), 1 / 2, 0.001541, 0.998459),
        ((0, 2, 0, 0), 0, 0, 0.987764),
        ((5, 0, 0, 0), 1, 0.393433, 1),
        ((21, 11, 0, 0), 0.65625, 0.473357, 0.802173),
    ],
)
def test_open_survey_has_no_population_to_clip_to(
    answers: tuple[int, int, int, int], share: float, low: float, high: float
) -> None:
    found = yes(Design.open(sum(answers)), answers)
    assert (found.share, found.low, found.high) == pytest.approx((share, low, high), abs=1e-6)
    assert found.band_low is None
    assert found.band_high is None


def test_wilson_step_by_step() -> None:
    """21 of 32 answers among 43 members, as one would do it by hand."""
    p, f = 21 / 32, 32 / 43
    z = 1.959963984540054
    size = 32 / (1 - f)
    middle = (p + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * sqrt(p * (1 - p) / size + z * z / (4 * size * size))
    found = census(43, 21, 11, 0, 0)
    assert found.se == pytest.approx(sqrt((1 - f) * p * (1 - p) / 31))
    assert (found.low, found.high) == pytest.approx((middle - half, middle + half), rel=1e-12)
    assert (found.df, found.deff) == (31, pytest.approx(1))
    # 25 to 31 of 43 are the numbers with an exact p-value above 9 %: all of them are inside.
    kept = [yes for yes in range(44) if p_value(members=43, n=32, count=21, yes=yes) > 0.09]
    assert (kept[0], kept[-1]) == (25, 31)
    assert found.low * 43 < 25
    assert found.high * 43 > 31


def test_the_guard_step_by_step() -> None:
    """36 of 39 among 43: Wilson from 38.4 to 40.6 of 43 would leave 41 out, which four silent
    members could well make it."""
    found = census(43, 36, 3, 0, 0)
    p, size = 36 / 39, 39 / (1 - 39 / 43)
    z = 1.959963984540054
    middle = (p + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * sqrt(p * (1 - p) / size + z * z / (4 * size * size))
    assert (found.low, found.high) == pytest.approx((middle - half, 40 / 43))


def test_wilson_with_t_step_by_step() -> None:
    """The same with Student's t and R's variance."""
    p, f = 21 / 32, 32 / 43
    size = p * (1 - p) / ((1 - f) * p * (1 - p) / 31)
    assert size == pytest.approx(31 * 43 / 11)
    t = 2.0395134463964077  # 97.5 % of Student's t with 31 degrees of freedom, from a table
    middle = (p + t * t / (2 * size)) / (1 + t * t / size)
    half = t / (1 + t * t / size) * sqrt(p * (1 - p) / size + t * t / (4 * size * size))
    found = yes(Design.census({(): 43}, {(): 32}), (21, 11, 0, 0), method="wilson-t")
    assert (found.low, found.high) == pytest.approx((middle - half, middle + half), rel=1e-12)


def test_strata_are_weighted_by_their_members() -> None:
    """Of 10 northern members 2 of 5 say yes, of 30 southern 9 of 10: (10·0.4 + 30·0.9)/40."""
    design = Design.census({("n",): 10, ("s",): 30}, {("n",): 5, ("s",): 10})
    found = yes(design, (2, 3, 0, 0), (9, 1, 0, 0))
    assert found.share == pytest.approx(0.775)
    # (10² · (1 − 5/10) · 0.4·0.6/4 + 30² · (1 − 10/30) · 0.9·0.1/9) / 40²
    assert found.se == pytest.approx(sqrt((100 * 0.5 * 0.06 + 900 * 2 / 3 * 0.01) / 1600))
    assert found.df == 13
    # 24 to 35 of 40: of five silent northern and twenty silent southern members.
    assert (found.low, found.high) == pytest.approx((24 / 40, 35 / 40))


@pytest.mark.parametrize(
    ("strata", "low", "high"),
    [
        # (members, respondents, yes) a stratum; the number of yes among all at both ends.
        (((10, 5, 2), (30, 10, 9)), 24, 35),
        # Few answered where most said yes; the joint test moves the ends out from 41 and 50.
        (((160, 144, 7), (40, 10, 10)), 39, 51),
        (((80, 72, 10), (20, 5, 5)), 24, 34),  # from 25 and 33
        (((48, 12, 0), (12, 11, 6)), 6, 15),  # from 6 and 13
        # One stratum has answered in full, and one is left to chance.
        (((20, 20, 5), (23, 12, 4)), 9, 17),
        (((10, 8, 3), (12, 6, 6), (21, 9, 1)), 14, 23),  # from 15, by the joint test of three
    ],
)
def test_strata_in_numbers_of_members(
    strata: tuple[tuple[int, int, int], ...], low: int, high: int
) -> None:
    sizes = {(str(i),): row[0] for i, row in enumerate(strata)}
    respondents = {(str(i),): row[1] for i, row in enumerate(strata)}
    design = Design.census(sizes, respondents)
    found = yes(design, *((count, n - count, 0, 0) for _, n, count in strata))
    members = sum(sizes.values())
    assert (found.low * members, found.high * members) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize(
    ("members", "n", "count", "effect", "low", "high"),
    [
        # A sample like a simple one of fewer: numbers of yes among all members at both ends.
        (30, 18, 5, 1.6, 5, 14),  # Wilson's high end is 13.89
        (30, 18, 7, 1.3, 7, 16.6568),  # and low end 7.35
        (20, 18, 17, 1.6, 17, 19),  # 17.71
    ],
)
def test_calibrated_weights_are_guarded_at_seven_and_a_half_percent(
    members: int, n: int, count: int, effect: float, low: float, high: float
) -> None:
    """At 9 % none of these ends would move out."""
    p, unseen = count / n, 1 - n / members
    facts = ShareFacts.of(
        count=count,
        n=n,
        share=p,
        variance=effect * unseen * p * (1 - p) / (n - 1),
        df=n - 2,
        unseen=unseen,
        most=members,
    )
    found = share_interval(facts)
    assert (found[0] * members, found[1] * members) == pytest.approx((low, high), abs=1e-4)


def test_a_chance_small_variance_promises_no_more_than_a_simple_sample() -> None:
    """All northern say yes and no southern does: no variance within strata, yet not certain."""
    design = Design.census({("n",): 10, ("s",): 10}, {("n",): 5, ("s",): 5})
    found = yes(design, (5, 0, 0, 0), (0, 5, 0, 0))
    assert found.se == 0
    assert found.low < 0.5 < found.high


@pytest.mark.parametrize("method", ["logit", "xlogit", "asin"])
def test_methods_without_an_answer_at_0_and_1_say_so(method: Method) -> None:
    design = Design.census({(): 43}, {(): 32})
    with pytest.raises(UndefinedInterval, match="Use wilson"):
        yes(design, (0, 32, 0, 0), method=method)
    with pytest.raises(UndefinedInterval, match="Use wilson"):
        yes(design, (32, 0, 0, 0), method=method)


def test_beta_at_0_is_clopper_pearson() -> None:
    """1 − 0.025^(1/32)."""
    found = yes(Design.census({(): 43}, {(): 32}), (0, 32, 0, 0), method="beta")
    assert (found.low, found.high) == pytest.approx((0, 1 - 0.025 ** (1 / 32)))


def test_nobody_in_the_base() -> None:
    with pytest.raises(EmptyBase, match="Nobody answered q"):
        census(43, 0, 0, 20, 12)


def test_one_respondent_of_two_is_no_basis() -> None:
    with pytest.raises(OneRespondentStratum, match="Merge it"):
        Design.census({("n",): 2, ("s",): 30}, {("n",): 1, ("s",): 10})
    # The only member of a stratum needs no company.
    Design.census({("n",): 1, ("s",): 30}, {("n",): 1, ("s",): 10})


@pytest.mark.parametrize(
    ("members", "answering", "mean"),
    [(20, 10, 0.97), (43, 10, 0.96), (43, 20, 0.95), (43, 32, 0.95), (43, 39, 0.96), (43, 40, 0.97),
     (60, 57, 0.95), (100, 60, 0.95), (312, 192, 0.94)],
)  # fmt: skip
def test_exact_coverage(members: int, answering: int, mean: float) -> None:
    """Over all samples there are, whoever would say yes: never under 91 %."""
    ends = [simple(members, answering, x) for x in range(answering + 1)]
    coverages = []
    for k in range(members + 1):
        covered = 0
        for x, (low, high) in enumerate(ends):
            if low - 1e-12 <= k / members <= high + 1e-12:
                covered += comb(k, x) * comb(members - k, answering - x)
        coverages.append(covered / comb(members, answering))
    assert min(coverages) >= 0.91 - 1e-12
    assert mean < sum(coverages) / len(coverages) < 0.99


def test_exact_coverage_where_half_the_register_hardly_answered() -> None:
    """8 of 30 northern and 27 of 30 southern members answered; 6 of each would say yes."""
    design = Design.census({("n",): 30, ("s",): 30}, {("n",): 8, ("s",): 27})
    covered = 0
    for a in range(7):
        for b in range(3, 7):
            found = yes(design, (a, 8 - a, 0, 0), (b, 27 - b, 0, 0))
            if found.low <= 12 / 60 <= found.high:
                covered += comb(6, a) * comb(24, 8 - a) * comb(6, b) * comb(24, 27 - b)
    assert covered / (comb(30, 8) * comb(30, 27)) > 0.91


def test_students_t_with_infinite_degrees_is_normal() -> None:
    assert t_quantile(0.95, inf) == pytest.approx(1.959963984540054)
    assert t_quantile(0.9, 4) == pytest.approx(2.131846786326649)


@pytest.mark.parametrize(
    ("size", "count", "expected"),
    [
        (40.0, 10.0, (40, 10)),
        # What fractions are off by takes nobody away.
        (40 - 1e-11, 10.0, (40, 10)),
        # Thirty-nine and a half answer as thirty-nine do, and half an answer is none.
        (39.5, 19.75, (39, 19)),
        (39.5, 39.5, (39, 39)),
    ],
)
def test_an_effective_size_in_whole_answers(
    size: float, count: float, expected: tuple[int, int]
) -> None:
    assert whole(Part(100, size, count)) == expected
