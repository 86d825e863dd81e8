"""Figures: a released table with its title, its words and its text alternative."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from samklang.core.coding.codebook import FACTORS
from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.document.blocks import Figure
from samklang.core.estimate.reliability import unreliable_share, unreliable_value
from samklang.core.figures.captions import greatest, level, level_words
from samklang.core.figures.design_words import interval_words, weighting_text
from samklang.core.figures.material import Material
from samklang.core.figures.order import by_share, last, natural
from samklang.core.language import numbers
from samklang.core.language.phrases import counted, phrase
from samklang.core.language.wording import Language, lowered
from samklang.core.survey.open_questions import OpenQuestion
from samklang.core.survey.questionnaire import Question
from samklang.core.theme.theme import Sort

# More uncertain numbers than this are counted beneath a figure and not named.
MOST_NAMED = 5


def share_text(cell: ReleasedCell, threshold: int, language: Language) -> str:
    """A cell in words: "62 %", "färre än 5" or "dolt för att skydda svarande"."""
    if cell.share is not None:
        return numbers.percent(cell.share, language)
    return withheld_text(cell, threshold, language)


def withheld_text(cell: ReleasedCell, threshold: int, language: Language) -> str:
    """Why a cell is withheld, in words."""
    key = "units.few" if cell.status == "few" else "units.protected"
    return phrase(language, key, threshold=threshold)


def threshold_text(material: Material, language: Language) -> str:
    """What is not shown and why, in a sentence or two."""
    rule = material.theme.disclosure
    key = "report.note_threshold" if rule.ordinary == "cell" else "report.note_threshold_base"
    return phrase(language, key, threshold=rule.threshold)


def interval_text(cell: ReleasedCell, language: Language) -> str:
    """The confidence interval of a shown cell: "45–76 %"; '' where it is withheld."""
    if cell.low is None or cell.high is None:
        return ""
    return numbers.percent_range(cell.low, cell.high, language)


def between_text(cell: ReleasedCell, language: Language) -> str:
    """The same as words of a sentence, "mellan 45 och 76 %"; '' where it is withheld."""
    if cell.low is None or cell.high is None:
        return ""
    return numbers.percent_between(cell.low, cell.high, language)


def amount_text(cell: ReleasedCell, table: ReleasedTable, language: Language) -> str:
    """A mean, total or ratio as printed, without its unit; why not where it is withheld."""
    if cell.value is None:
        return withheld_text(cell, table.threshold, language)
    return numbers.signed(cell.value, table.decimals, language)


def amount_range(cell: ReleasedCell, table: ReleasedTable, language: Language) -> str:
    """The interval of a mean, total or ratio: "10,1–14,9"; '' where it is withheld."""
    if cell.value_low is None or cell.value_high is None:
        return ""
    low, high = (
        numbers.signed(n, table.decimals, language) for n in (cell.value_low, cell.value_high)
    )
    if cell.value_low < 0:
        # A dash beside a minus sign cannot be read.
        return phrase(language, "report.range", low=low, high=high)
    return low if low == high else f"{low}{numbers.EN_DASH}{high}"


def band_text(cell: ReleasedCell, language: Language) -> str:
    """The sensitivity band of a shown cell; '' where there is none."""
    if cell.band_low is None or cell.band_high is None:
        return ""
    return numbers.percent_range(cell.band_low, cell.band_high, language)


def count_text(cell: ReleasedCell, row: ReleasedRow, language: Language) -> str:
    """Respondents of the base: "21 av 34"; '' where either is withheld."""
    if cell.count is None or row.base is None:
        return ""
    return phrase(language, "report.share_of", count=cell.count, base=row.base)


def question_figure(
    question: Question,
    material: Material,
    language: Language,
    *,
    highlight: str,
    sort: Sort | None = None,
) -> Figure:
    """The figure of one closed question; `highlight` is the option its title speaks of, or ''.

    sort: the order of its bars; None for what suits the question.
    """
    labels = {option.id: option.label[language] for option in question.options}
    matrix = question.type == "matrix"
    table = material.tables[question.id].labelled(
        rows={item.id: item.label[language] for item in question.items} if matrix else labels,
        series=labels if matrix else {"share": phrase(language, "report.share")},
    )
    if not matrix and (sort or natural(question)) == "share":
        table = by_share(table, after=last(question))
    words = FigureWords(material, language, table)
    notes = []
    if matrix:
        notes.append(phrase(language, "report.note_matrix"))
    if question.type == "select_multiple":
        notes.append(phrase(language, "report.note_multiple"))
    if table.not_answered:
        notes.append(counted(language, "report.note_not_answered", table.not_answered))
    if table.not_shown:
        notes.append(counted(language, "report.note_not_shown", table.not_shown))
    summary = words.matrix_summary() if matrix else words.bars_summary(highlight)
    kind = ("diverging" if question.scale else "stacked") if matrix else "bars"
    return words.figure(
        id=question.id,
        kind=kind,
        title=question.title[language],
        summary=summary,
        question=question.wording[language],
        base=question.base[language] or phrase(language, "report.base_all"),
        row_header=phrase(language, "report.statement" if matrix else "report.answer"),
        notes=notes,
        highlight=highlight,
        neutral=question.middle if kind == "diverging" else "",
    )


def factor_figure(
    material: Material, language: Language, *, questions: Sequence[OpenQuestion]
) -> Figure:
    """The figure of all factors by valence; `questions` are the open questions coded."""
    table = material.tables[FACTORS].labelled(
        rows={code.id: code.name[language] for code in material.codebook.factors},
        series={v: phrase(language, f"report.{v}") for v in ("enables", "hinders")},
    )
    words = FigureWords(material, language, table)
    wordings = " / ".join(place.wording(language) for place in questions)
    return words.figure(
        id=FACTORS,
        kind="grouped",
        title=phrase(language, "report.factors_title"),
        summary=words.factor_summary(),
        question=phrase(language, "report.factors_question", questions=wordings),
        base=phrase(language, "report.factors_base"),
        row_header=phrase(language, "report.factor"),
        notes=[phrase(language, "report.factors_note")],
        highlight="",
    )


def unreliable(table: ReleasedTable) -> tuple[tuple[str, str], ...]:
    """The row and series of every printed number that `estimate.reliability` marks."""
    unreliable = []
    for row in table.rows:
        base = table.base if row.base is None else row.base
        for series, cell in zip(table.series, row.cells, strict=True):
            if cell.share is not None and cell.low is not None and cell.high is not None:
                marked = unreliable_share(cell.share, cell.low, cell.high, base=base)
            elif None not in (cell.value, cell.value_low, cell.value_high):
                marked = unreliable_value(
                    cell.value or 0, cell.value_low or 0, cell.value_high or 0
                )
            else:
                continue
            if marked:
                unreliable.append((row.id, series.id))
    return tuple(unreliable)


class _Place(NamedTuple):
    row: ReleasedRow
    series: Series
    cell: ReleasedCell


class FigureWords:
    """The words of one table in one language."""

    def __init__(self, material: Material, language: Language, table: ReleasedTable):
        self.material, self.language, self.table = material, language, table

    def figure(self, *, notes: Sequence[str], kind: str, title: str, **rest: object) -> Figure:
        language, theme = self.language, self.material.theme
        further = list(notes)
        shown = any(c.status == "shown" for row in self.table.rows for c in row.cells)
        if any(c.status != "shown" for row in self.table.rows for c in row.cells):
            further.append(threshold_text(self.material, language))
        if kind != "values":
            further.append(phrase(language, "report.note_rounding"))
        uncertain = unreliable(self.table) if theme.disclosure.unreliable == "flag" else ()
        further += self._unreliable(uncertain)
        census = self.material.participation.invited is not None
        values: Mapping[str, object] = {
            # Counted where it is placed.
            "number": 0,
            "kind": kind,
            "title": title,
            "alt": self.alt(kind, title),
            "unit": phrase(language, "report.organisations" if census else "report.responses"),
            "weighting": weighting_text(self.material, language),
            "interval": interval_words(self.material, language) if shown else "",
            "sensitivity": self.sensitivity(str(rest["highlight"])),
            "notes": tuple(further),
            "table": self.table,
            "synthetic": theme.synthetic,
            "unreliable": uncertain,
            **rest,
        }
        return Figure(**values)  # type: ignore[arg-type]

    def _unreliable(self, uncertain: Sequence[tuple[str, str]]) -> list[str]:
        """Which numbers are to be read with caution, by name where they are few."""
        if not uncertain:
            return []
        if len(uncertain) > MOST_NAMED:
            return [phrase(self.language, "report.note_unreliable_many", count=len(uncertain))]
        rows = {row.id: row.label for row in self.table.rows}
        series = {one.id: one.label for one in self.table.series}
        several = len(series) > 1
        names = [
            f"{rows[row]} ({series[column]})" if several else rows[row] for row, column in uncertain
        ]
        listed = numbers.enumeration(names, self.language)
        return [phrase(self.language, "report.note_unreliable", names=listed)]

    def bars_summary(self, highlight: str) -> str:
        rows = [row for row in self.table.rows if row.cells[0].status == "shown"]
        chosen = [row for row in rows if row.id == highlight]
        if not rows or (highlight and not chosen):
            return phrase(self.language, "report.summary_withheld")
        row = chosen[0] if chosen else max(rows, key=lambda r: r.cells[0].share or 0)
        cell = row.cells[0]
        key = "report.summary_highlight"
        # One alone is compared with nothing.
        compared = not chosen and len(rows) > 1
        if compared:
            alike = level([(r.cells[0], r.label) for r in rows])
            if len(alike) > 1:
                names = [phrase(self.language, "report.quoted", text=label) for label in alike]
                share = share_text(cell, self.table.threshold, self.language)
                return self.of_shown(level_words(names, len(rows), share, self.language))
            others = [(r.cells[0], r.base) for r in rows if r is not row]
            sure = greatest(cell, row.base, others, self.material, table=self.table)
            key = f"report.summary_top_{sure}"
        said = phrase(
            self.language,
            key,
            label=row.label,
            share=share_text(cell, self.table.threshold, self.language),
            count=count_text(cell, row, self.language),
            between=between_text(cell, self.language),
        )
        return self.of_shown(said) if compared else said

    def matrix_summary(self, total: str = "") -> str:
        """The largest share of a statement or group; one of all (`total`) where none is shown."""
        best, key = self._largest(total), ""
        if best is None and total:
            best, key = self._largest(), "report.summary_only_all"
        if best is None:
            return phrase(self.language, "report.summary_withheld")
        row, series, cell = best
        share = share_text(cell, self.table.threshold, self.language)
        every = self._shares(total)
        alike = level([(one, (r.label, s.label)) for r, s, one in every])
        if not key and len(alike) > 1:
            names = [
                phrase(self.language, "report.summary_tied_cell", item=item, label=label)
                for item, label in alike
            ]
            return self.of_shown(level_words(names, len(every), share, self.language))
        if not key and len(every) == 1:
            key = "report.summary_matrix_alone"
        if not key:
            others = [
                (one, r.base)
                for r in self.table.rows
                for one in r.cells
                if r.id != total and one is not cell
            ]
            key = f"report.summary_matrix_{greatest(cell, row.base, others, self.material)}"
        said = phrase(
            self.language,
            key,
            item=row.label,
            label=series.label,
            share=share,
            count=count_text(cell, row, self.language),
        )
        alone = key in ("report.summary_only_all", "report.summary_matrix_alone")
        return said if alone else self.of_shown(said)

    def factor_summary(self) -> str:
        """The factors with the largest share in each direction, those that are alike together."""
        language, parts, sure = self.language, dict[str, str](), set[str]()
        alone = len(self.table.rows) == 1
        for index, series in enumerate(self.table.series):
            rows = [r for r in self.table.rows if r.cells[index].share is not None]
            if not rows:
                continue
            row = max(rows, key=lambda r: r.cells[index].share or 0)
            others = [(r.cells[index], r.base) for r in rows if r is not row]
            sure.add(greatest(row.cells[index], row.base, others, self.material))
            named = []
            for one in level([(r.cells[index], r) for r in rows]):
                count, label = count_text(one.cells[index], one, language), lowered(one.label)
                named.append(phrase(language, "report.summary_factor", label=label, count=count))
            parts[series.id] = count if alone else numbers.enumeration(named, language)
        if not parts:
            return phrase(language, "report.summary_withheld")
        if alone and len(parts) > 1:
            name = self.table.rows[0].label
            return phrase(language, "report.summary_factors_alone", factor=name, **parts)
        # Where one direction is withheld the other is told by itself.
        of = [*parts] if len(parts) < len(self.table.series) else []
        of += [kind for kind in ("unsure", "answers", "members") if kind in sure]
        said = phrase(language, f"report.summary_factors_{of[0]}", **parts)
        if of[0] in parts and "unsure" in sure and not alone:
            said = phrase(language, "report.summary_difference_unsure", summary=said)
        return self.of_shown(said)

    def of_shown(self, said: str) -> str:
        """A comparison of figures, and that it leaves out withheld ones, which may be larger."""
        if all(cell.status == "shown" for row in self.table.rows for cell in row.cells):
            return said
        return phrase(self.language, "report.summary_of_shown", summary=said)

    def _largest(self, without: str = "") -> _Place | None:
        return max(self._shares(without), key=lambda at: at.cell.share or 0, default=None)

    def _shares(self, without: str) -> list[_Place]:
        return [
            _Place(row, series, row.cells[index])
            for index, series in enumerate(self.table.series)
            for row in self.table.rows
            if row.cells[index].share is not None and (not without or row.id != without)
        ]

    def sensitivity(self, highlight: str) -> str:
        language = self.language
        gamma = numbers.decimal(self.material.theme.design.sensitivity, 1, language)
        row = next((r for r in self.table.rows if r.id == highlight), None)
        band = band_text(row.cells[0], language) if row else ""
        if row and band:
            return phrase(language, "report.sensitivity", gamma=gamma, label=row.label, band=band)
        if any(c.band_low is not None for r in self.table.rows for c in r.cells):
            return phrase(language, "report.sensitivity_general", gamma=gamma)
        return ""

    def alt(self, kind: str, title: str) -> str:
        language = self.language
        sentences = [phrase(language, f"report.alt_{kind}", title=title)]
        several = len(self.table.series) > 1
        for row in self.table.rows:
            if several:
                sentences.append(phrase(language, "report.alt_row", label=row.label))
            for series, cell in zip(self.table.series, row.cells, strict=True):
                label = series.label if several else row.label
                if cell.value is not None:
                    value = f"{amount_text(cell, self.table, language)} {self.table.unit}"
                    sentences.append(
                        phrase(
                            language,
                            "report.alt_value",
                            label=label,
                            value=value.strip(),
                            interval=amount_range(cell, self.table, language),
                        )
                    )
                elif cell.status == "shown":
                    band = band_text(cell, language)
                    sentences.append(
                        phrase(
                            language,
                            "report.alt_cell_band" if band else "report.alt_cell",
                            label=label,
                            share=share_text(cell, self.table.threshold, language),
                            interval=interval_text(cell, language),
                            band=band,
                        )
                    )
                else:
                    reason = withheld_text(cell, self.table.threshold, language)
                    sentences.append(
                        phrase(language, "report.alt_withheld", label=label, reason=reason)
                    )
        if self.table.base is not None:
            sentences.append(phrase(language, "report.alt_base", base=self.table.base))
        return " ".join(sentences)
