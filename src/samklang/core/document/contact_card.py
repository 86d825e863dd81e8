"""A contact as it is printed, and the lines that every output prints of it."""

from dataclasses import dataclass

from samklang.core.document.inline import Link


@dataclass(frozen=True)
class ContactCard:
    """One contact as printed. responsible: it answers for this report.

    Outputs print the name, the words and the addresses, and name no other field: a field that is
    added is put among these here, and is then in all of them.
    """

    name: str
    role: str
    organisation: str
    email: str
    url: str
    responsible: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """What is said of it, line by line."""
        return tuple(line for line in (self.role, self.organisation) if line)

    @property
    def addresses(self) -> tuple[Link, ...]:
        """Where it is reached, the best first; where there is room for one it is that."""
        ways = (Link(self.email, f"mailto:{self.email}"), Link(self.url, self.url))
        return tuple(way for way in ways if way.text)
