"""A word that a network accepts, and whether texts are spell checked at all."""

from django import forms

from samklang.core.manuscript.running_words import LONGEST, words_of
from samklang.web.forms.fields import Form, said


class WordForm(Form):
    """A word to accept."""

    word = forms.CharField(
        label=said("spelling.word"), help_text=said("spelling.word_hint"), max_length=LONGEST
    )

    def clean_word(self) -> str:
        """One word, as the spell check reads it."""
        words = list(words_of(self.cleaned_data["word"]))
        if len(words) != 1:
            raise forms.ValidationError(said("spelling.one_word"))
        return words[0].strip("-")
