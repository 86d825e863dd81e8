"""Answers coded in the browser: read, coded, undone, frozen; two coders overwrite nothing."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samklang.analysis.analysis import analyse
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Wording
from samklang.package.read import read_from
from samklang.web.actions.codebook import (
    begin_codebook,
)
from samklang.web.actions.coding import Mark, save_coding
from samklang.web.actions.erasure import erase
from samklang.web.actions.freezing import freeze
from samklang.web.actions.retention import deidentify
from samklang.web.actions.themes import begin_theme
from samklang.web.models import AuditRow, Coding, CodingStep, Membership, ReadAnswer, Theme
from samklang.web.queries.codebook import codes_by_key
from samklang.web.queries.next_step import NextStep, next_step
from samklang.web.queries.open_answers import asked, opened, place, sent
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from samklang.web.starts import codebook
from tests.web.conftest import World
from tests.web.report_world import SECRET_NAME, made_theme

HOME = "/arbete/norr/teman/t/kodning/"
Q5 = f"{HOME}fraga/q5/"


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """Twenty-four answers to q5, with the starter of factors and that of phases."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = made_theme(world.network)
    for number, one in enumerate(made.responses.filter(state="sent").order_by("pk")):
        one.answers |= {"q5": f"Svar {number}: vi hade tid och pengar."}
        one.save()
    for name in ("factors", "phase"):
        begin_codebook(made, codebook(name), by=None)  # type: ignore[arg-type]
    return made


def page(pk: int) -> str:
    return f"{Q5}svar/{pk}/"


def code(client: Client, pk: int, *, seen: int = 0, status: int = 302, **fields: object) -> None:
    answer = client.post(page(pk), {"seen": seen, "memo": "", "status": "", **fields})
    assert answer.status_code == status, answer.content.decode()


def keys(theme: Theme) -> list[int]:
    return list(sent(theme).order_by("pk").values_list("pk", flat=True))


def test_answers_are_read_without_names_until_somebody_may_and_asks(
    world: World, theme: Theme
) -> None:
    for client in (world.editor, world.reader):
        text = client.get(Q5).content.decode()
        assert "vi hade tid och pengar" in text
        assert SECRET_NAME not in text
        assert client.post(f"{HOME}namn/", {"names": "on"}).status_code == 403
    world.owner.post(f"{HOME}namn/", {"names": "on", "next": Q5})
    assert SECRET_NAME in world.owner.get(Q5).content.decode()
    editor = Membership.objects.get(role="editor")
    world.owner.post(f"/arbete/norr/medarbetare/{editor.pk}/", {"role": "editor", "names": "on"})
    world.editor.post(f"{HOME}namn/", {"names": "on"})
    assert SECRET_NAME in world.editor.get(f"{HOME}medlem/{keys(theme)[0]}/").content.decode()
    assert world.stranger.get(Q5).status_code == 404
    assert world.anyone.get(Q5).status_code == 302


def test_reading_leaves_a_row_a_day(world: World, theme: Theme) -> None:
    for _ in range(3):
        world.editor.get(Q5)
    world.owner.post(f"{HOME}namn/", {"names": "on"})
    world.owner.get(Q5)
    rows = AuditRow.objects.filter(theme=theme, subject="q5").values_list("action", "by__username")
    assert sorted(rows) == [
        ("read_answers", "redaktor@exempel.se"),
        ("read_named_answers", "agare@exempel.se"),
    ]


def test_a_list_is_searched_and_filtered(world: World, theme: Theme) -> None:
    first = keys(theme)[0]
    code(world.editor, first, whole=["economy:hinders"])

    def count(query: str) -> int:
        return world.editor.get(f"{Q5}?{query}").content.decode().count('class="said-so"')

    assert count("") == 24
    assert count("q=svar+7") == 2  # 7 and 17
    assert count("state=coded") == 1
    assert count("code=economy") == 1
    assert count("code=economy:enables") == 0
    assert count("answer=q1%3Dyes") == 16
    assert count("group=county%3D25") == 15
    assert count("answer=q1%3Dyes&group=county%3D25&state=unread") in (9, 10)


def test_a_whole_answer_is_coded_by_a_form_alone(world: World, theme: Theme) -> None:
    first, second, *_ = keys(theme)
    assert f'value="{second}"' in world.editor.get(page(first)).content.decode()
    answer = world.editor.post(
        page(first),
        {
            "seen": 0,
            "memo": "Tydligt",
            "status": "",
            "whole": ["economy:hinders", "collaboration:enables", "idea:"],
            "action": "next",
            "after": second,
        },
    )
    assert answer["Location"].endswith(page(second))
    read = ReadAnswer.objects.get()
    assert (read.status, read.memo, read.version) == ("coded", "Tydligt", 1)
    text = sent(theme).get(pk=first).answers["q5"]
    assert {(c.code.key, c.valence, c.start, c.end) for c in Coding.objects.all()} == {
        ("economy", "hinders", 0, len(text)),
        ("collaboration", "enables", 0, len(text)),
        ("idea", "", 0, len(text)),
    }
    shown = world.editor.get(page(first)).content.decode()
    assert 'value="economy:hinders" checked' in shown
    code(world.editor, first, seen=1, whole=["economy:hinders"], span=["0-4:leadership:enables"])
    assert Coding.objects.filter(live=True).count() == 2
    assert "<mark>Svar</mark>" in world.editor.get(page(first)).content.decode()


def test_what_a_family_rules_out_is_refused(world: World, theme: Theme) -> None:
    first = keys(theme)[0]
    for whole in (["idea:", "trial:"], ["idea:enables"], ["nosuch:"], ["economy:worse"]):
        code(world.editor, first, whole=whole, status=400)
    for span in ("0-999:economy:", "5-5:economy:", "-1-3:economy:", "x"):
        code(world.editor, first, span=[span], status=400)
    assert not Coding.objects.exists()
    code(world.reader, first, whole=["idea:"], status=403)


def test_two_coders_overwrite_nothing(world: World, theme: Theme) -> None:
    first = keys(theme)[0]
    code(world.editor, first, whole=["economy:hinders"])
    code(world.owner, first, whole=["leadership:enables"], status=409)
    assert [c.code.key for c in Coding.objects.filter(live=True)] == ["economy"]
    code(world.owner, first, seen=1, whole=["leadership:enables"])
    assert [c.code.key for c in Coding.objects.filter(live=True)] == ["leadership"]
    answer = world.editor.post(
        page(first),
        {"seen": 1, "memo": "", "status": "no-code"},
        headers={"accept": "application/json"},
    )
    assert (answer.status_code, answer.json()) == (409, {"stale": True})


def test_states_are_apart_from_unread(world: World, theme: Theme) -> None:
    one, two, three, four, *_ = keys(theme)
    code(world.editor, one, whole=["economy:hinders"])
    for pk, state in ((two, "no-code"), (three, "undecided"), (four, "withheld")):
        answer = world.editor.post(page(pk), {"seen": 0, "memo": "", "status": state})
        assert answer.status_code == 302
    text = world.editor.get(HOME).content.decode()
    row = text[text.index("fraga/q5/") :]
    numbers = [cell.split("<")[0] for cell in row.split('">')[2:9]]
    assert numbers == ["30", "6", "20", "1", "1", "1", "1"]


def test_everything_is_undone_across_people(world: World, theme: Theme) -> None:
    first = keys(theme)[0]
    code(world.editor, first, whole=["economy:hinders"])
    step = CodingStep.objects.filter(action="code").get()
    assert "redaktor@exempel.se" in world.owner.get(f"{HOME}logg/").content.decode()
    world.owner.post(f"{HOME}logg/{step.pk}/angra/")
    assert not Coding.objects.filter(live=True).exists()
    assert ReadAnswer.objects.get().status == ""
    undoing = CodingStep.objects.get(action="undo")
    world.editor.post(f"{HOME}logg/{undoing.pk}/angra/")
    assert [c.code.key for c in Coding.objects.filter(live=True)] == ["economy"]
    # What has been changed since is not undone over somebody's head.
    step.refresh_from_db()
    assert not step.undone
    code(world.owner, first, seen=3, whole=["leadership:enables"])
    answer = world.editor.post(f"{HOME}logg/{step.pk}/angra/", follow=True)
    assert phrase("sv", "coding.changed_since") in answer.content.decode()
    assert [c.code.key for c in Coding.objects.filter(live=True)] == ["leadership"]


def test_saving_a_coding_takes_few_statements(world: World, theme: Theme) -> None:
    where = place(asked(theme), "q5")
    codes = {c.pk: c for c in codes_by_key(theme).values()}
    economy = next(c for c in codes.values() if c.key == "economy")
    by = User.objects.get(username="redaktor@exempel.se")
    pk = keys(theme)[0]
    assert where
    counts = []
    for seen, valence in ((0, "hinders"), (1, "enables"), (2, "hinders")):
        one = opened(theme, where, pk)
        assert one
        mark = Mark(economy.pk, valence, 0, 4)
        with CaptureQueriesContext(connection) as seen_by_database:
            save_coding(theme, one, marks=[mark], status="", memo="", seen=seen, codes=codes, by=by)
        said = [query["sql"].split()[0] for query in seen_by_database]
        counts.append([word for word in said if word not in ("SAVEPOINT", "RELEASE")])
    assert counts == [
        ["INSERT", "INSERT", "INSERT"],
        ["UPDATE", "UPDATE", "INSERT", "INSERT"],
        ["UPDATE", "UPDATE", "INSERT", "INSERT"],
    ]


def test_a_coded_theme_freezes_into_its_own_files(world: World, theme: Theme) -> None:
    every = keys(theme)
    for number, pk in enumerate(every[:20]):
        code(world.editor, pk, whole=["economy:hinders" if number % 2 else "economy:enables"])
    code(world.editor, every[20], status_="")
    world.editor.post(page(every[20]), {"seen": 0, "memo": "", "status": "no-code"})
    world.owner.post(page(every[21]), {"seen": 0, "memo": "", "status": "", "whole": ["idea:"]})
    files = package_files(theme, published(theme))  # type: ignore[arg-type]
    package = read_from(files)
    assert len(package.codings) == 21
    assert {s.state for s in package.states} == {"coded", "no-code"}
    assert {c.coder for c in package.codings} == {"K1", "K2"}
    assert {"factors", "phase"} <= {f.id for f in package.codebook.families}
    material = analyse(package)
    table = material.tables["factors"]
    assert table.cell("economy", "enables").count == 10
    account = material.accounts[0]
    assert (account.question, account.invited, sum(n for _, n in account.parts)) == ("q5", 30, 30)
    # The same theme gives the same package.
    assert freeze(theme, by=None).pk == freeze(theme, by=None).pk


def test_a_changed_answer_is_read_anew(world: World, theme: Theme) -> None:
    first, second, *_ = keys(theme)
    for pk in (first, second):
        code(world.editor, pk, whole=["economy:hinders"])
    one = sent(theme).get(pk=first)
    one.answers["q5"] = "Något helt annat."
    one.save()
    package = read_from(package_files(theme, published(theme)))  # type: ignore[arg-type]
    assert len(package.codings) == len(package.states) == 1
    text = world.editor.get(page(first)).content.decode()
    assert phrase("sv", "coding.answer_changed") in text
    code(world.editor, first, seen=1, whole=["leadership:enables"])
    package = read_from(package_files(theme, published(theme)))  # type: ignore[arg-type]
    assert sorted(c.code for c in package.codings) == ["economy", "leadership"]


def test_what_is_taken_back_takes_its_codings_along(world: World, theme: Theme) -> None:
    first, second, *_ = keys(theme)
    for pk in (first, second):
        code(world.editor, pk, whole=["economy:hinders"])
    erase(sent(theme).get(pk=first))
    assert list(ReadAnswer.objects.values_list("response_id", flat=True)) == [second]
    assert Coding.objects.count() == 1
    deidentify(theme)
    assert not ReadAnswer.objects.exists()
    assert not Coding.objects.exists()


def test_a_question_without_answers_and_a_theme_without_codes_say_so(
    world: World, theme: Theme
) -> None:
    grid = f"{Q5}tabell/"
    theme.codes.all().delete()
    text = world.editor.get(grid).content.decode()
    assert phrase("sv", "coding.no_codes") in text
    assert 'value="add"' not in text
    assert 'value="state no-code"' in text
    none, unfit = phrase("sv", "coding.no_answers_here"), phrase("sv", "coding.none_found")
    for address in (Q5, grid, f"{Q5}?print=1"):
        further = "&q=finnsinte" if "?" in address else "?q=finnsinte"
        text = world.editor.get(address + further).content.decode()
        assert unfit in text
        assert none not in text
    theme.responses.all().delete()
    for address in (Q5, grid, f"{Q5}?print=1"):
        text = world.editor.get(address).content.decode()
        assert none in text
        assert unfit not in text


def test_several_answers_are_coded_at_once_and_undone_at_once(world: World, theme: Theme) -> None:
    rows = keys(theme)[:5]
    code(world.owner, rows[0], whole=["leadership:enables"])

    def done(**fields: object) -> int:
        answer = world.editor.post(f"{Q5}tabell/", {"row": rows, **fields})
        assert answer.status_code == 302
        return Coding.objects.filter(live=True).count()

    assert done(action="add", code="economy:hinders") == 6
    assert done(action="add", code="economy:hinders") == 6  # once is enough
    assert ReadAnswer.objects.filter(status="coded").count() == 5
    assert done(action="state no-code") == 6  # an answer with codes keeps its state
    assert ReadAnswer.objects.filter(status="coded").count() == 5
    assert done(action="remove", code="economy:hinders") == 1
    assert ReadAnswer.objects.filter(status="coded").count() == 1
    step = CodingStep.objects.get(action="uncode_several")
    world.owner.post(f"{HOME}logg/{step.pk}/angra/")
    assert Coding.objects.filter(live=True).count() == 6
    assert done(action="add", code="idea:") == 11
    assert done(action="add", code="trial:") == 11  # the family takes one
    assert world.reader.post(f"{Q5}tabell/", {"row": rows, "action": "state "}).status_code == 403
    assert "row-24" in world.editor.get(f"{Q5}tabell/").content.decode()


def test_an_answer_that_nobody_has_settled_keeps_the_theme_from_being_done(
    world: World, theme: Theme
) -> None:
    theme.state = "closed"
    theme.save()

    def step() -> NextStep:
        return next_step(theme, lacking=False, written=True, answered=24)

    # What stands beside an open option is an answer too.
    for question in ("q5", "q2b.other.text"):
        assert step() is NextStep.CODE
        world.editor.post(
            f"{HOME}fraga/{question}/tabell/", {"row": keys(theme), "action": "state no-code"}
        )
    assert step() is NextStep.REPORT


def test_every_page_opens_for_who_may_look(world: World, theme: Theme) -> None:
    first = keys(theme)[0]
    code(world.editor, first, whole=["economy:hinders"])
    for path in ("", "kodbok/", "logg/", "citat/", "slutsatser/", "fraga/q5/tabell/"):
        assert world.reader.get(HOME + path).status_code == 200, path
        assert world.stranger.get(HOME + path).status_code == 404
    for path in ("kodbok/kod/", "kodbok/kod/economy/", "kodbok/familj/phase/", "slutsatser/ny/"):
        assert world.editor.get(HOME + path).status_code == 200, path
        assert world.reader.get(HOME + path).status_code == 403
    split = world.editor.get(f"{HOME}kodbok/kod/economy/dela/").content.decode()
    assert "vi hade tid och pengar" in split
    assert world.editor.get(f"{HOME}fraga/q99/").status_code == 404
    assert world.editor.get(page(1)).status_code == 404


def test_unread_answers_are_read_group_by_group_and_all_are_there(
    world: World, theme: Theme
) -> None:
    about = ("Hyran för lokalen är hög", "Ingen vill leda föreningen", "Kommunen svarar aldrig")
    for number, one in enumerate(sent(theme).order_by("pk")):
        one.answers |= {"q5": f"{about[number % 3]}, år {2000 + number}."}
        one.save()
    first = keys(theme)[0]
    code(world.editor, first, whole=["economy:hinders"])
    text = world.editor.get(f"{Q5}?sort=like").content.decode()
    order = [about.index(a) for a in re.findall("|".join(about), text)]
    unread, last = order[:-1], order[-1]
    assert sorted(unread) == [0] * 7 + [1] * 8 + [2] * 8
    assert last == 0
    # Each subject stands in at most three runs; mixed there are some sixteen.
    assert sum(a != b for a, b in pairwise(unread)) < 8


def test_a_questionnaire_that_is_not_published_is_not_said_to_lack_open_questions(
    world: World, theme: Theme
) -> None:
    assert "inga öppna frågor" not in world.reader.get(HOME).content.decode()
    begin_theme(
        world.network,
        by=None,  # type: ignore[arg-type]
        title=Wording("Nytt", ""),
        address="nytt",
        begin_from="social-innovation",
    )
    waits = world.reader.get(HOME.replace("/t/", "/nytt/")).content.decode()
    assert "Enkäten är inte publicerad än." in waits
    assert "inga öppna frågor" not in waits
