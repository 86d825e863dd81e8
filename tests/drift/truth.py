"""What every form must show of a survey: the engine's tables, and what is worked out beside."""

from collections.abc import Mapping

from samklang.core.disclosure.released import ReleasedCell, ReleasedTable
from tests.drift.expected import Cell, Expected
from tests.drift.survey import Survey

THRESHOLD = 5
WITHHELD = {
    "sv": {"few": "färre än 5", "protected": "dolt för att skydda svarande"},
    "en": {"few": "fewer than 5", "protected": "withheld to protect respondents"},
}
OF = {"sv": "av", "en": "of"}
INTERVAL = {"sv": "intervall", "en": "interval"}
BAND = {"sv": "känslighetsband", "en": "sensitivity band"}
# The tables of the engine behind each figure; the last row of the one by county is its own.
TABLES = {"delta-by-county": "mean:delta|county", "zeta-zig-by-county": "zeta|county"}
TEXTUAL = ("pages", "report.html", "report.pdf", "deck.pdf", "deck.pptx", "report.docx")
DRAWN = ("pages", "report.html", "report.pdf", "deck.pptx", "report.docx", "share")


def percent(value: int, language: str) -> str:
    return f"{value} %" if language == "sv" else f"{value}%"


class Truth:
    """What every form must show of a survey in a language.

    tables: the engine's, for what is not worked out here: intervals, and whether a cell is shown.
    """

    def __init__(self, made: Survey, tables: Mapping[str, ReleasedTable], language: str):
        self.made, self.language = made, language
        self.expected = Expected(made)
        self.figures = self.expected.figures()
        self.tables = tables

    def released(self, figure: str, cell: Cell) -> ReleasedCell:
        """The engine's cell."""
        table = self.tables[TABLES.get(figure, figure)]
        if cell.row == "all":
            table = self.tables[{"delta-by-county": "mean:delta"}.get(figure, "zeta")]
            return table.cell(cell.series) if figure[0] == "z" else table.rows[0].cells[0]
        series = cell.series if cell.series in {s.id for s in table.series} else ""
        return table.cell(cell.row, series)

    def status(self) -> dict[tuple[str, str, str], str]:
        """Whether each cell of each figure is shown."""
        return {
            (figure, cell.row, cell.series): self.released(figure, cell).status
            for figure, cells in self.figures.items()
            for cell in cells
        }

    def number(self, figure: str, cell: Cell) -> str:
        """What stands for the cell: "62 %", a mean, or why it is withheld."""
        found = self.released(figure, cell)
        if found.status != "shown":
            return WITHHELD[self.language][found.status]
        if figure == "delta-by-county":
            return self.amount(found.value, TABLES[figure])
        return percent(cell.percent, self.language)

    def amount(self, value: float | None, table: str) -> str:
        """A mean as the table prints it."""
        decimals = self.tables[table].decimals
        text = f"{value:.{decimals}f}"
        return text.replace(".", ",") if self.language == "sv" else text

    def interval(self, figure: str, cell: Cell) -> str:
        found = self.released(figure, cell)
        if found.status != "shown":
            return ""
        if figure == "delta-by-county":
            return self.amounts(found, TABLES[figure])
        whole = percent(found.high or 0, self.language)
        return whole if found.low == found.high else f"{found.low}–{whole}"

    def amounts(self, cell: ReleasedCell, table: str) -> str:
        """The interval of a mean."""
        low, high = self.amount(cell.value_low, table), self.amount(cell.value_high, table)
        return low if low == high else f"{low}–{high}"

    def cell(self, figure: str, row: str, series: str = "") -> Cell:
        return next(c for c in self.figures[figure] if (c.row, c.series) == (row, series))

    def marks(self) -> dict[str, str]:
        """The number between each mark and its stop; those with intervals only as they begin."""
        of, language = OF[self.language], self.language

        def share(figure: str, row: str, series: str = "") -> str:
            return self.number(figure, self.cell(figure, row, series))

        def count(figure: str, row: str, series: str = "") -> str:
            cell = self.cell(figure, row, series)
            if self.released(figure, cell).status == "shown":
                return f"{cell.count} {of} {cell.base}"
            if figure == "factors":
                return share(figure, row, series)
            return f"({WITHHELD[language]['protected']})"

        expected = self.expected
        aye, whole = self.cell("alfa", "aye"), self.tables["mean:delta"].rows[0].cells[0]
        matches = [one["provenance"]["match"] for one in self.made.examples.values()]
        return {
            "invited": str(sum(expected.invited.values())),
            "answered": str(len(expected.rows)),
            "rate": percent(expected.rate, language),
            "alfashare": share("alfa", "aye"),
            "alfainterval": self.interval("alfa", aye),
            "alfacount": count("alfa", "nay"),
            "alfabase": str(aye.base),
            "etashare": share("eta", "eager"),
            "etacount": count("eta", "early"),
            "betashare": share("beta", "boat"),
            "betacount": count("beta", "bread"),
            "gammashare": share("gamma", "gate", "gold"),
            "gammacount": count("gamma", "grove", "grey"),
            "deltamean": self.amount(whole.value, "mean:delta"),
            "deltainterval": self.amounts(whole, "mean:delta"),
            "zetashare": share("zeta-zig-by-county", "24", "zig"),
            "coinenables": count("factors", "coin", "enables"),
            "crewhinders": count("factors", "crew", "hinders"),
            "examplesall": str(len(matches)),
            "examplesexact": str(matches.count("exact")),
        }
