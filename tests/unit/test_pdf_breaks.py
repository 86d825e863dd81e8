"""Where a line may end, and where it may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.render.pdf.breaks import BREAK, breakable, link_address, shortened, tied


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Kommunikationsverksamhet i norr", "Kommunikationsverksamhet i norr"),
        ("https://example.org/a-b/sida?x=1", "https://|example.|org/|a-|b/|sida?|x=|1"),
        ("å" * 45, "åååååååååå|åååååååååå|åååååååååå|åååååååååå|ååååå"),
    ],
)
def test_where_a_line_may_end(text: str, marked: str) -> None:
    assert breakable(text).replace(BREAK, "|") == marked


@given(st.text())
def test_breaking_adds_nothing_but_breaks(text: str) -> None:
    assert breakable(text).replace(BREAK, "") == text.replace(BREAK, "")


@given(st.text(alphabet="aå/.-1", min_size=100, max_size=300))
def test_no_run_is_longer_than_a_word_can_be(text: str) -> None:
    assert max(len(piece) for piece in breakable(text).split(BREAK)) <= 40 or set(text) <= {*"/.-"}


def test_counts_stay_on_one_line() -> None:
    assert tied("20 av 32 svarar, 4 of 5") == "20\u00a0av\u00a032 svarar, 4\u00a0of\u00a05"
    assert tied("några av dem, av 32") == "några av dem, av 32"


def test_a_shortened_text_is_cut_between_words() -> None:
    assert shortened("Social innovation i norr", 24) == "Social innovation i norr"
    assert shortened("Social innovation i norr", 20) == "Social innovation…"
    assert shortened("x" * 30, 10) == "xxxxxxxxx…"


def test_an_address_in_a_link_is_ascii() -> None:
    assert link_address("https://example.org/å?a=1&b=%20#c") == (
        "https://example.org/%C3%A5?a=1&b=%20#c"
    )
