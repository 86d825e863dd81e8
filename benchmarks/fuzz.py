"""Fuzz: requests of every role to every address, and what the log tells of them afterwards.

Addresses come from the site's own table, with real ids and hostile ones; forms are filled in as
they stand on the page, then with hostile values. Every twentieth request meets a database that is
away. A run fails where a page breaks by itself, or where the log (on PostgreSQL the server's own,
too) holds a member's link, an answer, a name or an address. Without `postgresql` it is on SQLite;
`--requests N` makes another number for each role than 10 000.
"""

import argparse
import io
import logging
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.table import keep

ANSWER, NAME, CONTACT = "qqanswermarker", "qqnamemarker", "qqcontactmarker"
ROLES = ("anonymous", "member", "reader", "editor", "owner")
HOSTILE = (
    *(
        "",
        "0",
        "-1",
        "999999999999999999999",
        "9" * 5000,
        "0001-01-01T00:00",
        "NaN",
        "'\"><svg onload=1>",
        "{{7*7}}",
        "%00",
        "\x00",
    ),
    *("../../etc/passwd", "å" * 3000, "=1+1", "\u202e", "😀", "a\r\nSet-Cookie: x=1", ANSWER, NAME),
    *('[["n", "\\u0000\\ud800"]]', "12" * 9, "9999-12-31T23:59"),
)
FORM = "application/x-www-form-urlencoded"
KINDS = (
    *(FORM, f"{FORM}; charset=utf-7", "text/plain; charset=nonsense"),
    *("multipart/form-data; boundary=x", "application/json"),
)
PARAMETERS = (
    *("q", "page", "state", "code", "answer", "group", "sort", "family", "avsnitt", "efter", "mot"),
    *("steg", "till", "next", "sprak", "sida", "nara", "ordning", "plats", "amne", "left", "kaka"),
)
# Cookies as no browser writes them.
COOKIES = ('sessionid="\\000aaaaaaaa"', 'csrftoken="\\000"', 'django_language="\\000"', 'a="\\')
AWAY = 20
COLUMNS = ("requests", "addresses", "2xx", "3xx", "4xx", "5xx", "planted", "cpu s")
HEADER = f"{'role':<12}" + "".join(f"{name:>10}" for name in COLUMNS)
Forms = list[tuple[str, dict[str, str]]]


@dataclass
class Row:
    """The requests of a role. broken: 5xx that no planted fault explains. planted: those it does.

    cpu: seconds.
    """

    role: str
    requests: int = 0
    addresses: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    broken: int = 0
    planted: int = 0
    cpu: float = 0.0


def main(arguments: list[str]) -> None:
    """Makes the requests, prints the table; exits with 1 where a page broke or the log tells."""
    parser = argparse.ArgumentParser(prog="benchmarks.fuzz")
    parser.add_argument("database", nargs="?", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, _database(chosen.database) as servers_log:
        os.environ["SAMKLANG_DATA"] = folder
        from samklang.site.running import prepare

        prepare()
        log = _listening()
        world = made_world()
        print(HEADER)
        rows = []
        for role in ROLES:
            rows.append(_fuzzed(role, world, chosen.requests, random.Random(chosen.seed)))
            print(_line(rows[-1]), flush=True)
        _end_connections()
        written = log.getvalue() + (servers_log.read_text(errors="replace") if servers_log else "")
    told = [mark for mark in world.marks if mark in written.lower()]
    broken = sum(row.broken for row in rows)
    lines = written.count("\n")
    print(f"{lines} lines in the log; {len(told)} of {len(world.marks)} marks in them.")
    keep(f"fuzz_{chosen.database}", rows)
    if broken or told:
        sys.exit(f"{broken} pages broke by themselves; the log tells {told[:5]}")


@contextmanager
def _database(kind: str) -> Iterator[Path | None]:
    """Sets the database that is asked; gives the log of its server, where it has one."""
    os.environ.pop("DATABASE_URL", None)
    if kind == "sqlite":
        yield None
        return
    from tests.postgresql_server import INITDB, PG_CTL, running

    if not (INITDB and PG_CTL):
        raise SystemExit("No PostgreSQL server is installed.")
    with running(INITDB, PG_CTL) as address:
        os.environ["DATABASE_URL"] = address
        yield Path(address.partition("host=")[2].partition("&")[0], "log")


def _end_connections() -> None:
    from django.db import connections

    connections.close_all()


def _line(row: Row) -> str:
    classes = (row.statuses.get(f"{n}xx", 0) for n in (2, 3, 4))
    counts = (row.requests, row.addresses, *classes, row.broken, row.planted)
    return f"{row.role:<12}" + "".join(f"{n:>10}" for n in counts) + f"{row.cpu:>10.1f}"


def _listening() -> io.StringIO:
    from samklang.site.logs import Formatter

    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Formatter())
    for name in ("", "django.request", "django.security", "samklang.security"):
        logging.getLogger(name).handlers = [handler]
    return written


@dataclass
class World:
    """What there is: members' tokens, staff by role, what an address can name, and marks."""

    tokens: list[str]
    values: dict[str, list[str]]
    marks: list[str]


def made_world() -> World:
    """Thirty members with a mark in every answer, name and contact, and a person a role."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from samklang.web.mail.links import token
    from samklang.web.models import Member, Membership, Network, Response, Theme
    from tests.web.report_world import made_theme

    call_command("migrate", interactive=False, verbosity=0)
    network = Network.objects.create(address="norr", name="Norra nätverket")
    theme = made_theme(network)
    Theme.objects.update(state="open")
    Member.objects.update(name=NAME, contact=CONTACT, email=f"{CONTACT}@exempel.se")
    for one in Response.objects.all():
        one.answers = {**one.answers, "q5": ANSWER}
        one.save()
    for role in ROLES[2:]:
        email = f"{role}@{CONTACT}.se"
        user = User.objects.create_user(username=email, email=email)
        Membership.objects.create(network=network, user=user, role=role)
    tokens = [token(i.pk, i.turn) for i in theme.invitations.all()]
    ids = [str(pk) for pk in (*Member.objects.values_list("pk", flat=True)[:3], 1, 2)]
    values = {
        "network": ["norr"],
        "theme": ["t"],
        "token": tokens,
        "form": ["csv", "xlsx", "json"],
        "path": ["manuscript.md", "index.html", "sv/report.html"],
        "int": ids,
        "str": ["q1", "q5", "sv"],
    }
    return World(tokens, values, [*tokens, ANSWER, NAME, CONTACT])


def routes(role: str) -> list[str]:
    """Every address of the site as a pattern with <kind:name>; a member has its own alone."""
    from django.urls import get_resolver
    from django.urls.resolvers import URLPattern

    def walk(patterns: list[Any], before: str) -> Iterator[str]:
        for one in patterns:
            route = before + str(one.pattern)
            if isinstance(one, URLPattern):
                yield route
            else:
                yield from walk(one.url_patterns, route)

    found = [r for r in walk(get_resolver().url_patterns, "/") if "^" not in r]
    if role == "member":
        return [r for r in found if r.startswith("/svara/")]
    return [r for r in found if not r.endswith("logga-ut/")]


def _fuzzed(role: str, world: World, requests: int, draw: random.Random) -> Row:
    from django.contrib.auth.models import User
    from django.test import Client

    row = Row(role)
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    if role in ROLES[2:]:
        user = User.objects.get(username=f"{role}@{CONTACT}.se")
        client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    addresses, seen, statuses = routes(role), set(), Counter[str]()
    begun = time.process_time()
    forms: Forms = []
    while row.requests < requests:
        route = draw.choice(addresses)
        away = draw.randrange(AWAY) == 0
        with _away() if away else nullcontext():
            answer = _request(client, route, world, draw, forms)
        row.requests += 1
        seen.add(route)
        statuses[f"{answer.status_code // 100}xx"] += 1
        if answer.status_code >= 500:
            row.planted += away
            row.broken += not away
            if not away:
                print(f"  {answer.status_code} {answer.request['REQUEST_METHOD']} {route}")
        elif not away and answer.get("Content-Type", "").startswith("text/html"):
            forms = [*forms[-30:], *_forms(answer)]
    row.addresses, row.statuses = len(seen), dict(statuses)
    row.cpu = time.process_time() - begun
    return row


def _request(
    client: Any,
    route: str,
    world: World,
    draw: random.Random,
    forms: Forms,
) -> Any:
    if forms and draw.random() < 0.4:
        path, fields = draw.choice(forms)
        for name in fields:
            if draw.random() < 0.3:
                fields = {**fields, name: draw.choice(HOSTILE)}
        return client.post(path, fields)
    path = re.sub(r"<(?:(\w+):)?(\w+)>", value_for(world, draw), route)
    method = draw.choice(("GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"))
    kind = draw.choice(KINDS) if method in ("POST", "PUT") else "application/octet-stream"
    query = draw.choice(("", "", f"?page={draw.choice(HOSTILE[:6])}", "?q=%00", "?left=1"))
    query = draw.choice((query, query, f"?{draw.choice(PARAMETERS)}={quote(draw.choice(HOSTILE))}"))
    more = {"HTTP_COOKIE": draw.choice(COOKIES)} if draw.randrange(50) == 0 else {}
    return client.generic(method, path + query, draw.choice(HOSTILE), content_type=kind, **more)


def value_for(world: World, draw: random.Random) -> Callable[[re.Match[str]], str]:
    """What is put in the place of a part of an address, mostly one there is."""

    def one(match: re.Match[str]) -> str:
        kind, name = match[1] or "str", match[2]
        if draw.random() < 0.1:
            if kind == "int":
                return draw.choice((str(draw.randrange(10**9)), str(2**63), "9" * 5000))
            return draw.choice(("nagot-annat", "a%00b", "%F0%9F%98%80"))
        return draw.choice(world.values.get(name) or world.values.get(kind) or ["x"])

    return one


def _forms(answer: Any) -> Forms:
    html = answer.content.decode("utf-8", "replace") if not answer.streaming else ""
    return forms_in(html, answer.request["PATH_INFO"])


def forms_in(html: str, page: str) -> Forms:
    """The forms of a page that are sent by POST: where to, and their fields as filled in."""
    found = []
    for whole in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", html, re.S | re.I):
        action = re.search(r'action="([^"]*)"', whole[:500])
        fields = {
            unescape(name): "x"
            for name in re.findall(
                r'<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"', whole
            )
        }
        hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', whole)
        path = unescape(action[1]) if action and action[1] else page
        if path.startswith("/") and "logga-ut" not in path:
            found.append((path, {**fields, **{n: unescape(v) for n, v in hidden}}))
    return found


@contextmanager
def _away() -> Iterator[None]:
    """Every statement fails, with words that tell what nobody may see."""
    from django.db import OperationalError, connection

    def fail(*_: object) -> None:
        raise OperationalError(f"the disk is full\nDETAIL: {ANSWER} of {NAME} {CONTACT}")

    with connection.execute_wrapper(fail):
        yield


if __name__ == "__main__":
    main(sys.argv[1:])
