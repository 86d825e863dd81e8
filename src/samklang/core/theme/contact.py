"""Contacts: whom a reader can turn to."""

from dataclasses import dataclass, field

from samklang.core.language.wording import Wording
from samklang.core.privacy import Public


@dataclass(frozen=True)
class Contact:
    """One entry of contacts.yaml; a person is named only by their own consent.

    responsible: whether it answers for this report. Those who are only named with thanks do not,
    and nobody is sent to them with questions.
    """

    __pydantic_config__ = {"extra": "forbid"}

    name: Public[str]
    role: Public[Wording] = field(default_factory=Wording)
    organisation: Public[str] = ""
    email: Public[str] = ""
    url: Public[str] = ""
    responsible: Public[bool] = True
