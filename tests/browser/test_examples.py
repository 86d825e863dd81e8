"""Pages of examples and of an example's owner in Chromium: axe and width, in both languages."""

from pathlib import Path
from typing import Any

from django.test import Client

from samklang.web.models import Example, Theme
from samklang.web.serving.assets import write_assets
from tests.browser.site_checks import (
    WIDTHS,
    Checked,
    browser,
    keep_picture,
    look,
    needs_chromium,
    served,
)
from tests.web.conftest import World, world  # noqa: F401
from tests.web.test_examples import answered, drafted, owners, pages, theme  # noqa: F401
from tests.web.test_register import choices, uploaded

pytestmark = needs_chromium
REGISTER = (
    "Nr;Organisation / förening;E-post;Kommun;Typ;Tel.\n"
    "1;Kalix Bygdegård;info@kalix.se;Kalix;bygd;070-1\n"
    "2;Åsele FF;Å Ek <boll@asele.se>;2463;idrott;070-2\n"
    "3;Luleå IK;saknas;Luleå;Idrott;070-3\n"
    "Summa medlemmar:;3;;;;\n"
)


def test_the_pages_in_a_browser(
    world: World,  # noqa: F811
    theme: Theme,  # noqa: F811
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def keep(name: str, client: Client, page: str, fields: dict[str, str] | None = None) -> None:
        for language in ("sv", "en"):
            accepted = {"accept-language": language}
            if fields is None:
                shown = client.get(page, headers=accepted)
            else:
                shown = client.post(page, fields, headers=accepted)
            (tmp_path / f"{name}-{language}.html").write_bytes(shown.content)

    list_of_examples = pages(theme)
    keep("cards", world.editor, list_of_examples)
    one = drafted(world, theme)
    keep("draft", world.editor, f"{list_of_examples}{one.name}/")
    keep("refused", world.editor, f"{list_of_examples}{one.name}/", {"version": "0"})
    for number in (2, 3):
        keep(f"step-{number}", world.editor, f"{list_of_examples}{one.name}/?steg={number}")
    address = owners(world, theme, one, django_capture_on_commit_callbacks)
    owner = Client()
    keep("owner", owner, address)
    keep("unanswered", owner, address, {})
    keep("owner-text", owner, f"{address}andra/")
    owner.post(address, answered())
    keep("answered", owner, address)
    keep("to-publish", world.editor, f"{list_of_examples}{one.name}/")
    keep("examples", world.editor, list_of_examples)
    owner.post(f"{address}dra-tillbaka/")
    assert Example.objects.get().stage == "withdrawn"
    keep("gone", owner, address)
    keep("unknown", owner, f"/exempel/{'a' * 26}/")
    columns = uploaded(world.editor, REGISTER)
    keep("columns", world.editor, columns)
    keep("checked", world.editor, columns, choices(world.editor, columns))
    member = world.network.members.order_by("pk")[0]
    keep("member", world.editor, f"/arbete/norr/medlemmar/{member.pk}/")
    keep("front", world.anyone, "/")
    write_assets(tmp_path / "assets")
    found = Checked()
    with browser() as running, served(tmp_path) as root:
        page = running.new_page()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for path in sorted(tmp_path.glob("*.html")):
                page.goto(f"{root}{path.name}")
                look(page, f"{path.name} at {width}", found)
                keep_picture(page, f"examples, {path.stem}-{width}")
    assert found.faults == []
    assert found.checks > 400
