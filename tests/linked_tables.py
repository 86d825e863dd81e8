"""Linked tables of made-up respondents: the same answers counted in several tables at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from samklang.core.disclosure.release import CandidateCell, CandidateRow, CandidateTable, protect
from samklang.core.disclosure.released import ReleasedGroup, ReleasedParticipation

Person = dict[str, str]

ANSWERS = {"q1": ("a", "b", "c"), "q2": ("x", "y"), "q3": ("u", "v", "w")}
GROUPS = ("north", "south", "west")


@dataclass(frozen=True)
class Survey:
    """People with a group each, answers to q1, q3 and (those of `a` in q1) q2; '' where left."""

    people: tuple[Person, ...]

    def count(self, **conditions: str) -> int:
        """People who fulfil all conditions."""
        return sum(all(p[k] == v for k, v in conditions.items()) for p in self.people)

    def answered(self, question: str, **conditions: str) -> int:
        """People who answered the question."""
        return sum(
            p[question] in ANSWERS[question] and all(p[k] == v for k, v in conditions.items())
            for p in self.people
        )

    def plain(self, question: str, **more: object) -> CandidateTable:
        """The table of a question."""
        base = self.answered(question)
        rows = tuple(
            CandidateRow(v, base, (cell(self.count(**{question: v}), base),))
            for v in ANSWERS[question]
        )
        return CandidateTable(
            question,
            ("share",),
            rows,
            "rows",
            not_answered=self.count(**{question: ""}),
            not_shown=self.count(**{question: "-"}),
            **more,  # type: ignore[arg-type]
        )

    def crossed(
        self, question: str, by: str, values: Sequence[str], **more: object
    ) -> CandidateTable:
        """The table of a question by another question or the group."""
        rows = []
        for value in values:
            base = self.answered(question, **{by: value})
            counts = [self.count(**{question: v, by: value}) for v in ANSWERS[question]]
            rows.append(CandidateRow(value, base, tuple(cell(n, base) for n in counts)))
        return CandidateTable(
            f"{question}-by-{by}",
            ANSWERS[question],
            tuple(rows),
            "series",
            question=question,
            by=(by,),
            **more,  # type: ignore[arg-type]
        )

    def participation(self, *, members: int, threshold: int = 5) -> ReleasedParticipation:
        """Who took part by group; each group has `members` members."""
        counts = [self.count(group=g) for g in GROUPS]
        shown = protect(counts, threshold=threshold)
        groups = [
            ReleasedGroup((g,), max(n, members), n if status == "shown" else None)
            for g, n, status in zip(GROUPS, counts, shown, strict=True)
        ]
        return ReleasedParticipation(
            invited=sum(g.invited for g in groups),
            answered=len(self.people),
            partial=0,
            declined=0,
            by=("group",),
            groups=tuple(groups),
        )

    def tables(self, *names: str) -> list[CandidateTable]:
        """Tables by name, a parent before its children."""
        made: dict[str, Callable[[], CandidateTable]] = {
            "q1": lambda: self.plain("q1"),
            "q2": lambda: self.plain("q2", parent=("q1", "a")),
            "q3": lambda: self.plain("q3"),
            "q1-by-group": lambda: self.crossed("q1", "group", GROUPS),
            "q3-by-group": lambda: self.crossed("q3", "group", GROUPS),
            "q3-by-q1": lambda: self.crossed("q3", "q1", ANSWERS["q1"]),
        }
        return [made[name]() for name in made if name in names]


def cell(count: int, base: int) -> CandidateCell:
    """A cell with its unweighted share."""
    return CandidateCell(count, count / max(base, 1), 0.0, 1.0)


def survey(people: Sequence[tuple[str, str, str, str]]) -> Survey:
    """People as (group, q1, q2, q3); q2 is not shown where q1 is not a."""
    return Survey(
        tuple(
            {"group": g, "q1": one, "q2": two if one == "a" else "-", "q3": three}
            for g, one, two, three in people
        )
    )
