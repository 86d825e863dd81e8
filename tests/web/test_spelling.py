"""Spelling of a report: hints by part, words accepted in the whole network, and nobody hindered."""

import pytest

from samklang.core.language.wording import Wording
from samklang.package import confined
from samklang.package.confined import TooMuch
from samklang.spelling import dictionaries
from samklang.web.actions.theme_files import save_file
from samklang.web.models import AcceptedWord, AuditRow, Theme
from samklang.web.queries import spelling
from tests.web.conftest import World
from tests.web.report_world import theme  # noqa: F401
from tests.web.test_blocks import SV, fields, text

WORDS = "/arbete/norr/ordlista/"
RAW = "/arbete/norr/teman/t/text/manuscript.md/"
MANUSCRIPT = """\
{#results}
# Resultat

De flesta i Skogssällskapet har samvärkan med länet. Kvibblarna är många.

Allt är väl.
"""


@pytest.fixture
def report(theme: Theme) -> Theme:  # noqa: F811
    save_file(theme, path="manuscript.md", text=MANUSCRIPT, seen=0, by=None)
    return theme


def test_hints_stand_beside_the_part_they_are_of(world: World, report: Theme) -> None:
    shown = text(world.editor.get(SV))
    assert "2 ord att se över: stavningskontrollen känner inte igen dem." in shown
    part = shown.split('id="del-1"')[1].split('id="del-2"')[0]
    assert "samvärkan, Kvibblarna" in part
    assert "kanske: <span" in part.replace("– kanske", "kanske")
    assert "samverkan" in part
    assert "se över" not in shown.split('id="del-2"')[1]
    # Who cannot change the text has no use of them.
    assert "se över" not in text(world.reader.get(SV))
    form = text(world.editor.get(f"{SV}1/"))
    assert "samvärkan" in form.split('id="look"')[1]
    assert "rad 4</a>" in text(world.editor.get(RAW)).split('id="spelling-title"')[1]


def test_words_that_are_being_written_are_looked_at(world: World, report: Theme) -> None:
    at = f"{SV}1/"
    page = fields(world.editor.get(at)) | {"action": "show", "text": "De flessta kan."}
    shown = text(world.editor.post(at, page))
    assert "flessta" in shown.split('id="look"')[1].split("kanske:")[0]
    assert "samvärkan" not in shown.split('id="look"')[1]


def test_a_word_is_accepted_in_the_whole_network(world: World, report: Theme) -> None:
    answer = world.editor.post(f"{SV}ord/", {"word": "Kvibblarna", "avsnitt": "0"})
    assert answer["Location"].endswith("/skriv/sv/?avsnitt=0")
    world.editor.post(f"{SV}ord/", {"word": "kvibblarna"})
    assert AcceptedWord.objects.get().word == "Kvibblarna"
    shown = text(world.editor.get(SV))
    assert "Ett ord att se över: stavningskontrollen känner inte igen det." in shown
    listed = text(world.editor.get(WORDS))
    assert "Kvibblarna" in listed
    answer = world.editor.post(WORDS, {"remove": str(AcceptedWord.objects.get().pk)})
    assert answer.status_code == 302
    assert "2 ord att se över" in text(world.editor.get(SV))
    actions = list(
        AuditRow.objects.filter(action__endswith="_word").values_list("action", "subject")
    )
    assert sorted(actions) == [("accept_word", "Kvibblarna"), ("remove_word", "Kvibblarna")]


def test_only_words_are_accepted_and_only_by_editors(world: World, report: Theme) -> None:
    for word in ("", "två ord", "q1", "<b>", "a" * 61, "https://x.se"):
        answer = world.editor.post(WORDS, {"word": word})
        assert answer.status_code == 400, word
        assert world.editor.post(f"{SV}ord/", {"word": word}).status_code == 302
    assert not AcceptedWord.objects.exists()
    assert world.reader.post(f"{SV}ord/", {"word": "ord"}).status_code == 403
    assert world.reader.get(WORDS).status_code == 403
    assert world.stranger.get(WORDS).status_code == 404
    assert world.editor.get(f"{SV}ord/").status_code == 405
    # Another network's word is its own.
    other = AcceptedWord.objects.create(network=world.elsewhere, word="Kvibblarna")
    assert "2 ord att se över" in text(world.editor.get(SV))
    assert world.editor.post(WORDS, {"remove": str(other.pk)}).status_code == 404
    assert AcceptedWord.objects.filter(pk=other.pk).exists()


def test_the_themes_own_words_are_accepted(world: World, report: Theme) -> None:
    report.title = Wording("Kvibblarna", report.title.en)
    report.save()
    assert "Ett ord att se över" in text(world.editor.get(SV))


def test_what_was_said_of_a_text_is_kept(
    world: World, report: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    unknown = spelling.unknown

    def counting(language, words, own):  # type: ignore[no-untyped-def]
        asked.append(words)
        return unknown(language, words, own)

    monkeypatch.setattr(spelling, "unknown", counting)
    world.editor.get(SV)
    world.editor.get(SV)
    assert len(asked) == 1
    file = save_file(report, path="manuscript.md", text=MANUSCRIPT + "\nNyttt.\n", seen=1, by=None)
    assert "3 ord" in text(world.editor.get(SV))
    assert asked[1:] == [("Nyttt",)]
    assert file.version == 2


def test_proposals_come_when_there_is_time(
    world: World, report: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hurried:
        hurried.setattr(dictionaries, "SECONDS", -1)
        shown = text(world.editor.get(SV))
        assert "samvärkan, Kvibblarna" in shown
        assert "samverkan" not in shown
    assert "samverkan" in text(world.editor.get(SV))


def test_a_dictionary_that_cannot_be_asked_hinders_nobody(
    world: World, report: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise TooMuch("busy")

    monkeypatch.setattr(spelling, "confined", busy)
    shown = text(world.editor.get(SV))
    assert "Stavningen gick inte att kontrollera just nu." in shown
    assert "Resultat" in shown


def test_it_is_turned_off_in_the_settings(world: World, report: Theme) -> None:
    page = "/arbete/norr/installningar/"
    shown = text(world.owner.get(page))
    assert "Kontrollera stavningen när rapporter skrivs" in shown
    form = fields(world.owner.get(page), 'class="sheet"')
    assert "spelling" in form, "it is on from the beginning"
    del form["spelling"]
    assert world.owner.post(page, form).status_code == 302
    world.network.refresh_from_db()
    assert world.network.spelling is False
    assert "se över" not in text(world.editor.get(SV))
    assert "avstängd" in text(world.editor.get(WORDS))


def test_the_dictionaries_are_read_in_a_process_apart(
    world: World, report: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling, "confined", confined.confined)
    monkeypatch.setattr("samklang.spelling.dictionaries._Book", None)
    assert "samverkan" in text(world.editor.get(SV))
