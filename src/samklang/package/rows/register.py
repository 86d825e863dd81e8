"""Members: the rows of register.csv."""

from typing import NamedTuple

from samklang.core.faults import Fault
from samklang.core.language.messages import message
from samklang.core.theme.register import Member, Register
from samklang.core.vocabulary import counties, municipalities
from samklang.package.rows.cells import Faults, new_id
from samklang.package.table import Table, check_columns

REGISTER = "register.csv"
MEMBER_COLUMNS = ("member", "name", "municipality", "invited")
# Characters of a group's name: more is no name.
LABEL = 1_000


class RegisterRead(NamedTuple):
    """The members that could be read, and every fault."""

    register: Register
    faults: Faults


def register(table: Table) -> RegisterRead:
    """The members of register.csv."""
    faults: Faults = list(check_columns(table, ("member",), None, REGISTER))
    groups = tuple(name for name in table.header if name not in MEMBER_COLUMNS)
    derived = "county" not in groups and "municipality" in table.header
    members = []
    seen: set[str] = set()
    for row, cells in table.rows if not faults else ():
        new_id(cells["member"], row, "member", seen, REGISTER, faults)
        code = cells.get("municipality", "")
        if code and code not in municipalities():
            what = message("package.is_no_municipality_s_scb_code", code=code)
            remedy = message("package.write_four_digits_as_text_for")
            faults.append(Fault(REGISTER, row, "municipality", what, remedy))
        values = {name: cells[name].strip() for name in groups}
        if derived:
            values["county"] = code[:2]
        if values.get("county", "25") not in counties():
            what = message("package.is_no_county_s_scb_code", value=values["county"])
            remedy = message("package.write_two_digits_for_example_24")
            faults.append(Fault(REGISTER, row, "county", what, remedy))
        for name in groups:
            if not values[name] and name != "county":
                what = message("package.the_group_is_empty")
                faults.append(Fault(REGISTER, row, name, what, message("package.fill_it_in")))
            elif len(values[name]) > LABEL:
                what = message("faults.the_group_is_long", count=len(values[name]), most=LABEL)
                remedy = message("faults.give_it_a_short_name")
                faults.append(Fault(REGISTER, row, name, what, remedy))
        invited = cells.get("invited", "") or "yes"
        if invited not in ("yes", "no"):
            what = message("estimates.is_not_yes_or_no", odd=invited)
            faults.append(Fault(REGISTER, row, "invited", what, message("package.write_yes_or_no")))
        members.append(
            Member(cells["member"], cells.get("name", ""), code, values, invited == "yes")
        )
    every = (*groups, "county") if derived else groups
    return RegisterRead(Register(tuple(members), every), faults)
