"""Members: the rows of register.csv."""

from samklang.core.faults import Fault
from samklang.core.theme.register import Member, Register
from samklang.core.vocabulary import counties, municipalities
from samklang.package.rows.cells import Faults, new_id
from samklang.package.table import Table, check_columns

REGISTER = "register.csv"
MEMBER_COLUMNS = ("member", "name", "municipality", "invited")
# Characters of a group's name: more is no name.
LABEL = 1_000


def register(table: Table) -> tuple[Register, Faults]:
    """The members of register.csv, and every fault."""
    faults: Faults = list(check_columns(table, ("member",), None, REGISTER))
    groups = tuple(name for name in table.header if name not in MEMBER_COLUMNS)
    derived = "county" not in groups and "municipality" in table.header
    members = []
    seen: set[str] = set()
    for row, cells in table.rows if not faults else ():
        new_id(cells["member"], row, "member", seen, REGISTER, faults)
        code = cells.get("municipality", "")
        if code and code not in municipalities():
            what = f"'{code}' is no municipality's SCB code."
            remedy = "Write four digits as text, for example 2482."
            faults.append(Fault(REGISTER, row, "municipality", what, remedy))
        values = {name: cells[name].strip() for name in groups}
        if derived:
            values["county"] = code[:2]
        if values.get("county", "25") not in counties():
            what = f"'{values['county']}' is no county's SCB code."
            faults.append(Fault(REGISTER, row, "county", what, "Write two digits, for example 24."))
        for name in groups:
            if not values[name] and name != "county":
                faults.append(Fault(REGISTER, row, name, "the group is empty.", "Fill it in."))
            elif len(values[name]) > LABEL:
                what = f"the group is {len(values[name])} characters long, and {LABEL} at most."
                faults.append(Fault(REGISTER, row, name, what, "Give it a short name."))
        invited = cells.get("invited", "") or "yes"
        if invited not in ("yes", "no"):
            what = f"'{invited}' is not yes or no."
            faults.append(Fault(REGISTER, row, "invited", what, "Write yes or no."))
        members.append(
            Member(cells["member"], cells.get("name", ""), code, values, invited == "yes")
        )
    return Register(tuple(members), groups if not derived else (*groups, "county")), faults
