"""Notes: what coders have noted on codes and codings; REFI-QDA keeps it beside what it is of."""

from collections.abc import Iterable, Mapping
from uuid import NAMESPACE_URL, uuid5

from samklang.exchange.refiqda.project import ORIGIN


def memo_guid(of: str) -> str:
    """The GUID of the note that holds what is noted on the code with GUID `of`."""
    return str(uuid5(NAMESPACE_URL, f"{ORIGIN}/memo/{of}"))


class Notes:
    """The texts of a project's notes, by GUID, and which have been read as somebody's memo."""

    def __init__(self, texts: Mapping[str, str]):
        self._texts = texts
        self.read: set[str] = set()

    def memo(self, said: str, notes: Iterable[str], *, words: str = "") -> str:
        """What is said right there and in the notes referred to, a paragraph each.

        words: those that were coded; where they are all that is said, nothing has been noted.
        """
        known = [guid for guid in notes if self._texts.get(guid)]
        self.read |= set(known)
        own = "" if said.split() == words.split() else said.strip()
        return "\n\n".join(filter(None, [own, *(self._texts[guid] for guid in known)]))
