"""Series: what a built theme asked and printed, as later themes are compared with it."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from samklang.core.disclosure.released import ReleasedCell
from samklang.core.faults import Fault, FaultyInput, faulty_file
from samklang.core.figures.changes import members_concerned, printed_share
from samklang.core.language.messages import message
from samklang.core.survey.questionnaire import Question
from samklang.core.theme.frame import Frame
from samklang.core.theme.series import EarlierShare, EarlierTheme, as_asked
from samklang.package.table import unescape
from samklang.package.theme_package import ThemePackage

# The columns of a figure's file, in the order of `ReleasedCell`.
PRINTED = (
    *("count", "share_percent", "ci_low_percent", "ci_high_percent"),
    *("band_low_percent", "band_high_percent"),
)


def earlier_theme(package: ThemePackage, folder: Path) -> EarlierTheme:
    """The theme as an entry of `series` in a later theme.yaml.

    folder: what `build` made of the package. Only what is printed there is taken up: shares of all
    members with their intervals, in whole per cent. Raises FaultyInput where the folder holds
    another package's figures, or none.
    """
    shares: list[EarlierShare] = []
    asked: list[Question] = []
    for question in package.questionnaire:
        if not question.closed:
            continue
        printed = list(_printed(folder / "data" / f"{question.id}.csv", question, package))
        if printed:
            shares += printed
            asked.append(question)
    if not shares:
        what = message("faults.no_figure_of_a_closed_question")
        raise faulty_file(folder / "data", what, message("faults.build_the_package_there"))
    return EarlierTheme(
        id=package.theme.id,
        shares=tuple(shares),
        title=package.theme.title,
        published=package.theme.published,
        address=package.theme.address,
        questions=tuple(map(as_asked, asked)),
        synthetic=package.theme.synthetic,
    )


def _printed(path: Path, question: Question, package: ThemePackage) -> Iterator[EarlierShare]:
    if not path.is_file():
        return
    frame = Frame(package.register, package.theme.design)
    members = len(frame.members) if package.register else None
    partial = package.theme.design.partial == "counted"
    answered = len(package.responses.counted(partial=partial))
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            cell = {name: unescape(value or "") for name, value in row.items() if name}
            if cell.get("figure") != question.id:
                return
            if cell.get("dataset_sha256") != package.hash:
                what = message("faults.it_was_built_from_another_package")
                fault = Fault(
                    str(path), number, "dataset_sha256", what, message("faults.build_it_again")
                )
                raise FaultyInput([fault])
            if cell.get("status") == "shown" and cell.get("ci_low_percent"):
                matrix = question.type == "matrix"
                base = _whole(cell, "base_n")
                share = printed_share(
                    f"{question.id}.{cell['row']}" if matrix else question.id,
                    cell["series"] if matrix else cell["row"],
                    ReleasedCell(
                        "shown",
                        *(_whole(cell, name) for name in PRINTED),
                    ),
                    base=base,
                    members=members_concerned(
                        package.theme.design,
                        members=members,
                        answered=answered,
                        base=base,
                        routed=bool(question.relevant),
                    ),
                )
                if share:
                    yield share


def _whole(cell: Mapping[str, str], name: str) -> int | None:
    return int(cell[name]) if cell.get(name) else None
