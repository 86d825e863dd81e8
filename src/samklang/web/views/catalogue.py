"""A theme's examples: cards that members filled in, drafts, and what each waits for."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from samklang.web.actions import catalogue as actions
from samklang.web.actions.audit import record
from samklang.web.forms.fields import said
from samklang.web.models import Example, Membership
from samklang.web.models.example import Origin
from samklang.web.queries import catalogue as queries
from samklang.web.views.access import StaffRequest, shown, staff
from samklang.web.views.record import saved_step
from samklang.web.views.themes import theme_of


@staff("editor")
@require_http_methods(["GET", "HEAD"])
def examples(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """The theme's examples, and the cards that drafts can be made from."""
    chosen = theme_of(member, theme)
    cards = queries.cards(chosen)
    if cards:
        record("read_cards", by=request.user, theme=chosen, cards=len(cards))
    return shown(
        request,
        "catalogue/examples.html",
        member=member,
        theme=chosen,
        cards=cards,
        examples=[
            (example, queries.to_do(example)) for example in chosen.examples.select_related("theme")
        ],
    )


@staff("editor")
@require_POST
def draft(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """A draft, of a card or empty."""
    chosen = theme_of(member, theme)
    answer, origin = request.POST.get("answer", ""), request.POST.get("origin", "")
    if answer:
        try:
            example = actions.draft_from_card(chosen, answer, by=request.user)
        except actions.NoCard:
            messages.error(request, said("catalogue.no_card"))
            return redirect("theme_examples", member.network.address, theme)
    else:
        kind = Origin.SOURCES if origin == Origin.SOURCES else Origin.EDITOR
        example = actions.begin_example(chosen, origin=kind, by=request.user)
    return redirect("theme_example", member.network.address, theme, example.name)


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def example(request: StaffRequest, member: Membership, theme: str, name: str) -> HttpResponse:
    """One example: its record, what it lacks, what its owner has said."""
    example = _of(member, theme, name)
    address = reverse("theme_example", args=[member.network.address, theme, name])
    step = saved_step(request, example, address, by=request.user)
    if isinstance(step, HttpResponse):
        return step
    return shown(
        request,
        "catalogue/example.html",
        status=400 if step.faulty else 200,
        member=member,
        theme=example.theme,
        one=example,
        step=step,
        to_do=queries.to_do(example),
        consents=example.consents.all(),
    )


@staff("editor")
@require_POST
def step(request: StaffRequest, member: Membership, theme: str, name: str) -> HttpResponse:
    """Asks the owner, publishes, sends back with a reason, or withdraws."""
    example = _of(member, theme, name)
    wanted, by = request.POST.get("action", ""), request.user
    try:
        if wanted == "ask":
            address = actions.ask_owner(example, by=by)
            messages.success(request, said("catalogue.asked", link=address))
        elif wanted == "return":
            reason = request.POST.get("reason", "").strip() or str(said("catalogue.no_reason"))
            actions.ask_owner(example, by=by, reason=reason)
            messages.success(request, said("catalogue.sent_back"))
        elif wanted == "publish":
            actions.publish_example(example, by=by)
            messages.success(request, said("catalogue.published"))
        elif wanted == "withdraw":
            actions.withdraw_example(example, by=by)
            messages.success(request, said("catalogue.withdrawn"))
    except actions.NoAddress:
        messages.error(request, said("catalogue.no_owner"))
    except actions.Incomplete:
        messages.error(request, said("catalogue.incomplete"))
    except actions.NotAllowed:
        messages.error(request, said("catalogue.not_allowed"))
    return redirect("theme_example", member.network.address, theme, name)


def _of(member: Membership, theme: str, name: str) -> Example:
    examples = Example.objects.select_related("theme__network", "member")
    return get_object_or_404(examples, theme=theme_of(member, theme), name=name)
