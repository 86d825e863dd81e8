"""What anyone may read: a network's themes, a theme's report, its editions, and news."""

import re
from xml.etree import ElementTree

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.http import require_safe

from samklang.core.document.legible import legible_text
from samklang.core.figures.development import development_figure
from samklang.core.language.phrases import phrase
from samklang.render.charts import figure_svg
from samklang.render.design import HOUSE
from samklang.web.models import Network, Publication, Theme
from samklang.web.models.publication import PublicationState
from samklang.web.published_examples import published_examples
from samklang.web.queries import publications as queries
from samklang.web.queries import series
from samklang.web.queries.entries import has_examples
from samklang.web.queries.standing import standing
from samklang.web.serving.assets import asset
from samklang.web.serving.templating import language
from samklang.web.views.access import shown
from samklang.web.views.built import codes_of, file_of
from samklang.web.views.readers_catalogue import address, example_pages

# The address printed under a picture, slide or frame.
_SHORT = re.compile(r"s/([a-z0-9]{1,20})/?(?:index\.html)?")

# The first parts of addresses that hold a secret or are the staff's; /exempel/ is the owners'.
PRIVATE = ("arbete", "svara", "konto", "start", "exempel")


@require_safe
def network(request: HttpRequest, network: str) -> HttpResponse:
    """A network's published themes, newest first, their examples, and whom to ask."""
    network_row = get_object_or_404(Network, address=network)
    themes = queries.of_network(network_row)
    contacts = dict.fromkeys((e.theme.contact_name, e.theme.contact_email) for e in themes)
    return _listed(
        request,
        "public/network.html",
        network=network_row,
        editions=themes,
        examples=published_examples(themes, language(request)),
        contacts=[(name, email) for name, email in contacts if name or email],
        compared=bool(series.over_time(network_row)),
        catalogue=address("list", language(request), network) if has_examples(network_row) else "",
    )


@require_safe
def over_time(request: HttpRequest, network: str) -> HttpResponse:
    """What a network's themes have found over time, of the questions that were asked again."""
    network_row = get_object_or_404(Network, address=network)
    code = language(request)
    lines = [
        {
            "line": line,
            "wide": figure_svg(figure, code, HOUSE),
            "narrow": figure_svg(figure, code, HOUSE, narrow=True),
        }
        for line in series.over_time(network_row)
        for figure in [development_figure(line, code)]
    ]
    return _listed(request, "public/over_time.html", network=network_row, lines=lines)


@require_safe
def newest(request: HttpRequest, network: str, theme: str) -> HttpResponse:
    """The lasting address of a theme leads to its newest edition."""
    edition = queries.latest(network, theme)
    if edition is None:
        _exists(network, theme)
        return redirect("public_editions", network, theme)
    return redirect("public_file", network, theme, edition.edition)


@require_safe
def editions(request: HttpRequest, network: str, theme: str) -> HttpResponse:
    """A theme's editions, what each corrected and every figure that changed."""
    editions_there = _exists(network, theme)
    return _listed(
        request,
        "public/editions.html",
        theme=editions_there,
        editions=queries.editions(editions_there),
    )


@require_safe
def file(
    request: HttpRequest, network: str, theme: str, edition: int, path: str = ""
) -> HttpResponseBase:
    """A file of an edition; of a withdrawn one, why it was withdrawn."""
    edition_row = queries.edition(network, theme, edition)
    if edition_row is None:
        raise Http404
    if code := _SHORT.fullmatch(path):
        return _standing(request, edition_row, code[1])
    if edition_row.state == PublicationState.WITHDRAWN:
        return shown(request, "public/withdrawn.html", status=410, edition=edition_row)
    return file_of(edition_row.build.folder, path, public=True)


def _standing(request: HttpRequest, edition: Publication, code: str) -> HttpResponse:
    """Whether a figure that somebody met elsewhere still holds."""
    state = standing(edition, code, codes_of)
    if state is None:
        raise Http404
    return _listed(request, "public/standing.html", one=state)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The icon that browsers ask for by this name, wherever it lies."""
    return redirect(asset("favicon.svg"), permanent=False)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: reports, and no page of members or staff."""
    closed = "".join(f"Disallow: /{part}/\n" for part in PRIVATE)
    text = f"User-agent: *\n{closed}Sitemap: {settings.URL}{reverse('sitemap')}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The addresses of all published reports, newest edition of each theme, and of all examples.

    By sitemaps.org 0.9, which allows 50 000 addresses in a file: the newest examples go first.
    """
    root = ElementTree.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    editions = queries.newest_of_all()
    networks = dict.fromkeys(edition.theme.network.address for edition in editions)
    pages: list[tuple[str, Publication | None]] = [(reverse("front"), None)]
    pages += [(reverse("public_network", args=[network]), None) for network in networks]
    pages += [
        (reverse("public_file", args=[e.theme.network.address, e.theme.address, e.edition]), e)
        for e in editions
    ]
    days = [(at, page.public_from if page else None) for at, page in pages]
    for page_address, changed in days + example_pages():
        entry = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(entry, "loc").text = settings.URL + page_address
        if changed:
            ElementTree.SubElement(entry, "lastmod").text = changed.date().isoformat()
    content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(content, content_type="application/xml")


def _listed(
    request: HttpRequest, template: str, status: int = 200, **values: object
) -> HttpResponse:
    """A page that search engines may list."""
    response = shown(request, template, status, **values)
    response["X-Robots-Tag"] = "all"
    return response


@require_safe
def news(request: HttpRequest, network: str) -> HttpResponse:
    """A network's newest editions as RSS 2.0."""
    network_row = get_object_or_404(Network, address=network)
    code = language(request)
    home = settings.URL + reverse("public_network", args=[network])
    feed = Rss201rev2Feed(
        title=legible_text(network_row.name),
        link=home,
        description=legible_text(phrase(code, "publish.news", network=network_row.name)),
        language=code,
        feed_url=settings.URL + reverse("public_news", args=[network]),
    )
    for one in queries.of_network(network_row):
        here = reverse("public_file", args=[network, one.theme.address, one.edition])
        link = settings.URL + here
        edition = phrase(code, "publish.edition", number=one.edition)
        feed.add_item(
            title=legible_text(f"{one.theme.shown('title', code)}, {edition}"),
            link=link,
            description=legible_text(one.shown("errata", code)),
            pubdate=one.public_from,
            unique_id=link,
        )
    return HttpResponse(
        feed.writeString("utf-8"),
        content_type="application/rss+xml; charset=utf-8",
        headers={"X-Robots-Tag": "all"},
    )


def _exists(network: str, theme: str) -> Theme:
    """The theme where readers know of any edition of it, else page not found."""
    editions_there = (
        Theme.objects.select_related("network")
        .filter(network__address=network, address=theme)
        .first()
    )
    if editions_there is None or not queries.editions(editions_there):
        raise Http404
    return editions_there
