"""Every field of the model is public, internal or personal; an unclassed one fails here."""

import dataclasses
import typing
from collections.abc import Iterator
from typing import Annotated, Any

import pytest

from samklang.core.privacy import Personal, Privacy, Public
from samklang.package.theme_package import ThemePackage


def reachable(kind: Any, seen: set[type] | None = None) -> Iterator[type]:
    """The dataclasses that a type holds, itself included, each once."""
    seen = set() if seen is None else seen
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if kind in seen:
            return
        seen.add(kind)
        yield kind
        for hint in typing.get_type_hints(kind, include_extras=True).values():
            yield from reachable(hint, seen)
    for part in typing.get_args(kind):
        yield from reachable(part, seen)


def classes(model: type) -> dict[str, list[Privacy]]:
    """The privacy classes of each field."""
    hints = typing.get_type_hints(model, include_extras=True)
    return {
        field.name: [
            m for m in getattr(hints[field.name], "__metadata__", ()) if type(m) is Privacy
        ]
        for field in dataclasses.fields(model)
    }


def test_the_whole_model_is_looked_at() -> None:
    names = {model.__name__ for model in reachable(ThemePackage)}
    assert names >= {"Theme", "Wording", "Question", "Option", "Member", "Response", "Coding"}
    assert names >= {"Code", "Example", "Provenance", "KnowledgeCard", "Contact", "DesignChoice"}


@pytest.mark.parametrize("model", reachable(ThemePackage), ids=lambda model: model.__name__)
def test_every_field_has_one_class(model: type) -> None:
    assert {name: len(found) for name, found in classes(model).items() if len(found) != 1} == {}


def test_what_a_member_answered_is_personal() -> None:
    fields = {
        f"{m.__name__}.{n}": c for m in reachable(ThemePackage) for n, c in classes(m).items()
    }
    for name in ("Response.answers", "Response.open_texts", "Coding.text", "Member.name"):
        assert fields[name] == [Privacy.PERSONAL]


def test_an_unclassed_field_would_be_found() -> None:
    @dataclasses.dataclass
    class Planted:
        good: Public[str]
        bare: str
        twice: Annotated[Personal[str], Privacy.PUBLIC]

    # The names in the class body are resolved where the class is defined.
    hints = {"good": Public[str], "bare": str, "twice": Annotated[Personal[str], Privacy.PUBLIC]}
    Planted.__annotations__ = hints
    assert {name: len(found) for name, found in classes(Planted).items()} == {
        "good": 1,
        "bare": 0,
        "twice": 2,
    }
