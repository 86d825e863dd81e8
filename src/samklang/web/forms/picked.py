"""Picked examples: which of them are told whole, and in what order, by a place beside each."""

from collections.abc import Mapping, Sequence

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from samklang.web.forms.fields import Words, page_language, said
from samklang.web.queries.picks import Pick

# Places are small numbers: a typing error is no place.
LAST = 999


class PlacesInput(forms.Widget):
    """A number beside each example; those without one are not picked. Whole without script."""

    use_fieldset = True

    def __init__(self, picks: Sequence[Pick]):
        super().__init__()
        self.picks = picks

    def value_from_datadict(
        self, data: Mapping[str, object], files: object, name: str
    ) -> Mapping[str, str]:
        """What was written beside each example."""
        written = {pick.id: str(data.get(f"{name}-{pick.id}", "")).strip() for pick in self.picks}
        return {id_: place for id_, place in written.items() if place}

    def value_omitted_from_data(self, data: object, files: object, name: str) -> bool:
        """Places are never left out: nothing beside any is nothing picked."""
        return False

    def render(
        self, name: str, value: object, attrs: object = None, renderer: object = None
    ) -> SafeString:
        """The examples, those with a place first."""
        places = (
            value
            if isinstance(value, Mapping)
            else _numbered(value if isinstance(value, Sequence) else ())
        )
        order = sorted(self.picks, key=lambda one: _place(places.get(one.id, "")))
        language = page_language()
        values = {"name": name, "rows": order, "places": places, "last": LAST, "language": language}
        # Our own template, which escapes what is put into it.
        return mark_safe(render_to_string("staff/picked.html", values, using="jinja2"))


class PicksField(forms.Field):
    """Examples in the order of their places; `most` of them at most."""

    def __init__(
        self, *, picks: Sequence[Pick], most: int | None = None, label: Words, help_text: Words
    ):
        super().__init__(
            required=False, widget=PlacesInput(picks), label=label, help_text=help_text
        )
        self.most = most

    def clean(self, value: Mapping[str, str] | None) -> list[str]:
        """The ids, in order; of two with the same place the first in the catalogue is first."""
        places: Mapping[str, str] = value or {}
        if any(_place(place) > LAST for place in places.values()):
            raise forms.ValidationError(said("blocks.no_place", last=LAST))
        if self.most is not None and len(places) > self.most:
            raise forms.ValidationError(said("blocks.too_many_picked", most=self.most))
        return sorted(places, key=lambda id_: _place(places[id_]))


def _numbered(ids: Sequence[str]) -> Mapping[str, str]:
    return {id_: str(place) for place, id_ in enumerate(ids, 1)}


def _place(written: str) -> int:
    """A place as a number; above LAST for none, and for what is no place."""
    known = written.isdecimal() and len(written) < 5 and 0 < int(written) <= LAST
    return int(written) if known else LAST + 1
