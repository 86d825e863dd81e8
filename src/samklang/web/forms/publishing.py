"""What staff fill in when an edition is signed or withdrawn."""

from collections.abc import Sequence
from typing import Unpack

from samklang.core.language.wording import Language
from samklang.web.forms.fields import FormArguments, Moment, Sent, said
from samklang.web.forms.worded import Asked, Needed, WordedForm


class SignForm(WordedForm):
    """A signature."""

    texts = {
        "errata": Asked(
            said("publish.errata"), rows=4, needed=Needed.EVERY, hint=said("publish.errata_hint")
        )
    }
    order = ("public_from", "errata")

    public_from = Moment(
        label=said("publish.public_from"),
        help_text=said("publish.public_from_hint"),
        required=False,
    )

    def __init__(
        self,
        data: Sent = None,
        *,
        correcting: bool,
        languages: Sequence[Language],
        **kwargs: Unpack[FormArguments],
    ):
        super().__init__(data, languages=languages, **kwargs)
        if not correcting:
            self.without("errata")


class WithdrawForm(WordedForm):
    """Why an edition is withdrawn: readers meet these words at its address."""

    texts = {"why": Asked(said("publish.withdrawn_why"), rows=3, needed=Needed.FIRST)}
