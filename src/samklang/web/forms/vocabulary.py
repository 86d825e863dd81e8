"""A term that a network adds to a list."""

from typing import Unpack, cast

from django import forms

from samklang.core.language.alphabet import folded
from samklang.core.language.wording import FIRST_LANGUAGE, LANGUAGES
from samklang.core.vocabulary.terms import VOCABULARIES, Vocabulary, terms
from samklang.web.forms.fields import FormArguments, Sent, said
from samklang.web.forms.worded import Asked, Needed, WordedForm
from samklang.web.models import Network, VocabularyTerm
from samklang.web.queries.vocabulary import ADDED_TO, network_terms, own_terms


class TermForm(WordedForm):
    """A term in its list, in every language."""

    texts = {"label": Asked(said("vocabulary.label"), 120, needed=Needed.FIRST)}
    order = ("of_list", "label")

    of_list = forms.ChoiceField(
        label=said("vocabulary.list"),
        choices=[(name, said(f"vocabulary.list_{name}")) for name in ADDED_TO],
    )
    source = forms.CharField(
        label=said("vocabulary.source"),
        help_text=said("vocabulary.source_hint"),
        max_length=200,
        required=False,
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        network: Network,
        term: VocabularyTerm | None = None,
        **kwargs: Unpack[FormArguments],
    ):
        """term: the one that is renamed; its list stays."""
        if term is not None:
            kwargs["initial"] = {"label": term.label, "source": term.source}
        super().__init__(data, languages=LANGUAGES, **kwargs)
        self.network, self.term = network, term
        if term is not None:
            del self.fields["of_list"]

    def clean(self) -> dict[str, object]:
        """A term that the list has not, whether shipped or the network's own."""
        given = super().clean() or {}
        of_list = self.term.vocabulary if self.term else given.get("of_list")
        first = self.named("label")[0]
        label = given.get(first)
        if of_list and label:
            own = own_terms(self.network)
            others = [row for row in own.get(of_list, ()) if row != self.term]
            labels = {folded(row.label[FIRST_LANGUAGE]) for row in others}
            if of_list in VOCABULARIES:
                every = terms(cast(Vocabulary, of_list), network_terms({of_list: others}))
                labels |= {folded(term.label[FIRST_LANGUAGE]) for term in every.values()}
            if folded(label) in labels:
                self.add_error(first, said("vocabulary.taken"))
        return given
