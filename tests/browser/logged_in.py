"""Being logged in: a person's password is asked for once a site, and her session used again.

To check a password takes half a CPU second, which is what protects it.
"""

from typing import Any

from benchmarks.collect_site import Site
from tests.web.conftest import PASSWORD

# By address and person; as many as a test file logs in.
_SESSIONS: dict[tuple[str, str], Any] = {}


def logged_in(chromium: Any, served: Site, who: str, **more: Any) -> Any:
    """A page, in a window of its own, of somebody who has logged in. more: as for the window."""
    key = (served.address, who)
    context = chromium.new_context(locale="sv-SE", storage_state=_SESSIONS.get(key), **more)
    page = context.new_page()
    page.set_default_timeout(20_000)
    if key not in _SESSIONS:
        page.goto(f"{served.address}/konto/logga-in/")
        page.fill("input[type=email]", who)
        page.fill("input[type=password]", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/arbete/**")
        _SESSIONS[key] = context.storage_state()
    return page
