"""What Pagefind finds of the same examples: its index of a page each, asked in a browser."""

import tempfile
import threading
from collections.abc import Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SEARCH = """async queries => {
  const pagefind = await import("/pagefind/pagefind.js");
  await pagefind.options({ranking: {}});
  const every = [];
  for (const query of queries) {
    const answer = await pagefind.search(query);
    const pages = await Promise.all(answer.results.slice(0, 10).map(one => one.data()));
    every.push(pages.map(page => page.raw_url || page.url));
  }
  return every;
}"""


def lists(rows: Sequence[dict[str, str]], queries: Sequence[str]) -> list[list[str]]:
    """The names that each query finds, in Pagefind's order; none where no browser is there."""
    from playwright.sync_api import sync_playwright

    from samklang.core.vocabulary import municipalities
    from samklang.render.html.search_index import index

    with tempfile.TemporaryDirectory() as folder:
        towns = {m.code: m.name for m in municipalities().values()}
        index({f"{row['id']}/index.html": _page(row, towns) for row in rows}, Path(folder))
        Path(folder, "index.html").write_text("<!doctype html><html lang=sv><title>x</title>")
        handler = partial(_Quiet, directory=folder)
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
                )
                page = browser.new_page()
                page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
                pages: list[list[str]] = page.evaluate(SEARCH, list(queries))
                browser.close()
        finally:
            server.shutdown()
    return [[url.strip("/").rsplit("/", 1)[-1] for url in of_query] for of_query in pages]


def _page(row: dict[str, str], towns: dict[str, str]) -> str:
    words = f"<p>{row['organisation']}, {towns[row['municipality']]}</p>"
    return (
        f"<!doctype html><html lang=sv><title>{row['title']}</title><body>"
        f"<h1>{row['title']}</h1>{words}<p>{row['description']}</p></body></html>"
    )


class _Quiet(SimpleHTTPRequestHandler):
    """Serves the index and says nothing."""

    def log_message(self, *args: object) -> None:
        """Nothing."""
