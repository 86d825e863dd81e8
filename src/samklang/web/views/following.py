"""Following up: how many have answered, who has not, and how sure the figures would be now."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from samklang.web.models import Membership
from samklang.web.progress_chart import staircase
from samklang.web.queries.following import following, silent
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.themes import theme_of

ROWS_A_PAGE = 100


@staff("reader")
@require_safe
def follow(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """How a theme's collection stands."""
    current = theme_of(member, theme)
    state = following(current, language(request))
    return shown(
        request,
        "staff/following.html",
        member=member,
        theme=current,
        state=state,
        chart=staircase(state.days, state.whole.asked),
        silent=Paginator(silent(current), ROWS_A_PAGE).get_page(request.GET.get("page")),
    )
