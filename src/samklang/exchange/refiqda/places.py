"""Places in an answer and in the text that is exchanged, whose line ends are LF."""


def with_lf(text: str) -> str:
    """The text with every line end as LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def place_with_lf(text: str, place: int) -> int:
    """A place of `text` in the text with LF; one between CR and LF comes to stand after both."""
    return place - text.count("\r\n", 0, place)


def place_without(text: str, place: int) -> int:
    """A place of the text with LF in `text` as it was."""
    at = text.find("\r\n")
    before = 0
    while at >= 0 and at - before < place:
        before += 1
        at = text.find("\r\n", at + 2)
    return place + before
