"""Who and what an example's record refuses: strangers, other networks' terms, pictures that lie."""

import io

import pytest
from PIL import Image

from samklang.core.language.wording import Wording
from samklang.web.models import Theme, VocabularyTerm
from tests.web.conftest import World
from tests.web.test_example_record import FIRST, one_of, step
from tests.web.test_examples import theme  # noqa: F401


def test_nobody_else_writes_in_it(world: World, theme: Theme) -> None:  # noqa: F811
    one, page = one_of(world, theme)
    told = one.record
    for client, status in ((world.stranger, 404), (world.anyone, 302), (world.reader, 403)):
        for number in (1, 2, 3):
            assert step(client, page, number, 0, **FIRST).status_code == status
        assert client.post(f"{page}steg/", {"action": "publish"}).status_code == status
    one.refresh_from_db()
    assert (one.record, one.version, one.stage) == (told, 0, "draft")


@pytest.mark.parametrize(("of_list", "field"), [("challenges", "challenges"), ("groups", "groups")])
def test_another_networks_term_cannot_be_chosen(
    world: World,
    theme: Theme,  # noqa: F811
    of_list: str,
    field: str,
) -> None:
    for network, code, label in (
        (world.network, "ours", "Vårt eget"),
        (world.elsewhere, "theirs", "Deras hemliga"),
    ):
        VocabularyTerm.objects.create(
            network=network, vocabulary=of_list, code=code, label=Wording(label)
        )
    one, page = one_of(world, theme)
    assert "Deras hemliga" not in world.editor.get(f"{page}?steg=2").content.decode()
    assert step(world.editor, page, 2, 0, **{field: ["theirs"]}).status_code == 400
    one.refresh_from_db()
    assert one.version == 0


def test_a_picture_that_lies_about_its_kind_is_refused(world: World, theme: Theme) -> None:  # noqa: F811
    one, page = one_of(world, theme)
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(made, "TIFF")
    made.seek(0)
    made.name = "bild.jpg"
    fields = {"action": "add_picture", "picture": made, "alt": "En buss", "licence": "CC-BY-4.0"}
    assert world.editor.post(f"{page}?steg=3", fields).status_code == 400
    one.refresh_from_db()
    assert (one.record.get("pictures") or [], one.pictures.count()) == ([], 0)
