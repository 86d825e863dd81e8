"""The steps of an example's record, for its editor and its owner alike."""

import base64
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from samklang.core.language.wording import FIRST_LANGUAGE, LANGUAGES
from samklang.core.vocabulary import municipalities
from samklang.web.actions import catalogue as actions
from samklang.web.forms.fields import said
from samklang.web.forms.record import FORMS, STEPS, PictureForm, RecordStep, step_of
from samklang.web.models import Example
from samklang.web.queries.catalogue import blank
from samklang.web.views.access import posted

# Members whose names are offered; any other can be typed.
MOST_OFFERED = 500


@dataclass(frozen=True)
class Step:
    """The step that a page shows. pictures: those kept, as file, what it shows and address.

    members: names that an editor can choose the organisation among.
    """

    number: int
    form: RecordStep
    picture: PictureForm
    pictures: tuple[tuple[str, str, str], ...]
    municipalities: tuple[str, ...]
    members: tuple[str, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Every step."""
        return STEPS

    @property
    def faulty(self) -> bool:
        """Whether something that was sent is not as it should be."""
        return bool(self.form.errors or self.picture.errors)


def saved_step(
    request: HttpRequest, example: Example, address: str, *, by: User | None
) -> Step | HttpResponse:
    """The step that an address asks for; where it was sent and is sound, saved, and the way on.

    by: the editor, None for the example's owner.
    """
    number = step_of(request.GET.get("steg", ""))
    action = request.POST.get("action", "")
    here = f"{address}?steg={number}"
    if action == "remove_picture":
        actions.remove_picture(example, request.POST.get("file", ""), by=by)
        return redirect(here)
    adding = action == "add_picture"
    sent = (request.POST, request.FILES) if adding else ()
    # The record beside it has a licence too.
    picture = PictureForm(*sent, auto_id="picture_%s")
    if adding and picture.is_valid():
        given = picture.cleaned_data
        description = {"alt": dict.fromkeys(LANGUAGES, given["alt"])}
        description |= {"licence": given["licence"], "credit": given["credit"]}
        if not actions.add_picture(example, given["picture"], description, by=by):
            messages.error(request, said("record.too_many"))
        return redirect(here)
    record: dict[str, object] = {**blank(), **example.record}
    data = None if adding else posted(request)
    form = FORMS[number](data, example=example, record=record, by_owner=by is None)
    if data is not None and form.is_valid():
        saved = actions.change_example(
            example, form.values(), seen=form.cleaned_data["version"], by=by, **form.more()
        )
        if saved:
            if by is not None:
                messages.success(request, said("catalogue.saved"))
            onward = action == "next" and number < len(STEPS)
            return redirect(f"{address}?steg={number + 1}" if onward else address)
        form.add_error(None, said("catalogue.changed_meanwhile"))
    members = _members(example) if by is not None and number == 1 else ()
    return Step(number, form, picture, kept_pictures(example), _names(), members)


def kept_pictures(example: Example) -> tuple[tuple[str, str, str], ...]:
    """The pictures of an example: file, what each shows, and its address within the page."""
    shows = {p["file"]: p["alt"][FIRST_LANGUAGE] for p in example.record.get("pictures") or []}
    return tuple(
        (
            kept.file,
            shows[kept.file],
            f"data:image/jpeg;base64,{base64.b64encode(bytes(kept.content)).decode()}",
        )
        for kept in example.pictures.all()
        if kept.file in shows
    )


def _members(example: Example) -> tuple[str, ...]:
    names = (
        example.theme.network.members.filter(active=True)
        .order_by("name")
        .values_list("name", flat=True)
    )
    return tuple(names.distinct()[:MOST_OFFERED])


def _names() -> tuple[str, ...]:
    return tuple(sorted(m.name for m in municipalities().values()))
