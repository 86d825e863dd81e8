"""What an owner gives for the look of the reports: a logo and a Word template."""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from samklang.core.theme.house_style import Logo
from samklang.package.confined import TooMuch, confined
from samklang.package.logo import PNG_BYTES, NoLogo, logo_of
from samklang.package.picture import NoPicture
from samklang.package.word_template import NoTemplate, styles_alone
from samklang.web.forms.fields import Form, page_language, said

T = TypeVar("T")
TEMPLATE_BYTES = 5_000_000


class LogoForm(Form):
    """A logo, made anew."""

    logo = forms.FileField(label=said("house.logo_file"), help_text=said("house.logo_hint"))
    logo.widget.attrs["accept"] = ".svg,.png"

    def clean_logo(self) -> Logo:
        """Refuses a file that is too large or no logo, and says why."""
        return sound(self.cleaned_data["logo"], PNG_BYTES, logo_of)


class TemplateForm(Form):
    """A Word template, as a Word file of its styles alone."""

    template = forms.FileField(
        label=said("house.template_file"), help_text=said("house.template_hint")
    )
    template.widget.attrs["accept"] = ".docx,.dotx"

    def clean_template(self) -> bytes:
        """Refuses a file that is too large or no template, and says why."""
        return sound(self.cleaned_data["template"], TEMPLATE_BYTES, styles_alone)


def sound(file: UploadedFile, most: int, read: Callable[[bytes], T]) -> T:
    """What a confined reader makes of a file that was sent. Raises ValidationError."""
    # A file over the limit is not read at all.
    if (file.size or 0) > most:
        raise forms.ValidationError(said("house.too_large", megabytes=most // 1_000_000))
    try:
        return confined(read, file.read())
    except TooMuch as fault:
        raise forms.ValidationError(said(f"files.{fault.reason}")) from fault
    except (NoLogo, NoPicture, NoTemplate) as wrong:
        language = page_language()
        text = " ".join(words.text(language) for words in (wrong.what, wrong.remedy))
        raise forms.ValidationError(text[:1].upper() + text[1:]) from wrong
