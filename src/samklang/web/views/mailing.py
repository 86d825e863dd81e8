"""Letters: order and call off mailings, word them, take in bounces."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.core.language.phrases import counted
from samklang.core.language.wording import known_language
from samklang.web.actions.mailing import (
    NotOpen,
    call_off,
    new_address,
    order_mailing,
    take_in_bounces,
    word_letter,
)
from samklang.web.forms.fields import said
from samklang.web.forms.mailing import AddressForm, BounceForm, OrderForm, TextForm
from samklang.web.mail.letters import NAMES, Text, write
from samklang.web.models import Invitation, Mailing, Member, Membership, Theme
from samklang.web.models.mailing import Group, MailKind
from samklang.web.queries import mailing as queries
from samklang.web.queries.by_name import ByName
from samklang.web.serving.templating import language
from samklang.web.views.access import StaffRequest, posted, shown, staff
from samklang.web.views.themes import theme_of

# Where letters go that are to reach nobody: what the program is set to before there is a server.
UNREAL = ("console.EmailBackend", "filebased.EmailBackend")


@staff("reader")
@require_safe
def letters(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """What has been sent, to whom one can write, and who cannot be reached."""
    return _page(request, member, theme_of(member, theme))


def _page(
    request: StaffRequest, member: Membership, theme: Theme, status: int = 200, **forms: object
) -> HttpResponse:
    sizes = dict(queries.group_sizes(theme))
    values = {
        "order": OrderForm(initial={"key": get_random_string(32)}, sizes=sizes),
        "bounce": BounceForm(),
    } | forms
    bounced = queries.group(theme, Group.BOUNCED).select_related("member")
    return shown(
        request,
        "staff/letters.html",
        status=status,
        member=member,
        theme=theme,
        sizes=sizes,
        mailings=queries.mailings(theme),
        bounced=ByName(bounced, name="member__name")[:200],
        kinds=MailKind.values,
        fetched=bool(settings.BOUNCES),
        real=not settings.EMAIL_BACKEND.endswith(UNREAL),
        **values,
    )


@staff("editor")
@require_POST
def order(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Orders a mailing."""
    current = theme_of(member, theme)
    form = OrderForm(request.POST, sizes=dict(queries.group_sizes(current)))
    if not form.is_valid():
        return _page(request, member, current, status=400, order=form)
    try:
        order_mailing(current, by=request.user, **form.cleaned_data)
    except NotOpen:
        messages.error(request, said("mail.not_open"))
    else:
        later = form.cleaned_data["due_at"]
        messages.success(request, said("mail.ordered_later" if later else "mail.ordered"))
    return redirect("theme_letters", member.network.address, theme)


@staff("editor")
@require_POST
def stop(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """Calls a mailing off."""
    mailing = get_object_or_404(Mailing, pk=pk, theme=theme_of(member, theme))
    stopped = call_off(mailing, by=request.user)
    messages.success(request, counted(language(request), "mail.stopped", stopped))
    return redirect("theme_letters", member.network.address, theme)


@staff("editor")
@require_http_methods(["GET", "HEAD", "POST"])
def wording(
    request: StaffRequest, member: Membership, theme: str, kind: str, code: str
) -> HttpResponse:
    """The wording of a kind of letter, with the letter as a member would get it."""
    current = theme_of(member, theme)
    if kind not in MailKind.values or code not in current.languages:
        raise Http404
    letter_language = known_language(code)
    now = queries.text(current, kind, letter_language)
    form = TextForm(
        posted(request),
        initial={"subject": now.subject, "body": now.body},
        link_needed=kind != MailKind.RECEIPT,
    )
    if request.method == "POST" and form.is_valid():
        now = Text(form.cleaned_data["subject"], form.cleaned_data["body"])
        if "preview" not in request.POST:
            word_letter(current, kind=kind, language=code, text=now, by=request.user)
            messages.success(request, said("mail.saved"))
            return redirect("theme_letters", member.network.address, theme)
    return shown(
        request,
        "staff/letter_text.html",
        status=400 if form.errors else 200,
        member=member,
        theme=current,
        kind=kind,
        code=code,
        form=form,
        names=NAMES,
        preview=write(now, some_member(current), language=letter_language),
    )


def some_member(theme: Theme) -> Invitation:
    """One of the theme's invitations, or one that is not kept, to show a letter to."""
    invitation = theme.invitations.select_related("member", "theme__network").first()
    if invitation:
        # The letter is a picture of one: its link must not open anyone's answers.
        invitation.pk, invitation.theme = 0, theme
        return invitation
    name = str(said("mail.some_member"))
    return Invitation(pk=0, theme=theme, member=Member(network=theme.network, name=name))


@staff("editor")
@require_POST
def bounces(request: StaffRequest, member: Membership, theme: str) -> HttpResponse:
    """Takes in a report of letters that came back."""
    current = theme_of(member, theme)
    form = BounceForm(request.POST)
    if not form.is_valid():
        return _page(request, member, current, status=400, bounce=form)
    tied = take_in_bounces(current, form.cleaned_data["report"], by=request.user)
    messages.success(request, counted(language(request), "mail.bounces_found", len(tied)))
    return redirect("theme_letters", member.network.address, theme)


@staff("editor")
@require_POST
def address(request: StaffRequest, member: Membership, theme: str, pk: int) -> HttpResponse:
    """Another address for a member whose letters came back."""
    bounce = get_object_or_404(
        Invitation.objects.select_related("member", "theme"), pk=pk, theme=theme_of(member, theme)
    )
    form = AddressForm(request.POST)
    if form.is_valid():
        new_address(bounce, email=form.cleaned_data["email"], by=request.user)
        messages.success(request, said("mail.address_saved", name=bounce.member.name))
    else:
        messages.error(request, said("mail.address_faulty", name=bounce.member.name))
    return redirect("theme_letters", member.network.address, theme)
