"""Editions: whose digests an earlier one has, once questions and groups are others."""

from dataclasses import replace
from pathlib import Path

import pytest

from samklang.analysis.analysis import audited
from samklang.analysis.editions import answer_digests, renumbered
from samklang.core.disclosure.ledger import without_digests
from samklang.core.survey.responses import Responses
from samklang.package.read import read
from tests.designed_package import designed_package


@pytest.mark.parametrize("gone", ["fields", "size"])
def test_what_is_no_longer_asked_does_not_make_an_edition_another(
    gone: str, tmp_path: Path
) -> None:
    """A question or a group of the register is gone: the responses are still the same ones."""
    then = read(designed_package(tmp_path, design="{kind: census}"))
    issued = audited(then).issued
    # In another order, under other ids.
    responses = [
        replace(one, id=f"n{number}") for number, one in enumerate(reversed(list(then.responses)))
    ]
    now = replace(then, responses=Responses(tuple(responses)))
    if gone == "fields":
        now = replace(
            now,
            questionnaire=replace(
                now.questionnaire, questions=tuple(q for q in now.questionnaire if q.id != gone)
            ),
        )
    else:
        assert now.register is not None
        members = tuple(
            replace(m, groups={k: v for k, v in m.groups.items() if k != gone})
            for m in now.register.members
        )
        now = replace(now, register=replace(now.register, members=members, groups=("county",)))
    found = renumbered(issued, then, now)
    assert set(found.responses) == set(answer_digests(now, issued.columns))


def test_an_edition_that_was_kept_without_its_register_has_it_again(tmp_path: Path) -> None:
    """What a site keeps names no groups' members; the package that was built has them."""
    then = read(designed_package(tmp_path, design="{kind: census}"))
    assert then.register is not None
    issued = audited(then).issued
    kept = without_digests(issued)
    assert (kept.register, kept.members) == ((), ())
    sizes = {group.values: group.members for group in issued.members}
    assert sizes == then.register.sizes(issued.register)
    assert renumbered(kept, then, then) == issued
