"""Written: the language that a text is in, which its commonest words tell, and marks round it.

Members answer in the language they please, whatever language the questions were asked in. A text
whose language nobody knows is said to be in none: a wrong one would have it read out as nonsense.
"""

from collections.abc import Mapping
from functools import cache

from samklang.core.language.languages import LANGUAGES, RULES, TAGS
from samklang.core.language.stems import stop_words, words
from samklang.core.language.wording import Language

# ISO 639: a language that has not been determined.
UNKNOWN = "und"
# Of so many words in a language that we know at least one is among its commonest.
TELLING = 8
# One word can be a name, or a word of both.
SURE = 2


def written_in(text: str, presumed: Language) -> str:
    """The language of a text, or UNKNOWN; `presumed` where its words do not speak against it."""
    said = words(text)
    heard = {code: sum(word in own for word in said) for code, own in _own_words().items()}
    most = max(heard.values())
    if heard.get(presumed) == most > 0 or (most == 0 and len(said) < TELLING):
        return presumed
    first, *others = (code for code, number in heard.items() if number == most)
    return first if most >= SURE and not others else UNKNOWN


def quotation(text: str, lang: str, within: Language) -> str:
    """A text between the marks of its language, or those of what it stands within."""
    return RULES.get(lang, RULES[within]).quoted(text)


def office_tag(lang: str) -> str:
    """What Word and PowerPoint call a language, and one that is not known."""
    return "x-none" if lang == UNKNOWN else TAGS.get(lang, lang)


@cache
def _own_words() -> Mapping[Language, frozenset[str]]:
    """The commonest words of each language that no other has."""
    every = {code: stop_words(code) for code in LANGUAGES}
    return {
        code: own.difference(*(more for other, more in every.items() if other != code))
        for code, own in every.items()
    }
