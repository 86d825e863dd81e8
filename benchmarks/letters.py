"""The worker's memory while it sends 5 000 letters: what is resident after each 1 000.

`make bench NAME=letters` sends them through the product's own queue to nobody (Django's dummy
backend), on a database of its own, and writes build/bench/letters.json.
"""

import logging
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.table import keep

LETTERS, A_ROUND = 5_000, 200


@dataclass(frozen=True)
class Row:
    """letters: sent so far. memory: resident, MB. cpu: milliseconds a letter since the last row."""

    letters: int
    memory: float
    cpu: float


def main() -> None:
    """Sends them all."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SAMKLANG_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web_settings"
        os.environ.pop("DATABASE_URL", None)
        import django
        from django.conf import settings
        from django.core.management import call_command

        django.setup()
        logging.disable(logging.INFO)
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        call_command("migrate", interactive=False, verbosity=0)
        keep("letters", _sent())


def _sent() -> list[Row]:
    from django.contrib.auth.models import User

    from samklang.web.actions.mailing import order_mailing, write_letters
    from samklang.web.actions.sending import send_queue
    from samklang.web.models import Invitation, Letter, Member, Network
    from tests.web.report_world import made_theme

    network = Network.objects.create(address="norr", name="Norra nätverket")
    theme = made_theme(network)
    theme.state = "open"
    theme.save()
    Invitation.objects.filter(theme=theme).update(opted_out_at="2026-01-01T00:00:00Z")
    members = Member.objects.bulk_create(
        Member(network=network, number=f"M-{n}", name=f"Förening {n}", email=f"m{n}@exempel.se")
        for n in range(LETTERS)
    )
    Invitation.objects.bulk_create(
        Invitation(theme=theme, member=member, email=member.email) for member in members
    )
    del members
    by = User.objects.create_user(username="a")
    write_letters(order_mailing(theme, kind="invitation", group="all", key="k", by=by))
    print(f"{'letters':>8}{'MB':>8}{'CPU ms a letter':>17}")
    rows: list[Row] = []
    sent, begun = 0, time.process_time()
    while done := send_queue(most=A_ROUND):
        sent += done
        if sent % 1_000 == 0:
            spent, begun = time.process_time() - begun, time.process_time()
            rows.append(Row(sent, _resident(), spent))
            print(f"{sent:>8}{rows[-1].memory:>8.1f}{spent:>17.1f}", flush=True)
    assert Letter.objects.filter(state="sent").count() == LETTERS
    return rows


def _resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
