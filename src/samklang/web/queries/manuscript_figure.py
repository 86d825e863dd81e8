"""A figure or value before it is put into a text: what it will show, and what it will cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from samklang.core.document.document import Document
from samklang.core.faults import Fault, FaultyInput
from samklang.core.figures.design_words import stratum_column
from samklang.core.figures.material import Material
from samklang.core.figures.values import find
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import Language, worded
from samklang.core.manuscript.roles import CellRole, IntervalRole
from samklang.core.manuscript.targets import Target, Unreadable
from samklang.core.report.roles import resolve
from samklang.core.survey.questionnaire import Questionnaire
from samklang.core.theme.series import EarlierTheme, as_asked, changed_since, followed
from samklang.core.theme.theme import Term
from samklang.publication.proofreading import excerpt
from samklang.web.models import Freeze, Theme
from samklang.web.queries.counted import Wanted
from samklang.web.queries.double_coding import Person
from samklang.web.queries.manuscript_preview import Standing, material, standing


@dataclass(frozen=True)
class Choices:
    """What can be chosen: names by id, in the questionnaire's order.

    followed: the answers, each a question and an option, that an earlier theme of the series
    printed.
    """

    questions: Mapping[str, str]
    groups: Mapping[str, str]
    options: Mapping[str, Mapping[str, str]]
    followed: frozenset[tuple[str, str]] = frozenset()

    @property
    def forms(self) -> tuple[str, ...]:
        """What can be put in: an answer over time only where one can be followed."""
        return ("figure", *["development"] * bool(self.followed), "share")


def choices(
    questionnaire: Questionnaire,
    columns: Sequence[str],
    series: Sequence[EarlierTheme],
    language: Language,
    named: Sequence[Term] = (),
) -> Choices:
    """The closed questions, each item of a matrix too; columns and questions that part members.

    series: the earlier themes. named: what the columns are called.
    """
    questions: dict[str, str] = {}
    options: dict[str, Mapping[str, str]] = {}
    groups: dict[str, str] = {}
    for question in questionnaire:
        if not question.closed:
            continue
        title = worded(question.title, language) or question.id
        labels = {o.id: worded(o.label, language) or o.id for o in question.options}
        questions[question.id] = title
        for item in question.items:
            name = f"{question.id}.{item.id}"
            questions[name] = f"{title}: {worded(item.label, language)}"
            options[name] = labels
        if question.type == "matrix":
            options[question.id] = {}
        else:
            options[question.id] = labels
        if question.type == "select_one":
            groups[question.id] = title
    parting = {column: stratum_column(column, language, named) for column in columns}
    return Choices(questions, parting | groups, options, followed(series, questionnaire))


@dataclass(frozen=True)
class Estimate:
    """What would be put in.

    markup: the words for the manuscript. document: the figure, None for a value in the text.
    sentence: the share with interval and base, '' where there is none to tell. withheld: whether
    any of it is withheld. costs: figures elsewhere in the report that would be withheld for it.
    faults: why it cannot be put in. lacks: the numbers that are to be counted before it is shown.
    """

    markup: str
    document: Document | None
    sentence: str
    withheld: bool
    costs: int
    faults: tuple[Fault, ...]
    lacks: Wanted | None = None


def markup(*, form: str, question: str, by: str, option: str, altered: bool = False) -> str:
    """The words that put a figure, or a share with its interval, into a manuscript.

    altered: the question was changed between two themes of a series.
    """
    if form == "share":
        target = f"{question}={option}"
        return f"{{share}}`{target}` ({{interval}}`{target}`)"
    if form == "development":
        lines = [f":::{{development}} {question}", f":option: {option}"]
        return "\n".join([*lines, *[":altered:"] * altered, ":::"])
    lines = [f":::{{figure}} {question}"]
    lines += [f":by: {by}"] if by else []
    lines += [f":{'option' if by else 'highlight'}: {option}"] if option else []
    return "\n".join([*lines, ":::"])


@dataclass(frozen=True)
class Figuring:
    """A theme as figures are chosen for it: what there is, and whose answers are counted."""

    theme: Theme
    path: str
    language: Language
    text: str
    current: Standing

    @property
    def freeze(self) -> Freeze | None:
        """The frozen package whose answers are counted."""
        return self.current.freeze


def figuring(theme: Theme, person: Person, *, path: str, language: Language, text: str) -> Figuring:
    """A manuscript as it stands in a person's editor, with the answers that stand still."""
    return Figuring(theme, path, language, text, standing(theme, person, put={path: text}))


def estimate(
    at: Figuring, *, form: str, question: str, by: str, option: str, words: Language
) -> Estimate:
    """What the report would print if this were put in, released together with all else in it.

    words: the reader's language, for the sentence.
    """
    package = at.current.package
    altered = False
    if form == "development" and package is not None:
        now = as_asked(package.questionnaire.by_id[question.partition(".")[0]])
        altered = changed_since(question, option, package.theme.series, now)
    made = markup(form=form, question=question, by=by, option=option, altered=altered)
    if package is None or not at.current.counted:
        return Estimate(made, None, "", False, 0, ())
    placed = f"{at.text}\n\n{made}\n" if at.text.strip() else f"{{#x}}\n# x\n\n{made}\n"
    after = replace(
        at.current,
        package=replace(package, manuscripts={**package.manuscripts, at.language: placed}),
    )
    if lacks := after.lacks or at.current.lacks:
        return Estimate(made, None, "", False, 0, (), lacks)
    try:
        material_now, before = material(after), material(at.current)
    except FaultyInput as faulty:
        return Estimate(made, None, "", False, 0, faulty.faults)
    proof = excerpt(material_now, at.language, [made])
    figures = proof.document.figures
    tables = [figure.table for figure in figures]
    cells = [cell for table in tables for row in table.rows for cell in row.cells]
    sentence = ""
    faults = list(proof.faults)
    if option and not by:
        try:
            sentence = _sentence(Target("share", question, option), material_now, words)
        except Unreadable as unknown:
            if not faults:
                faults.append(Fault("", 0, "", unknown.what, unknown.remedy))
    return Estimate(
        made,
        proof.document if figures and not proof.faults else None,
        sentence,
        any(cell.status != "shown" for cell in cells),
        _costs(before, material_now),
        tuple(faults),
    )


def _sentence(target: Target, material: Material, words: Language) -> str:
    """ "62 % (45–76 %) of 34 that have answered", or that it is withheld."""

    share = resolve(CellRole("share", target), material, words).text
    interval = resolve(IntervalRole(target), material, words).text
    if interval == phrase(words, "report.withheld"):
        return phrase(words, "manuscript.estimate_withheld")
    _, row, _ = find(target, material)
    base = phrase(words, "report.withheld") if row.base is None else str(row.base)
    return phrase(words, "manuscript.estimate", share=share, interval=interval, base=base)


def costs(before: Standing, after: Standing) -> int:
    """Numbers that the report prints and would no longer, were it as in `after`; both counted."""
    return _costs(material(before), material(after))


def _costs(before: Material, after: Material) -> int:
    """Cells that were printed and would no longer be."""
    lost = 0
    for name, table in before.tables.items():
        then = after.tables.get(name)
        if then is None:
            continue
        now = {row.id: row for row in then.rows}
        for row in table.rows:
            for was, cell in zip(row.cells, now[row.id].cells, strict=True):
                lost += was.status == "shown" and cell.status != "shown"
    return lost
