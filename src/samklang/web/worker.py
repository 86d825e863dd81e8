"""The worker: whatever is due, round by round. Every step can be stopped at any moment."""

from collections.abc import Callable

from samklang.web.actions.analysing import run_analyses
from samklang.web.actions.building import run_builds
from samklang.web.actions.coding_in_parts import run_read_ins
from samklang.web.actions.example_letters import write_to_owners
from samklang.web.actions.fetching import fetch_bounces
from samklang.web.actions.importing import run_imports
from samklang.web.actions.keeping import remove_old
from samklang.web.actions.mailing import write_letters
from samklang.web.actions.meanings import make_meanings
from samklang.web.actions.purging import run_erasures
from samklang.web.actions.rehearsing import run_rehearsals
from samklang.web.actions.retention import deidentify_due
from samklang.web.actions.sending import due_mailings, mark_uncertain, send_queue
from samklang.web.actions.themes import close_due
from samklang.web.actions.trials import run_trials
from samklang.web.actions.upkeep import tend_catalogues
from samklang.web.models import Heartbeat


def turn(worker: Heartbeat | None = None, *, lives: Callable[[], object] = lambda: None) -> int:
    """One round of all work that is due; gives how much was done. worker: who does it.

    lives: called between any two pieces of work, each of which takes seconds at most.
    """
    mark_uncertain()
    # Before any letter goes: nobody is reminded of a survey that has closed, or at an address that
    # takes no letters.
    done = close_due()
    lives()
    done += fetch_bounces()
    for mailing in due_mailings():
        lives()
        done += write_letters(mailing)
    done += send_queue(lives=lives) + run_imports(worker, lives=lives)
    done += run_read_ins(worker, lives=lives)
    # Somebody sits and waits for these, and they are short.
    done += run_analyses(worker, lives=lives) + run_builds(worker, lives=lives)
    done += run_rehearsals(worker, lives=lives)
    done += run_trials(worker, lives=lives)
    for work in (
        write_to_owners,
        deidentify_due,
        run_erasures,
        remove_old,
        tend_catalogues,
        make_meanings,
    ):
        lives()
        done += work()
    return done
