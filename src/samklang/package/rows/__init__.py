"""Rows: register.csv, responses.csv, codings.csv and coding_states.csv, read and written."""

from samklang.package.rows.codings import (
    CODING_COLUMNS,
    CODINGS,
    FURTHER_CODING_COLUMNS,
    STATE_COLUMNS,
    STATES,
    coding_cells,
    codings,
    state_cells,
    states,
)
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
    "FURTHER_CODING_COLUMNS",
    "MEMBER_COLUMNS",
    "REGISTER",
    "RESPONSES",
    "RESPONSE_COLUMNS",
    "STATES",
    "STATE_COLUMNS",
    "coding_cells",
    "codings",
    "register",
    "response_cells",
    "responses",
    "state_cells",
    "states",
]
