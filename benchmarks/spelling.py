"""Spelling: false hints per 1 000 words of the demo's manuscripts, and planted mistakes that show.

`make bench NAME=spelling`. The demo's texts have been proofread, so every word listed is a false
hint. A mistake is a letter left out, doubled, changed or swapped with the next.
"""

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from samklang.core.language.own_words import accepted, own_words
from samklang.core.language.wording import LANGUAGES, Language
from samklang.core.manuscript.running_words import piece_words
from samklang.package.own_texts import own_texts
from samklang.package.read import read
from samklang.spelling.dictionaries import unknown

THEME = Path("themes/social-innovation-i-norr")
LETTERS: dict[Language, str] = {
    "sv": "abcdefghijklmnopqrstuvwxyzåäö",
    "en": "abcdefghijklmnopqrstuvwxyz",
}
# Words shorter than this are as often another word with a letter changed.
SHORTEST = 5


def misspelt(words: Sequence[str], letters: str, draw: random.Random) -> Iterator[str]:
    """Each word with one mistake in it, after its first letter."""
    for word in words:
        at = draw.randrange(1, len(word) - 1)
        made = draw.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + draw.choice(letters) + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )
        if made != word:
            yield made


def main() -> None:
    """Prints a line a language."""
    package = read(THEME)
    for language in LANGUAGES:
        own = own_words(own_texts(package, language))
        running = [w for p in piece_words(package.manuscripts[language]) for w in p.every]
        words = tuple(dict.fromkeys(running))
        began = time.process_time()
        listed = [
            one.word
            for one in unknown(language, words, own)
            if not all(accepted(part, own, language) for part in one.parts)
        ]
        spent = time.process_time() - began
        each = sum(running.count(word) for word in listed)
        lower = sorted(word for word in words if len(word) >= SHORTEST and word.islower())
        planted = tuple(misspelt(lower, LETTERS[language], random.Random(7)))
        seen = {one.word for one in unknown(language, planted, frozenset(planted))}
        print(
            f"{language}: {len(running)} words, {len(words)} different; {len(listed)} listed"
            f" ({1000 * each / len(running):.1f} in 1 000 words): {', '.join(listed)};"
            f" of {len(planted)} mistakes {len(seen & set(planted))} show; {spent:.1f} CPU s"
        )


if __name__ == "__main__":
    main()
