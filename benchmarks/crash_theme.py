"""What stands in the database after a crash; run inside a site's settings.

`order MAILINGS` orders reminders to everybody, `check` prints what is there, `settle` does what a
worker does when it comes back long after.
"""

import datetime
import json
import sys
from typing import Any


def order(mailings: int) -> int:
    """Orders as many mailings to every member of the newest theme; gives its number."""
    from django.contrib.auth import get_user_model

    from samklang.web.actions.mailing import order_mailing
    from samklang.web.models import Theme

    theme = Theme.objects.latest("pk")
    by = get_user_model().objects.earliest("pk")
    for number in range(mailings):
        order_mailing(theme, kind="reminder", group="all", key=str(number), by=by)
    return theme.pk


def check() -> dict[str, Any]:
    """Letters by their number: state and address; and what in the database contradicts itself."""
    from django.db import connection
    from django.db.models import Count

    from samklang.web.models import Invitation, Letter, Response

    sent = Response.objects.filter(state="sent")
    faults = {
        "sent in, and the member has not answered": sent.filter(
            invitation__finished_on=None
        ).count(),
        "answered, and nothing is sent in": Invitation.objects.filter(finished_on__isnull=False)
        .exclude(response__state="sent")
        .count(),
        "sent in without a receipt": sent.filter(receipt=None).count(),
        "begun, and never opened": Response.objects.filter(invitation__opened_at=None).count(),
        "sent, and no time": Letter.objects.filter(state="sent", sent_at=None).count(),
        "two letters of a mailing to a member": Letter.objects.values("mailing", "invitation")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .count(),
    }
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            faults["damaged pages"] = int(cursor.fetchall() != [("ok",)])
            cursor.execute("PRAGMA foreign_key_check")
            faults["rows that point at nothing"] = len(cursor.fetchall())
    letters = {str(pk): state for pk, state in Letter.objects.values_list("pk", "state")}
    return {"letters": letters, "faults": {k: v for k, v in faults.items() if v}}


def settle() -> int:
    """Lets the claims of workers that died grow old, and does the next round of the queue."""
    from django.db.models import F

    from samklang.web.actions.sending import LEASE, mark_uncertain, send_queue
    from samklang.web.models import Letter

    late = LEASE + datetime.timedelta(minutes=1)
    Letter.objects.filter(state="sending").update(claimed_at=F("claimed_at") - late)
    uncertain = mark_uncertain()
    send_queue(most=50)
    return uncertain


if __name__ == "__main__":
    from samklang.site.running import prepare

    prepare()
    match sys.argv[1:]:
        case ["order", mailings]:
            print(json.dumps(order(int(mailings))))
        case ["check"]:
            print(json.dumps(check()))
        case ["settle"]:
            print(json.dumps(settle()))
