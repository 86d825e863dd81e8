"""A network's own page: its themes and what to do next."""

from django.http import HttpResponse

from samklang.web.models import Membership
from samklang.web.queries.themes import network_overview
from samklang.web.views.access import StaffRequest, shown, staff


@staff("reader")
def network(request: StaffRequest, member: Membership) -> HttpResponse:
    """The themes of a network, newest first."""
    overview = network_overview(member.network)
    return shown(request, "staff/network.html", member=member, overview=overview)
