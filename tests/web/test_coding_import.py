"""Codings made elsewhere are read in: shown first, done as one, undone as one; others refused."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samklang.core.coding.codebook import Code, Codebook, Family
from samklang.core.coding.codings import Coding as Coded
from samklang.core.coding.states import AnswerState
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Wording
from samklang.exchange.refiqda.exporting import export_project
from samklang.exchange.refiqda.writing import write_project
from samklang.package.read import read_from
from samklang.package.theme_package import ThemePackage
from samklang.package.write import texts
from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.coding_by_file import code_answers
from samklang.web.actions.erasure import erase
from samklang.web.actions.frame import invite
from samklang.web.actions.freezing import freeze
from samklang.web.models import (
    Coding,
    CodingStep,
    CodingUpload,
    Member,
    ReadAnswer,
    Theme,
)
from samklang.web.queries.open_answers import digest, sent
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from samklang.web.starts import codebook
from tests.web.conftest import World
from tests.web.report_world import made_theme
from tests.web.test_coding import HOME, code, keys

UPLOAD = f"{HOME}las-in/"


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """Twenty-four answers to q5; three are coded on the site."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = made_theme(world.network)
    for number, one in enumerate(made.responses.filter(state="sent").order_by("pk")):
        one.answers |= {"q5": f"Svar {number}: vi hade tid och pengar."}
        one.save()
    begin_codebook(made, codebook("factors"), by=None)  # type: ignore[arg-type]
    for pk in keys(made)[:3]:
        code(world.editor, pk, whole=["economy:hinders"])
    return made


def package(theme: Theme) -> ThemePackage:
    return read_from(package_files(theme, published(theme)))  # type: ignore[arg-type]


def zipped(made: ThemePackage) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in texts(made).items():
            archive.writestr(name, text)
    return out.getvalue()


def coded_elsewhere(made: ThemePackage) -> ThemePackage:
    """The package with a second code on its first coded answer, and a further answer coded."""
    first = made.codings[0]
    other = next(r for r in made.responses if r.id not in {c.response for c in made.codings}
                 and isinstance(r.answers.get("q5"), str))  # fmt: skip
    text = str(other.answers["q5"])
    return replace(
        made,
        codings=(
            *made.codings,
            replace(first, id="x1", start=0, end=4, text=first.text[:4], code="leadership"),
            Coded("x2", other.id, "q5", 0, len(text), text, "economy", "enables", memo="Tydligt"),
        ),
        states=(*made.states, AnswerState(other.id, "q5", "coded", "K9", None, "Fint svar")),
    )


def post(client: Client, content: bytes, name: str = "underlag.zip") -> tuple[int, str]:
    answer = client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)}, follow=True)
    return answer.status_code, answer.content.decode()


def read_in(client: Client) -> None:
    upload = CodingUpload.objects.get()
    answer = client.post(f"{UPLOAD}{upload.pk}/", {"action": "read_in"})
    assert answer["Location"] == HOME


def live(theme: Theme) -> set[tuple[str, str, str, str]]:
    rows = Coding.objects.filter(live=True, answer__theme=theme)
    return {(c.answer.response.answers["q5"][:8], c.code.key, c.valence, c.origin) for c in rows}


def test_a_package_is_coded_elsewhere_and_read_back(world: World, theme: Theme) -> None:
    before = live(theme)
    made = coded_elsewhere(package(theme))
    status, text = post(world.editor, zipped(made))
    assert status == 200
    for key, count in (("answers", 2), ("put_on", 2), ("taken_off", 0), ("same", 2)):
        assert f"<dt>{phrase('sv', f'coding_import.{key}')}</dt><dd>{count}</dd>" in text
    # Nothing is done before somebody says so.
    assert live(theme) == before
    read_in(world.editor)
    after = live(theme)
    assert before <= after
    assert {(key, valence, origin) for _, key, valence, origin in after - before} == {
        ("leadership", "hinders", "import"),
        ("economy", "enables", "import"),
    }
    assert Coding.objects.get(origin="import", code__key="economy").memo == "Tydligt"
    assert ReadAnswer.objects.filter(memo="Fint svar", status="coded").count() == 1

    # What went out and in is the same, but for who coded when.
    def bare(one: ThemePackage) -> set[object]:
        return {(c.response, c.question, c.start, c.end, c.code, c.valence) for c in one.codings}

    assert bare(package(theme)) == bare(made)
    post(world.editor, zipped(package(theme)))
    assert CodingUpload.objects.get().plan["answers"] == []
    # All of it is undone as one.
    step = CodingStep.objects.get(action="read_in")
    world.owner.post(f"{HOME}logg/{step.pk}/angra/")
    assert live(theme) == before


def test_many_answers_take_no_more_statements_than_few(world: World, theme: Theme) -> None:
    """Two answers and then all, in a file without the site's own codings, which go."""
    made = package(theme)
    texts = {r.id: str(r.answers["q5"]) for r in made.responses if r.status == "complete"}
    counts = []
    for answers in (list(texts.items())[:2], list(texts.items())):
        further = tuple(
            Coded(f"x{n}", response, "q5", 0, len(text), text, "leadership", "enables")
            for n, (response, text) in enumerate(answers)
        )
        coded = {(c.response, c.question) for c in further}
        states = tuple(AnswerState(r, q, "coded", "K1", None, "Läst") for r, q in coded)
        content = zipped(replace(made, codings=further, states=states))
        with CaptureQueriesContext(connection) as shown:
            post(world.editor, content)
        with CaptureQueriesContext(connection) as done:
            read_in(world.editor)
        counts.append((len(shown), len(done)))
    assert {(key, valence) for _, key, valence, _ in live(theme)} == {("leadership", "enables")}
    assert len(live(theme)) == ReadAnswer.objects.filter(status="coded", memo="Läst").count() == 24
    (_, few_done), (many, many_done) = counts
    # Of thirty members, none is asked for alone.
    assert many < 60
    assert many_done <= few_done + 2


def test_new_codes_come_in_and_reworded_ones_keep_the_site_s_words(
    world: World, theme: Theme
) -> None:
    made = package(theme)
    first, *rest = made.codebook.codes
    words = {"sv": "Tillit", "en": "Trust"}
    fresh = replace(rest[0], id="trust", name=type(first.name)(**words))
    book = replace(
        made.codebook,
        codes=(replace(first, name=type(first.name)(sv="Annat", en="Other")), *rest, fresh),
    )
    coding = replace(made.codings[0], id="x", code="trust")
    _, text = post(
        world.editor, zipped(replace(made, codebook=book, codings=(*made.codings, coding)))
    )
    assert "Tillit" in text
    assert phrase("sv", "coding_import.reworded") in text
    read_in(world.editor)
    assert theme.codes.get(key="trust").family.key == fresh.family
    assert theme.codes.get(key=first.id).name.sv == first.name.sv


def test_a_project_of_another_program_is_read_in(world: World, theme: Theme) -> None:
    """A .qdpx: codes of no family go into one of their own; a code under a code stays under it."""
    made = coded_elsewhere(package(theme))
    project, _ = export_project(made)
    status, text = post(world.editor, write_project(project), "projekt.qdpx")
    assert status == 200, text
    assert f"<dt>{phrase('sv', 'coding_import.put_on')}</dt><dd>2</dd>" in text
    read_in(world.editor)
    assert Coding.objects.filter(live=True, origin="import").count() == 2


def test_codes_come_in_beneath_each_other_with_what_is_noted_on_them(
    world: World, theme: Theme
) -> None:
    """In whatever order the file has them."""
    made = package(theme)
    first = made.codebook.codes[0]
    below, between, above = (
        replace(first, id=id_, name=Wording(id_, id_), parent=parent, memo=memo)
        for id_, parent, memo in (("a1", "b1", "Se möte 3."), ("b1", "c1", ""), ("c1", "", ""))
    )
    book = replace(made.codebook, codes=(below, *made.codebook.codes, between, above))
    post(world.editor, zipped(replace(made, codebook=book)))
    read_in(world.editor)
    assert theme.codes.get(key="a1").memo == "Se möte 3."
    assert theme.codes.get(key="a1").parent == theme.codes.get(key="b1")
    assert theme.codes.get(key="b1").parent == theme.codes.get(key="c1")


def test_a_project_from_before_more_members_were_asked_is_known(world: World, theme: Theme) -> None:
    """Whoever codes in another program has had it for weeks."""
    before = coded_elsewhere(package(theme))
    project = write_project(export_project(before)[0])
    freeze(theme, by=None)
    more = [
        Member.objects.create(network=world.network, number=f"X-{n}", name=f"Ny {n}", county="25")
        for n in range(9)
    ]
    invite(theme, more, by=None)  # type: ignore[arg-type]
    answered = [c.response for c in before.codings]
    assert [c.response for c in package(theme).codings] != answered[: len(answered) - 2]
    status, text = post(world.editor, project, "projekt.qdpx")
    assert status == 200, text
    read_in(world.editor)
    made = sorted((c.text, c.code, c.valence) for c in package(theme).codings)
    assert made == sorted((c.text, c.code, c.valence) for c in before.codings)
    assert Coding.objects.filter(live=True, origin="import").count() == 2


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "underlag.docx", "no_file"),
        (b"no zip", "underlag.zip", None),
        (b"no zip", "projekt.qdpx", None),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(
    world: World, theme: Theme, content: bytes, name: str, why: str | None
) -> None:
    status, text = post(world.editor, content, name)
    assert status == 400
    assert phrase("sv", f"coding_import.{why}" if why else "coding_import.faulty") in text
    assert not CodingUpload.objects.exists()


def test_answers_of_another_theme_are_refused(world: World, theme: Theme) -> None:
    made = zipped(coded_elsewhere(package(theme)))
    for one in sent(theme):
        one.answers["q5"] = "Något annat."
        one.save()
    status, text = post(world.editor, made)
    assert status == 400
    assert phrase("sv", "coding_import.other_answers", count=4) in text


def test_a_package_from_before_more_members_were_asked_is_known(world: World, theme: Theme) -> None:
    """Responses are numbered anew when a member comes in; the freeze says how they were."""
    made = zipped(coded_elsewhere(package(theme)))
    freeze(theme, by=None)
    more = [
        Member.objects.create(network=world.network, number=f"X-{n}", name=f"Ny {n}", county="25")
        for n in range(9)
    ]
    invite(theme, more, by=None)  # type: ignore[arg-type]
    assert post(world.editor, made)[0] == 200
    read_in(world.editor)
    assert Coding.objects.filter(live=True, origin="import").count() == 2


def test_what_has_changed_since_it_was_shown_is_not_overwritten(world: World, theme: Theme) -> None:
    post(world.editor, zipped(coded_elsewhere(package(theme))))
    upload = CodingUpload.objects.get()
    first = upload.plan["answers"][0]
    code(world.owner, first["response"], seen=first["seen"], whole=["collaboration:enables"])
    before = live(theme)
    answer = world.editor.post(f"{UPLOAD}{upload.pk}/", {"action": "read_in"}, follow=True)
    assert phrase("sv", "coding_import.meanwhile") in answer.content.decode()
    assert live(theme) == before


def test_what_stands_so_already_is_not_coded_anew(world: World, theme: Theme) -> None:
    """The same codings of the same words leave an answer alone; other words are read anew."""
    kept, reworded = theme.read_answers.filter(response__in=keys(theme)[:2]).order_by("response")
    text = reworded.response.answers["q5"]
    reworded.response.answers["q5"] = text[::-1]
    reworded.response.save()
    plan = [
        {
            "response": read.response_id,
            "question": "q5",
            "digest": digest(read.response.answers["q5"]),
            "seen": read.version,
            "status": read.status,
            "memo": read.memo,
            "marks": [("economy", "hinders", 0, len(text))],
        }
        for read in (kept, reworded)
    ]
    owner = User.objects.get(username="agare@exempel.se")
    changes, _ = code_answers(theme, plan, by=owner)
    assert [change["answer"] for change in changes] == [reworded.pk]


def test_only_who_uploaded_it_reads_it_in(world: World, theme: Theme) -> None:
    made = zipped(coded_elsewhere(package(theme)))
    assert post(world.reader, made)[0] == 403
    assert post(world.stranger, made)[0] == 404
    post(world.editor, made)
    address = f"{UPLOAD}{CodingUpload.objects.get().pk}/"
    assert world.owner.get(address).status_code == 404
    assert world.editor.post(address, {"action": "drop"}).status_code == 302
    assert not CodingUpload.objects.exists()


def test_what_is_erased_is_in_no_upload_and_not_in_the_log(world: World, theme: Theme) -> None:
    first = keys(theme)[0]
    code(world.editor, first, seen=1, whole=["economy:hinders"], memo="qqmemo")
    post(world.editor, zipped(coded_elsewhere(package(theme))))
    assert "qqmemo" in str(list(CodingUpload.objects.values())) + str(
        list(CodingStep.objects.values())
    )
    erase(sent(theme).get(pk=first))
    assert not CodingUpload.objects.exists()
    assert "qqmemo" not in str(list(CodingStep.objects.values()))


def test_names_that_the_site_has_no_room_for_are_cut_where_it_is_seen(
    world: World, theme: Theme
) -> None:
    made = package(theme)
    family = Family("f" * 40, Wording("Å" * 300, "L" * 300))
    new = Code("nytt", Wording("Ä" * 201, "New"), Wording("Ny", "New"), family=family.id)
    book = Codebook((*made.codebook.codes, new), (*made.codebook.families, family))
    first = replace(made.codings[0], id="x1", code="nytt", valence="hinders")
    post(world.editor, zipped(replace(made, codebook=book, codings=(*made.codings, first))))
    read_in(world.editor)
    code = theme.codes.get(key="nytt")
    assert (code.name.sv, code.name.en) == ("Ä" * 199 + "…", "New")
    assert code.family.name == Wording("Å" * 199 + "…", "L" * 199 + "…")
    for row in (code, code.family):
        row.clean_fields(exclude=["parent", "sources"])
