"""The site and the one-file report in Chromium: the sample with every kind of block."""

from pathlib import Path

from samklang.core.document.deck import slides
from samklang.core.language.wording import LANGUAGES
from samklang.render.html import (
    embeds,
    language_chooser,
    presentation,
    single_page,
    site,
    standings,
)
from samklang.render.share import share_files
from samklang.render.slides.single import alone, path_of
from samklang.render.summary import summary_pdf
from tests.browser.site_checks import check_site, needs_chromium
from tests.samples import document


@needs_chromium
def test_every_page_of_the_sample(tmp_path: Path) -> None:
    documents = {language: document(language) for language in LANGUAGES}
    for language, made in documents.items():
        pages = site(made, files=[]) | {"report.html": single_page(made)} | share_files(made)
        pages |= embeds(made) | presentation(made)
        pages |= {"summary.pdf": summary_pdf(made), "deck.pdf": b"x", "deck.pptx": b"x"}
        numbers = enumerate(slides(made), 1)
        pages |= {path_of(number): b"x" for number, slide in numbers if alone(slide)}
        for name, content in pages.items():
            target = tmp_path / language / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    (tmp_path / "index.html").write_bytes(language_chooser(documents))
    for name, content in standings(documents).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "data").mkdir()
    described = [f"examples.{language}.jsonld" for language in LANGUAGES]
    for name in (
        *("q1.csv", "statements.csv", "factors.csv", "datapackage.json"),
        *("examples.csv", "examples.geojson", *described),
    ):
        (tmp_path / "data" / name).write_text("x")
    # An index of nothing: what it finds is another test's.
    (tmp_path / "pagefind").mkdir()
    (tmp_path / "pagefind" / "pagefind.js").write_text(
        "export const options = async () => {}; export const init = async () => {};"
    )
    found = check_site(tmp_path)
    assert found.faults == []
    assert len(found.pages) == len(list(tmp_path.rglob("*.html"))) > 2 * (11 + 5) + 5
    assert len(found.rules) >= 30
