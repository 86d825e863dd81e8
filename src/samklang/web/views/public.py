"""What anyone may read: a network's themes, a theme's report, its editions, and news."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.http import require_safe

from samklang.core.document.legible import legible_text
from samklang.core.figures.development import development_figure
from samklang.core.language.phrases import phrase
from samklang.render.charts import figure_svg
from samklang.web.models import Network, Theme
from samklang.web.models.publication import PublicationState
from samklang.web.published_examples import published_examples
from samklang.web.queries import publications as queries
from samklang.web.queries import series
from samklang.web.serving.templating import language
from samklang.web.views.access import shown
from samklang.web.views.built import file_of


@require_safe
def network(request: HttpRequest, network: str) -> HttpResponse:
    """A network's published themes, newest first, their examples, and whom to ask."""
    found = get_object_or_404(Network, address=network)
    themes = queries.of_network(found)
    contacts = dict.fromkeys((e.theme.contact_name, e.theme.contact_email) for e in themes)
    return shown(
        request,
        "public/network.html",
        network=found,
        editions=themes,
        examples=published_examples(themes, language(request)),
        contacts=[(name, email) for name, email in contacts if name or email],
        compared=bool(series.over_time(found)),
    )


@require_safe
def over_time(request: HttpRequest, network: str) -> HttpResponse:
    """What a network's themes have found over time, of the questions that were asked again."""
    found = get_object_or_404(Network, address=network)
    code = language(request)
    lines = [
        {
            "line": line,
            "wide": figure_svg(figure, code),
            "narrow": figure_svg(figure, code, narrow=True),
        }
        for line in series.over_time(found)
        for figure in [development_figure(line, code)]
    ]
    return shown(request, "public/over_time.html", network=found, lines=lines)


@require_safe
def newest(request: HttpRequest, network: str, theme: str) -> HttpResponse:
    """The lasting address of a theme leads to its newest edition."""
    found = queries.latest(network, theme)
    if found is None:
        _exists(network, theme)
        return redirect("public_editions", network, theme)
    return redirect("public_file", network, theme, found.edition)


@require_safe
def editions(request: HttpRequest, network: str, theme: str) -> HttpResponse:
    """A theme's editions, what each corrected and every figure that changed."""
    found = _exists(network, theme)
    return shown(request, "public/editions.html", theme=found, editions=queries.editions(found))


@require_safe
def file(
    request: HttpRequest, network: str, theme: str, edition: int, path: str = ""
) -> HttpResponseBase:
    """A file of an edition; of a withdrawn one, why it was withdrawn."""
    found = queries.edition(network, theme, edition)
    if found is None:
        raise Http404
    if found.state == PublicationState.WITHDRAWN:
        return shown(request, "public/withdrawn.html", status=410, edition=found)
    return file_of(found.build, path, public=True)


@require_safe
def news(request: HttpRequest, network: str) -> HttpResponse:
    """A network's newest editions as RSS 2.0."""
    found = get_object_or_404(Network, address=network)
    code = language(request)
    home = request.build_absolute_uri(reverse("public_network", args=[network]))
    feed = Rss201rev2Feed(
        title=legible_text(found.name),
        link=home,
        description=legible_text(phrase(code, "publish.news", network=found.name)),
        language=code,
        feed_url=request.build_absolute_uri(),
    )
    for one in queries.of_network(found):
        address = reverse("public_file", args=[network, one.theme.address, one.edition])
        link = request.build_absolute_uri(address)
        edition = phrase(code, "publish.edition", number=one.edition)
        feed.add_item(
            title=legible_text(f"{one.theme.title(code)}, {edition}"),
            link=link,
            description=legible_text(one.errata_en if code == "en" else one.errata_sv),
            pubdate=one.public_from,
            unique_id=link,
        )
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8"
    )


def _exists(network: str, theme: str) -> Theme:
    """The theme where readers know of any edition of it, else page not found."""
    found = (
        Theme.objects.select_related("network")
        .filter(network__address=network, address=theme)
        .first()
    )
    if found is None or not queries.editions(found):
        raise Http404
    return found
