"""What a reader of the demo meets: white pages, words beneath charts, slides, the first example.

`make bench NAME=reading` builds the demo theme and prints a row for each language; with a folder
that a build wrote (`ARGS=build/demo`) it looks at that. It writes build/bench/reading.json.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html

from benchmarks.table import keep
from samklang.core.language.wording import LANGUAGES, Language
from samklang.publication.build import build
from tests.browser.site_checks import browser
from tests.white_share import chapter_ends, white_shares

THEME = Path("themes/social-innovation-i-norr")
WIDTHS = (1280, 320)
WHITE = 0.3
HEADER = (
    f"{'language':<10}{'pages':>6}{'white':>6}{'mean white':>11}{'words':>6}{'slides':>7}"
    f"{'appendix':>9}{'first example at 1280, 320':>28}"
)


@dataclass(frozen=True)
class Row:
    """One language of a build.

    pages: of report.pdf. white: those more than 30 % white at their foot that end no chapter.
    mean: white at the foot, in per cent. words: most beneath a chart of the site. slides: to speak
    to; appendix: those after them. first: pixels from the top of the page of examples to the first
    of them, by the width of the screen.
    """

    language: Language
    pages: int
    white: int
    mean: int
    words: int
    slides: int
    appendix: int
    first: tuple[int, ...]


def main(arguments: list[str]) -> None:
    """A folder that was built, or nothing."""
    print(HEADER)
    with tempfile.TemporaryDirectory() as folder:
        built = Path(arguments[0]) if arguments else Path(folder) / "out"
        if not arguments:
            build(THEME, built, progress=lambda _: None)
        rows = [_row(built, language) for language in LANGUAGES]
    keep("reading", rows)


def _row(built: Path, language: Language) -> Row:
    issue = built / language
    shares, ends = white_shares(issue / "report.pdf"), chapter_ends(issue / "report.pdf")
    # Cover and contents stand by themselves.
    text = {number: share for number, share in enumerate(shares, 1) if number > 2}
    slides = html.fromstring((issue / "deck.html").read_bytes()).xpath(
        "//section[contains(@class, 'slide')]"
    )
    named = ["Bilaga", "Appendix"]
    main_slides = next(
        number for number, one in enumerate(slides) if one.xpath("string(.//h2)").strip() in named
    )
    row = Row(
        language,
        len(shares),
        sum(share > WHITE and number not in ends for number, share in text.items()),
        round(100 * sum(text.values()) / len(text)),
        max(_words(issue)),
        main_slides,
        len(slides) - main_slides - 1,
        tuple(_first(issue / "examples.html")),
    )
    print(
        f"{row.language:<10}{row.pages:>6}{row.white:>6}{row.mean:>10}%{row.words:>6}"
        f"{row.slides:>7}{row.appendix:>9}{', '.join(map(str, row.first)):>28}",
        flush=True,
    )
    return row


def _words(issue: Path) -> Iterator[int]:
    """How many words stand beneath each chart, what is folded away left out."""
    for page in sorted(issue.glob("*.html")):
        if page.name == "report.html":
            continue
        for chart in html.fromstring(page.read_bytes()).xpath("//figure[@class='chart']"):
            yield len(" ".join(p.text_content() for p in chart.xpath("./p")).split())


def _first(page_of: Path) -> Iterator[int]:
    with browser() as running:
        for width in WIDTHS:
            context = running.new_context(viewport={"width": width, "height": 900})
            page = context.new_page()
            page.goto(page_of.resolve().as_uri())
            first = page.locator(".examples article, .listed li").first
            box = first.bounding_box()
            assert box is not None
            yield round(box["y"])
            context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
