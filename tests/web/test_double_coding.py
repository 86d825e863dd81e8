"""Double coding: a sample coded blind, compared and settled; nothing seen of the other's before."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse
from django.utils import timezone

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Wording
from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.coding import Mark, save_coding
from samklang.web.actions.double_coding import AlreadyDrawn, NothingToDraw, draw, give_up
from samklang.web.actions.erasure import erase
from samklang.web.actions.freezing import freeze
from samklang.web.models import (
    AuditRow,
    Coding,
    CodingSample,
    CodingStep,
    CodingUpload,
    Finding,
    Freeze,
    Quote,
    ReadAnswer,
    SampledAnswer,
    Theme,
)
from samklang.web.queries import suggested_codes
from samklang.web.queries.codebook import codes_by_key
from samklang.web.queries.coding_log import since
from samklang.web.queries.double_coding import compared, hidden_from, settled_twice
from samklang.web.queries.open_answers import asked, opened, place, sent
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from samklang.web.queries.second_reading import read_twice
from samklang.web.starts import codebook
from tests.web.conftest import World
from tests.web.test_coding import HOME, Q5, code, keys, page
from tests.web.test_reports import made_theme

DOUBLE = f"{HOME}dubbelt/"
MEMO = "qqsecretmemo"


def who(email: str) -> User:
    return User.objects.get(username=f"{email}@exempel.se")


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """Twenty-four answers to q5, all coded by the editor: a third on leadership, the rest money."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = made_theme(world.network)
    for number, one in enumerate(made.responses.filter(state="sent").order_by("pk")):
        one.answers |= {"q5": f"Det ordnade sig till slut, qqanswer{number:02} var med."}
        one.save()
    begin_codebook(made, codebook("factors"), by=None)  # type: ignore[arg-type]
    where, codes = place(asked(made), "q5"), {c.pk: c for c in codes_by_key(made).values()}
    key = {c.key: pk for pk, c in codes.items()}
    assert where
    for number, pk in enumerate(keys(made)):
        one = opened(made, where, pk)
        assert one
        which = ("economy", "hinders") if number % 3 else ("leadership", "enables")
        save_coding(
            made,
            one,
            marks=[Mark(key[which[0]], which[1], 0, len(one.text))],
            status="",
            memo=MEMO,
            seen=0,
            codes=codes,
            by=who("redaktor"),
        )
    return made


@pytest.fixture
def sample(theme: Theme) -> CodingSample:
    """Ten answers drawn for the owner to code."""
    where = place(asked(theme), "q5")
    assert where
    return draw(theme, where, second=who("agare"), size=10, seed=7, by=who("redaktor"))


def drawn(sample: CodingSample) -> list[int]:
    return list(sample.answers.values_list("response_id", flat=True))


def blind(sample: CodingSample, pk: int) -> str:
    return f"{DOUBLE}{sample.pk}/svar/{pk}/"


def second(
    world: World, sample: CodingSample, pk: int, *, status: int = 302, **fields: object
) -> None:
    row = SampledAnswer.objects.get(sample=sample, response=pk)
    sent_in = {"seen": row.version, "memo": "", "status": "", **fields}
    assert world.owner.post(blind(sample, pk), sent_in).status_code == status


def code_second(world: World, sample: CodingSample, *, other: int = 2) -> list[int]:
    """The owner codes the sample as the editor did, but the first `other` as collaboration."""
    every = drawn(sample)
    for number, pk in enumerate(every):
        own = Coding.objects.get(answer__response=pk, live=True)
        same = f"{own.code.key}:{own.valence}"
        second(world, sample, pk, whole=["collaboration:enables" if number < other else same])
    return every


def test_a_sample_that_was_compared_meanwhile_is_not_thrown_away(sample: CodingSample) -> None:
    CodingSample.objects.update(compared_at=timezone.now())
    with pytest.raises(AlreadyDrawn):
        give_up(sample, by=who("redaktor"))
    assert CodingSample.objects.exists()


@pytest.mark.parametrize("name", ["theme_blind_answer", "theme_coding_difference"])
def test_a_number_that_no_row_can_have_is_not_found(
    world: World, theme: Theme, sample: CodingSample, name: str
) -> None:
    CodingSample.objects.update(second=who("agare"))
    address = reverse(name, args=["norr", theme.address, sample.pk, 10**30])
    assert world.owner.get(address).status_code == 404


def test_a_sample_is_drawn_alike_from_its_seed(
    world: World, theme: Theme, sample: CodingSample
) -> None:
    first = drawn(sample)
    assert (len(first), sample.drawn_from, sample.seed) == (10, 24, 7)
    where = place(asked(theme), "q5")
    assert where
    with pytest.raises(AlreadyDrawn):
        draw(theme, where, second=who("agare"), size=3, by=who("redaktor"))
    give_up(sample, by=who("redaktor"))
    again = draw(theme, where, second=who("agare"), size=10, seed=7, by=who("redaktor"))
    assert drawn(again) == first
    give_up(again, by=who("redaktor"))
    other = draw(theme, where, second=who("agare"), percent=10, seed=8, by=who("redaktor"))
    assert len(drawn(other)) == 3
    give_up(other, by=who("redaktor"))
    least = draw(theme, where, second=who("agare"), size=1, by=who("redaktor"))
    assert len(drawn(least)) == 1
    # Who has coded an answer cannot code it blind.
    give_up(least, by=who("redaktor"))
    with pytest.raises(NothingToDraw):
        draw(theme, where, second=who("redaktor"), size=3, by=who("agare"))
    assert AuditRow.objects.filter(action="draw_coding_sample").count() == 4


def test_a_sample_is_drawn_on_the_page_by_an_editor(world: World, theme: Theme) -> None:
    fields = {"question": "q5", "size": "50", "unit": "percent", "second": who("agare").pk}
    assert world.reader.post(DOUBLE, fields).status_code == 403
    assert world.stranger.get(DOUBLE).status_code == 404
    wrong = world.editor.post(DOUBLE, {**fields, "size": "101"})
    assert wrong.status_code == 400
    assert phrase("sv", "double.too_many_percent") in wrong.content.decode()
    assert world.editor.post(DOUBLE, {**fields, "second": "999"}).status_code == 400
    answer = world.editor.post(DOUBLE, fields)
    made = CodingSample.objects.get()
    assert answer["Location"].endswith(f"dubbelt/{made.pk}/")
    assert made.answers.count() == 12


# What the second coder must not see of the first's coding of an answer.
CODES = ("Ekonomi", "Ledarskap och engagemang")


def chips(text: str) -> list[str]:
    return re.findall(r'<span class="chip[^>]*>(?:<span[^>]*>. </span>)?([^<]*)', text)


class TestBlind:
    """A test for each way that the first's coding could reach the second, until both are done."""

    def test_the_answers_page(self, world: World, sample: CodingSample) -> None:
        pk = drawn(sample)[0]
        answer = world.owner.get(page(pk))
        assert answer["Location"].endswith(f"dubbelt/{sample.pk}/svar/{pk}/")
        assert world.owner.post(page(pk), {"seen": 1, "memo": "", "status": ""}).status_code == 403
        text = world.owner.get(blind(sample, pk)).content.decode()
        assert MEMO not in text
        assert " checked" not in text.partition('name="status"')[0]
        # Nothing is hidden from the others, nor of the others' answers.
        assert MEMO in world.editor.get(page(pk)).content.decode()
        rest = next(pk for pk in keys(sample.theme) if pk not in drawn(sample))
        assert MEMO in world.owner.get(page(rest)).content.decode()

    def test_the_list_and_its_filters(self, world: World, sample: CodingSample) -> None:
        words = {one.answers["q5"] for one in sent(sample.theme).filter(pk__in=drawn(sample))}
        for query in ("", "?code=economy", "?state=coded", "?q=qqanswer"):
            text = world.owner.get(Q5 + query).content.decode()
            assert not [w for w in words if w in text]
            assert phrase("sv", "double.own_apart", count=10) in text
        assert words <= set(re.findall(r"Det ordnade[^<]*", world.editor.get(Q5).content.decode()))

    def test_the_grid(self, world: World, sample: CodingSample) -> None:
        text = world.owner.get(f"{Q5}tabell/").content.decode()
        assert text.count('name="row"') == 14
        done = {"row": drawn(sample), "action": "add", "code": "collaboration:enables"}
        world.owner.post(f"{Q5}tabell/", done)
        assert not Coding.objects.filter(code__key="collaboration").exists()

    def test_the_log(self, world: World, sample: CodingSample) -> None:
        pk = drawn(sample)[0]
        every = CodingStep.objects.count()
        assert world.editor.get(f"{HOME}logg/").content.decode().count("/angra/") == every
        text = world.owner.get(f"{HOME}logg/").content.decode()
        assert text.count("/angra/") == every - 10
        read = ReadAnswer.objects.get(response=pk)
        step = next(s for s in CodingStep.objects.all() if s.changes[0].get("answer") == read.pk)
        assert world.owner.post(f"{HOME}logg/{step.pk}/angra/").status_code == 404
        assert world.editor.post(f"{HOME}logg/{step.pk}/angra/").status_code == 302

    def test_counts_of_codes_and_states(self, world: World, sample: CodingSample) -> None:
        there = Coding.objects.filter(live=True, code__key="economy")
        apart = there.exclude(answer__response__in=drawn(sample)).count()
        text = world.owner.get(f"{HOME}kodbok/").content.decode()
        assert f"{apart} kodningar" in text
        assert f"{there.count()} kodningar" in world.editor.get(f"{HOME}kodbok/").content.decode()
        one = world.owner.get(f"{HOME}kodbok/kod/economy/").content.decode()
        assert f"{apart} kodningar" in one
        row = world.owner.get(HOME).content.decode()
        row = row[row.index("fraga/q5/") :]
        assert [cell.split("<")[0] for cell in row.split('">')[2:9]][2] == "10"

    def test_splitting_a_code(self, world: World, sample: CodingSample) -> None:
        answer = world.owner.get(f"{HOME}kodbok/kod/economy/dela/", follow=True)
        assert phrase("sv", "double.codes_stand_still") in answer.content.decode()
        world.editor.post(f"{HOME}kodbok/kod/economy/ordna/", {"action": "retire"})
        world.editor.post(
            f"{HOME}kodbok/kod/economy/ordna/", {"action": "merge", "into": "leadership"}
        )
        assert not sample.theme.codes.filter(retired=True).exists()

    def test_quote_candidates_and_quotes(self, world: World, sample: CodingSample) -> None:
        there = Coding.objects.filter(live=True)
        coded = there.filter(answer__response=drawn(sample)[0]).get()
        words = coded.answer.response.answers["q5"]
        for client in (world.owner, world.editor):
            assert words not in client.get(f"{HOME}citat/").content.decode()
            answer = client.post(f"{HOME}citat/valj/", {"coding": coded.pk})
            assert answer.status_code == 404
        other = there.exclude(answer__response__in=drawn(sample))[0]
        assert world.owner.post(f"{HOME}citat/valj/", {"coding": other.pk}).status_code == 302

    def test_a_quote_that_was_chosen_before(self, world: World, sample: CodingSample) -> None:
        coded = Coding.objects.get(live=True, answer__response=drawn(sample)[0])
        quote = Quote.objects.create(
            theme=sample.theme, coding=coded, state="released", consent="place",
            released_by=who("redaktor"), released_on="2026-11-01",
        )  # fmt: skip
        words = coded.answer.response.answers["q5"]
        assert words not in world.owner.get(f"{HOME}citat/").content.decode()
        text = world.editor.get(f"{HOME}citat/").content.decode()
        assert words in text
        assert phrase("sv", "coding.quote_waiting") in text
        address = f"{HOME}citat/{quote.pk}/"
        assert world.owner.post(address, {"action": "withdraw"}).status_code == 404
        # Nor is it printed meanwhile.
        assert b"redaktor@exempel.se" not in frozen_codings(sample.theme)
        CodingSample.objects.update(compared_at="2026-11-02T00:00:00Z")
        assert b"redaktor@exempel.se" in frozen_codings(sample.theme)

    def test_suggestions(self, world: World, sample: CodingSample) -> None:
        """The page of another answer names the most like coded one: never one of the sample."""
        suggested_codes._ranking.cache_clear()
        text = world.owner.get(blind(sample, drawn(sample)[0])).content.decode()
        assert 'id="suggested"' not in text
        assert 'id="verdicts"' not in text
        words = {one.answers["q5"] for one in sent(sample.theme).filter(pk__in=drawn(sample))}
        rest = next(pk for pk in keys(sample.theme) if pk not in drawn(sample))
        text = world.owner.get(page(rest)).content.decode()
        assert not [w for w in words if w in text]

    def test_an_accepted_suggestion_is_refused(self, world: World, sample: CodingSample) -> None:
        pk = drawn(sample)[0]
        second(world, sample, pk, status=400, whole=["economy:hinders:suggestion"])

    def test_the_package(self, world: World, sample: CodingSample) -> None:
        freeze(sample.theme, by=None)
        number = Freeze.objects.get().number
        address = reverse("theme_package", args=["norr", "t", number])
        answer = world.owner.get(address, follow=True)
        assert phrase("sv", "double.no_export") in answer.content.decode()
        whole = world.editor.get(address)
        assert whole["Content-Type"] == "application/zip"
        whole.close()

    def test_findings(self, world: World, sample: CodingSample) -> None:
        Finding.objects.create(
            theme=sample.theme,
            key="f",
            statement=Wording("Pengar", "Money"),
            against=Wording("Nej", "No"),
            evidence=[["code", "economy:enables", ""]],
        )
        words = [one.answers["q5"] for one in sent(sample.theme).filter(pk__in=drawn(sample))]
        seen = world.editor.get(f"{HOME}slutsatser/").content.decode()
        assert [w for w in words if w in seen]
        text = world.owner.get(f"{HOME}slutsatser/").content.decode()
        assert not [w for w in words if w in text]
        assert phrase("sv", "double.no_against") in text

    def test_reading_in_codings(self, world: World, theme: Theme) -> None:
        """Neither a new file nor one uploaded before the sample was drawn tells what differs."""
        upload = CodingUpload.objects.create(
            theme=theme, by=who("agare"), name="x.zip", plan={"answers": [], "codes": []}
        )
        where = place(asked(theme), "q5")
        assert where
        draw(theme, where, second=who("agare"), size=10, seed=7, by=who("redaktor"))
        for answer in (
            world.owner.get(f"{HOME}las-in/{upload.pk}/", follow=True),
            world.owner.post(
                f"{HOME}las-in/", {"file": SimpleUploadedFile("x.zip", b"no zip")}, follow=True
            ),
        ):
            assert phrase("sv", "coding_import.blind") in answer.content.decode()
        assert not CodingUpload.objects.exists()

    def test_what_a_finding_can_stand_on(self, world: World, sample: CodingSample) -> None:
        """Which codes are used at all is not told by the form either."""
        text = world.owner.get(f"{HOME}slutsatser/ny/").content.decode()
        assert "code economy:enables" in text
        assert "code economy:hinders" in text
        seen = world.editor.get(f"{HOME}slutsatser/ny/").content.decode()
        assert "code economy:enables" not in seen

    def test_what_is_new_since(self, world: World, sample: CodingSample) -> None:
        hidden = hidden_from(sample.theme, who("agare"))
        counts = since(sample.theme, 0, by=who("agare"), hidden=hidden)
        assert counts["redaktor@exempel.se"] == 14

    def test_the_page_of_a_member(self, world: World, sample: CodingSample) -> None:
        for pk in drawn(sample)[:2]:
            text = world.owner.get(f"{HOME}medlem/{pk}/").content.decode()
            assert "Det ordnade sig" in text
            assert not set(CODES) & set(chips(text))

    def test_every_page_of_the_theme(self, world: World, sample: CodingSample) -> None:
        """No page that needs no more than the theme has the first's notes, or words that it coded:
        outside the lists of answers words stand only where somebody has coded them."""
        words = [
            a["q5"]
            for a in sent(sample.theme)
            .filter(pk__in=drawn(sample))
            .values_list("answers", flat=True)
        ]
        read = ReadAnswer.objects.filter(response__in=drawn(sample))
        read.update(memo="qqsampled")
        Coding.objects.filter(answer__in=read).update(memo="qqsampled")
        walked = 0
        for pattern in pages_of_a_theme():
            address = reverse(pattern, args=["norr", "t"])
            answer = world.owner.get(address, follow=True)
            if answer.status_code == 200 and not answer.streaming:
                walked += 1
                assert b"qqsampled" not in answer.content, address
                assert not [w for w in words if w in answer.content.decode()], address
        for question in (Q5, f"{Q5}tabell/", f"{Q5}?sort=like", f"{Q5}?state=coded"):
            assert b"qqsampled" not in world.owner.get(question).content, question
        assert walked > 20
        assert "qqsampled" in world.editor.get(page(drawn(sample)[0])).content.decode()

    def test_the_first_sees_nothing_of_the_second(self, world: World, sample: CodingSample) -> None:
        pk = drawn(sample)[0]
        second(world, sample, pk, whole=["collaboration:enables"], memo="qqsecondmemo")
        assert world.editor.get(blind(sample, pk)).status_code == 404
        for address in (page(pk), Q5, f"{HOME}logg/", DOUBLE, f"{DOUBLE}{sample.pk}/"):
            text = world.editor.get(address).content.decode()
            assert "qqsecondmemo" not in text
            if address != page(pk):
                assert "Samverkan" not in chips(text)
        difference = f"{DOUBLE}{sample.pk}/skillnad/{pk}/"
        assert world.editor.get(difference).status_code == 404
        assert b"qqsecondmemo" not in b"".join(_files(sample.theme).values())


def pages_of_a_theme() -> list[str]:
    """The names of the addresses that need a network and a theme and nothing else."""
    known = get_resolver().reverse_dict
    return sorted(
        name
        for name in known
        if isinstance(name, str)
        and any(
            params == ["network", "theme"]
            for found in known.getlist(name)
            for _, params in found[0]
        )
    )


def _files(theme: Theme) -> dict[str, bytes]:
    version = published(theme)
    assert version
    return dict(package_files(theme, version))


def frozen_codings(theme: Theme) -> bytes:
    return _files(theme)["codings.csv"]


def test_both_must_be_done_before_they_are_compared(world: World, sample: CodingSample) -> None:
    finish = f"{DOUBLE}{sample.pk}/klart/"
    every = drawn(sample)
    for pk in every[1:]:
        second(world, sample, pk, whole=["economy:hinders"])
    world.editor.post(finish, {"action": "compare"})
    assert CodingSample.objects.get().compared_at is None
    world.owner.post(blind(sample, every[0]), {"seen": 0, "memo": "", "status": "no-code"})
    # The first takes one back.
    read = ReadAnswer.objects.get(response=every[3])
    code(world.editor, every[3], seen=read.version)
    world.editor.post(finish, {"action": "compare"})
    assert CodingSample.objects.get().compared_at is None
    code(world.editor, every[3], seen=read.version + 1, whole=["economy:hinders"])
    world.editor.post(finish, {"action": "compare"})
    assert CodingSample.objects.get().compared_at is not None
    # Nothing blind is left to do, and nothing is hidden.
    assert world.owner.get(blind(sample, every[0])).status_code == 404
    assert not hidden_from(sample.theme, who("agare"))


def test_a_changed_answer_is_read_anew_by_both(world: World, sample: CodingSample) -> None:
    every = code_second(world, sample)
    one = sent(sample.theme).get(pk=every[0])
    one.answers["q5"] = "Något helt annat."
    one.save()
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    assert CodingSample.objects.get().compared_at is None


def test_two_tabs_of_the_second_coder_overwrite_nothing(world: World, sample: CodingSample) -> None:
    pk = drawn(sample)[0]
    second(world, sample, pk, whole=["economy:hinders"])
    second(world, sample, pk, seen=0, status=409, whole=["leadership:enables"])
    (mark,) = SampledAnswer.objects.get(sample=sample, response=pk).marks
    assert sample.theme.codes.get(pk=mark[0]).key == "economy"


def test_differences_are_settled_and_both_originals_kept(
    world: World, theme: Theme, sample: CodingSample
) -> None:
    every = code_second(world, sample)
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    text = world.editor.get(DOUBLE).content.decode()
    assert "10 svar är kodade av två, 8 av dem precis likadant." in text
    assert phrase("sv", "double.left", count=2) in text
    where = place(asked(theme), "q5")
    assert where
    assert settled_twice(theme, where) == set(every[2:])
    address = f"{DOUBLE}{sample.pk}/skillnad/{every[0]}/"
    text = world.owner.get(address).content.decode()
    assert "Samverkan" in chips(text)
    assert world.reader.get(address).status_code == 403
    # Neither gave it; nothing at all; then what the second gave.
    row = SampledAnswer.objects.get(sample=sample, response=every[0])
    knowledge = theme.codes.get(key="knowledge-own")
    assert world.owner.post(address, {"code": [f"{knowledge.pk}:"]}).status_code == 400
    world.owner.post(address, {"memo": ""})
    row.refresh_from_db()
    assert row.outcome is None
    collaboration = theme.codes.get(key="collaboration")
    chosen = {"code": [f"{collaboration.pk}:enables"], "memo": "Det var grannarna."}
    answer = world.owner.post(address, chosen)
    assert answer["Location"].endswith(f"skillnad/{every[1]}/")
    first_marks, marks = row.first_marks, row.marks
    row.refresh_from_db()
    assert (row.first_marks, row.marks) == (first_marks, marks)
    assert row.outcome["memo"] == "Det var grannarna."
    assert row.settled_by == who("agare")
    live = Coding.objects.get(answer__response=every[0], live=True)
    assert (live.code.key, live.by, live.origin) == ("collaboration", who("agare"), "person")
    assert settled_twice(theme, where) == {*every[2:], every[0]}
    # Undone across people: coded as before, and to be settled anew.
    step = CodingStep.objects.get(action="settle")
    world.editor.post(f"{HOME}logg/{step.pk}/angra/")
    row.refresh_from_db()
    assert (row.outcome, row.settled_by) == (None, None)
    assert Coding.objects.get(answer__response=every[0], live=True).code.key != "collaboration"


def test_another_sample_adds_to_the_first(world: World, theme: Theme, sample: CodingSample) -> None:
    every = code_second(world, sample)
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    where = place(asked(theme), "q5")
    assert where
    more = draw(theme, where, second=who("agare"), size=100, by=who("redaktor"))
    assert not set(drawn(more)) & set(every)
    assert more.drawn_from == 14
    code_second(world, more, other=0)
    world.editor.post(f"{DOUBLE}{more.pk}/klart/", {"action": "compare"})
    found = compared(theme, where)
    assert found
    assert (found.agreement.answers, found.agreement.alike) == (24, 22)
    assert found.agreement.alpha.low is not None


def test_a_reflexive_coding_has_no_scores_and_a_log(
    world: World, theme: Theme, sample: CodingSample
) -> None:
    code_second(world, sample)
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    score = phrase("sv", "double.alpha")
    assert score in world.editor.get(DOUBLE).content.decode()
    assert world.reader.post(f"{DOUBLE}samtal/", {"approach": "reflexive"}).status_code == 403
    world.editor.post(f"{DOUBLE}samtal/", {"approach": "reflexive"})
    world.editor.post(f"{DOUBLE}samtal/", {"question": "q5", "text": "Vi läste ordet olika."})
    world.editor.post(f"{DOUBLE}samtal/", {"question": "q5", "text": " "})
    text = world.owner.get(DOUBLE).content.decode()
    assert score not in text
    assert "Vi läste ordet olika." in text
    assert theme.coding_talks.count() == 1


def test_a_sampled_answer_that_is_taken_back_goes(
    world: World, theme: Theme, sample: CodingSample
) -> None:
    every = code_second(world, sample)
    erase(sent(theme).get(pk=every[0]))
    assert sample.answers.count() == 9
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    assert CodingSample.objects.get().compared_at is not None


def test_what_settled_a_difference_leaves_the_log_with_the_answer(
    world: World, theme: Theme, sample: CodingSample
) -> None:
    every = code_second(world, sample)
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    collaboration = theme.codes.get(key="collaboration")
    for number in (0, 1):
        chosen = {"code": [f"{collaboration.pk}:enables"], "memo": f"qqsettled{number}"}
        world.owner.post(f"{DOUBLE}{sample.pk}/skillnad/{every[number]}/", chosen)
    erase(sent(theme).get(pk=every[0]))
    kept = json.dumps([step.changes for step in theme.coding_steps.all()])
    assert "qqsettled0" not in kept
    assert "qqsettled1" in kept


def test_suggestions_are_held_against_what_was_coded_blind(
    world: World, theme: Theme, sample: CodingSample
) -> None:
    """Alike or settled, and no difference before it is; nor where a suggestion was accepted."""
    where = place(asked(theme), "q5")
    assert where
    every = code_second(world, sample)
    assert read_twice(theme, where) == frozenset()
    world.editor.post(f"{DOUBLE}{sample.pk}/klart/", {"action": "compare"})
    assert read_twice(theme, where) == set(every[2:])
    Coding.objects.filter(answer__response=every[5]).update(origin="suggestion")
    assert read_twice(theme, where) == set(every[2:]) - {every[5]}
