"""Privacy classes: every field of the model says who may see it."""

from enum import Enum
from typing import Annotated, TypeVar


class Privacy(Enum):
    """Who may see a field.

    PUBLIC may be printed. INTERNAL stays with the network's staff. PERSONAL can point to a
    person or to one member's answer and never reaches a renderer.
    """

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"


T = TypeVar("T")
Public = Annotated[T, Privacy.PUBLIC]
Internal = Annotated[T, Privacy.INTERNAL]
Personal = Annotated[T, Privacy.PERSONAL]
