"""Files of a package that hold one list: knowledge cards, contacts, withdrawn examples."""

from dataclasses import dataclass

from samklang.core.catalogue.example import Tombstone
from samklang.core.catalogue.knowledge import KnowledgeCard
from samklang.core.privacy import Public
from samklang.core.theme.contact import Contact


@dataclass(frozen=True)
class Knowledge:
    """knowledge.yaml: the knowledge cards in the order they are shown."""

    __pydantic_config__ = {"extra": "forbid"}

    cards: Public[tuple[KnowledgeCard, ...]] = ()


@dataclass(frozen=True)
class ContactList:
    """contacts.yaml: the contacts in the order they are shown."""

    __pydantic_config__ = {"extra": "forbid"}

    contacts: Public[tuple[Contact, ...]] = ()


@dataclass(frozen=True)
class WithdrawnList:
    """withdrawn.yaml: examples that have been taken back, so that their addresses say so."""

    __pydantic_config__ = {"extra": "forbid"}

    examples: Public[tuple[Tombstone, ...]] = ()
