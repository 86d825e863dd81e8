"""The exact test of whether one of two answers that exclude each other is given by more members."""

from samklang.core.estimate.exact import at_least


def more_members(more: int, fewer: int, *, n: int, members: int, tail: float) -> bool:
    """Whether it is refuted that at most as many of all members say the one as the other.

    `more` and `fewer` of the n members seen said them, a simple random sample of `members`. Given
    how many said either, the count of the one is hypergeometric where as many members say both, m
    of 2m, and smaller where fewer do: so the test is exact whatever the third answers are. It is
    refuted where a count as great has a chance of at most `tail` for every m that what was seen
    leaves possible.
    """
    either = more + fewer
    if more <= fewer:
        return False
    # Of the silent members all may have said one of the two.
    most = (members - n + either) // 2
    # Far beyond what was seen the chance only grows towards that of a toss of a coin: of members
    # without number, as in an open survey, the greatest m speaks for all that are left out.
    tried = [*range(more, min(most, 2 * either) + 1), *[most] * (most > 2 * either)]
    return all(at_least(members=2 * m, n=either, yes=m, count=more) <= tail for m in tried)
