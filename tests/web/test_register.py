"""The register in the browser: import in three steps, history, export, and who may do what."""

import io

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from samklang.core.language.wording import Wording
from samklang.web.models import AuditRow, Member, MemberChange, RegisterUpload
from samklang.web.views import register
from tests.web.conftest import World

CSV = (
    "Nr;Org.nr;Namn;E-post;Kommun;Typ\n"
    "1;556036-0793;Kalix Bygdegård;info@kalix.se;Kalix;bygd\n"
    "2;;Åsele FF;;2463;idrott\n"
)
PAGE = "/arbete/norr/medlemmar/"


def uploaded(client: Client, text: str) -> str:
    """The address of the page on the columns of an uploaded file."""
    file = SimpleUploadedFile("medlemmar.csv", text.encode())
    answer = client.post(f"{PAGE}inlasning/", {"file": file})
    assert answer.status_code == 302
    return answer.url


def choices(client: Client, page: str) -> dict[str, str]:
    """The choices of columns as the page proposes them, and Typ as a group."""
    (form,) = (f for f in html.fromstring(client.get(page).content).forms if "column-0" in f.fields)
    found = {name: value for name, value in form.form_values() if name.startswith("column-")}
    return found | {"column-5": "group"} if found.get("column-5") == "" else found


def imported(client: Client, text: str, **more: str) -> None:
    page = uploaded(client, text)
    chosen = choices(client, page)
    assert client.post(page, chosen).status_code == 200
    assert client.post(f"{page}nu/", chosen | more).url == PAGE


@pytest.mark.parametrize("page", [f"{PAGE}inlasning/", "/arbete/norr/teman/t/enkat/fil/"])
def test_a_page_for_a_file_begins_without_faults(world: World, page: str) -> None:
    world.network.themes.create(address="t", title=Wording("Tema"))
    answer = world.editor.get(page)
    assert answer.status_code == 200
    assert b'class="errors"' not in answer.content


def test_members_come_from_a_file_in_three_steps(world: World) -> None:
    page = uploaded(world.editor, CSV)
    assert not Member.objects.exists()
    checked = world.editor.post(page, choices(world.editor, page))
    assert "2 nya medlemmar läggs till" in checked.content.decode()
    assert not Member.objects.exists()
    world.editor.post(f"{page}nu/", choices(world.editor, page))
    kalix, asele = Member.objects.order_by("number")
    assert (kalix.organisation_number, kalix.county, kalix.groups) == (
        "5560360793",
        "25",
        {"Typ": "bygd"},
    )
    assert (asele.name, asele.municipality, asele.email) == ("Åsele FF", "2463", "")
    assert AuditRow.objects.get(action="import_members").detail["new"] == 2
    assert not RegisterUpload.objects.exists()


def test_importing_again_changes_only_what_differs_and_keeps_what_was(world: World) -> None:
    imported(world.editor, CSV)
    imported(world.editor, "Nr;Namn;E-post\n2;Åsele fotboll;boll@asele.se\n", missing="leave")
    asele = Member.objects.get(number="2")
    assert (asele.name, asele.municipality, asele.groups) == (
        "Åsele fotboll",
        "2463",
        {"Typ": "idrott"},
    )
    change = MemberChange.objects.filter(member=asele).latest("pk")
    assert change.before == {"name": "Åsele FF", "email": ""}
    assert change.after == {"name": "Åsele fotboll", "email": "boll@asele.se"}
    assert not Member.objects.get(number="1").active


def test_a_member_is_known_by_its_organisation_number_too(world: World) -> None:
    imported(world.editor, CSV)
    imported(world.editor, "Org.nr;Namn\n5560360793;Kalix Bygdegårdsförening\n")
    assert Member.objects.count() == 2
    assert Member.objects.get(number="1").name == "Kalix Bygdegårdsförening"


@pytest.mark.parametrize(
    ("text", "said", "names"),
    [
        ("Nr;Namn;Kommun\n3;A;Kalixx\n", "Medlemmen läses in utan kommun", ["A"]),
        ("Nr;Namn\n3;A\n3;B\n", "Samma nummer står på en tidigare rad", ["A"]),
        ("Nr;Namn\n3;A\nSumma medlemmar:;43\n", "en rad med summor", ["A"]),
        ("Nr;Namn;Mejl\n3;A;Å Ek <a@b.se>\n", "Å Ek &lt;a@b.se&gt; → a@b.se", ["A"]),
        ("Nr;Org.nr;Namn\n2;556036-0793;A\n", "hör till två olika medlemmar", []),
    ],
)
def test_what_is_not_read_as_it_stands_is_said_before_anything_is_read(
    world: World, text: str, said: str, names: list[str]
) -> None:
    imported(world.editor, CSV)
    before = set(Member.objects.values_list("name", flat=True))
    page = uploaded(world.editor, text)
    chosen = choices(world.editor, page)
    answer = world.editor.post(page, chosen)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert set(Member.objects.values_list("name", flat=True)) == before
    world.editor.post(f"{page}nu/", chosen)
    assert set(Member.objects.values_list("name", flat=True)) - before == set(names)


def test_a_file_without_a_column_of_names_is_one_fault(world: World) -> None:
    page = uploaded(world.editor, "Nr;Ort;Land\n" + "".join(f"{n};Ort {n};x\n" for n in range(46)))
    answer = world.editor.post(page, {"column-0": "number"})
    assert answer.status_code == 400
    assert answer.content.decode().count("Ingen kolumn är vald som Namn") == 1
    assert world.editor.post(f"{page}nu/", {"column-0": "number"}).status_code == 400
    assert not Member.objects.exists()


def test_members_without_numbers_get_one_and_are_known_by_name(world: World) -> None:
    imported(world.editor, "Namn;E-post\nA;\nB;\n")
    assert sorted(Member.objects.values_list("number", "name")) == [("1", "A"), ("2", "B")]
    imported(world.editor, "Namn;E-post\na;a@b.se\nC;\n")
    rows = sorted(Member.objects.values_list("number", "name", "email"))
    assert rows == [("1", "a", "a@b.se"), ("2", "B", ""), ("3", "C", "")]


def test_the_choice_of_columns_is_remembered(world: World) -> None:
    text = "Nr;Kallas;Anm\n1;A;x\n"
    page = uploaded(world.editor, text)
    chosen = {"column-0": "number", "column-1": "name", "column-2": ""}
    world.editor.post(f"{page}nu/", chosen)
    assert choices(world.editor, uploaded(world.editor, text)) == chosen


def test_a_member_that_was_never_asked_can_be_deleted(world: World) -> None:
    imported(world.editor, CSV)
    one, other = Member.objects.order_by("number")
    theme = world.network.themes.create(address="t", title=Wording("Tema"))
    theme.invitations.create(member=other)
    assert "Ta bort medlemmen" in world.editor.get(f"{PAGE}{one.pk}/").content.decode()
    assert "Ta bort medlemmen" not in world.editor.get(f"{PAGE}{other.pk}/").content.decode()
    for client, member, status in (
        (world.reader, one, 403),
        (world.stranger, one, 404),
        (world.editor, other, 302),
        (world.editor, one, 302),
    ):
        assert client.post(f"{PAGE}{member.pk}/ta-bort/").status_code == status
    assert list(Member.objects.all()) == [other]
    assert AuditRow.objects.filter(action="delete_member").count() == 1


def test_groups_are_edited_on_a_members_page(world: World) -> None:
    imported(world.editor, CSV)
    one = Member.objects.get(number="1")
    page = f"{PAGE}{one.pk}/"
    (form,) = (
        f for f in html.fromstring(world.editor.get(page).content).forms if "name" in f.fields
    )
    world.editor.post(page, dict(form.form_values()) | {"group-0": "idrott"})
    one.refresh_from_db()
    assert (one.groups, one.name) == ({"Typ": "idrott"}, "Kalix Bygdegård")
    assert "idrott" in world.reader.get(PAGE).content.decode()


def test_two_columns_cannot_hold_the_same(world: World) -> None:
    page = uploaded(world.editor, "Namn;Annat namn\nA;B\n")
    answer = world.editor.post(page, {"column-0": "name", "column-1": "name"})
    assert answer.status_code == 400
    assert "Två kolumner är valda som" in answer.content.decode()


def test_a_file_that_is_no_table_is_refused_in_words(world: World) -> None:
    file = SimpleUploadedFile("r.xlsx", b"not excel")
    answer = world.editor.post(f"{PAGE}inlasning/", {"file": file})
    assert answer.status_code == 400
    assert "går inte att öppna som Excel" in answer.content.decode()


def test_an_upload_is_its_owners_only(world: World) -> None:
    page = uploaded(world.editor, CSV)
    assert world.owner.get(page).status_code == 404
    assert world.stranger.get(page).status_code == 404


def test_the_export_can_be_imported_again_without_a_change(world: World) -> None:
    imported(world.editor, CSV.replace("Åsele FF", "=1+1"))
    excel = world.reader.get(f"{PAGE}hamta/xlsx/").getvalue()
    cells = [[c.value for c in row] for row in openpyxl.load_workbook(io.BytesIO(excel)).active]
    assert cells[0][:3] == ["Medlemsnummer", "Organisationsnummer", "Namn"]
    assert cells[1][2] == "=1+1"
    text = world.reader.get(f"{PAGE}hamta/csv/").getvalue().decode("utf-8-sig")
    assert "'=1+1" in text
    page = uploaded(world.editor, text)
    checked = world.editor.post(page, choices(world.editor, page))
    assert "2 medlemmar är oförändrade" in checked.content.decode()


def test_an_export_is_read_as_it_is_sent(world: World) -> None:
    Member.objects.bulk_create(
        Member(network=world.network, number=str(n), name=f"Förening {n}", contact="Åsa" * 40)
        for n in range(1_501)
    )
    with CaptureQueriesContext(connection) as asked:
        answer = world.reader.get(f"{PAGE}hamta/csv/")
        begun = len(asked)
        parts = iter(answer.streaming_content)
        assert next(parts) == b"\xef\xbb\xbf"
        assert len(asked) == begun
        size = len(next(parts))
        # The first part of the rows, and the rest only when it is wanted.
        assert len(asked) == begun + 1
        rest = list(parts)
        assert len(asked) == begun + 4
    assert max(map(len, rest)) <= size < 100_000
    assert AuditRow.objects.filter(action="export_register").get().detail["members"] == 1_501


def test_nothing_is_left_of_an_excel_file_that_nobody_waits_for(world: World) -> None:
    imported(world.editor, CSV)
    place = settings.DATA / register.EXPORTS
    answer = world.reader.get(f"{PAGE}hamta/xlsx/")
    parts = iter(answer.streaming_content)
    assert next(parts)[:2] == b"PK"
    assert len(list(place.iterdir())) == 1
    answer.close()
    assert not list(place.iterdir())


def test_one_member_is_added_and_changed_by_hand(world: World) -> None:
    new = {
        "name": "Kalix Bygdegård",
        "organisation_number": "556036-0793",
        "language": "sv",
        "municipality": "2514",
        "active": "on",
    }
    assert world.editor.post(f"{PAGE}ny/", new).url == PAGE
    member = Member.objects.get()
    assert (member.number, member.county) == ("5560360793", "25")
    again = world.editor.post(f"{PAGE}ny/", new)
    assert again.status_code == 400
    assert "En annan medlem har redan det numret" in again.content.decode()
    page = f"{PAGE}{member.pk}/"
    world.editor.post(page, new | {"number": "5560360793", "name": "Kalix"})
    assert "Kalix Bygdegård" in world.editor.get(page).content.decode()  # in its history
    assert world.stranger.get(page).status_code == 404


def test_a_reader_looks_and_does_not_touch(world: World) -> None:
    imported(world.editor, CSV)
    assert "Kalix Bygdegård" in world.reader.get(PAGE).content.decode()
    assert world.reader.get(f"{PAGE}inlasning/").status_code == 403
    assert world.reader.post(f"{PAGE}ny/", {"name": "X", "number": "9"}).status_code == 403
    assert world.stranger.get(PAGE).status_code == 404


def test_members_are_found_by_any_word(world: World) -> None:
    imported(world.editor, CSV)
    for search, found in (
        ("kalix", "1 medlem"),
        ("556036-0793", "1 medlem"),
        ("qq", "0 medlemmar"),
    ):
        assert f">{found}<" in world.reader.get(PAGE, {"q": search}).content.decode(), search


def test_the_list_costs_the_same_for_any_number_of_members(
    world: World, django_assert_max_num_queries: object
) -> None:
    Member.objects.bulk_create(
        Member(network=world.network, number=str(n), name=f"Förening {n}") for n in range(200)
    )
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        world.reader.get(PAGE)


def test_a_file_with_nothing_new_says_so(world: World) -> None:
    imported(world.editor, CSV)
    page = uploaded(world.editor, CSV)
    chosen = choices(world.editor, page)
    plan = world.editor.post(page, chosen).content.decode()
    assert "Filen innehåller inget nytt." in plan
    assert "0 medlemmar" not in plan
    told = world.editor.post(f"{page}nu/", chosen, follow=True).content.decode()
    assert "Inget behövde ändras." in told


def named(world: World, *names: str) -> list[Member]:
    return [
        Member.objects.create(
            network=world.network,
            number=f"m{place}",
            organisation_number="5560360793" if place == 0 else "",
            name=name,
            email=f"brev{place}@exempel.se",
        )
        for place, name in enumerate(names)
    ]


def listed(world: World, asked: dict[str, object]) -> list[str]:
    """The names on a page of the register."""
    page = html.fromstring(world.reader.get(PAGE, asked).content)
    return [cell.text_content().strip() for cell in page.xpath("//tbody//th")]


def test_members_stand_in_the_order_of_the_alphabet_page_after_page(world: World) -> None:
    named(world, "Östersund", "förening 10", "Förening 9", "Älvsbyn", "Åsele", *["Z"] * 48)
    first, second = (listed(world, {"page": n}) for n in (1, 2))
    assert first == ["Förening 9", "förening 10", *["Z"] * 48]
    assert second == ["Åsele", "Älvsbyn", "Östersund"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("åse", ["Åsele FF"]),
        ("ASE", ["Basen"]),
        ("ele ff", ["Åsele FF"]),
        ("556036-07", ["Åsele FF"]),
        ("BREV1@", ["Basen"]),
        ("m2", ["Kafé Tre"]),
        ("kafe", ["Kafé Tre"]),
        ("-", []),
        ("%", []),
        ("", ["Basen", "Kafé Tre", "Åsele FF"]),
    ],
)
def test_a_member_is_found_by_part_of_its_name_number_or_address(
    world: World, search: str, found: list[str]
) -> None:
    named(world, "Åsele FF", "Basen", "Kafé Tre")
    assert listed(world, {"q": search}) == found
