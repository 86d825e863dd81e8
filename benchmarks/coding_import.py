"""Reading codings in: a package and a project with thousands of codings, uploaded and confirmed.

`make bench NAME=coding_import` prints CPU seconds of the server's code through Django's test
client, with a database of its own (SQLite): of the process that reads the file, of the request
that shows what it would change, of the worker that does it, and of the longest of its parts. A file
whose reading goes over the limits of an upload is said to be refused. Writes
build/bench/coding_import.json.
"""

import io
import json
import resource
import sys
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.coding import own_database

ANSWERS = 5_000
CODINGS = (10_000, 20_000, 50_000)
WORDS = "vi hade tid, men pengarna tog slut för fort, och kommunen svarade sent. " * 3
OUT = Path("build/bench/coding_import.json")
UPLOAD = "/arbete/norr/teman/t/kodning/las-in/"


def main() -> None:
    """Runs it all, or with the numbers of codings that are given."""
    with own_database():
        rows = measured([int(one) for one in sys.argv[1:]] or CODINGS)
    for row in rows:
        print(json.dumps(row))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(rows, indent=1) + "\n")


def measured(counts: Any) -> list[dict[str, Any]]:
    """A row for each file."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.utils import timezone

    from samklang.exchange.refiqda.exporting import export_project
    from samklang.exchange.refiqda.writing import write_project
    from samklang.package.read import read_from
    from samklang.package.write import texts
    from samklang.web.actions.codebook import begin_codebook
    from samklang.web.actions.coding_in_parts import run_read_ins
    from samklang.web.actions.frame import invite
    from samklang.web.models import Coding, Member, Network, ReadAnswer, Response
    from samklang.web.models.network import Role
    from samklang.web.queries.package import package_files
    from samklang.web.queries.questionnaires import published
    from samklang.web.starts import codebook
    from tests.web.conftest import person
    from tests.web.report_world import made_theme

    network = Network.objects.create(address="norr", name="Norra nätverket")
    client = person("agare@exempel.se", network, Role.OWNER)
    theme = made_theme(network)
    begin_codebook(theme, codebook("factors"), by=None)  # type: ignore[arg-type]
    members = Member.objects.bulk_create(
        Member(network=network, number=f"M{n}", name=f"Förening {n}", county="25")
        for n in range(ANSWERS)
    )
    invite(theme, members, by=None)  # type: ignore[arg-type]
    Response.objects.bulk_create(
        Response(
            theme=theme,
            invitation=one,
            questionnaire=published(theme),
            state="sent",
            sent_at=timezone.now(),
            answers={"q1": "yes", "q2": "yes", "q5": f"Svar {one.pk}: {WORDS}"},
        )
        for one in theme.invitations.filter(member__in=members)
    )
    bare = read_from(package_files(theme, published(theme)))  # type: ignore[arg-type]
    rows = []
    for count in counts:
        made = coded(bare, count)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in texts(made).items():
                archive.writestr(name, text)
        files = {"zip": out.getvalue(), "qdpx": write_project(export_project(made)[0])}
        for kind, content in files.items():
            Coding.objects.all().delete()
            ReadAnswer.objects.all().delete()
            row: dict[str, Any] = {"file": kind, "codings": count, "bytes": len(content)}
            rows.append(row)
            before = spent()
            answer = client.post(
                UPLOAD, {"file": SimpleUploadedFile(f"fil.{kind}", content)}, follow=False
            )
            ours, child = (b - a for a, b in zip(before, spent(), strict=True))
            row |= {"reading": round(child, 1), "seen": round(ours, 1)}
            if answer.status_code != 302:
                row["refused"] = True
                continue
            before = spent()
            client.get(answer["Location"])
            row["page"] = round(spent()[0] - before[0], 1)
            client.post(answer["Location"], {"action": "read_in"})
            parts: list[float] = [spent()[0]]
            run_read_ins(lives=lambda: parts.append(spent()[0]))  # noqa: B023 - called at once
            parts.append(spent()[0])
            row["done"] = round(parts[-1] - parts[0], 1)
            row["longest"] = round(max(b - a for a, b in pairwise(parts)), 2)
            row["kept"] = Coding.objects.filter(live=True).count()
    return rows


def coded(bare: Any, count: int) -> Any:
    """The package with so many codings, spread over its answers."""
    from dataclasses import replace

    from samklang.core.coding.codings import Coding
    from samklang.core.coding.states import AnswerState

    answered = [(r.id, str(r.answers.get("q5", ""))) for r in bare.responses]
    texts = [(response, text) for response, text in answered if text.startswith("Svar ")]
    codes = [code.id for code in bare.codebook.codes if code.family == "factors"]
    codings = []
    for n in range(count):
        response, text = texts[n % len(texts)]
        turn = n // len(texts)
        code, start = codes[turn % len(codes)], turn // len(codes)
        codings.append(
            Coding(f"k{n}", response, "q5", start, len(text), text[start:], code, "hinders")
        )
    states = [AnswerState(response, "q5", "coded", "K1", None, "") for response, _ in texts]
    return replace(bare, codings=tuple(codings), states=tuple(states[:count]))


def spent() -> tuple[float, float]:
    """CPU seconds of this process, and of those that it has begun."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    ours, children = (one.ru_utime + one.ru_stime for one in both)
    return ours, children


if __name__ == "__main__":
    main()
