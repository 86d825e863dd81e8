"""Running text that no editor writes: read in a time that grows as the text does, and whole."""

import time

import pytest

from samklang.core.document.inline import Link, Run
from samklang.core.manuscript.parsing import DraftList, DraftParagraph
from samklang.exchange.limesurvey.plaintext import plain_text
from samklang.web.forms.prose import from_field, from_html

# Python's own reader of HTML took 29 s for the first of these, and failed at the third.
HOSTILE = ("<a ", "<a x='", "<![", "<!--", "<!", "</", "<?", "&#", "<p>", "<b>", "<ul><li>x")


@pytest.mark.parametrize("part", HOSTILE)
def test_html_that_never_ends_is_read_at_once(part: str) -> None:
    text = part * (60_000 // len(part))
    begun = time.process_time()
    from_html(text)
    plain_text(text)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("part", ["[[1", "[[ ", "{n}`"])
def test_values_that_never_end_are_read_at_once(part: str) -> None:
    """The first took the square of its length: 14 s."""
    text = part * 60_000
    begun = time.process_time()
    same = from_field(text, "") == text
    assert same
    assert time.process_time() - begun < 1


def test_values_nested_without_end_are_none() -> None:
    assert from_field("Ord", "[" * 100_000) == "Ord"


def test_html_is_read_as_before() -> None:
    blocks = from_html(
        "<p>Ett <strong>två</strong> &lt;3 &amp; <a href='https://a.se'>fyra</a></p><ul><li>a<li>b</ul>"
    )
    assert blocks == (
        DraftParagraph(
            (Run("Ett "), Run("två", strong=True), Run(" <3 & "), Link("fyra", "https://a.se"))
        ),
        DraftList(((Run("a"),), (Run("b"),)), ordered=False),
    )
    assert from_html(" \n") == ()
    assert plain_text("Jag <3 er<br>och&nbsp;fler <script>x</script>") == "Jag <3 er och fler"
