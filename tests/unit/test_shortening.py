"""A quote may leave words out, marked; it may change none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.coding.shortening import is_shortened

TEXT = "Vi fick  tre års stöd,\noch kunde anställa någon."


@pytest.mark.parametrize(
    "quote",
    [
        "Vi fick tre års stöd, och kunde anställa någon.",
        "Vi fick […] stöd, och kunde anställa någon.",
        "Vi fick […] någon.",
        "[…] kunde anställa någon.",
        "Vi fick tre års stöd […]",
        "[…] stöd […]",
    ],
)
def test_words_left_out_and_marked(quote: str) -> None:
    assert is_shortened(quote, TEXT)


@pytest.mark.parametrize(
    "quote",
    [
        "Vi fick fyra års stöd, och kunde anställa någon.",  # another word
        "tre års stöd, och kunde anställa någon.",  # the beginning is gone, unmarked
        "Vi fick tre års stöd",  # the end is gone, unmarked
        "[…] någon […] stöd […]",  # in another order
        "[…]",
        "",
    ],
)
def test_what_is_no_shortening(quote: str) -> None:
    assert not is_shortened(quote, TEXT)


@given(st.lists(st.text("abc å", min_size=1).map(str.strip).filter(bool), min_size=2, max_size=6))
def test_leaving_out_a_piece_is_always_allowed(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert is_shortened(text, text)
    assert is_shortened(f"{pieces[0]} […] {pieces[-1]}", text)
