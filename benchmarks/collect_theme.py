"""The theme that is answered in the benchmark: eight questions on two pages.

Run inside a site's settings: `make MEMBERS VALUES` prints the tokens, `check` what came in,
`queries` the SQL queries of each page.
"""

import json
import re
import sys
from typing import Any

# What a respondent answers; `n` is his number, so that a lost or mixed answer shows.
PAGES: tuple[dict[str, Any], ...] = (
    {"q1": "yes", "q2": ["a", "c"], "q3": "{n}", "q4": "o2"},
    {
        "q5": "Vi heter {n} och gör något nytt.",
        "q6.i1": "s1",
        "q6.i2": "s2",
        "q7": "3,5",
        "q8": "yes",
    },
)
KEPT = {
    "q1": "yes",
    "q2": ["a", "c"],
    "q3": "{n}",
    "q4": "o2",
    "q5": "Vi heter {n} och gör något nytt.",
    "q6": {"i1": "s1", "i2": "s2"},
    "q7": "3.5",
    "q8": "yes",
}
# Of the theme that is measured; before it come one for queries and one to warm up.
STAFF_PAGES = "/arbete/norr/teman/t3/"


def questionnaire() -> Any:
    """Eight questions of common types; the fifth depends on the fourth, so a page ends there."""
    from samklang.core.language.wording import Wording
    from samklang.core.survey.questionnaire import Item, Option, Question, Questionnaire

    def w(sv: str, en: str) -> Wording:
        return Wording(sv=sv, en=en)

    def options(**labels: str) -> tuple[Option, ...]:
        return tuple(Option(name, w(label, label.upper())) for name, label in labels.items())

    return Questionnaire(
        version="1",
        questions=(
            Question(
                "q1",
                "select_one",
                w("Har ni gjort något nytt?", "Have you done anything new?"),
                options=options(yes="Ja", no="Nej"),
                required=True,
            ),
            Question(
                "q2",
                "select_multiple",
                w("Med vilka?", "With whom?"),
                options=options(a="Kommun", b="Region", c="Företag", d="Förening"),
            ),
            Question("q3", "integer", w("Hur många är ni?", "How many are you?")),
            Question(
                "q4",
                "select_one",
                w("Hur gick det?", "How did it go?"),
                options=options(o1="Bra", o2="Sådär", o3="Dåligt"),
            ),
            Question(
                "q5", "text", w("Berätta.", "Tell us."), relevant="${q4} = 'o1' or ${q4} = 'o2'"
            ),
            Question(
                "q6",
                "matrix",
                w("Hur väl stämmer det?", "How true is it?"),
                options=options(s1="Inte alls", s2="Delvis", s3="Helt"),
                items=(Item("i1", w("Vi har råd", "We have money")), Item("i2", w("Tid", "Time"))),
            ),
            Question("q7", "decimal", w("Hur stor är budgeten?", "How large is the budget?")),
            Question(
                "q8",
                "select_one",
                w("Vill ni vara med igen?", "Will you take part again?"),
                options=options(yes="Ja", no="Nej"),
            ),
        ),
    )


def make(members: int, values: dict[str, Any]) -> list[str]:
    """Migrates the database and makes a network and an open theme; gives the tokens."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.utils import timezone

    from samklang.core.language.wording import Wording
    from samklang.web.actions.frame import invite
    from samklang.web.mail.links import token
    from samklang.web.models import Member, Network, QuestionnaireVersion, Theme
    from samklang.web.queries.questionnaires import dumped

    call_command("migrate", interactive=False, verbosity=0)
    users = get_user_model().objects
    if not users.exists():
        users.create_user(username="agare@exempel.se", email="agare@exempel.se")
    network, _ = Network.objects.get_or_create(address="norr", defaults={"name": "Nätverket norr"})
    theme = Theme.objects.create(
        **{
            "network": network,
            "address": f"t{Theme.objects.count() + 1}",
            "title": Wording("Social innovation i norr", "Social innovation in the north"),
            "purpose": Wording("Vi vill veta vad som är nytt.", "We want to know what is new."),
            "consent": Wording("Svaren används i en rapport.", "The answers are used in a report."),
            "contact_name": "Åsa Berg",
            "contact_email": "asa@exempel.se",
            "retention": "2030-01-31",
            "state": "open",
            "opened_at": timezone.now(),
            **values,
        }
    )
    source = dumped(questionnaire())
    QuestionnaireVersion.objects.create(
        theme=theme, number=1, source=source, published_at=timezone.now()
    )
    first = Member.objects.count()
    found = Member.objects.bulk_create(
        Member(network=network, number=str(n), name=f"Förening {n}", email=f"f{n}@exempel.se")
        for n in range(first + 1, first + members + 1)
    )
    invite(theme, found, by=None)  # type: ignore[arg-type]
    return [token(i.pk, i.turn) for i in theme.invitations.order_by("pk")]


def staff() -> str:
    """The cookie of somebody of the staff, logged in; looks at the newest theme, STAFF_PAGES."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore

    from samklang.web.models import Membership, Network

    user = User.objects.get()
    Membership.objects.create(network=Network.objects.get(), user=user, role="owner")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def check() -> dict[str, Any]:
    """Every response by its token: state, version and answers; and how many there are."""
    from samklang.web.mail.links import token
    from samklang.web.models import Invitation, Response

    found = {
        token(i.pk, i.turn): {
            "finished": i.finished_on is not None,
            "state": i.response.state if hasattr(i, "response") else "",
            "answers": i.response.answers if hasattr(i, "response") else {},
            "receipt": i.response.receipt if hasattr(i, "response") else None,
        }
        for i in Invitation.objects.select_related("response")
    }
    return {"responses": Response.objects.count(), "by_token": found}


def queries() -> dict[str, int]:
    """SQL queries of each page of a session, transactions' own statements included."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    home = f"/svara/{make(1, {})[0]}/"
    client = Client(headers={"host": "localhost"})
    counts: dict[str, int] = {}
    # Questionnaires are read once a process.
    client.get(home)

    def visit(name: str, path: str, data: dict[str, Any] | None = None) -> str:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            answer = client.get(path) if data is None else client.post(path, data)
        if answer.status_code not in (200, 302):
            raise RuntimeError(f"{path}: {answer.status_code}")
        counts[name] = len(seen)
        return str(answer.url) if answer.status_code == 302 else answer.content.decode()

    visit("GET landing", home)
    path = visit("POST start", f"{home}borja/", {}).partition("#")[0]
    for number, fields in enumerate(PAGES, 1):
        page = visit(f"GET page {number}", path)
        filled = {k: v if isinstance(v, list) else v.format(n=1) for k, v in fields.items()}
        path = visit(f"POST page {number}", path, {**hidden(page), **filled}).partition("#")[0]
    page = visit("GET review", path)
    path = visit("POST send", path, hidden(page))
    visit("GET receipt", path)
    return counts


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return dict(
        re.findall(r'<input type="hidden" name="(version|form|till)" value="([^"]*)"', page)
    )


if __name__ == "__main__":
    from samklang.site.running import prepare

    prepare()
    match sys.argv[1:]:
        case ["make", members, values]:
            print(json.dumps(make(int(members), json.loads(values))))
        case ["staff"]:
            print(staff())
        case ["check"]:
            print(json.dumps(check()))
        case ["queries"]:
            print(json.dumps(queries()))
