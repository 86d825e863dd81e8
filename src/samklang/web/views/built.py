"""Built files: a report's own files, as the build wrote them."""

import mimetypes
from pathlib import Path

from django.http import FileResponse, Http404, HttpResponseBase

from samklang.core.language.wording import LANGUAGES, Language
from samklang.web.actions.building import built_file
from samklang.web.models import Build

# A report carries its style within its pages; it runs nothing and fetches nothing.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
KINDS = {".woff2": "font/woff2", ".csv": "text/csv", ".md": "text/markdown", ".txt": "text/plain"}


def file_of(build: Build, path: str, *, public: bool) -> HttpResponseBase:
    """A file of a build; the folder's own page for a path that ends in /. 404 for no file."""
    if path == "" or path.endswith("/"):
        path += "index.html"
    found = built_file(build, path)
    if found is None:
        raise Http404
    answer = FileResponse(found.open("rb"), content_type=_kind(found))
    answer["Content-Security-Policy"] = POLICY
    if public:
        answer["Cache-Control"] = "public, max-age=300"
        answer["X-Robots-Tag"] = "all"
    return answer


def only_language(build: Build) -> Language | None:
    """The language of a report in one language, None where it is in several."""
    written = [one for one in LANGUAGES if built_file(build, f"{one}/index.html")]
    return written[0] if len(written) == 1 else None


def _kind(path: Path) -> str:
    kind = KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    if kind is None:
        return "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
