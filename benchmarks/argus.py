"""Tables protected with pytauargus, for benchmarks.disclosure_argus; runs in a Python of its own.

Reads JSON: questions, groupings, the threshold and what each respondent says. Each question by each
grouping is a table of counts, protected as by one who does one question at a time. Prints JSON: CPU
seconds, and by question, grouping, option and group the status of each cell: U and M are withheld.
"""

import json
import sys
import tempfile
import time

from pytauargus import protect


def main() -> None:
    """Protects what stands on standard input."""
    order = json.load(sys.stdin)
    statuses, spent = [], 0.0
    for name in order["questions"]:
        answered = [{**person, "one": 1} for person in order["people"] if person[name]]
        with tempfile.TemporaryDirectory() as folder:
            start = time.process_time()
            found = protect(
                answered,
                [[name, by] for by in order["groupings"]],
                response="one",
                # The range that must stay open is half the threshold around a count just below it.
                safety_rules=f"FREQ({order['threshold']},50)",
                suppress="OPT(1)",
                workdir=folder,
            )
            spent += time.process_time() - start
            for by, table in zip(order["groupings"], found.tables, strict=True):
                statuses += [[name, by, r[name], r[by], r["status"]] for r in table.rows]
    print(json.dumps({"cpu": spent, "statuses": statuses}))


if __name__ == "__main__":
    main()
