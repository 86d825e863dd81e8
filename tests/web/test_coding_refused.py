"""Coding that is refused, alone and of a sample: by whom, by what else came first, by the codebook.

Each case also holds that nothing was changed and no entry written.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from django.contrib.auth.models import User

from samklang.core.survey.open_questions import OpenQuestion
from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.coding import (
    CodedMeanwhile,
    Line,
    Mark,
    NotAllowed,
    code_several,
    save_coding,
    set_state,
)
from samklang.web.actions.double_coding import (
    NotDone,
    choose_approach,
    compare,
    draw,
    save_blind,
    settle,
)
from samklang.web.models import (
    AuditRow,
    Code,
    CodeFamily,
    Coding,
    CodingSample,
    CodingStep,
    ReadAnswer,
    SampledAnswer,
    Theme,
)
from samklang.web.queries.codebook import codes_by_key
from samklang.web.queries.double_coding import blind
from samklang.web.queries.open_answers import Opened, asked, opened, place
from samklang.web.starts import codebook
from tests.web.conftest import World
from tests.web.report_world import made_theme


@pytest.fixture
def theme(world: World) -> Theme:
    """A theme with a codebook, where nothing is coded."""
    made = made_theme(world.network)
    begin_codebook(made, codebook("factors"), by=None)  # type: ignore[arg-type]
    CodingStep.objects.all().delete()
    return made


def who(name: str) -> User:
    return User.objects.get(username=f"{name}@exempel.se")


def q5(theme: Theme) -> OpenQuestion:
    where = place(asked(theme), "q5")
    assert where
    return where


def codes_of(theme: Theme) -> dict[int, Code]:
    return {code.pk: code for code in codes_by_key(theme).values()}


def number(theme: Theme, key: str) -> int:
    return theme.codes.get(key=key).pk


def answer_of(theme: Theme, place: int = 0) -> Opened:
    response = theme.responses.filter(state="sent").order_by("pk")[place]
    answer = opened(theme, q5(theme), response.pk)
    assert answer
    return answer


def save(theme: Theme, answer: Opened, *keys: str, **more: Any) -> ReadAnswer | None:
    """The editor puts codes on a whole answer, in the direction that helps."""
    marks = [Mark(number(theme, key), "enables", 0, len(answer.text)) for key in keys]
    values = {"status": "", "memo": "", "seen": answer.version} | more
    return save_coding(
        theme, answer, marks=marks, codes=codes_of(theme), by=who("redaktor"), **values
    )


def line(answer: Opened) -> Line:
    return Line(answer.response.pk, answer.text)


def stands() -> Sequence[Mapping[str, Any]]:
    """All rows that coding writes, and the trail."""
    kinds = (ReadAnswer, Coding, CodingStep, SampledAnswer, CodingSample, AuditRow)
    return [row for kind in kinds for row in kind.objects.order_by("pk").values()]


class TestOneAnswer:
    def test_that_another_has_just_coded_for_the_first_time(self, theme: Theme) -> None:
        """Both opened it uncoded: the second to save finds a row where it would put one."""
        mine, theirs = answer_of(theme), answer_of(theme)
        assert save(theme, theirs, "economy")
        before = stands()
        with pytest.raises(CodedMeanwhile) as said:
            save(theme, mine, "leadership")
        assert said.value.args == (mine.response.pk,)
        assert stands() == before

    def test_that_another_has_just_coded_anew(self, theme: Theme) -> None:
        """The form was of the version that was opened; by then it is another."""
        save(theme, answer_of(theme), "economy")
        mine, theirs = answer_of(theme), answer_of(theme)
        assert save(theme, theirs, "leadership")
        before = stands()
        with pytest.raises(CodedMeanwhile):
            save(theme, mine, "collaboration")
        assert stands() == before
        assert save(theme, answer_of(theme), "collaboration")

    def test_whose_form_is_older_than_what_was_opened(self, theme: Theme) -> None:
        save(theme, answer_of(theme), "economy")
        before = stands()
        with pytest.raises(CodedMeanwhile):
            save(theme, answer_of(theme), "leadership", seen=0)
        assert stands() == before


class TestSeveralAnswers:
    def test_a_direction_where_the_family_has_none(self, theme: Theme) -> None:
        CodeFamily.objects.update(valence=False)
        code = Code.objects.select_related("family").get(key="economy")
        lines = [line(answer_of(theme, n)) for n in (0, 1)]
        before = stands()
        with pytest.raises(NotAllowed) as said:
            code_several(
                theme, "q5", lines, code=code, valence="enables", remove=False, by=who("redaktor")
            )
        assert said.value.args == ("economy",)
        assert stands() == before
        step = code_several(
            theme, "q5", lines, code=code, valence="", remove=False, by=who("redaktor")
        )
        assert step
        assert len(step.changes) == 2

    def test_a_second_code_of_a_family_that_allows_one(self, theme: Theme) -> None:
        CodeFamily.objects.update(many=False)
        save(theme, answer_of(theme), "economy")
        code = Code.objects.select_related("family").get(key="leadership")
        lines = [line(answer_of(theme, n)) for n in (1, 0)]
        before = stands()
        with pytest.raises(NotAllowed):
            code_several(
                theme, "q5", lines, code=code, valence="", remove=False, by=who("redaktor")
            )
        # Not the first of them either, which carries nothing.
        assert stands() == before

    def test_the_state_coded_is_given_by_codes_alone(self, theme: Theme) -> None:
        before = stands()
        with pytest.raises(NotAllowed) as said:
            set_state(theme, "q5", [line(answer_of(theme))], status="coded", by=who("redaktor"))
        assert said.value.args == ("coded",)
        assert stands() == before


@pytest.fixture
def sample(theme: Theme) -> CodingSample:
    """Four answers that the editor has coded as economy, for the owner to code."""
    made = draw(theme, q5(theme), second=who("agare"), size=4, seed=1, by=who("redaktor"))
    for row in made.answers.all():
        save(theme, answer_to(row), "economy")
    return made


def answer_to(row: SampledAnswer) -> Opened:
    """The answer of a sample as it stands."""
    answer = opened(row.sample.theme, q5(row.sample.theme), row.response_id)
    assert answer
    return answer


def second(sample: CodingSample, key: str, *, status: str = "", first: int = 4) -> None:
    """The owner codes so many of the sample with a code."""
    codes = codes_of(sample.theme)
    for row in sample.answers.select_related("response")[:first]:
        unseen = blind(row, q5(sample.theme), codes)
        assert unseen
        marks = [Mark(number(sample.theme, key), "hinders", 0, len(unseen.text))] if key else []
        save_blind(unseen, marks=marks, status=status, memo="", seen=row.version, codes=codes)


class TestSample:
    def test_of_a_sample_no_answer_is_withheld(self, sample: CodingSample) -> None:
        """What may be printed is not the second coder's to say."""
        before = stands()
        with pytest.raises(NotAllowed) as said:
            second(sample, "", status="withheld", first=1)
        assert said.value.args == ("withheld",)
        assert stands() == before

    def test_it_is_compared_once_and_by_whom_came_first(self, sample: CodingSample) -> None:
        second(sample, "leadership", first=3)
        before = stands()
        with pytest.raises(NotDone):
            compare(sample, q5(sample.theme), by=who("agare"))
        assert stands() == before
        second(sample, "leadership")
        compare(sample, q5(sample.theme), by=who("agare"))
        # The first changes its mind: both readings are kept as they were compared.
        save(sample.theme, answer_to(sample.answers.all()[0]), "collaboration")
        before = stands()
        compare(sample, q5(sample.theme), by=who("redaktor"))
        assert stands() == before
        sample.refresh_from_db()
        assert sample.compared_by == who("agare")
        economy = number(sample.theme, "economy")
        assert {row.first_marks[0][0] for row in sample.answers.all()} == {economy}

    def settled(self, sample: CodingSample, row: SampledAnswer, *kept: tuple[str, str]) -> None:
        settle(
            row, answer_to(row), kept=[(number(sample.theme, key), way) for key, way in kept],
            status="", memo="", codes=codes_of(sample.theme), by=who("agare"),
        )  # fmt: skip

    def test_a_code_that_neither_gave_settles_nothing(self, sample: CodingSample) -> None:
        second(sample, "leadership")
        compare(sample, q5(sample.theme), by=who("agare"))
        row = sample.answers.order_by("pk")[0]
        for kept in ([("collaboration", "enables")], [("economy", "hinders")], []):
            before = stands()
            with pytest.raises(NotAllowed):
                self.settled(sample, row, *kept)
            assert stands() == before

    def test_nor_does_one_that_is_out_of_use_by_now(self, sample: CodingSample) -> None:
        second(sample, "leadership")
        compare(sample, q5(sample.theme), by=who("agare"))
        Code.objects.filter(key="leadership").update(retired=True)
        codes = {pk: c for pk, c in codes_of(sample.theme).items() if c.key != "leadership"}
        row = sample.answers.order_by("pk")[0]
        answer = answer_to(row)
        before = stands()
        values = {"status": "", "memo": "", "codes": codes, "by": who("agare")}
        with pytest.raises(NotAllowed):
            settle(row, answer, kept=[(number(sample.theme, "leadership"), "hinders")], **values)
        assert stands() == before

    def test_what_both_gave_stands_on_the_words_of_the_first(self, sample: CodingSample) -> None:
        row = sample.answers.order_by("pk")[0]
        codes, economy = codes_of(sample.theme), number(sample.theme, "economy")
        for other in sample.answers.select_related("response"):
            unseen = blind(other, q5(sample.theme), codes)
            assert unseen
            marks = [Mark(economy, "enables", 0, 3), Mark(economy, "hinders", 0, 5)]
            save_blind(unseen, marks=marks, status="", memo="", seen=other.version, codes=codes)
        compare(sample, q5(sample.theme), by=who("agare"))
        row.refresh_from_db()
        self.settled(sample, row, ("economy", "enables"), ("economy", "hinders"))
        live = Coding.objects.filter(answer__response=row.response_id, live=True)
        length = len(answer_of(sample.theme).text)
        spans = sorted((c.valence, c.start, c.end) for c in live)
        assert spans == [("enables", 0, length), ("hinders", 0, 5)]
        row.refresh_from_db()
        assert row.settled_by == who("agare")
        assert sorted(row.outcome["marks"]) == [
            [economy, "enables", 0, length],
            [economy, "hinders", 0, 5],
        ]


def test_the_approach_that_is_chosen_already_is_no_row_of_the_trail(theme: Theme) -> None:
    before = stands()
    choose_approach(theme, approach=theme.coding_approach, by=who("agare"))
    assert stands() == before
    choose_approach(theme, approach="reflexive", by=who("agare"))
    assert Theme.objects.get(pk=theme.pk).coding_approach == "reflexive"
    row = AuditRow.objects.get(action="choose_coding_approach")
    assert (row.by, row.detail) == (who("agare"), {"approach": "reflexive"})
