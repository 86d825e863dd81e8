"""Design in words: how answers were weighted and intervals made, as a reader needs to know it."""

from collections.abc import Sequence

from samklang.core.document.blocks import Measure
from samklang.core.figures.material import Material
from samklang.core.language import numbers
from samklang.core.language.languages import RULES
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language
from samklang.core.manuscript.targets import QUANTILES
from samklang.core.theme.theme import DesignChoice, Term, label_of


def weighting_text(material: Material, language: Language) -> str:
    """How the answers are weighted, in plain words."""
    design, took_part = material.theme.design, material.participation
    if design.kind == "open" or took_part.invited is None:
        return phrase(language, "report.weighting_open")
    said = []
    if design.kind == "sample":
        key = "report.weighting_drawn_strata" if design.strata else "report.weighting_drawn"
        said.append(
            phrase(
                language,
                key,
                drawn=took_part.invited,
                population=took_part.population,
                strata=_columns(design.strata, material, language),
            )
        )
    if design.clusters:
        clusters = stratum_column(design.clusters, language, material.theme.columns)
        said.append(phrase(language, "report.weighting_clusters", clusters=clusters))
    if design.weights:
        said.append(phrase(language, "report.weighting_own", column=design.weights))
        if design.replicates:
            given = design.replicates
            said.append(
                phrase(
                    language,
                    "report.weighting_replicates",
                    count=len(given.columns),
                    kind=given.kind,
                )
            )
        return " ".join(said)
    if design.cells:
        strata = _columns(design.cells, material, language)
        said.append(phrase(language, "report.weighting_strata", strata=strata))
    elif not design.calibration and not design.clusters:
        everyone = took_part.invited if took_part.population is None else took_part.population
        said.append(phrase(language, "report.weighting_equal", invited=everyone))
    if design.collapse:
        names = [merged.name[language] for merged in design.collapse]
        groups = numbers.enumeration(names, language)
        said.append(phrase(language, "report.weighting_merged", groups=groups))
    if design.calibration:
        kind: str = design.calibration.kind
        if len(design.calibration.columns) == 1 and kind != "regression":
            kind = "one"
        columns = [column_name(c, material, language) for c in design.calibration.columns]
        names_of = numbers.enumeration(columns, language)
        said.append(phrase(language, f"report.weighting_{kind}", columns=names_of))
    return " ".join(said)


def interval_words(material: Material, language: Language, *, measure: Measure = "share") -> str:
    """How the intervals were made, in plain words, of shares or what `measure` says."""
    design, took_part = material.theme.design, material.participation
    confidence = confidence_text(design.confidence, language)
    name: str = design.interval if measure == "share" else "t"
    if measure in QUANTILES:
        name = "quantile"
    if name == "wilson" and took_part.invited is None:
        # There is no population to be exact about (docs/decisions/0003).
        name = "wilson_open"
    elif name == "wilson" and of_parts(design):
        name = "strata"
    method = phrase(language, f"report.by_{name}")
    if took_part.invited is None:
        return phrase(language, "report.interval_open", confidence=confidence, method=method)
    key = "report.interval_census" if took_part.population is None else "report.interval_sample"
    return phrase(
        language,
        key,
        confidence=confidence,
        method=method,
        answered=took_part.answered,
        invited=took_part.invited,
        population=took_part.population,
    )


def of_parts(design: DesignChoice) -> bool:
    """Whether Wilson's place is taken by what the silent of each part may have said.

    So it is of strata, and of those whom calibrated weights let stand for as many (decision 6).
    """
    if design.clusters or design.replicates:
        return False
    return bool(design.calibration or (design.cells and not design.weights))


def confidence_text(level: float, language: Language) -> str:
    """A confidence level: "95 %", "99,5 %"."""
    percent = round(level * 100, 1)
    if percent == int(percent):
        return numbers.percent(int(percent), language)
    return RULES[language].percent.format(numbers.decimal(percent, 1, language))


def column_name(column: str, material: Material, language: Language) -> str:
    """A column of the register by its name, a question by its title."""
    located = material.questionnaire.find(column)
    if column in material.groups or located is None:
        return stratum_column(column, language, material.theme.columns)
    question, item = located
    title = item.label[language] if item else question.title[language]
    return phrase(language, "report.quoted", text=title)


def stratum_column(column: str, language: Language, named: Sequence[Term] = ()) -> str:
    """What a grouping column is called. named: the theme's own names of its columns."""
    if name := label_of(column, named, language):
        return name
    return phrase(language, "report.method_county") if column == "county" else column


def _columns(columns: Sequence[str], material: Material, language: Language) -> str:
    names = [stratum_column(c, language, material.theme.columns) for c in columns]
    return numbers.enumeration(names, language)
