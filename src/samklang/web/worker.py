"""The worker: whatever is due, round by round. Every step can be stopped at any moment."""

from samklang.web.actions.building import run_builds
from samklang.web.actions.fetching import fetch_bounces
from samklang.web.actions.keeping import remove_old
from samklang.web.actions.mailing import write_letters
from samklang.web.actions.purging import run_erasures
from samklang.web.actions.retention import deidentify_due
from samklang.web.actions.sending import due_mailings, mark_uncertain, send_queue
from samklang.web.actions.themes import close_due
from samklang.web.models import Heartbeat


def turn(worker: Heartbeat | None = None) -> int:
    """One round of all work that is due; gives how much was done. worker: who does it."""
    mark_uncertain()
    # Before any letter goes: nobody is reminded of a survey that has closed, or at an address that
    # takes no letters.
    ended = close_due() + fetch_bounces()
    written = sum(write_letters(mailing) for mailing in due_mailings())
    done = ended + written + send_queue() + run_builds(worker)
    return done + deidentify_due() + run_erasures() + remove_old()
