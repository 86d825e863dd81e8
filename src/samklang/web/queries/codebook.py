"""The codebook as staff see it: families with their codes, and how often each is used."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from samklang.web.models import Code, CodeFamily, Theme
from samklang.web.queries.double_coding import Hidden


@dataclass(frozen=True)
class FamilyCodes:
    """A family with its codes in order, each beneath its parent. `codes` have `used` on them."""

    family: CodeFamily
    codes: tuple[Code, ...]


def codebook(theme: Theme, *, hidden: Hidden | None = None) -> list[FamilyCodes]:
    """The families in order, with the codes that are in use. Two queries.

    Each code has `used`: live codings, those of hidden answers apart, and `depth`: how many codes
    it is beneath.
    """
    counted = Q(codings__live=True)
    for question, responses in (hidden.responses if hidden else {}).items():
        counted &= ~Q(codings__answer__question=question, codings__answer__response__in=responses)
    codes = list(
        theme.codes.filter(retired=False)
        .annotate(used=Count("codings", filter=counted))
        .order_by("order", "pk")
    )
    families = theme.code_families.filter(retired=False)
    return [
        FamilyCodes(family, tuple(_in_tree([c for c in codes if c.family_id == family.pk])))
        for family in families
    ]


def codes_by_key(theme: Theme) -> Mapping[str, Code]:
    """The codes in use with their families, by key, in the order of the codebook. One query."""
    codes = theme.codes.filter(retired=False, family__retired=False).select_related("family")
    return {code.key: code for code in codes.order_by("family__order", "family_id", "order", "pk")}


def _in_tree(codes: list[Code]) -> list[Code]:
    """Each code with those beneath it after it. A parent that is not here is no parent."""
    here = {code.pk for code in codes}
    beneath: dict[int | None, list[Code]] = {}
    for code in codes:
        parent = code.parent_id if code.parent_id in here else None
        beneath.setdefault(parent, []).append(code)
    in_order: list[Code] = []

    def walk(parent: int | None, depth: int) -> None:
        for code in beneath.get(parent, ()):
            code.depth = depth  # type: ignore[attr-defined]
            in_order.append(code)
            walk(code.pk, depth + 1)

    walk(None, 0)
    return in_order
