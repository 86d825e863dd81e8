"""Files of the catalogue: exactly the examples that an address selects, and their pictures."""

import json
from collections.abc import Sequence

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from samklang.core.catalogue.example import Example
from samklang.core.catalogue.facets import Names
from samklang.core.catalogue.open_data import COLUMNS, Shown, geojson, jsonld, row
from samklang.core.catalogue.selection import read
from samklang.core.language.wording import Language
from samklang.render.data.package import csv_file
from samklang.web.models import CatalogueEntry
from samklang.web.queries.entries import entry, names_of, printed_entry
from samklang.web.queries.selected import select
from samklang.web.views.readers_catalogue import FORMS, address, begin

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "geojson": "application/geo+json",
    "jsonld": "application/ld+json",
}
# More examples than this are narrowed down first: a file is made in memory.
MOST = 10_000


@require_safe
def of_selection(request: HttpRequest, network: str, language: Language, form: str) -> HttpResponse:
    """The examples that an address selects, in the order of its list."""
    publisher = begin(request, network, language)
    if form not in FORMS:
        raise Http404
    result = select(publisher, read(dict(request.GET.lists())), language)
    if result.total > MOST:
        return HttpResponse(status=413)
    every = [_shown(network, language, *one) for one in result.entries(0, MOST)]
    answer = HttpResponse(file_of(every, result.names, language, form), content_type=TYPES[form])
    stem = "exempel" if language == "sv" else "examples"
    answer["Content-Disposition"] = f'attachment; filename="{stem}.{form}"'
    return answer


@require_safe
def of_one(request: HttpRequest, network: str, language: Language, name: str) -> HttpResponse:
    """One example as JSON-LD."""
    publisher = begin(request, network, language)
    one = entry(publisher, name)
    if one is None:
        raise Http404
    if not one.live:
        return HttpResponse(status=410)
    shown = _shown(network, language, one, printed_entry(one))
    text = file_of([shown], names_of(publisher), language, "jsonld")
    return HttpResponse(text, content_type=TYPES["jsonld"])


@require_safe
def picture(
    request: HttpRequest, network: str, language: Language, name: str, number: int
) -> HttpResponse:
    """A picture of an example that is shown, by its place among them, from 1."""
    one = entry(begin(request, network, language), name)
    if one is None or (one.live and one.example is None):
        raise Http404
    if not one.live or one.example is None:
        return HttpResponse(status=410)
    pictures = printed_entry(one).pictures
    if not 1 <= number <= len(pictures):
        raise Http404
    kept = get_object_or_404(one.example.pictures, file=pictures[number - 1].file)
    answer = HttpResponse(bytes(kept.content), content_type="image/jpeg")
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def file_of(every: Sequence[Shown], names: Names, language: Language, form: str) -> bytes:
    """Examples in one of FORMS."""
    if form == "csv":
        rows = [row(one, names, language) for one in every]
        if rows:
            return csv_file(rows)
        return b"\xef\xbb\xbf" + (",".join(COLUMNS) + "\r\n").encode()
    body: object
    if form == "json":
        body = [row(one, names, language) for one in every]
    elif form == "geojson":
        body = geojson(every, names, language)
    else:
        body = jsonld(every, names, language)
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _shown(network: str, language: Language, one: CatalogueEntry, example: Example) -> Shown:
    path = address("one", language, network, one.name)
    changed = timezone.localtime(one.changed_at).date().isoformat()
    return Shown(one.name, settings.URL + path, changed, example)
