"""What is done to a codebook: keys, places, and whose codings go where when codes change."""

import pytest

from samklang.core.language.wording import Wording, rewritten
from samklang.web.actions.codebook import (
    HasValence,
    NotBeneath,
    add_code,
    add_family,
    begin_codebook,
    change_code,
    change_family,
    merge_codes,
    move_code,
    new_key,
    retire_code,
    split_code,
)
from samklang.web.models import Code, CodeFamily, Coding, CodingStep, ReadAnswer, Theme
from samklang.web.starts import codebook
from tests.web.answering_world import one, open_theme
from tests.web.conftest import World

BY = None

# name, keys that are taken -> the key
KEYS = [
    ("Pengar", [], "pengar"),
    ("Årets nät & mötesplatser!", [], "arets-nat-motesplatser"),
    ("  -- ", [], "code"),
    ("漢字", [], "code"),
    ("Pengar", ["pengar"], "pengar-2"),
    ("Pengar", ["pengar", "pengar-2", "pengar-3"], "pengar-4"),
    ("a" * 40, [], "a" * 32),
    ("a" * 40, ["a" * 32], "a" * 30 + "-2"),
    # No hyphen is left at the end of what is cut off.
    ("a" * 31 + " b", [], "a" * 31),
]


@pytest.mark.parametrize(("name", "taken", "key"), KEYS)
def test_a_key_is_made_of_a_name(name: str, taken: list[str], key: str) -> None:
    assert new_key(name, taken) == key


@pytest.fixture
def theme(world: World) -> Theme:
    """A theme with a family of factors and one without valence."""
    made = open_theme(world.network)
    for name, valence in (("Faktorer", True), ("Faser", False)):
        add_family(made, name=Wording(name, name), valence=valence, many=True, by=BY)
    return made


def family(theme: Theme, key: str = "faktorer") -> CodeFamily:
    return theme.code_families.get(key=key)


def code(theme: Theme, name: str, *, of: str = "faktorer", parent: Code | None = None) -> Code:
    texts = {"name": Wording(name, name)}
    return add_code(theme, family=family(theme, of), parent=parent, by=BY, **texts)


def read(theme: Theme, number: int = 1) -> ReadAnswer:
    """The answer of a member, read and coded."""
    response, _ = theme.responses.get_or_create(
        invitation=one(theme, number),
        defaults={"questionnaire": theme.questionnaires.get(), "state": "sent"},
    )
    values = {"theme": theme, "response": response, "question": "q2"}
    return ReadAnswer.objects.get_or_create(
        **values, defaults={"digest": "x", "status": "coded", "version": 3}
    )[0]


def coding(answer: ReadAnswer, of: Code, valence: str = "", *, end: int = 4) -> Coding:
    return Coding.objects.create(
        answer=answer, code=of, valence=valence, start=1, end=end, origin="suggestion", memo="m"
    )


def live() -> list[tuple[str, str, int, int, str, str]]:
    """What answers carry: code, valence, span, and who or what it came of."""
    return sorted(
        (c.code.key, c.valence, c.start, c.end, c.origin, c.memo)
        for c in Coding.objects.filter(live=True)
    )


def test_a_starter_is_taken_in_once(theme: Theme) -> None:
    starter = codebook("factors")
    step = begin_codebook(theme, starter, by=BY)
    assert step is not None
    keys = [c.key for c in theme.codes.order_by("order")]
    assert keys == [c.id for c in starter.codes]
    assert [c.order for c in theme.codes.order_by("order")] == list(range(len(keys)))
    assert len(step.changes) == len(keys) + 1
    families = theme.code_families.order_by("order", "pk")
    assert [f.key for f in families] == ["faktorer", "faser", "factors"]
    assert begin_codebook(theme, starter, by=BY) is None
    theme.codes.filter(key=keys[1]).delete()
    assert begin_codebook(theme, starter, by=BY) is not None
    assert theme.codes.get(key=keys[1]).order == len(keys) - 1


def test_families_and_codes_come_last(theme: Theme) -> None:
    assert [(f.key, f.order) for f in theme.code_families.order_by("order")] == [
        ("faktorer", 1),
        ("faser", 2),
    ]
    first, second = code(theme, "Pengar"), code(theme, "Tid")
    third = code(theme, "Tid", parent=first)
    assert [(c.key, c.order, c.parent_id) for c in (first, second, third)] == [
        ("pengar", 1, None),
        ("tid", 2, None),
        ("tid-2", 3, first.pk),
    ]
    with pytest.raises(NotBeneath):
        code(theme, "Början", of="faser", parent=first)


def test_a_code_is_beneath_none_of_its_own(theme: Theme) -> None:
    first = code(theme, "Pengar")
    second = code(theme, "Bidrag", parent=first)
    third = code(theme, "Projektbidrag", parent=second)
    for above in (first, second, third):
        with pytest.raises(NotBeneath):
            change_code(first, by=BY, parent=above)
    change_code(third, by=BY, parent=first)
    assert Code.objects.get(pk=third.pk).parent == first
    change_code(third, by=BY, parent=None)
    assert Code.objects.get(pk=third.pk).parent is None


def test_what_is_changed_is_an_entry_and_what_is_not_is_none(theme: Theme) -> None:
    made = code(theme, "Pengar")
    before = CodingStep.objects.count()
    change_code(made, by=BY, name=made.name, colour=made.colour)
    change_family(made.family, by=BY, name=made.family.name, valence=True)
    assert CodingStep.objects.count() == before
    change_code(made, by=BY, name=rewritten(made.name, "sv", "Medel"))
    change_code(made, by=BY, parent=code(theme, "Resurser"))
    change_family(made.family, by=BY, name=rewritten(made.family.name, "sv", "Villkor"))
    steps = list(CodingStep.objects.order_by("pk").values_list("action", "changes"))[before:]
    assert [action for action, _ in steps] == [
        "change_code",
        "add_code",
        "move_code",
        "change_family",
    ]
    assert steps[0][1] == [{"code": made.pk, "fields": {"name_sv": ["Pengar", "Medel"]}}]
    change_code(made, by=BY, family=family(theme, "faser"))
    moved = Code.objects.get(pk=made.pk)
    assert (moved.family.key, moved.parent) == ("faser", None)
    assert CodingStep.objects.order_by("pk").last().action == "move_code"  # type: ignore[union-attr]


def test_codes_with_one_place_get_places_of_their_own(theme: Theme) -> None:
    codes = [code(theme, name) for name in "abc"]
    Code.objects.update(order=7)
    move_code(codes[0], up=False, by=BY)
    order = theme.codes.order_by("order")
    assert [(c.key, c.order) for c in order] == [("b", 0), ("a", 1), ("c", 2)]
    # Those that were apart keep the places that they had together.
    for place, one_code in zip((5, 9, 20), order, strict=True):
        Code.objects.filter(pk=one_code.pk).update(order=place)
    move_code(Code.objects.get(key="c"), up=True, by=BY)
    assert [(c.key, c.order) for c in order.all()] == [("b", 5), ("c", 9), ("a", 20)]
    # A code that was taken out has no place among them.
    retire_code(Code.objects.get(key="c"), by=BY)
    move_code(Code.objects.get(key="a"), up=True, by=BY)
    left = order.filter(retired=False)
    assert [c.key for c in left] == ["a", "b"]


def test_an_answer_without_codings_is_no_longer_coded(theme: Theme) -> None:
    first, second = code(theme, "Pengar"), code(theme, "Tid")
    bare, coded, undecided = (read(theme, number) for number in (1, 2, 3))
    ReadAnswer.objects.filter(pk=undecided.pk).update(status="undecided")
    for answer in (bare, coded, undecided):
        coding(answer, first, "hinders")
    coding(coded, second)
    step = retire_code(first, by=BY)
    for answer in (bare, coded, undecided):
        answer.refresh_from_db()
    assert [a.status for a in (bare, coded, undecided)] == ["", "coded", "undecided"]
    assert [a.version for a in (bare, coded, undecided)] == [4, 4, 4]
    assert live() == [("tid", "", 1, 4, "suggestion", "m")]
    changes = {c["answer"]: c for c in step.changes if "answer" in c}
    assert [changes[a.pk]["status"] for a in (bare, coded, undecided)] == [
        ["coded", ""],
        ["coded", "coded"],
        ["undecided", "undecided"],
    ]
    assert step.changes[-1] == {"code": first.pk, "fields": {"retired": [False, True]}}


def test_of_two_codes_on_the_same_words_one_is_left(theme: Theme) -> None:
    first, second = code(theme, "Pengar"), code(theme, "Medel")
    answer, other = read(theme, 1), read(theme, 2)
    coding(answer, first, "hinders")
    coding(answer, first, "enables")
    coding(answer, first, "hinders", end=9)
    coding(answer, second, "hinders")
    coding(other, first, "hinders")
    # One that was taken away before is no coding to keep.
    Coding.objects.filter(pk=coding(other, second, "hinders").pk).update(live=False)
    merge_codes(first, second, by=BY)
    assert live() == [
        ("medel", "enables", 1, 4, "suggestion", "m"),
        ("medel", "hinders", 1, 4, "suggestion", "m"),
        ("medel", "hinders", 1, 4, "suggestion", "m"),
        ("medel", "hinders", 1, 9, "suggestion", "m"),
    ]
    assert Coding.objects.filter(live=True, answer=other).count() == 1
    assert Code.objects.get(pk=first.pk).retired
    assert {a.status for a in ReadAnswer.objects.all()} == {"coded"}


def test_without_valence_there_is_room_for_codings_without(theme: Theme) -> None:
    first, plain = code(theme, "Pengar"), code(theme, "Början", of="faser")
    coding(read(theme), first)
    change_family(first.family, by=BY, valence=False)
    assert not CodeFamily.objects.get(pk=first.family_id).valence
    merge_codes(first, plain, by=BY)
    assert live() == [("borjan", "", 1, 4, "suggestion", "m")]
    again = code(theme, "Tid")
    change_family(again.family, by=BY, valence=True)
    coding(read(theme, 2), again, "enables")
    with pytest.raises(HasValence):
        merge_codes(again, plain, by=BY)


def test_what_is_split_off_takes_the_chosen_codings_of_that_code_alone(theme: Theme) -> None:
    above = code(theme, "Resurser")
    first, other = code(theme, "Pengar", parent=above), code(theme, "Tid")
    answer = read(theme)
    chosen, kept = coding(answer, first, "hinders"), coding(answer, first, "enables")
    foreign, gone = coding(answer, other), coding(answer, first, end=9)
    Coding.objects.filter(pk=gone.pk).update(live=False)
    made, step = split_code(
        first,
        codings=[chosen.pk, foreign.pk, gone.pk],
        by=BY,
        name=Wording("Pengar", "Money"),
    )
    assert (made.key, made.parent, made.family, made.order) == (
        "pengar-2",
        above,
        first.family,
        first.order,
    )
    assert live() == [
        ("pengar", "enables", 1, 4, "suggestion", "m"),
        ("pengar-2", "hinders", 1, 4, "suggestion", "m"),
        ("tid", "", 1, 4, "suggestion", "m"),
    ]
    assert step.changes[0] == {"code": made.pk, "fields": {"retired": [True, False]}}
    assert [change.get("off") for change in step.changes[1:]] == [[chosen.pk]]
    assert kept.pk in Coding.objects.filter(live=True).values_list("pk", flat=True)
