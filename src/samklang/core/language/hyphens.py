"""Hyphens: where a long Swedish compound may be divided, told by endings that another part follows.

Browsers know few words of Swedish, and some none: on a phone a long heading is cut anywhere.
"""

import re

SOFT_HYPHEN = "\u00ad"
# A shorter word fits the narrowest screen in the largest letters.
_LONG = re.compile(r"\w{16,}")
# Within a word these never stand last in a part: the s ties the part to the next one.
_JOINT = re.compile(r"(\w{3}(?:hets|ings|ions|skaps|tets))(?=\w{5})")


def divisible(text: str) -> str:
    """The text with soft hyphens in long compounds; they are seen only where a line ends."""
    return _LONG.sub(lambda word: _JOINT.sub(rf"\1{SOFT_HYPHEN}", word[0]), text)
