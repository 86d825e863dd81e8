"""A theme with a sample that two people code, and how the second codes it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from samklang.web.actions.codebook import begin_codebook
from samklang.web.actions.coding import Mark, save_coding
from samklang.web.actions.double_coding import draw
from samklang.web.models import (
    Coding,
    CodingSample,
    SampledAnswer,
    Theme,
)
from samklang.web.queries.codebook import codes_by_key
from samklang.web.queries.open_answers import asked, opened, place
from samklang.web.starts import codebook
from tests.web.conftest import World
from tests.web.report_world import made_theme
from tests.web.test_coding import HOME, keys

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


def chips(text: str) -> list[str]:
    return re.findall(r'<span class="chip[^>]*>(?:<span[^>]*>. </span>)?([^<]*)', text)
