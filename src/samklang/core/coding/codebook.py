"""The codebook: what each code means and when it is used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from samklang.core.language.wording import Wording
from samklang.core.privacy import Public


@dataclass(frozen=True)
class Code:
    """A code with its definition; used with a valence it is a factor.

    include, exclude: what belongs under the code and what does not.
    sources: keys of references.json that the code builds on.
    """

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    name: Public[Wording]
    definition: Public[Wording]
    include: Public[Wording] = field(default_factory=Wording)
    exclude: Public[Wording] = field(default_factory=Wording)
    sources: Public[tuple[str, ...]] = ()


@dataclass(frozen=True)
class Codebook:
    """All codes of a theme, in the order they are reported."""

    __pydantic_config__ = {"extra": "forbid"}

    codes: Public[tuple[Code, ...]] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Code]:
        """Codes keyed by id."""
        return {c.id: c for c in self.codes}
