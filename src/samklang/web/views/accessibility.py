"""The accessibility statement of the site: for a network, or for the site as a whole."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from markupsafe import Markup

from samklang.core.accessibility.checks import recorded
from samklang.core.accessibility.statement import Responsible, of_application
from samklang.core.language.phrases import phrase
from samklang.render.html import statement_html
from samklang.web.models import Network
from samklang.web.queries.publications import message_address
from samklang.web.serving.templating import language
from samklang.web.views.access import shown


@require_safe
def statement(request: HttpRequest, network: str = "") -> HttpResponse:
    """What tests have found of the pages, and whom to write to; no reader is told of a network
    that has not been named in the address."""
    code = language(request)
    if network:
        owner = get_object_or_404(Network, address=network)
        name, email = message_address(owner)
        responsible = Responsible(owner.name, name, email, owner.url)
    else:
        responsible = Responsible(phrase(code, "accessibility.whoever"))
    made = of_application(responsible, recorded(), code)
    body = Markup(statement_html(made))
    response = shown(request, "public/accessibility.html", statement=made, body=body)
    response["X-Robots-Tag"] = "all"
    return response
