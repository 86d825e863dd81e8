"""The look of the reports in the browser: a logo and a Word template given, seen and taken away."""

import io
import zipfile
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from samklang.package.read import read, read_from
from samklang.package.word_template import read_template, styles_alone
from samklang.web.actions.freezing import freeze
from samklang.web.forms.house import TEMPLATE_BYTES
from samklang.web.models import AuditRow, HouseFile, Theme
from samklang.web.queries import manuscript_preview
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from tests.unit.test_house_files import SHAPE, png, style, svg, template
from tests.web.conftest import World
from tests.web.report_world import theme  # noqa: F401

PAGE = "/arbete/norr/utseende/"
DARK = '<w:color w:val="1B3A8A"/><w:sz w:val="21"/><w:rFonts w:ascii="Georgia"/><w:b/>'


def give(client: Any, part: str, content: bytes, name: str = "fil", *, language: str = "sv") -> Any:
    """The answer to a file given in the form of a part."""
    file = SimpleUploadedFile(name, content)
    data = {"action": f"keep_{part}", part: file}
    return client.post(PAGE, data, headers={"accept-language": language})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_logo_is_kept_seen_and_taken_away(world: World) -> None:
    assert "Ingen logotyp än." in text(world.owner.get(PAGE))
    assert give(world.owner, "logo", svg(""), "logga.svg").status_code == 302
    shown = text(world.owner.get(PAGE))
    assert 'src="data:image/svg+xml;base64,' in shown
    assert 'alt="Logotypen för Norra nätverket"' in shown
    assert 'width="240" height="96"' in shown
    # A PNG takes its place; the file tells what it is, not its name.
    assert give(world.owner, "logo", png(), "logga.svg").status_code == 302
    assert 'src="data:image/png;base64,' in text(world.owner.get(PAGE))
    assert HouseFile.objects.get().path == "style/logo.png"
    assert world.owner.post(PAGE, {"action": "remove_logo"}).status_code == 302
    assert "Ingen logotyp än." in text(world.owner.get(PAGE))
    actions = list(AuditRow.objects.order_by("pk").values_list("action", "network__address"))
    assert actions == [(d, "norr") for d in ("change_logo", "change_logo", "remove_logo")]
    # To take away what is not there is no action.
    world.owner.post(PAGE, {"action": "remove_logo"})
    assert AuditRow.objects.count() == 3
    assert "bytte logotyp" in text(world.owner.get("/arbete/norr/logg/"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (svg("<script>alert(1)</script>"), "ett skript"),
        (svg("<text>Nätet</text>"), "Spara den som vanlig SVG"),
        (svg('<image href="https://example.org/x.png"/>'), "bild"),
        (b"<svg", "ingen hel SVG"),
        (b"\xff\xd8\xff\xe0 a photograph", "varken SVG eller PNG"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "entiteter"),
        (svg(SHAPE * 6000), "200 kB"),
        (png()[:-20], "PNG"),
        (b"", "tom"),
    ],
    ids=["script", "text", "image", "broken", "jpeg", "entity", "many", "cut", "empty"],
)
def test_a_logo_that_does_not_do_is_refused_with_what_to_do(
    world: World, content: bytes, told: str
) -> None:
    answer = give(world.owner, "logo", content)
    assert answer.status_code == 400
    assert told in text(answer)
    assert 'aria-invalid="true"' in text(answer)
    assert not HouseFile.objects.exists()
    assert not AuditRow.objects.exists()


def test_nothing_but_shapes_of_a_logo_is_kept_or_shown(world: World) -> None:
    hostile = svg("").replace(b"<path", b'<path onclick="alert(1)" xlink-href="x"')
    assert give(world.owner, "logo", hostile).status_code == 302
    kept = bytes(HouseFile.objects.get().content)
    assert b"onclick" not in kept
    assert b"<path" in kept


def test_files_over_the_limit_are_refused(world: World) -> None:
    answer = give(world.owner, "template", b"x" * (TEMPLATE_BYTES + 1))
    assert answer.status_code == 400
    assert "Filen är för stor. Den får vara högst 5 MB." in text(answer)


def test_a_word_template_is_kept_as_its_styles_alone(world: World) -> None:
    given = template(style("heading 1", run=DARK) + style("normal"))
    assert give(world.owner, "template", given, "mall.docx").status_code == 302
    shown = text(world.owner.get(PAGE))
    for word in ("Rubrik 1", "Georgia", "10,5", "fet", "#1b3a8a"):
        assert word in shown, word
    kept = bytes(HouseFile.objects.get().content)
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        assert "word/vbaProject.bin" not in archive.namelist()
    assert read_template(kept) == read_template(given)
    assert styles_alone(kept) == kept
    assert world.owner.post(PAGE, {"action": "remove_template"}).status_code == 302
    assert "Ingen Word-mall än." in text(world.owner.get(PAGE))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"no zip", "ingen Word-fil"),
        (template("", part="xl/styles.xml"), "ingen Word-fil"),
        (template(style("strange")), "Rubrik 1, Normal"),
        (template(style("heading 1", run='<w:color w:val="DDDDDD"/>')), "#dddddd"),
    ],
    ids=["no zip", "excel", "no styles", "pale"],
)
def test_a_template_that_does_not_do_is_refused(world: World, content: bytes, told: str) -> None:
    answer = give(world.owner, "template", content)
    assert answer.status_code == 400
    assert told in text(answer), text(answer)
    assert not HouseFile.objects.exists()


def test_faults_are_told_in_the_reader_s_language(world: World) -> None:
    answer = give(world.owner, "logo", b"<svg", language="en")
    assert "This is not a valid SVG file. Save it again as plain SVG." in text(answer)


@pytest.mark.parametrize("who", ["editor", "reader", "stranger", "anyone"])
def test_only_an_owner_of_the_network_may(world: World, who: str) -> None:
    client = getattr(world, who)
    expected = {"editor": 403, "reader": 403, "stranger": 404, "anyone": 302}[who]
    assert client.get(PAGE).status_code == expected
    assert give(client, "logo", svg("")).status_code == expected
    assert not HouseFile.objects.exists()


def test_a_post_that_says_nothing_changes_nothing(world: World) -> None:
    give(world.owner, "logo", svg(""))
    for action in ("", "remove_all", "keep_style"):
        assert world.owner.post(PAGE, {"action": action}).status_code == 200
    assert HouseFile.objects.count() == 1
    with pytest.raises(IntegrityError):
        HouseFile.objects.create(network=world.network, part="logo", path="x", content=b"")


def test_the_settings_lead_there(world: World) -> None:
    assert f'href="{PAGE}"' in text(world.owner.get("/arbete/norr/installningar/"))


def test_a_freeze_writes_them_into_the_package(world: World, theme: Theme) -> None:  # noqa: F811
    bare = freeze(theme, by=None)
    give(world.owner, "logo", svg(""))
    give(world.owner, "template", template(style("heading 1", run=DARK)))
    give(world.stranger, "logo", png())
    files = package_files(theme, published(theme))  # type: ignore[arg-type]
    package = read_from(files)
    assert (package.theme.style.logo, package.theme.style.template) == (
        "style/logo.svg",
        "style/house.docx",
    )
    made = freeze(theme, by=None)
    assert made.hash != bare.hash
    frozen = read(settings.DATA / made.file)
    assert frozen.house == package.house
    assert frozen.house.logo
    assert [look.colour for look in frozen.house.looks] == ["#1b3a8a"]
    # What has not changed is frozen once.
    assert freeze(theme, by=None) == made


def test_a_theme_without_answers_can_be_looked_at_with_them(
    world: World,
    theme: Theme,  # noqa: F811
) -> None:
    give(world.owner, "logo", svg(""))
    files = manuscript_preview._unanswered(theme)
    assert files is not None
    assert "style/logo.svg" in files
