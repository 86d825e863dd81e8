"""The codebook while answers carry its codes: these are moved, merged, taken out and renamed."""

import pytest
from django.contrib.auth.models import User

from samklang.core.language.phrases import phrase
from samklang.web.actions.codebook import (
    HasValence,
    NotBeneath,
    change_code,
    change_family,
    merge_codes,
)
from samklang.web.models import AuditRow, Code, Coding, CodingStep, Theme
from tests.web.conftest import World
from tests.web.test_coding import HOME, code, keys
from tests.web.test_coding import theme as theme


def test_a_code_is_moved_among_those_of_its_family(world: World, theme: Theme) -> None:
    def order() -> list[str]:
        family = Code.objects.get(theme=theme, key="economy").family_id
        return [c.key for c in theme.codes.filter(family=family, retired=False)]

    def move(key: str, way: str) -> list[str]:
        world.editor.post(f"{HOME}kodbok/kod/{key}/ordna/", {"action": way})
        return order()

    first, second, *rest = order()
    assert move(first, "down") == [second, first, *rest]
    assert move(first, "up") == [first, second, *rest]
    # At an end nothing moves.
    assert move(first, "up") == [first, second, *rest]
    assert move(rest[-1], "down") == [first, second, *rest]


def test_a_code_that_is_taken_out_is_off_every_answer(world: World, theme: Theme) -> None:
    first, second, *_ = keys(theme)
    code(world.editor, first, whole=["economy:hinders", "leadership:hinders"])
    code(world.editor, second, whole=["economy:enables"])
    world.editor.post(f"{HOME}kodbok/kod/economy/ordna/", {"action": "retire"})
    assert Code.objects.get(key="economy").retired
    live = Coding.objects.filter(live=True)
    assert [(c.answer.response_id, c.code.key) for c in live] == [(first, "leadership")]
    assert world.editor.get(f"{HOME}kodbok/kod/economy/").status_code == 404
    assert AuditRow.objects.get(action="retire_code").theme == theme
    step = CodingStep.objects.get(action="retire_code")
    world.owner.post(f"{HOME}logg/{step.pk}/angra/")
    assert not Code.objects.get(key="economy").retired
    assert live.filter(code__key="economy").count() == 2


def test_codings_with_a_valence_stay_in_a_family_that_has_it(world: World, theme: Theme) -> None:
    """Neither the code is moved or merged out of its family, nor the family changed."""
    code(world.editor, keys(theme)[0], whole=["economy:hinders"])
    row, by = Code.objects.get(key="economy"), User.objects.get(username="redaktor@exempel.se")
    factors, phase = row.family, theme.code_families.get(key="phase")
    assert (factors.valence, phase.valence) == (True, False)
    with pytest.raises(HasValence):
        change_code(row, by=by, family=phase)
    with pytest.raises(HasValence):
        change_family(factors, by=by, valence=False)
    with pytest.raises(HasValence):
        merge_codes(row, phase.codes.all()[0], by=by)
    with pytest.raises(NotBeneath):
        merge_codes(row, row, by=by)
    kept = Code.objects.get(pk=row.pk)
    assert (kept.family, kept.retired, kept.family.valence) == (factors, False, True)
    # Without codings it is moved, and no longer beneath a code of the family that it left.
    Coding.objects.update(live=False)
    kept.parent = factors.codes.exclude(pk=row.pk)[0]
    kept.save()
    change_code(kept, by=by, family=phase)
    moved = Code.objects.get(pk=row.pk)
    assert (moved.family, moved.parent) == (phase, None)


def test_a_code_is_an_id(world: World, theme: Theme) -> None:
    """Renamed, moved, merged and split, and all of it taken back."""
    first, second, *_ = keys(theme)
    code(world.editor, first, whole=["economy:hinders"])
    code(world.editor, second, whole=["leadership:hinders"])
    row = Code.objects.get(key="economy")
    texts = {f"{f}_{lang}": "x" for f in ("name", "definition") for lang in ("sv", "en")}
    fields = {**texts, "family": "factors", "name_sv": "Pengar", "colour": "rust"}
    answer = world.editor.post(f"{HOME}kodbok/kod/economy/", fields)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.key, row.name.sv) == ("economy", "Pengar")
    assert Coding.objects.get(code=row).live

    world.editor.post(f"{HOME}kodbok/kod/economy/ordna/", {"action": "merge", "into": "leadership"})
    row.refresh_from_db()
    assert row.retired
    live = Coding.objects.filter(live=True)
    assert [c.code.key for c in live] == ["leadership", "leadership"]
    merging = CodingStep.objects.get(action="merge_codes")
    world.owner.post(f"{HOME}logg/{merging.pk}/angra/")
    row.refresh_from_db()
    assert not row.retired
    assert sorted(c.code.key for c in Coding.objects.filter(live=True)) == [
        "economy",
        "leadership",
    ]

    chosen = Coding.objects.get(live=True, code=row).pk
    world.editor.post(
        f"{HOME}kodbok/kod/economy/dela/", {**texts, "name_sv": "Bidrag", "coding": [chosen]}
    )
    assert sorted(c.code.key for c in Coding.objects.filter(live=True)) == ["bidrag", "leadership"]
    splitting = CodingStep.objects.get(action="split_code")
    world.owner.post(f"{HOME}logg/{splitting.pk}/angra/")
    assert Code.objects.get(key="bidrag").retired
    assert Coding.objects.get(pk=chosen).live


def test_a_family_is_added_last_and_keeps_its_valence_while_codings_have_it(
    world: World, theme: Theme
) -> None:
    address = f"{HOME}kodbok/familj/"
    for _ in range(2):
        names = {"name_sv": "Årets nät", "name_en": "Networks of the year"}
        assert world.editor.post(address, {**names, "valence": "on"}).status_code == 302
    *_, first, second = theme.code_families.order_by("order")
    assert [(f.key, f.valence, f.many) for f in (first, second)] == [
        ("arets-nat", True, False),
        ("arets-nat-2", True, False),
    ]
    pk = keys(theme)[0]
    code(world.editor, pk, whole=["economy:hinders"])
    factors = Code.objects.get(theme=theme, key="economy").family
    changed = {"name_sv": "Hinder", "name_en": "Barriers", "many": "on"}
    answer = world.editor.post(f"{address}{factors.key}/", changed)
    assert phrase("sv", "coding.has_codings_with_valence") in answer.content.decode()
    code(world.editor, pk, seen=1, whole=[])
    assert world.editor.post(f"{address}{factors.key}/", changed).status_code == 302
    factors.refresh_from_db()
    assert (factors.name.sv, factors.valence) == ("Hinder", False)


def test_a_code_that_answers_carry_is_not_undone_away(world: World, theme: Theme) -> None:
    begun = CodingStep.objects.filter(action="begin_codebook").latest("pk")
    code(world.editor, keys(theme)[0], whole=["idea:"])
    world.editor.post(f"{HOME}logg/{begun.pk}/angra/")
    assert not Code.objects.get(key="idea").retired
