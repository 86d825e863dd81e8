"""What a crash costs: web and worker killed at random moments under load, round after round.

In each round the site is started, members answer and the worker sends letters, until SIGKILL ends
every process of it at once. A member whose connection broke comes back in the next round. Nothing
that was answered as saved may be gone, and no letter may reach the mail server twice.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.collect_load import Connection, Heard, session
from benchmarks.collect_site import Site, made_theme, site
from benchmarks.collect_theme import KEPT, PAGES
from benchmarks.table import keep
from tests.web.mail_server import MailServer, mail_server

ROUNDS = 50
AT_ONCE = 40


@dataclass
class Crowd:
    """Members who answer, round after round. waiting: number and token of those not done."""

    waiting: list[tuple[int, str]]
    heard: Heard = field(default_factory=Heard)
    broken: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Crashed:
    """What is found after all rounds; all but the first five must be empty or 0.

    pages: saved pages that were acknowledged. sent: responses acknowledged as received. broken:
    sessions cut off. letters: those the mail server took. uncertain: letters cut off on their way.
    lost: acknowledged answers that are gone. twice: letters that came twice. unsent: letters said
    to be sent that never came. unclaimed: letters that came and are still to be sent.
    """

    subject: str
    rounds: int
    pages: int
    sent: int
    broken: int
    letters: int
    uncertain: int
    lost: int
    twice: int
    unsent: int
    unclaimed: int
    refused: tuple[str, ...]
    faults: dict[str, int]


HEADER = (
    f"{'subject':<12}{'rounds':>7}{'pages':>7}{'sent':>6}{'broken':>7}{'letters':>8}{'uncertain':>10}"
    f"{'lost':>6}{'twice':>6}{'unsent':>7}{'unclaimed':>10}{'refused':>8}{'faults':>7}"
)


def line(row: Crashed) -> str:
    """A row of the table."""
    return (
        f"{row.subject:<12}{row.rounds:>7}{row.pages:>7}{row.sent:>6}{row.broken:>7}"
        f"{row.letters:>8}{row.uncertain:>10}{row.lost:>6}{row.twice:>6}{row.unsent:>7}"
        f"{row.unclaimed:>10}{len(row.refused):>8}{sum(row.faults.values()):>7}"
    )


def run(made: Site, subject: str, *, rounds: int, members: int, mailings: int) -> Crashed:
    """Kills the site `rounds` times under load, and says what is left."""
    dice = random.Random(rounds)
    tokens = made_theme(made, members)
    made.run("benchmarks.crash_theme", "order", str(mailings))
    crowd = Crowd(list(enumerate(tokens, 1))[::-1])
    with mail_server() as mail:
        # A mail server that thinks for a while is often interrupted while it does.
        mail.slow = 0.01
        made.mail = f"smtp://127.0.0.1:{mail.port}"
        for number in range(1, rounds + 1):
            made.start(with_worker=True)
            asyncio.run(_until_killed(made, crowd, dice, left=members - members * number // rounds))
        uncertain = json.loads(made.run("benchmarks.crash_theme", "settle"))
        return _found(made, subject, rounds, crowd, mail, tokens, uncertain)


async def _until_killed(made: Site, crowd: Crowd, dice: random.Random, *, left: int) -> None:
    """One round: members answer until every process is dead.

    left: how many are kept for the rounds to come, so that a fast machine is killed under load too.
    """
    dead = asyncio.Event()

    async def member(seed: int) -> None:
        own = random.Random(seed)
        connection = Connection(made.port, crowd.heard)
        while crowd.waiting and not dead.is_set():
            n, token = crowd.waiting.pop()
            try:
                await session(connection, token, n, think=0.05, dice=own)
            except OSError:
                crowd.broken += 1
                # Who is cut off tries again later: after those who have not begun.
                crowd.waiting.insert(0, (n, token))
                await asyncio.sleep(0.05)
            except RuntimeError as error:
                crowd.refused.append(str(error))
        connection.close()

    members = [asyncio.create_task(member(dice.randrange(2**32))) for _ in range(AT_ONCE)]
    # The worker needs a second to start; it is killed before, during and after its rounds.
    until = time.monotonic() + dice.uniform(0.2, 4)
    while time.monotonic() < until and len(crowd.waiting) > left:
        await asyncio.sleep(0.01)
    await asyncio.to_thread(made.kill)
    dead.set()
    await asyncio.gather(*members)


def _found(
    made: Site,
    subject: str,
    rounds: int,
    crowd: Crowd,
    mail: MailServer,
    tokens: list[str],
    uncertain: int,
) -> Crashed:
    responses = json.loads(made.run("benchmarks.collect_theme", "check"))["by_token"]
    there = json.loads(made.run("benchmarks.crash_theme", "check"))
    acknowledged = crowd.heard.acknowledged
    lost = sum(
        not _whole(responses[token], acknowledged[token], n)
        for n, token in enumerate(tokens, 1)
        if token in acknowledged
    )
    came = Counter(str(m["Message-ID"]).strip("<> ").split(".")[0] for _, m in mail.letters)
    states: dict[str, str] = there["letters"]
    return Crashed(
        subject=subject,
        rounds=rounds,
        pages=sum(min(len(PAGES), pages) for pages in acknowledged.values()),
        sent=sum(pages > len(PAGES) for pages in acknowledged.values()),
        broken=crowd.broken,
        letters=len(mail.letters),
        uncertain=uncertain,
        lost=lost,
        twice=sum(times > 1 for times in came.values()),
        unsent=sum(state == "sent" and letter not in came for letter, state in states.items()),
        unclaimed=sum(states[letter] not in ("sent", "uncertain") for letter in came),
        refused=tuple(crowd.refused),
        faults=there["faults"],
    )


def _whole(response: dict[str, object], pages: int, n: int) -> bool:
    """Whether all that was acknowledged to a member is there as he wrote it."""
    names = {name.partition(".")[0] for page in PAGES[:pages] for name in page}
    wanted = {k: v.format(n=n) if isinstance(v, str) else v for k, v in KEPT.items() if k in names}
    answers = response["answers"]
    assert isinstance(answers, dict)
    if any(answers.get(name) != value for name, value in wanted.items()):
        return False
    return pages <= len(PAGES) or (response["state"] == "sent" and bool(response["finished"]))


def main(arguments: list[str]) -> None:
    """`[sqlite] [postgresql] [--rounds N]`; both databases where none is named."""
    rounds = int(arguments[arguments.index("--rounds") + 1]) if "--rounds" in arguments else ROUNDS
    wanted = [a for a in arguments if a in ("sqlite", "postgresql")] or ["sqlite", "postgresql"]
    work = {"rounds": rounds, "members": 300 * rounds, "mailings": 2}
    rows = []
    print(HEADER, flush=True)
    for subject in wanted:
        with tempfile.TemporaryDirectory() as folder:
            if subject == "sqlite":
                with site(Path(folder)) as made:
                    rows.append(run(made, subject, **work))
            else:
                rows.append(_on_postgresql(Path(folder), work))
        print(line(rows[-1]), flush=True)
        for what in (*rows[-1].refused, *rows[-1].faults.items()):
            print(what)
    keep("crash", rows)


def _on_postgresql(folder: Path, work: dict[str, int]) -> Crashed:
    from tests.postgresql_server import INITDB, PG_CTL, running

    if not (INITDB and PG_CTL):
        raise SystemExit("No PostgreSQL server is installed.")
    with running(INITDB, PG_CTL) as address, site(folder, database=address) as made:
        return run(made, "postgresql", **work)


if __name__ == "__main__":
    main(sys.argv[1:])
