"""The names of the settings, and a name in the environment that was meant to be one of them.

A setting that is misspelt would else be a setting that is not made: another database, another
secret, letters to a folder.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

NAMES = frozenset(
    {
        "DATABASE_URL",
        "SAMKLANG_BACKUP_TO",
        "SAMKLANG_BOUNCES",
        "SAMKLANG_DATA",
        "SAMKLANG_DEMO_KEY",
        "SAMKLANG_KEEP_BUILDS",
        "SAMKLANG_KEEP_COPIES",
        "SAMKLANG_KEEP_MAIL",
        "SAMKLANG_KEEP_TRAIL",
        "SAMKLANG_MAIL",
        "SAMKLANG_MAIL_FROM",
        "SAMKLANG_PROXIES",
        "SAMKLANG_SECRET",
        "SAMKLANG_SECRETS_BEFORE",
        "SAMKLANG_SECURITY_CONTACT",
        "SAMKLANG_URL",
    }
)
# How alike a name must be to be taken for a setting: a letter or two of it.
LIKE = 0.85


@dataclass(frozen=True)
class Misspelt:
    """A name in the environment, and the setting that was meant."""

    name: str
    meant: str


def misspelt(environment: Iterable[str]) -> Misspelt | None:
    """The first name that is nearly a setting's; names that others may use are left alone."""
    for name in sorted(environment):
        if name in NAMES or not name.upper().startswith("SAM"):
            continue
        if name.upper() in NAMES:
            return Misspelt(name, name.upper())
        for meant in get_close_matches(name.upper(), NAMES, n=1, cutoff=LIKE):
            return Misspelt(name, meant)
    return None
