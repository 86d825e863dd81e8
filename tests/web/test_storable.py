"""Nothing that a database cannot keep reaches it: NUL, numbers beyond its range, days before time.

SQLite keeps more than PostgreSQL, so that it is given PostgreSQL's eyes here.
"""

import datetime
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, connection
from django.test import Client

from benchmarks.fuzz import routes
from samklang.web import forms as web_forms
from samklang.web.actions.codebook import begin_codebook
from samklang.web.forms.fields import whole_number
from samklang.web.forms.prose import from_field
from samklang.web.forms.staff import StaffForm
from samklang.web.login import StaffAdapter
from samklang.web.mail.bounces import read_report
from samklang.web.mail.links import token
from samklang.web.models import Member, RegisterUpload, Response, Theme, ThemeFile
from samklang.web.starts import codebook
from tests.hostile_files import workbook
from tests.web.conftest import World
from tests.web.report_world import made_theme
from tests.web.test_coding import HOME, keys

THOUSANDS = "9" * 5000
BEYOND = str(2**63)
THEME = "/arbete/norr/teman/t/"
ID = re.compile(r"<int:\w+>")


@pytest.fixture(autouse=True)
def _strict(db: None) -> Iterator[None]:
    """The database refuses what PostgreSQL does."""

    def checked(execute: Any, sql: Any, parameters: Any, many: bool, context: Any) -> Any:
        rows = parameters if many else [parameters or ()]
        for value in (value for row in rows for value in row):
            if isinstance(value, str) and ("\0" in value or "\\u0000" in value):
                raise DataError("text fields cannot contain NUL (0x00) bytes")
            if isinstance(value, int) and not -(2**63) <= value < 2**63:
                raise DataError("bigint out of range")
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(checked):
        yield


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """A theme with answers and a codebook."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = made_theme(world.network)
    begin_codebook(made, codebook("factors"), by=None)  # type: ignore[arg-type]
    return made


@pytest.mark.parametrize(
    "path",
    [
        *("/arbete/norr/medlemmar/?q=a%00b", "/arbete/norr/medlemmar/?page=%00"),
        *(f"{HOME}fraga/q5/?q=%00", f"{HOME}fraga/q5/?code=%00&answer=%00&group=%00"),
        *(f"{HOME}fraga/q5/tabell/?q=%00", f"{HOME}citat/?code=%00"),
        *(f"{THEME}skriv/sv/?avsnitt=%00", f"{HOME}kodbok/kod/?family=%00"),
        *("/rapporter/norr/exempel/?q=%00", "/rapporter/norr/exempel/?plats=%00&nara=%00"),
        *("/konto/logga-in/?next=%00", "/?%00=1"),
    ],
)
def test_nul_in_a_query_is_passed_over(world: World, theme: Theme, path: str) -> None:
    assert world.editor.get(path).status_code in (200, 302)


def test_a_search_finds_what_is_left_without_nul(world: World, theme: Theme) -> None:
    Member.objects.filter(number="N-3").update(name="Kyrkans kök")
    page = world.editor.get("/arbete/norr/medlemmar/?q=kyrk%00ans").content.decode()
    assert "Kyrkans kök" in page


def test_nul_in_a_form_is_taken_out_and_nothing_else_of_it(world: World, theme: Theme) -> None:
    text = "Rad ett\0\n\nRad två {Å}"
    answer = world.editor.post(
        f"{THEME}text/manuscript.md/", {"text": text, "seen": "0", "action": "save\0"}
    )
    assert answer.status_code == 302
    assert ThemeFile.objects.get().text == text.replace("\0", "")
    # As a file comes, too.
    answer = world.editor.post(
        "/arbete/norr/medlemmar/ny/",
        {"number": "99", "name": "Ny\0a", "language": "sv", "file": SimpleUploadedFile("a", b"\0")},
    )
    assert answer.status_code == 302
    assert Member.objects.get(number="99").name == "Nya"


def test_nul_among_answers_is_taken_out(world: World, theme: Theme) -> None:
    Theme.objects.update(state="open", closes_at=None)
    one = Response.objects.exclude(state="sent").get().invitation
    assert one
    page = f"/svara/{token(one.pk, one.turn)}/sida/1/"
    assert "form" in world.anyone.get(page).content.decode()
    answer = world.anyone.post(page, {"q1": "yes\0", "version": "1", "way": "on"})
    assert answer.status_code == 302
    assert Response.objects.get(invitation=one).answers["q1"] == "yes"
    assert world.anyone.post("/svara/", {"code": "a\0b"}).status_code in (302, 404)


@pytest.mark.parametrize("path", ["/arbete/norr%00/", "/svara/a%00/", "/rapporter/norr/t/1/a%00b"])
def test_nul_in_a_path_is_a_bad_request(world: World, path: str) -> None:
    assert world.owner.get(path).status_code == 400


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "django_language"])
def test_nul_in_a_cookie_is_a_bad_request(world: World, name: str) -> None:
    client = Client(headers={"cookie": f'{name}="\\000aaaaaaaaaaaa"'})
    for path in ("/arbete/", "/svara/", "/konto/logga-in/"):
        assert client.get(path).status_code == 400


def test_numbers_beyond_every_range_are_nowhere(world: World, theme: Theme) -> None:
    """Every address with a number in it, as the table has them."""
    found = [route for route in routes("owner") if ID.search(route)]
    assert len(found) > 30
    for route in found:
        for number in (BEYOND, "9" * 30, THOUSANDS):
            path = ID.sub(number, route)
            for part, value in (("network", "norr"), ("theme", "t"), ("question", "q5")):
                path = re.sub(rf"<\w+:{part}>", value, path)
            path = re.sub(r"<\w+:\w+>", "x", path)
            for method in (world.owner.get, world.owner.post):
                assert method(path).status_code in (400, 404, 405), path[:200]


def test_the_largest_id_is_looked_for(world: World) -> None:
    assert world.owner.get(f"/arbete/norr/medlemmar/{2**63 - 1}/").status_code == 404


def fields(theme: Theme) -> list[tuple[str, dict[str, str]]]:
    """Forms with a number in a field, and what else they need."""
    answer = f"{HOME}fraga/q5/svar/{keys(theme)[0]}/"
    write = f"{THEME}skriv/sv/"
    return [
        (answer, {"seen": "0", "memo": "", "status": "", "action": "next", "after": THOUSANDS}),
        (answer, {"seen": "0", "memo": "", "status": "", "span": f"0-{THOUSANDS}:economy:hinders"}),
        (answer, {"seen": THOUSANDS, "memo": "", "status": ""}),
        (answer, {"seen": BEYOND, "memo": "", "status": ""}),
        (f"{HOME}citat/valj/", {"coding": THOUSANDS}),
        (f"{HOME}citat/valj/", {"coding": BEYOND}),
        (f"{HOME}fraga/q5/tabell/", {"row": THOUSANDS, "action": "state", "value": "no_code"}),
        (f"{HOME}kodbok/kod/economy/dela/", {"coding": THOUSANDS, "name_sv": "Ny"}),
        (f"{HOME}kodbok/kod/economy/dela/", {"coding": BEYOND, "name_sv": "Ny"}),
        (f"{THEME}text/manuscript.md/", {"action": f"resolve {THOUSANDS}"}),
        (f"{THEME}text/manuscript.md/", {"text": "x", "seen": THOUSANDS, "action": "save"}),
        (f"{THEME}text/manuscript.md/", {"text": "x", "seen": BEYOND, "action": "save"}),
        (f"{THEME}text/manuscript.md/versioner/1/aterstall/", {"seen": THOUSANDS}),
        (f"{THEME}kallor/referens/1/flytta/", {"seen": THOUSANDS, "action": "up"}),
        (f"{write}steg/", {"action": f"up {THOUSANDS}", "seen": THOUSANDS}),
        (f"{write}nytt/text/", {"after": THOUSANDS, "seen": THOUSANDS, "w-words": "Ord"}),
        (f"{write}0/", {"seen": THOUSANDS, "action": f"value {THOUSANDS}", "original": "x"}),
    ]


def test_numbers_in_fields_that_nothing_has_are_unknown(world: World, theme: Theme) -> None:
    ThemeFile.objects.create(theme=theme, path="manuscript.md", text="Ord\n\nFler ord\n", version=1)
    for path, sent in fields(theme):
        assert world.owner.post(path, sent).status_code < 500, (path, list(sent))
    for path in (
        f"{THEME}text/manuscript.md/versioner/1/?mot={THOUSANDS}",
        f"{THEME}skriv/sv/nytt/?efter={THOUSANDS}",
        f"/arbete/norr/medlemmar/?page={THOUSANDS}",
        f"/rapporter/norr/exempel/?sida={THOUSANDS}",
    ):
        assert world.owner.get(path).status_code < 500, path[:80]


def test_a_number_is_read_from_digits_alone() -> None:
    assert [whole_number(text) for text in ("7", "007", "", "-1", "٣", "1e3", "9" * 19)] == [
        *(7, 7, 0, 0, 0, 0, 0)
    ]
    assert whole_number(THOUSANDS, otherwise=-1) == -1
    # An id is random, and has up to 62 bits.
    assert [whole_number(str(n)) for n in (2**62 - 1, 2**63 - 1, 2**63)] == [
        *(2**62 - 1, 2**63 - 1, 0)
    ]
    assert [whole_number(str(n), most=10**9) for n in (10**9, 10**9 + 1)] == [10**9, 0]


def test_a_moment_before_time_is_no_moment(world: World, theme: Theme) -> None:
    """Midnight of the first day there is, here, lies before it in UTC."""
    page = f"{THEME}val/"
    sent = {"title_sv": "T", "threshold": "5", "closes_at": "0001-01-01T00:00"}
    answer = world.owner.post(page, sent)
    assert answer.status_code == 400
    assert 'id="id_closes_at-error"' in answer.content.decode()
    assert Theme.objects.get(pk=theme.pk).closes_at is None
    assert world.owner.post(page, sent | {"closes_at": "2030-01-01T12:00"}).status_code == 302
    assert Theme.objects.get(pk=theme.pk).closes_at == datetime.datetime(
        2030, 1, 1, 11, tzinfo=datetime.UTC
    )


def test_a_workbook_that_writes_nul_as_a_number_is_kept_without(world: World) -> None:
    def row(number: int, *texts: str) -> str:
        places = zip("AB", texts, strict=True)
        cells = (f'<c r="{c}{number}" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in places)
        return f'<row r="{number}">{"".join(cells)}</row>'

    cells = row(1, "Nr", "Namn") + row(2, "1", "Kyrkans_x0000_kök")
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>"
    file = SimpleUploadedFile("m.xlsx", workbook(sheet))
    answer = world.editor.post("/arbete/norr/medlemmar/inlasning/", {"file": file})
    assert answer.status_code == 302
    assert RegisterUpload.objects.get().rows == [[2, ["1", "Kyrkanskök"]]]


def test_a_chip_that_writes_nul_as_a_number_is_kept_without() -> None:
    along = json.dumps([["n", "popul\0ation\ud800"]])
    assert from_field("Ord [[1: 30]]", along) == "Ord {n}`population`"


def test_an_address_is_without_the_scope_of_its_network(world: World, settings: Any) -> None:
    settings.PROXIES = 1
    request = world.anyone.get("/", headers={"x-forwarded-for": "fe80::1%eth0"}).wsgi_request
    assert StaffAdapter().get_client_ip(request) == "fe80::1"


def test_no_form_takes_an_address_that_a_column_has_no_room_for() -> None:
    """SQLite keeps any length; PostgreSQL fails on one letter too many."""
    for info in pkgutil.iter_modules(web_forms.__path__, f"{web_forms.__name__}."):
        for form in vars(importlib.import_module(info.name)).values():
            if not (isinstance(form, type) and issubclass(form, forms.Form)):
                continue
            for name, field in form.base_fields.items():
                most = {forms.EmailField: 254, forms.URLField: 200}.get(type(field))
                assert most is None or field.max_length <= most, (form, name)  # type: ignore[attr-defined]
    assert StaffForm.base_fields["email"].max_length <= 150  # type: ignore[attr-defined]


def test_a_report_of_mail_is_read_without_nul() -> None:
    (bounce,) = read_report("f2@exempel.se 550 5.1.1 no\0body")
    assert bounce.reason == "f2@exempel.se 550 5.1.1 nobody"
