"""Fields: the labels, hints and errors of forms in the page's language, from our own phrases."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language

from samklang.core.language.phrases import phrase


def _now(key: str, **values: object) -> str:
    return phrase("en" if get_language() == "en" else "sv", key, **values)


# A phrase in the language of the page that shows it, not of the process that read the class.
said = lazy(_now, str)


class Form(forms.Form):
    """A form whose errors stand in a summary that links to the fields, and beside each."""

    required_css_class = ""
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            described = []
            if field.help_text:
                described.append(f"id_{name}-hint")
            if self.is_bound and name in self.errors:
                described.append(f"id_{name}-error")
                field.widget.attrs["aria-invalid"] = "true"
            if described:
                field.widget.attrs["aria-describedby"] = " ".join(described)
