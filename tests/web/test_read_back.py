"""A package read back: double codings, discussions and findings come in, and nothing is undone."""

import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from samklang.analysis.analysis import analyse
from samklang.core.coding.findings import Finding as Stated
from samklang.core.coding.findings import FindingEvidence
from samklang.core.coding.readings import Reading, Sample, Talk
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Wording
from samklang.package.findings import digest, stale
from samklang.package.read import read
from samklang.package.theme_package import ThemePackage
from samklang.web.actions.double_coding import compare, draw, settle
from samklang.web.actions.freezing import freeze
from samklang.web.models import CodingSample, CodingUpload, Finding, Freeze, SampledAnswer, Theme
from samklang.web.queries.codebook import codes_by_key
from samklang.web.queries.open_answers import asked, opened, place
from tests.web.conftest import World
from tests.web.double_coding_world import code_second, sample, theme, who  # noqa: F401
from tests.web.test_coding import HOME
from tests.web.test_coding_import import package, post, read_in, zipped
from tests.web.test_findings import FINDINGS, WORDS

TIME = datetime.datetime(2026, 10, 20, 9, 30)


@pytest.fixture
def compared(world: World, theme: Theme, sample: CodingSample) -> Theme:  # noqa: F811
    """Ten answers coded twice, two of them otherwise, one of these settled; and a finding."""
    first, _, *_ = code_second(world, sample, other=2)
    where = place(asked(theme), "q5")
    assert where
    compare(sample, where, by=who("redaktor"))
    codes = codes_by_key(theme)
    row = SampledAnswer.objects.get(sample=sample, response=first)
    answer = opened(theme, where, first)
    assert answer
    kept = [(codes["collaboration"].pk, "enables")]
    settle(row, answer, kept=kept, status="", memo="Så var det", codes={
        c.pk: c for c in codes.values()}, by=who("agare"))  # fmt: skip
    assert world.editor.post(f"{FINDINGS}ny/", WORDS).status_code == 302
    return theme


def changed(made: ThemePackage) -> ThemePackage:
    """The package after a day's work elsewhere."""
    settled = {(r.response, r.question) for r in made.readings if r.part == "settled"}
    twice = {r.response for r in made.readings}
    both = {r.response: r for r in made.readings if r.part == "first"}
    second = {r.response: r for r in made.readings if r.part == "second"}
    (differing,) = (
        one
        for one in both.values()
        if one.codes != second[one.response].codes and (one.response, one.question) not in settled
    )
    others = sorted({c.response for c in made.codings} - twice)[:3]
    of = {c.response: c for c in made.codings}
    new = [
        replace(
            both[differing.response],
            response=response,
            part=part,  # type: ignore[arg-type]
            coder="K8",
            marks=(replace(differing.marks[0], code=of[response].code,
                           valence=of[response].valence, end=5),),
            time=TIME,
        )
        for response in others
        for part in ("first", "second")
    ]  # fmt: skip
    (known,) = made.findings
    added = Stated(
        "nytt",
        Wording("Nytt", "New"),
        Wording("Inget", "Nothing"),
        tuple(
            replace(one, digest=digest(one, made))
            for one in (
                FindingEvidence("code", "economy:hinders"),
                FindingEvidence("quote", made.codings[0].id),
            )
        ),
        reviewed=TIME.date(),
    )
    return replace(
        made,
        readings=(
            *made.readings,
            replace(differing, part="settled", coder="K8", memo="Som den första", time=None),
            *new,
        ),
        samples=(*made.samples, Sample("q5", 11, 3, 14, TIME.date())),
        talks=(*made.talks, Talk(TIME, "K8", "q5", "Vi talade om pengar")),
        findings=(replace(known, statement=Wording("Andra ord", "Other words")), added),
    )


def bare(one: ThemePackage) -> tuple[set[Reading], list[Sample], set[Talk], list[Stated]]:
    """What was coded twice, talked over and stated, whoever did it."""
    return (
        {replace(r, coder="", time=r.time if r.part != "settled" else None) for r in one.readings},
        sorted(one.samples, key=lambda s: s.seed),
        {replace(t, coder="") for t in one.talks},
        [replace(f, author="", reviewer="") for f in one.findings],
    )


def test_what_was_done_elsewhere_comes_back_as_it_was(world: World, compared: Theme) -> None:
    made = changed(package(compared))
    status, text = post(world.editor, zipped(made))
    assert status == 200, text
    for key, count in (
        ("samples", 1),
        ("sampled", 3),
        ("settled", 1),
        ("double_same", 9),
        ("talks", 1),
        ("findings_same", 0),
    ):
        assert f"<dt>{phrase('sv', f'coding_import.{key}')}</dt><dd>{count}</dd>" in text, key
    assert "Andra ord" in text
    assert "Nytt" in text
    # Nothing is done before somebody says so.
    assert Finding.objects.count() == 1
    assert CodingSample.objects.count() == 1
    read_in(world.editor)
    assert bare(package(compared)) == bare(made)
    # Written over once, so that who still has the page from before is told.
    assert sorted(Finding.objects.values_list("version", flat=True)) == [1, 2]
    # And once more it changes nothing.
    _, text = post(world.editor, zipped(package(compared)))
    assert 'value="read_in"' not in text


def test_what_came_back_is_frozen_and_can_be_reported(world: World, compared: Theme) -> None:
    made = changed(package(compared))
    post(world.editor, zipped(made))
    read_in(world.editor)
    freeze(compared, by=None)
    kept = read(Path(settings.DATA) / Freeze.objects.get().file)
    assert bare(kept) == bare(made)
    assert analyse(kept).stale == {known.id: () for known in made.findings}


def test_a_quoted_coding_that_comes_along_is_found_again(world: World, compared: Theme) -> None:
    """The site names its codings itself: evidence follows the words that were quoted."""
    made = package(compared)
    first = made.codings[0]
    fresh = replace(first, id="x1", start=0, end=5, text=first.text[:5])
    after = replace(made, codings=(*made.codings, fresh))
    quote = FindingEvidence("quote", "x1")
    (known,) = made.findings
    quoted = replace(known, evidence=(replace(quote, digest=digest(quote, after)),))
    post(world.editor, zipped(replace(after, findings=(quoted,))))
    read_in(world.editor)
    (evidence,) = package(compared).findings[0].evidence
    (coding,) = (c for c in package(compared).codings if c.text == fresh.text)
    assert evidence.of == coding.id
    assert stale(package(compared).findings[0], package(compared)) == ()


def test_what_two_persons_made_of_an_answer_is_not_written_over(
    world: World, compared: Theme
) -> None:
    made = package(compared)
    first = next(r for r in made.readings if r.part == "first")
    other = replace(first, memo="Ändrad i efterhand")
    readings = tuple(other if r is first else r for r in made.readings)
    _, text = post(world.editor, zipped(replace(made, readings=readings)))
    assert f"<dt>{phrase('sv', 'coding_import.double_kept')}</dt><dd>1</dd>" in text
    assert 'value="read_in"' not in text


def test_answers_that_somebody_codes_blind_wait(world: World, compared: Theme) -> None:
    made = changed(package(compared))
    where = place(asked(compared), "q5")
    assert where
    draw(compared, where, second=who("agare"), percent=100, seed=3, by=who("redaktor"))
    _, text = post(world.editor, zipped(made))
    assert f"<dt>{phrase('sv', 'coding_import.double_waiting')}</dt><dd>3</dd>" in text
    assert CodingUpload.objects.get().plan["double"]["samples"] == []


def test_a_finding_on_what_the_theme_lacks_is_named(world: World, compared: Theme) -> None:
    made = package(compared)
    (known,) = made.findings
    book = {"id": "ek2026", "title": "Okänd bok", "type": "book"}
    lacking = replace(
        known, statement=Wording("Hänger löst", "Loose"),
        evidence=(FindingEvidence("reference", "ek2026"),),
    )  # fmt: skip
    _, text = post(world.editor, zipped(replace(made, findings=(lacking,), references=(book,))))
    heading = phrase("sv", "coding_import.findings_left_out")
    assert "Hänger löst" in text.split(heading)[1]
    assert CodingUpload.objects.get().plan["findings"]["written"] == []


def test_a_finding_written_meanwhile_is_not_written_over(world: World, compared: Theme) -> None:
    post(world.editor, zipped(changed(package(compared))))
    upload = CodingUpload.objects.get()
    Finding.objects.update(version=9, statement=Wording("Skrivet nu"))
    answer = world.editor.post(f"{HOME}las-in/{upload.pk}/", {"action": "read_in"}, follow=True)
    assert phrase("sv", "coding_import.meanwhile") in answer.content.decode()
    assert [f.statement.sv for f in Finding.objects.all()] == ["Skrivet nu"]
    assert CodingSample.objects.count() == 1
