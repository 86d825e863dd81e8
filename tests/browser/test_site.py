"""The site and the one-file report in Chromium: the sample with every kind of block."""

from pathlib import Path

from samklang.core.language.wording import LANGUAGES
from samklang.render.html import language_chooser, single_page, site
from samklang.render.share import share_files
from samklang.render.summary import summary_pdf
from tests.browser.site_checks import check_site, needs_chromium
from tests.samples import document


@needs_chromium
def test_every_page_of_the_sample(tmp_path: Path) -> None:
    documents = {language: document(language) for language in LANGUAGES}
    for language, made in documents.items():
        pages = site(made, files=[]) | {"report.html": single_page(made)} | share_files(made)
        pages["summary.pdf"] = summary_pdf(made)
        for name, content in pages.items():
            target = tmp_path / language / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    (tmp_path / "index.html").write_bytes(language_chooser(documents))
    (tmp_path / "data").mkdir()
    for name in ("q1.csv", "statements.csv", "factors.csv", "datapackage.json"):
        (tmp_path / "data" / name).write_text("x")
    found = check_site(tmp_path)
    assert found.faults == []
    assert len(found.pages) == 2 * (1 + 7 + 1 + 1) + 1
    assert len(found.rules) >= 30
