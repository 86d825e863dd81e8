"""The picture that is shown where somebody shares an example that has no picture of its own.

It is drawn when it is asked for, one at a time in a process, and a few are kept: whoever asks for
very many waits, and nobody else.
"""

import hashlib
from collections import OrderedDict
from threading import Lock
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from samklang.core.language.wording import Language
from samklang.render.design import branding_of
from samklang.render.share import example_png, example_svg
from samklang.web.models import CatalogueEntry, Network
from samklang.web.queries.entries import entry, names_of, printed_entry
from samklang.web.queries.example_cards import card
from samklang.web.queries.example_map import map_of_one
from samklang.web.views.readers_catalogue import address, begin

# Some 60 kB each.
MOST_KEPT = 50
# Seconds that a request waits for another picture to be drawn.
PATIENCE = 3
_drawing, _kept = Lock(), OrderedDict[str, bytes]()


@require_safe
def share_picture(
    request: HttpRequest, network: str, language: Language, name: str
) -> HttpResponse:
    """The picture as PNG, known by what it shows."""
    publisher = begin(request, network, language)
    entry_row = entry(publisher, name)
    if entry_row is None:
        raise Http404
    if not entry_row.live:
        return HttpResponse(status=410)
    svg = _svg(publisher, entry_row, language)
    digest = hashlib.sha256(svg.encode()).hexdigest()
    tag = quote_etag(digest[:32])
    if unchanged := get_conditional_response(request, etag=tag):
        return unchanged
    content = _drawn(svg, digest)
    if content is None:
        return HttpResponse(status=503, headers={"Retry-After": str(PATIENCE)})
    answer = HttpResponse(content, content_type="image/png")
    answer["ETag"] = tag
    answer["Cache-Control"] = "public, max-age=300"
    # Pages of others show it: that is what it is for.
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _svg(network: Network, entry_row: CatalogueEntry, language: Language) -> str:
    names, example = names_of(network), printed_entry(entry_row)
    told = card(entry_row, example, names, language)
    path = address("one", language, network.address, entry_row.name)
    site = urlsplit(settings.URL)
    return example_svg(
        title=told.plain_title,
        about=[example.organisation or "", "".join(piece.text for piece in told.place)],
        summary="".join(piece.text for piece in told.summary),
        network=network.name,
        mark=told.sureness if example.invented else "",
        address=f"{site.netloc}{site.path}{path}",
        where=map_of_one(example, names, language),
        language=language,
        branding=branding_of(network.colour, network.accent, network.typeface),
    )


def _drawn(svg: str, digest: str) -> bytes | None:
    """The picture; None where others are drawn already."""
    if (kept := _kept.get(digest)) is not None:
        return kept
    if not _drawing.acquire(timeout=PATIENCE):
        return None
    try:
        if digest not in _kept:
            _kept[digest] = example_png(svg)
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
        return _kept[digest]
    finally:
        _drawing.release()
