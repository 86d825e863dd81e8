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
from samklang.core.language.languages import RULES
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
    every = [_shown(network, language, *entry) for entry in result.entries(0, MOST)]
    answer = HttpResponse(in_form(every, result.names, language, form), content_type=TYPES[form])
    stem = RULES[language].addresses["list"]
    answer["Content-Disposition"] = f'attachment; filename="{stem}.{form}"'
    return answer


@require_safe
def of_one(request: HttpRequest, network: str, language: Language, name: str) -> HttpResponse:
    """One example as JSON-LD."""
    publisher = begin(request, network, language)
    entry_row = entry(publisher, name)
    if entry_row is None:
        raise Http404
    if not entry_row.live:
        return HttpResponse(status=410)
    shown = _shown(network, language, entry_row, printed_entry(entry_row))
    text = in_form([shown], names_of(publisher), language, "jsonld")
    return HttpResponse(text, content_type=TYPES["jsonld"])


@require_safe
def picture(
    request: HttpRequest, network: str, language: Language, name: str, number: int
) -> HttpResponse:
    """A picture of an example that is shown, by its place among them, from 1."""
    entry_row = entry(begin(request, network, language), name)
    if entry_row is None or (entry_row.live and entry_row.example is None):
        raise Http404
    if not entry_row.live or entry_row.example is None:
        return HttpResponse(status=410)
    pictures = printed_entry(entry_row).pictures
    if not 1 <= number <= len(pictures):
        raise Http404
    kept = get_object_or_404(entry_row.example.pictures, file=pictures[number - 1].file)
    answer = HttpResponse(bytes(kept.content), content_type="image/jpeg")
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def in_form(every: Sequence[Shown], names: Names, language: Language, form: str) -> bytes:
    """Examples in one of FORMS."""
    if form == "csv":
        rows = [row(shown, names, language) for shown in every]
        if rows:
            return csv_file(rows)
        return b"\xef\xbb\xbf" + (",".join(COLUMNS) + "\r\n").encode()
    body: object
    if form == "json":
        body = [row(shown, names, language) for shown in every]
    elif form == "geojson":
        body = geojson(every, names, language)
    else:
        body = jsonld(every, names, language)
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _shown(network: str, language: Language, entry: CatalogueEntry, example: Example) -> Shown:
    path = address("one", language, network, entry.name)
    changed = timezone.localtime(entry.changed_at).date().isoformat()
    return Shown(entry.name, settings.URL + path, changed, example)
