"""Lists of answers for who codes some of them blind: in every order, on paper and as neighbours."""

import re

from samklang.web.models import Coding, CodingSample, ReadAnswer
from samklang.web.queries.open_answers import sent
from tests.web.conftest import World
from tests.web.double_coding_world import drawn, sample, theme  # noqa: F401
from tests.web.test_coding import Q5, page

GRID = f"{Q5}tabell/"
ORDERS = ("", "length", "text", "state", "member", "like")


def words_of(sample: CodingSample) -> set[str]:  # noqa: F811
    """What the members of the sample wrote."""
    return {one.answers["q5"] for one in sent(sample.theme).filter(pk__in=drawn(sample))}


def test_no_order_of_the_lists_has_an_answer_of_the_sample(
    world: World,
    sample: CodingSample,  # noqa: F811
) -> None:
    """The lists are what is printed. Which are alike is worked out of the unread."""
    words = words_of(sample)
    for order in ORDERS:
        if order == "like":
            Coding.objects.all().delete()
            ReadAnswer.objects.all().delete()
        for address in (Q5, GRID):
            text = world.owner.get(f"{address}?sort={order}").content.decode()
            assert len(set(re.findall(r"qqanswer\d\d", text))) == 14, (address, order)
            assert not [w for w in words if w in text], (address, order)
            whole = world.editor.get(f"{address}?sort={order}").content.decode()
            assert len(set(re.findall(r"qqanswer\d\d", whole))) == 24, (address, order)


def test_neighbours_and_their_number_leave_the_sample_out(
    world: World,
    sample: CodingSample,  # noqa: F811
) -> None:
    """The page of another answer leads to those with the same code, and says how many they are."""
    hidden = set(drawn(sample))
    carrying = Coding.objects.filter(live=True, code__key="economy")
    of = carrying.values_list("answer__response_id", flat=True)
    rest = sorted(set(of) - hidden)
    text = world.owner.get(f"{page(rest[0])}?code=economy").content.decode()
    assert f"1 av {len(rest)}" in text
    assert f"av {len(of)}" in world.editor.get(f"{page(rest[0])}?code=economy").content.decode()
    for pk in rest:
        text = world.owner.get(f"{page(pk)}?code=economy").content.decode()
        led = {int(n) for n in re.findall(r'href="[^"]*/svar/(\d+)/\?code=economy"', text)}
        assert led <= set(rest)
