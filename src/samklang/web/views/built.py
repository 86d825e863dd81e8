"""Built files: a report's own files, as the build wrote them."""

import json
import mimetypes
import re
from pathlib import Path

from django.http import FileResponse, Http404, HttpResponseBase, HttpResponseRedirect

from samklang.core.language.wording import LANGUAGES, Language
from samklang.web.actions.building import built_file
from samklang.web.models import Build

# A report carries its style within its pages; it runs nothing and fetches nothing.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# The page that searches the examples runs the index's own script; no other page does.
SEARCHING = re.compile(r"[a-z]{2,3}/examples/index\.html")
SEARCH_POLICY = POLICY.replace(
    "base-uri",
    "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; base-uri",
)
# A figure that others may frame, and no other page.
FRAMED = re.compile(r"[a-z]{2,3}/embed/[a-z0-9_.-]+\.html", re.IGNORECASE)
CODES = "s/codes.json"
# The deck is shown to a hall by its own script.
PRESENTED = re.compile(r"[a-z]{2,3}/deck\.html")
KINDS = {".woff2": "font/woff2", ".csv": "text/csv", ".md": "text/markdown", ".txt": "text/plain"}


def file_of(folder: str, path: str, *, public: bool) -> HttpResponseBase:
    """A file of a report; the folder's own page for a path that ends in /. 404 for no file.

    A report in one language opens on the report: there is nothing to choose between.
    """
    if not path and (only := _only_language(folder)):
        return HttpResponseRedirect(f"{only}/")
    if path == "" or path.endswith("/"):
        path += "index.html"
    file = built_file(folder, path)
    if file is None:
        raise Http404
    answer = FileResponse(file.open("rb"), content_type=_kind(file))
    answer["Content-Security-Policy"] = SEARCH_POLICY if SEARCHING.fullmatch(path) else POLICY
    if PRESENTED.fullmatch(path):
        answer["Content-Security-Policy"] = POLICY.replace(
            "base-uri", "script-src 'self'; base-uri"
        )
    if public and FRAMED.fullmatch(path):
        answer["Content-Security-Policy"] = POLICY.replace("ancestors 'none'", "ancestors *")
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    if public:
        answer["Cache-Control"] = "public, max-age=300"
        answer["X-Robots-Tag"] = "all"
    return answer


def codes_of(build: Build) -> dict[str, str]:
    """The figures of a build by their short codes; none where it was built before there were."""
    file = built_file(build.folder, CODES)
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file else {}


def _only_language(folder: str) -> Language | None:
    """The language of a report in one language, None where it is in several."""
    written = [language for language in LANGUAGES if built_file(folder, f"{language}/index.html")]
    return written[0] if len(written) == 1 else None


def _kind(path: Path) -> str:
    kind = KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    if kind is None:
        return "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
