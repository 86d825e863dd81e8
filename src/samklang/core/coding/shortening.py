"""Shortened quotes: words may be left out and marked so, and none may be changed."""

LEFT_OUT = "[…]"


def is_shortened(quote: str, text: str) -> bool:
    """Whether `quote` is the text with nothing but pieces left out, each marked "[…]".

    Spaces and line breaks count as one space. A quote of nothing but marks is none.
    """
    whole = " ".join(text.split())
    pieces = [" ".join(piece.split()) for piece in quote.split(LEFT_OUT)]
    if not any(pieces):
        return False
    at = 0
    for number, piece in enumerate(pieces):
        found = whole.find(piece, at)
        # Without a mark before the first piece, or after the last, nothing is left out there.
        if found < 0 or (number == 0 and found != 0):
            return False
        at = found + len(piece)
    return not pieces[-1] or whole.endswith(pieces[-1])
