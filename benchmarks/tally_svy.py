"""Shares and standard errors with `svy`, for benchmarks.tally; runs in a Python of its own.

Arguments: Parquet file, file of sizes, files to write shares and counts to. Reading is not
timed.
"""

import json
import sys
import time
from pathlib import Path

import polars as pl
import svy

QUESTIONS = 30


def main(parquet: str, sizes: str, out: str, counts: str) -> None:
    """Writes the shares and counts; prints CPU seconds, seconds and peak memory."""
    data = pl.read_parquet(parquet)
    members = pl.DataFrame(list(json.loads(Path(sizes).read_text()).items()), orient="row")
    members.columns = ["stratum", "size"]
    respondents = data.group_by("stratum").len("n")
    data = data.join(members.join(respondents, on="stratum"), on="stratum").with_columns(
        size=pl.col("size").cast(pl.Float64), weight=pl.col("size") / pl.col("n")
    )
    cpu, wall = time.process_time(), time.perf_counter()
    sample = svy.Sample(data, svy.Design(stratum="stratum", wgt="weight", pop_size="size"))
    found = {
        f"q{q}": sample.estimation.prop(
            f"q{q}", by="domain", where=svy.col(f"q{q}").is_not_null(), drop_nulls=True
        )
        for q in range(QUESTIONS)
    }
    spent = time.process_time() - cpu, time.perf_counter() - wall
    status = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in status if "VmHWM" in line) / 1024
    with Path(out).open("w", encoding="utf-8") as lines:
        for name, estimate in found.items():
            table = estimate.to_polars().select("domain", name, "est", "se")
            for domain, option, share, se in table.iter_rows():
                lines.write(f"{name},{domain},{option},{share!r},{se!r}\n")
    with Path(counts).open("w", encoding="utf-8") as lines:
        for name in found:
            groups = data.group_by("stratum", "domain", name).len()
            for stratum, domain, option, n in groups.iter_rows():
                lines.write(f"{name},{stratum},{domain},{option or ''},{n}\n")
    print(*spent, peak)


if __name__ == "__main__":
    main(*sys.argv[1:])
