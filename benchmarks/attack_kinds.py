"""The kinds of respondent that the figures of a random publication can tell apart."""

from collections.abc import Sequence
from itertools import product

from benchmarks.attack_theme import ANY, VALUES, Publication


def kinds_of(one: Publication) -> list[dict[str, str]]:
    """Every kind of respondent that the publication's figures can tell apart.

    A question that stands in no figure tells nobody apart.
    """
    return _kinds(one, _used(one))


def apart(one: Publication) -> list[dict[str, str]]:
    """The same kinds with each question by itself, `ANY` in the others, one question after another.

    Only questions that a figure crosses are together. What is printed of places and of one question
    never ties it to another but by how many there are of each place: numbers of each question that
    agree on those are those of some respondents, who can be put together person by person. So a
    reader infers as much of these few numbers as of all combinations.
    """
    used = _used(one)
    crossed = {p.question for r in one.reports for p in r.pieces if p.by in used} | {
        p.by for r in one.reports for p in r.pieces if p.by in used
    }
    groups = [[name for name in used if name in crossed]]
    groups += [[name] for name in used if name not in crossed]
    rest = dict.fromkeys(used, ANY)
    return [rest | kind for group in groups if group for kind in _kinds(one, group)]


def _used(one: Publication) -> list[str]:
    """The questions that stand in a figure."""
    pieces = [piece for report in one.reports for piece in report.pieces]
    used = {piece.question for piece in pieces} | {piece.by for piece in pieces}
    return [name for name in ("q1", "q2", "m", "f") if name in used]


def _kinds(one: Publication, questions: Sequence[str]) -> list[dict[str, str]]:
    names = ["county", "size", *questions]
    stays = ("both", "came", "gone") if one.relation == "edition" else ("both",)
    places = set(one.places)
    made = [
        dict(zip([*names, "stay"], values, strict=True))
        for values in product(*(VALUES[name] for name in names), stays)
    ]
    return [kind for kind in made if (kind["county"], kind["size"]) in places]
