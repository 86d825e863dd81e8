"""A theme that members answer: its questionnaire, its invitations, and a browser without a mind."""

import datetime
import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from django.test import Client
from django.utils import timezone

from samklang.core.language.wording import Wording
from samklang.core.survey.questionnaire import Item, Option, Question, Questionnaire
from samklang.web.actions.frame import invite
from samklang.web.mail.links import token
from samklang.web.models import Invitation, Member, Network, QuestionnaireVersion, Theme
from samklang.web.queries.questionnaires import dumped


def w(sv: str, en: str = "") -> Wording:
    """A text in both languages."""
    return Wording(sv=sv, en=en or f"{sv} (in English)")


YES_NO = (Option("yes", w("Ja", "Yes")), Option("no", w("Nej", "No")))
FEW = Questionnaire(
    version="1",
    questions=(
        Question("q1", "select_one", w("Har ni gjort något nytt?"), options=YES_NO, required=True),
        Question("q2", "text", w("Vad var nytt?"), relevant="${q1} = 'yes'"),
        Question("q3", "integer", w("Hur många är ni?"), relevant="${q1} = 'yes'"),
        Question(
            "q4",
            "select_multiple",
            w("Vilka arbetade ni med?"),
            relevant="${q3} > 1",
            options=(
                Option("kommun", w("Kommun")),
                Option("annan", w("Någon annan, nämligen"), open=True),
                Option("ingen", w("Ingen"), exclusive=True),
            ),
        ),
        Question(
            "q5",
            "matrix",
            w("Hur väl stämmer det?"),
            options=(Option("a", w("Stämmer")), Option("b", w("Stämmer inte"))),
            items=(Item("i1", w("Vi har råd")), Item("i2", w("Vi har tid"))),
        ),
        Question("q6", "decimal", w("Hur stor är budgeten?")),
        Question("q7", "date", w("När började ni?")),
    ),
)


def open_theme(network: Network, *, questionnaire: Questionnaire = FEW, **values: Any) -> Theme:
    """An open theme with three members asked, numbered 1 to 3."""
    theme = Theme.objects.create(
        **{
            "network": network,
            "address": "t",
            "title": Wording("Social innovation", "Social innovation in the north"),
            "purpose": Wording("Vi vill veta vad som är nytt.", "We want to know what is new."),
            "consent": Wording("Svaren används i en rapport.", "The answers are used in a report."),
            "contact_name": "Åsa Berg",
            "contact_email": "asa@exempel.se",
            "retention": datetime.date(2030, 1, 31),
            "state": "open",
            "opened_at": timezone.now(),
            **values,
        }
    )
    QuestionnaireVersion.objects.create(
        theme=theme, number=1, source=dumped(questionnaire), published_at=timezone.now()
    )
    members = [
        Member.objects.create(
            network=network, number=str(n), name=f"Förening {n}", email=f"f{n}@exempel.se"
        )
        for n in (1, 2, 3)
    ]
    invite(theme, members, by=None)  # type: ignore[arg-type]
    return theme


def one(theme: Theme, number: int = 1) -> Invitation:
    """The invitation of a member."""
    return theme.invitations.get(member__number=str(number))


def link(theme: Theme, number: int = 1) -> str:
    """The address a member answers at."""
    found = one(theme, number)
    return f"/svara/{token(found.pk, found.turn)}/"


class Tab:
    """A browser's tab: the page it shows, and its form's hidden fields."""

    def __init__(self, home: str, client: Client | None = None):
        self.home, self.client = home, client or Client()
        self.html, self.path, self.status = "", "", 0

    def get(self, path: str = "") -> "Tab":
        """Opens a page below the link."""
        return self._show(self.client.get(self.home + path, follow=True), self.home + path)

    def begin(self) -> "Tab":
        """Presses the start button."""
        return self._show(self.client.post(self.home + "borja/", follow=True), self.home)

    def fill(self, way: str = "on", **fields: Any) -> "Tab":
        """Fills the page's form in and presses a button; a dot in a name is written __."""
        data = {name.replace("__", "."): value for name, value in fields.items()}
        return self.send(self.hidden(), {"way": way, **data})

    def send(self, *parts: Mapping[str, Any]) -> "Tab":
        """Sends fields to the page that is shown."""
        data: dict[str, Any] = {}
        for part in parts:
            data |= part
        return self._show(self.client.post(self.path, data, follow=True), self.path)

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's form."""
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.html)
        return {name: unescape(value) for name, value in found if name != "next"}

    def press(self) -> "Tab":
        """Sends in, from the review."""
        return self.send(self.hidden())

    def _show(self, answer: Any, path: str) -> "Tab":
        self.status = answer.status_code
        self.html = unescape(answer.content.decode())
        chain: Sequence[tuple[str, int]] = getattr(answer, "redirect_chain", [])
        self.path = (chain[-1][0] if chain else path).partition("#")[0]
        return self

    def says(self, text: str) -> bool:
        """Whether the page holds a text."""
        return text in self.html
