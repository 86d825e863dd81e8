"""The pages of an example's owner: how it will look, its text, and where it may be shown.

The link is the credential, as for a member's answers. Nothing changes at a GET.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samklang.core.catalogue.consent import consent_record
from samklang.web.actions import catalogue as actions
from samklang.web.actions.example_letters import send_anew
from samklang.web.forms.catalogue import ConsentForm
from samklang.web.forms.fields import said, whole_number
from samklang.web.models import Example
from samklang.web.queries import catalogue as queries
from samklang.web.queries.owner_look import owner_look
from samklang.web.serving.templating import language
from samklang.web.views.access import posted, shown
from samklang.web.views.record import kept_pictures, saved_step


@require_http_methods(["GET", "HEAD", "POST"])
def owner(request: HttpRequest, token: str) -> HttpResponse:
    """The example as it will be shown, and the owner's answer."""
    example = queries.of_link(token)
    if example is None:
        return shown(request, "catalogue/unknown.html", status=404)
    if example.stage == "withdrawn":
        return shown(request, "catalogue/gone.html", status=410, one=example)
    if not example.link_holds(timezone.now()):
        return _expired(request, example, token)
    if request.POST.get("action") == "still" and example.stage == "published" and example.claimed:
        actions.still_true(example)
        messages.success(request, said("record.still_thanks"))
        return redirect("owner", token)
    form = ConsentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_for(
                example,
                seen=whole_number(request.POST.get("version", ""), otherwise=-1),
                named=form.cleaned_data["named"] == "yes",
                issues=form.issues(),
            )
        except actions.NotAllowed:
            example.refresh_from_db()
            form.add_error(None, said("catalogue.changed_before_answer"))
            return _page(request, token, example, form, status=409)
        return redirect("owner", token)
    return _page(request, token, example, form, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, token: str) -> HttpResponse:
    """The text, which the owner may put right before answering."""
    example = queries.of_link(token)
    if example is None or _closed(example):
        return redirect("owner", token)
    step = saved_step(request, example, reverse("owner_change", args=[token]), by=None)
    if isinstance(step, HttpResponse):
        example.refresh_from_db()
        _ask_again(example)
        # Saved without going on: back to how it looks now.
        onward = request.POST.get("action", "") in ("next", "add_picture", "remove_picture")
        return step if onward else redirect("owner", token)
    status = 400 if step.faulty else 200
    return shown(
        request, "catalogue/owner_change.html", status=status, one=example, step=step, token=token
    )


@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Takes the example back, at any time."""
    example = queries.of_link(token)
    if example is not None and not _closed(example):
        actions.withdraw_example(example, by=None)
    return redirect("owner", token)


@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The owner's consent record, to keep."""
    example = queries.of_link(token)
    if example and not example.link_holds(timezone.now()):
        return redirect("owner", token)
    consent = example.consents.first() if example else None
    if consent is None:
        return shown(request, "catalogue/unknown.html", status=404)
    answer = JsonResponse(consent_record(queries.receipt(consent)), json_dumps_params={"indent": 1})
    answer["Content-Type"] = "application/ld+json"
    answer["Content-Disposition"] = 'attachment; filename="samtycke.jsonld"'
    return answer


def _closed(example: Example) -> bool:
    """Whether the owner's link opens no more than the page that says why."""
    return example.stage == "withdrawn" or not example.link_holds(timezone.now())


def _expired(request: HttpRequest, example: Example, token: str) -> HttpResponse:
    """What a link that has expired leads to, and a new one by letter: whoever has found the link
    is not told whether there is an address, nor which."""
    sent = request.method == "POST" and request.POST.get("action") == "renew"
    if sent:
        send_anew(example)
    status = 200 if sent else 410
    return shown(request, "catalogue/expired.html", status=status, token=token, sent=sent)


def _ask_again(example: Example) -> None:
    """An owner who has put the text right need not be asked by letter to answer for it."""
    Example.objects.filter(pk=example.pk, stage="draft").update(stage="asked")


def _page(
    request: HttpRequest, token: str, example: Example, form: ConsentForm, *, status: int
) -> HttpResponse:
    return shown(
        request,
        "catalogue/owner.html",
        status=status,
        one=example,
        shown_as=queries.printed(example),
        look=owner_look(example, language(request)),
        pictures=kept_pictures(example),
        form=form,
        token=token,
        consent=example.consents.filter(withdrawn_at=None).first(),
    )
