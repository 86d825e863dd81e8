"""Coding with 10 000 answers in one question: the grid, a coding saved, beside an empty page.

`make bench NAME=coding` prints CPU milliseconds of the server's code (the median of several
requests through Django's test client, with a database of its own) and what they are times the page
of a theme without answers, and writes build/bench/coding.json.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ANSWERS = 10_000
TIMES = 9
OUT = Path("build/bench/coding.json")


@contextmanager
def own_database() -> Iterator[None]:
    """Django with a data folder and a database (SQLite) that are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SAMKLANG_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web_settings"
        import django
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()
        call_command("migrate", interactive=False, verbosity=0)
        yield


def main() -> None:
    """Runs it all."""
    with own_database():
        rows = measured()
    print(f"{'':24}{'CPU ms':>10}{'× empty page':>15}")
    for name, value in rows.items():
        print(f"{name:24}{value:10.1f}{value / rows['empty page']:15.1f}")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1) + "\n")


def measured() -> dict[str, float]:
    """Median CPU milliseconds by what is done."""
    from django.contrib.auth.models import User

    from samklang.web.actions.codebook import begin_codebook
    from samklang.web.actions.coding import Mark, save_coding
    from samklang.web.models import Network, Response
    from samklang.web.models.network import Role
    from samklang.web.queries.codebook import codes_by_key
    from samklang.web.queries.open_answers import asked, opened, place, sent
    from samklang.web.queries.questionnaires import published
    from samklang.web.starts import codebook
    from tests.web.conftest import person
    from tests.web.report_world import made_theme

    network = Network.objects.create(address="norr", name="Norra nätverket")
    client = person("agare@exempel.se", network, Role.OWNER)
    theme = made_theme(network)
    begin_codebook(theme, codebook("factors"), by=None)  # type: ignore[arg-type]
    home = "/arbete/norr/teman/t/"
    found = {"empty page": spent(lambda: client.get(f"{home}kodning/logg/"))}
    Response.objects.bulk_create(
        Response(
            theme=theme,
            questionnaire=published(theme),
            state="sent",
            answers={"q1": "yes", "q5": f"Svar {n}: vi hade tid, men pengarna tog slut för fort."},
        )
        for n in range(ANSWERS)
    )
    grid = f"{home}kodning/fraga/q5/tabell/"
    found["grid"] = spent(lambda: client.get(grid))
    found["grid, searched"] = spent(lambda: client.get(f"{grid}?q=svar+77"))
    found["grid, unread"] = spent(lambda: client.get(f"{grid}?state=unread"))
    where, by = place(asked(theme), "q5"), User.objects.get()
    codes = {code.pk: code for code in codes_by_key(theme).values()}
    first = next(iter(codes))
    keys = iter(sent(theme).order_by("pk").values_list("pk", flat=True)[:TIMES])

    def save() -> None:
        one = opened(theme, where, next(keys))  # type: ignore[arg-type]
        assert one
        mark = Mark(first, "hinders", 0, len(one.text))
        save_coding(theme, one, marks=[mark], status="", memo="", seen=0, codes=codes, by=by)

    found["a coding saved"] = spent(save)
    more = iter(sent(theme).order_by("pk").values_list("pk", flat=True)[TIMES : 2 * TIMES])

    def post() -> None:
        answer = client.post(
            f"{home}kodning/fraga/q5/svar/{next(more)}/",
            {"seen": 0, "memo": "", "status": "", "whole": ["economy:hinders"]},
            headers={"accept": "application/json"},
        )
        assert answer.status_code == 200, answer.content

    found["a coding, by request"] = spent(post)
    code_the_rest(theme, codes[first])
    found["grid, all coded"] = spent(lambda: client.get(grid))
    answer = f"{home}kodning/fraga/q5/svar/{sent(theme).order_by('pk')[ANSWERS // 2].pk}/"
    found["an answer, all coded"] = spent(lambda: client.get(answer))
    return found


def code_the_rest(theme: Any, code: Any) -> None:
    """A code on every answer that nobody has read."""
    from samklang.web.models import Coding, ReadAnswer
    from samklang.web.queries.open_answers import digest, sent

    left = sent(theme).exclude(read_answers__question="q5")
    texts = {one.pk: text for one in left if (text := one.answers.get("q5"))}
    ReadAnswer.objects.bulk_create(
        ReadAnswer(
            theme=theme,
            response_id=pk,
            question="q5",
            status="coded",
            version=1,
            digest=digest(text),
        )
        for pk, text in texts.items()
    )
    Coding.objects.bulk_create(
        Coding(answer=read, code=code, valence="hinders", end=len(texts[read.response_id]), start=0)
        for read in ReadAnswer.objects.filter(theme=theme, version=1, by=None)
    )


def spent(action: Callable[[], Any]) -> float:
    """Median CPU milliseconds of an action; the first time is not counted."""
    times = []
    for _ in range(TIMES):
        begun = time.process_time()
        action()
        times.append(1000 * (time.process_time() - begun))
    return statistics.median(times[1:])


if __name__ == "__main__":
    main()
