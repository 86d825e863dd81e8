"""What staff write in the report's texts, and on them."""

from collections.abc import Iterable, Sequence
from typing import Unpack

from django import forms

from samklang.web.forms.fields import Form, FormArguments, Sent, Words, said
from samklang.web.queries.manuscript_figure import Choices

# A manuscript of a hundred pages is some 300 000 characters.
TEXT_LENGTH = 400_000
COMMENT_LENGTH = 4_000


class TextForm(Form):
    """A text as it stands in the editor, and the version that it was opened at.

    cursor: where the cursor stood, in UTF-16 code units as a browser counts; empty without script.
    """

    text = forms.CharField(
        label=said("manuscript.text"),
        required=False,
        strip=False,
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 28, "dir": "auto", "spellcheck": "true"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    cursor = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def clean_text(self) -> str:
        """Lines end as they do in the package."""
        text: str = self.cleaned_data["text"]
        return text.replace("\r\n", "\n").replace("\r", "\n")


class CommentForm(Form):
    """A comment on a line, or on the whole text."""

    line = forms.IntegerField(
        label=said("manuscript.on_line"),
        help_text=said("manuscript.on_line_hint"),
        required=False,
        min_value=1,
        max_value=TEXT_LENGTH,
    )
    comment = forms.CharField(
        label=said("manuscript.comment"),
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Sent = None, **kwargs: Unpack[FormArguments]):
        super().__init__(data, **kwargs)
        # The fields lie apart from the text's form and are sent with it, so that nothing is lost.
        for field in self.fields.values():
            field.widget.attrs["form"] = "text"


class FigureForm(Form):
    """What to put into a text: a figure, an answer over time, or a share in running text; of which
    question, by which groups, which answer; and where."""

    form = forms.ChoiceField(
        label=said("manuscript.form"), widget=forms.RadioSelect, initial="figure"
    )
    question = forms.ChoiceField(label=said("manuscript.question"))
    by = forms.ChoiceField(
        label=said("manuscript.by"), help_text=said("manuscript.by_hint"), required=False
    )
    option = forms.ChoiceField(
        label=said("manuscript.option"), help_text=said("manuscript.option_hint"), required=False
    )
    place = forms.ChoiceField(label=said("manuscript.place"))

    def __init__(
        self,
        data: Sent = None,
        *,
        choices: Choices,
        question: str,
        sections: Sequence[tuple[str, int]],
        cursor_line: int,
        **kwargs: Unpack[FormArguments],
    ):
        """question: the one whose answers can be chosen. sections: title and last line of each.
        cursor_line: 0 where it is not known where the cursor stood."""
        super().__init__(data, **kwargs)
        self.cursor_line = cursor_line
        self.followed = choices.followed
        self._offer("form", [(f, said(f"manuscript.form_{f}")) for f in choices.forms])
        self._offer("question", choices.questions.items())
        apart = [(name, title) for name, title in choices.groups.items() if name != question]
        self._offer("by", [("", said("manuscript.by_all")), *apart])
        answers = choices.options.get(question, {})
        self._offer("option", [("", said("manuscript.option_all")), *answers.items()])
        places = [(str(line), said("manuscript.place_section", title=t)) for t, line in sections]
        if cursor_line:
            here = said("manuscript.place_cursor", line=cursor_line)
            places.insert(0, ("cursor", here))
        self._offer("place", [*places, ("0", said("manuscript.place_last"))])
        self.fields["place"].initial = "cursor" if cursor_line else "0"

    def _offer(self, name: str, pairs: Iterable[tuple[str, Words]]) -> None:
        self.fields[name].choices = list(pairs)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """A share in the text is of one answer, and of all members; so is what is followed."""
        cleaned = super().clean() or self.cleaned_data
        form, question, option = (cleaned.get(name) for name in ("form", "question", "option"))
        if form == "share" and not option:
            self.add_error("option", said("manuscript.option_needed"))
        if form == "development" and question not in {name for name, _ in self.followed}:
            self.add_error("question", said("manuscript.not_followed"))
        elif form == "development" and (question, option) not in self.followed:
            self.add_error("option", said("manuscript.option_followed"))
        if form in ("share", "development"):
            cleaned["by"] = ""
        return cleaned
