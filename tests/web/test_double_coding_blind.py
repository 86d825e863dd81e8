"""Double coding is blind: nothing of the other's is seen before both have finished."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver, reverse

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Wording
from samklang.web.actions.double_coding import draw
from samklang.web.actions.freezing import freeze
from samklang.web.models import (
    Coding,
    CodingSample,
    CodingStep,
    CodingUpload,
    Finding,
    Freeze,
    Quote,
    ReadAnswer,
    Theme,
)
from samklang.web.queries import suggested_codes
from samklang.web.queries.coding_log import since
from samklang.web.queries.double_coding import hidden_from
from samklang.web.queries.open_answers import asked, place, sent
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import published
from tests.web.conftest import World
from tests.web.double_coding_world import DOUBLE, MEMO, blind, chips, drawn, second, who
from tests.web.double_coding_world import sample as sample
from tests.web.double_coding_world import theme as theme
from tests.web.test_coding import HOME, Q5, keys, page

# What the second coder must not see of the first's coding of an answer.
CODES = ("Ekonomi", "Ledarskap och engagemang")


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
