"""Knowledge cards: a concept in a few words, with its references to research."""

from dataclasses import dataclass

from samklang.core.language.wording import Wording
from samklang.core.privacy import Public


@dataclass(frozen=True)
class KnowledgeCard:
    """One card of knowledge.yaml; references are keys of references.json."""

    __pydantic_config__ = {"extra": "forbid"}

    id: Public[str]
    title: Public[Wording]
    text: Public[Wording]
    references: Public[tuple[str, ...]] = ()
