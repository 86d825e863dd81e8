"""What an owner fills in about the network and its staff."""

from collections.abc import Callable, Sequence
from typing import Any, Unpack

from django import forms

from samklang.core.language.wording import LANGUAGES
from samklang.core.theme import colour
from samklang.web.forms.fields import Form, FormArguments, Sent, called, said
from samklang.web.models import Network
from samklang.web.models.network import OWNER_DAYS, Role, Typeface

ROLES = [(role, said(f"staff.role_{role}")) for role in Role.values]


class StaffForm(Form):
    """A person to add."""

    # A person's name in the database is the address.
    email = forms.EmailField(label=said("staff.email"), max_length=150)
    role = forms.ChoiceField(
        label=said("staff.role"), choices=ROLES, initial=Role.EDITOR, widget=forms.RadioSelect
    )


class NetworkForm(Form):
    """The network's own fields."""

    name = forms.CharField(label=said("staff.network_name"), max_length=200)
    url = forms.URLField(
        label=said("staff.network_url"),
        required=False,
        assume_scheme="https",
        max_length=200,
        # The browser's own kind of field refuses what has no https:// before it.
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
    reply_to = forms.EmailField(
        label=said("staff.reply_to"),
        help_text=said("staff.reply_to_hint"),
        required=False,
        max_length=254,
    )
    second_factor = forms.BooleanField(
        label=said("staff.second_factor"),
        help_text=said("staff.second_factor_hint"),
        required=False,
    )
    owner_days = forms.IntegerField(
        label=said("staff.owner_days"),
        help_text=said("staff.owner_days_hint"),
        required=False,
        min_value=14,
        max_value=730,
    )
    spelling = forms.BooleanField(
        label=said("spelling.setting"), help_text=said("spelling.setting_hint"), required=False
    )
    colour = forms.CharField(
        label=said("staff.colour"), help_text=said("staff.colour_hint"), required=False
    )
    accent = forms.CharField(
        label=said("staff.accent"), help_text=said("staff.accent_hint"), required=False
    )
    typeface = forms.ChoiceField(
        label=said("staff.typeface"),
        choices=[(face, said(f"staff.typeface_{face}")) for face in Typeface.values],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        network: Network,
        groups: Sequence[str],
        **arguments: Unpack[FormArguments],
    ):
        arguments["initial"] = {name: getattr(network, name) for name in self.base_fields}
        super().__init__(data, **arguments)
        self.network, self.groups = network, groups
        for number, group in enumerate(groups):
            for code in LANGUAGES:
                self.fields[f"group-{number}-{code}"] = forms.CharField(
                    label=said("staff.group_name", group=group, language=called(code)),
                    max_length=60,
                    required=False,
                    initial=network.group_names.get(group, {}).get(code, ""),
                )

    @property
    def own(self) -> list[forms.BoundField]:
        """The fields of the network itself."""
        return [self[name] for name in self.base_fields]

    @property
    def of_groups(self) -> list[forms.BoundField]:
        """The fields of what its groups are called."""
        return [self[name] for name in self.fields if name not in self.base_fields]

    def values(self) -> dict[str, Any]:
        """The network's fields as they are kept."""
        names = {
            group: {code: self.cleaned_data[f"group-{n}-{code}"] for code in LANGUAGES}
            for n, group in enumerate(self.groups)
        }
        named = {group: by_code for group, by_code in names.items() if any(by_code.values())}
        # Groups that no member has just now keep their names.
        kept = {g: n for g, n in self.network.group_names.items() if g not in names}
        own = {name: self.cleaned_data[name] for name in self.base_fields}
        return {**own, "group_names": kept | named}

    def clean_colour(self) -> str:
        """A colour of headings that can be read, or ''."""
        return _readable(self.cleaned_data["colour"], colour.readable_main)

    def clean_accent(self) -> str:
        """A colour of numbers and notices that can be read, or ''."""
        return _readable(self.cleaned_data["accent"], colour.readable_accent)

    def clean_owner_days(self) -> int:
        """The usual number of days where none is given."""
        return self.cleaned_data["owner_days"] or OWNER_DAYS

    def clean_typeface(self) -> str:
        """Serif where nothing is chosen."""
        return self.cleaned_data["typeface"] or Typeface.SERIF

    def clean(self) -> dict[str, Any]:
        """Two colours that can be told apart."""
        cleaned: dict[str, Any] = super().clean() or {}
        main, accent = cleaned.get("colour"), cleaned.get("accent")
        if main and accent and colour.alike(main, accent):
            self.add_error("accent", said("staff.colours_alike"))
        return cleaned


def _readable(given: str, readable: Callable[[str], bool]) -> str:
    """The colour as "#rrggbb", or ''; refused with one that can be read where it cannot."""
    if not given:
        return ""
    code = f"#{given.strip().removeprefix('#').lower()}"
    if not colour.HEX.fullmatch(code):
        raise forms.ValidationError(said("staff.no_colour"))
    if not readable(code):
        proposed = colour.darkened(code)
        raise forms.ValidationError(said("staff.colour_unreadable", proposed=proposed))
    return code
