"""Pairs: what members who answered an earlier theme too tell of how its shares have changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from samklang.core.estimate.panel import Overlap, step
from samklang.core.figures.changes import members_concerned
from samklang.core.survey.responses import Missing, Response, first_choice
from samklang.core.theme.frame import Frame
from samklang.core.theme.series import AnsweredTwice, EarlierShare, EarlierTheme
from samklang.package.theme_package import ThemePackage


def same_members(then: ThemePackage, now: ThemePackage) -> Mapping[str, str]:
    """Members of this theme by those of an earlier one, as two registers tell: id and name agree.

    Without a name nobody can say that a number is still the same organisation's.
    """
    if then.register is None or now.register is None:
        return {}
    known = {(m.id, m.name) for m in now.register.members}
    return {m.id: m.id for m in then.register.members if m.name and (m.id, m.name) in known}


def with_pairs(
    earlier: EarlierTheme, then: ThemePackage, now: ThemePackage, *, same: Mapping[str, str]
) -> EarlierTheme:
    """An earlier theme with what the pairs of each answer tell, in steps that tell of nobody.

    then, now: the packages with the answers of both. same: members of now by those of then. Only
    of questions that everyone was asked, where all who answered count alike in both themes.
    """
    sides = _Side.of(then), _Side.of(now)
    shares = []
    for share in earlier.shares:
        asked = [package.questionnaire.find(share.question) for package in (then, now)]
        everyone = all(answers and not answers[0].relevant for answers in asked)
        twice = _twice(share, *sides, same=same) if everyone else None
        shares.append(replace(share, twice=twice))
    return replace(earlier, shares=tuple(shares))


@dataclass(frozen=True)
class _Side:
    """A theme's members and counted responses by member."""

    package: ThemePackage
    members: frozenset[str]
    responses: Mapping[str, Response]

    @classmethod
    def of(cls, package: ThemePackage) -> "_Side":
        design = package.theme.design
        counted = package.responses.counted(partial=design.partial == "counted")
        frame = Frame(package.register, design)
        return cls(package, frozenset(m.id for m in frame.members), {r.member: r for r in counted})

    def said(self, share: EarlierShare) -> dict[str, bool]:
        """Whether each member who answered the question gave the answer."""
        answers = {member: _said(r, share) for member, r in self.responses.items()}
        return {member: yes for member, yes in answers.items() if yes is not None}

    def concerned(self, base: int) -> int | None:
        """The members that a question was put to, where all who answered count alike."""
        return members_concerned(
            self.package.theme.design,
            members=len(self.members) or None,
            answered=len(self.responses),
            base=base,
            routed=False,
        )


def _twice(
    share: EarlierShare, then: _Side, now: _Side, *, same: Mapping[str, str]
) -> AnsweredTwice | None:
    before, after = then.said(share), now.said(share)
    n, counts = (len(before), len(after)), (sum(before.values()), sum(after.values()))
    sizes = then.concerned(n[0]), now.concerned(n[1])
    # What was printed must be of these answers.
    if not after or (share.base, share.count, share.members) != (n[0], counts[0], sizes[0]):
        return None
    if sizes[0] is None or sizes[1] is None:
        return None
    pairs = list(_pairs(before, after, same))
    members = {a: b for a, b in same.items() if a in then.members and b in now.members}
    overlap = Overlap(
        members=(sizes[0], sizes[1]),
        n=n,
        counts=counts,
        both=len(pairs),
        common=len(members),
        then_stayed=sum(a in before for a in members),
        now_before=sum(b in after for b in members.values()),
    )
    yes = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    twice = sum(a and b for a, b in pairs)
    threshold = max(side.package.theme.disclosure.threshold for side in (then, now))
    part = step(overlap, yes=yes, twice=twice, threshold=threshold)
    return AnsweredTwice(part, count=counts[1], base=n[1]) if part else None


def _pairs(
    before: Mapping[str, bool], after: Mapping[str, bool], same: Mapping[str, str]
) -> Iterator[tuple[bool, bool]]:
    for member, yes in before.items():
        if same.get(member) in after:
            yield yes, after[same[member]]


def _said(response: Response, share: EarlierShare) -> bool | None:
    """Whether a response gives an answer; None where it gives none to the question."""
    name, _, item = share.question.partition(".")
    answer = response.answers.get(name, Missing.NOT_SHOWN)
    if isinstance(answer, Mapping):
        answer = answer.get(item, Missing.NOT_SHOWN) if item else first_choice(answer)
    if isinstance(answer, frozenset):
        return share.option in answer
    if isinstance(answer, Missing | tuple):
        return None
    return answer == share.option
