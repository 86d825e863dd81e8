"""The world of the faults, made inside a site's settings: prints it as JSON.

Who asks, with cookies: nobody, a member, an editor and an owner; and letters that wait to be sent.
"""

import json
from dataclasses import asdict


def main() -> None:
    """Makes it, and prints it."""
    from samklang.site.running import prepare

    prepare()
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    from benchmarks.fuzz import CONTACT, made_world, routes
    from samklang.web.actions.mailing import order_mailing
    from samklang.web.models import Theme

    world = made_world()
    owner = User.objects.get(username=f"owner@{CONTACT}.se")
    theme = Theme.objects.get()
    order_mailing(theme, kind="reminder", group="all", key="1", by=owner)
    cookies: dict[str, dict[str, str]] = {"anonymous": {}, "member": {}}
    for role in ("editor", "owner"):
        client = Client()
        user = User.objects.get(username=f"{role}@{CONTACT}.se")
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
        name = settings.SESSION_COOKIE_NAME
        cookies[role] = {name: client.cookies[name].value}
    addresses = {role: routes(role) for role in cookies}
    print(json.dumps({"world": asdict(world), "cookies": cookies, "addresses": addresses}))


if __name__ == "__main__":
    main()
