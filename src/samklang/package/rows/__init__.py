"""Rows: register.csv, responses.csv and codings.csv as members, responses and codings."""

from samklang.package.rows.codings import CODING_COLUMNS, CODINGS, coding_cells, codings
from samklang.package.rows.register import MEMBER_COLUMNS, REGISTER, register
from samklang.package.rows.responses import (
    RESPONSE_COLUMNS,
    RESPONSES,
    response_cells,
    responses,
)

__all__ = [
    "CODINGS",
    "CODING_COLUMNS",
    "MEMBER_COLUMNS",
    "REGISTER",
    "RESPONSES",
    "RESPONSE_COLUMNS",
    "coding_cells",
    "codings",
    "register",
    "response_cells",
    "responses",
]
