"""Agreement: whether the files of a package agree with each other."""

import difflib
import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping

from samklang.core.faults import Fault
from samklang.core.language.phrases import phrase
from samklang.core.survey.expression import constants, names
from samklang.core.survey.flaws import flaws
from samklang.core.survey.parsing import ExpressionError, parse
from samklang.core.survey.path import shown
from samklang.core.survey.questionnaire import Question, Questionnaire
from samklang.core.survey.responses import Answer, Missing, Response, Responses
from samklang.core.theme import colour
from samklang.core.theme.frame import Frame
from samklang.core.theme.register import Register
from samklang.core.theme.theme import Theme
from samklang.package.design import choice_faults
from samklang.package.rows import RESPONSE_COLUMNS, RESPONSES
from samklang.package.theme_package import ThemePackage
from samklang.package.web import is_web_address
from samklang.package.yaml_text import Loaded, Path, field_name

Loads = Mapping[str, Loaded]
# No whole grammar of addresses: what could go into a mailto link and lead elsewhere is kept out.
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+")
THEME, QUESTIONNAIRE = "theme.yaml", "questionnaire.yaml"
# Parts of a question whose faults are said with their remedy here, not by core.survey.flaws.
SAID_ABOVE = ("", "id", "wording", "options", "items", "relevant")


def _at(loads: Loads, file: str, path: Path, what: str, remedy: str) -> Fault:
    line = loads[file].line(path) if file in loads else 0
    return Fault(file, line, field_name(path), what, remedy)


def theme_faults(theme: Theme, loads: Loads) -> Iterator[Fault]:
    """Choices out of their range."""

    def fault(path: Path, what: str, remedy: str) -> Fault:
        return _at(loads, THEME, path, what, remedy)

    if not theme.languages or len(set(theme.languages)) < len(theme.languages):
        yield fault(("languages",), "languages are missing or stand twice.", "Write [sv, en].")
    if not 0.5 <= theme.design.confidence <= 0.999:
        yield fault(("design", "confidence"), "it is not between 0.5 and 0.999.", "Write 0.95.")
    if not 1 <= theme.design.sensitivity <= 10:
        yield fault(("design", "sensitivity"), "it is not between 1 and 10.", "Write 1.5.")
    if not 3 <= theme.disclosure.threshold <= 100:
        yield fault(("disclosure", "threshold"), "it is not between 3 and 100.", "Write 5.")
    for name, least, most, usual in (
        ("p_percent", 0, 100, 10),
        ("dominance_n", 1, 10, 2),
        ("dominance_k", 1, 100, 85),
    ):
        if not least <= getattr(theme.disclosure, name) <= most:
            what = f"it is not between {least} and {most}."
            yield fault(("disclosure", name), what, f"Write {usual}.")
    if theme.address and (not is_web_address(theme.address) or set("?#") & set(theme.address)):
        what = "it is no web address of a folder."
        yield fault(("address",), what, "Begin it with https:// and leave out ? and #.")
    yield from _colour_faults(theme, fault)
    if theme.network.url and not is_web_address(theme.network.url):
        yield fault(("network", "url"), "it is no web address.", "Begin it with https://.")
    work = theme.fieldwork
    if work.opened and work.closed and work.closed < work.opened:
        yield fault(("fieldwork", "closed"), "it is before opened.", "Correct the dates.")
    yield from choice_faults(theme, loads)
    yield from _series_faults(theme, fault)


def _series_faults(theme: Theme, fault: Callable[[Path, str, str], Fault]) -> Iterator[Fault]:
    """Earlier themes named twice, and printed shares that cannot be."""
    seen: set[str] = set()
    for number, earlier in enumerate(theme.series):
        if earlier.id in seen:
            yield fault(("series", number, "id"), f"'{earlier.id}' stands twice.", "Keep one.")
        seen.add(earlier.id)
        told: set[tuple[str, str]] = set()
        for place, one in enumerate(earlier.shares):
            path: Path = ("series", number, "shares", place)
            if not 0 <= one.low <= one.share <= one.high <= 100:
                what = f"{one.share} with the interval {one.low} to {one.high} is no share."
                yield fault((*path, "share"), what, "Write whole per cent, low to high.")
            if (one.question, one.option) in told:
                yield fault((*path, "option"), "the answer stands twice.", "Keep one.")
            told.add((one.question, one.option))
        if earlier.synthetic and not theme.synthetic:
            what = f"the answers of '{earlier.id}' were invented, and this theme's were not."
            yield fault(("series", number, "synthetic"), what, "Take the earlier theme away.")
        if earlier.address and not is_web_address(earlier.address):
            what = "it is no web address."
            yield fault(("series", number, "address"), what, "Begin it with https://.")


def _colour_faults(theme: Theme, fault: Callable[[Path, str, str], Fault]) -> Iterator[Fault]:
    """Colours that are none, that text cannot be read in or on, or that are one and the same."""
    style = theme.style
    for name, given, readable in (
        ("colour", style.colour, colour.readable_main),
        ("accent", style.accent, colour.readable_accent),
    ):
        if not given:
            continue
        if not colour.HEX.fullmatch(given):
            yield fault(("style", name), f"'{given}' is no colour.", "Write it as #1e5142.")
            return
        if not readable(given):
            ratio = math.floor(colour.contrast(given, colour.PAPER) * 10) / 10
            what = (
                f"text cannot be read in {given}, or on it: its contrast with white is {ratio} "
                "to 1, and on its own pale shade too it must be 4.5 (WCAG 2.2 AA)."
            )
            yield fault(("style", name), what, f"Write {colour.darkened(given)}, which can.")
    if style.colour and style.accent and colour.alike(style.colour, style.accent):
        what = "it can hardly be told from colour."
        yield fault(("style", "accent"), what, "Choose another hue for one of them.")


def questionnaire_faults(questionnaire: Questionnaire, loads: Loads) -> Iterator[Fault]:
    """Questions whose options, items or conditions cannot work."""
    earlier: dict[str, Question] = {}
    for number, question in enumerate(questionnaire):
        here: Path = ("questions", number)

        def fault(field: str, what: str, remedy: str, *, here: Path = here) -> Fault:
            return _at(loads, QUESTIONNAIRE, (*here, field), what, remedy)

        if question.closed and len(question.options) < 2:
            yield fault("options", "a closed question has two options or more.", "Add options.")
        if not question.closed and question.options:
            yield fault("options", f"a question of type {question.type} has none.", "Drop them.")
        if (question.type == "matrix") != bool(question.items):
            yield fault("items", "a matrix has items, and only a matrix.", "Add or drop them.")
        if question.id in RESPONSE_COLUMNS:
            what = f"'{question.id}' is a column that every responses.csv has."
            yield fault("id", what, "Give the question another id.")
        yield from _scale_faults(question, fault)
        for what, remedy in _condition_faults(question.relevant, earlier):
            yield fault("relevant", what, remedy)
        earlier[question.id] = question
    for flaw in flaws(questionnaire):
        if flaw.part not in SAID_ABOVE:
            number = [question.id for question in questionnaire].index(flaw.question)
            value = f" ({flaw.value})" if flaw.value else ""
            what = f"{phrase('en', f'flaws.{flaw.reason}')}{value}"
            path: Path = ("questions", number, flaw.part)
            yield _at(loads, QUESTIONNAIRE, path, what, "Correct it.")


def _scale_faults(question: Question, fault: Callable[[str, str, str], Fault]) -> Iterator[Fault]:
    """A scale of what has none, and a neutral option that is not on the scale."""
    options = [option.id for option in question.options]
    if question.scale and question.type not in ("select_one", "matrix"):
        yield fault("scale", f"a question of type {question.type} has no scale.", "Take it away.")
    elif question.neutral and not question.scale:
        remedy = "Write scale: agreement, or what else it measures."
        yield fault("neutral", "the options are in no order, so none is neutral.", remedy)
    elif question.neutral and question.neutral not in options:
        what = f"'{question.neutral}' is no option."
        yield fault("neutral", what, f"Known: {_listed(options)}.")
    elif question.neutral in options and question.neutral in (options[0], options[-1]):
        yield fault("neutral", "it is at the end of the scale.", "Name one between the ends.")
    if question.unit and not question.numeric:
        yield fault("unit", "only a number has a unit.", "Take it away.")


def _condition_faults(relevant: str, earlier: Mapping[str, Question]) -> Iterator[tuple[str, str]]:
    """What a condition asks that no answer can give, and what to do."""
    if not relevant.strip():
        return
    try:
        condition = parse(relevant)
    except ExpressionError as error:
        yield f"at character {error.position + 1}: {error.what}", error.remedy
        return
    for name in sorted(names(condition)):
        if not _can_be_asked(name, earlier):
            yield f"'{name}' is no earlier question or item.", f"Known: {_listed(earlier)}."
    for name, text in sorted(constants(condition)):
        question = earlier.get(name.partition(".")[0])
        options = [option.id for option in question.options] if question else []
        if options and text and text not in options and not _several(question, text):
            near = difflib.get_close_matches(text, options, n=1)
            remedy = f"Did you mean '{near[0]}'?" if near else f"Known: {_listed(options)}."
            yield f"'{text[:60]}' is no option of '{name}'.", remedy


def _several(question: Question | None, text: str) -> bool:
    """Whether a select_multiple is compared with several options: ``${q} = 'a b'``."""
    if question is None or question.type != "select_multiple":
        return False
    return set(text.split()) <= {option.id for option in question.options}


def _can_be_asked(name: str, earlier: Mapping[str, Question]) -> bool:
    question, dot, item = name.partition(".")
    if question not in earlier or earlier[question].type == "note":
        return False
    items = {i.id for i in earlier[question].items}
    return item in items if dot else not items


def response_faults(
    theme: Theme,
    questionnaire: Questionnaire,
    register: Register | None,
    responses: Responses,
    rows: Mapping[str, int],
) -> Iterator[Fault]:
    """Responses from nobody, twice from a member, or off the path that their answers give."""
    asked = Frame(register, theme.design).asked
    members = asked.by_id() if asked else {}
    given: dict[str, str] = {}
    for response in responses:
        row = rows.get(response.id, 0)
        if register is None:
            if response.member:
                what = "an open survey has no members."
                yield Fault(RESPONSES, row, "member", what, "Leave the column empty.")
        elif response.member not in members:
            what = f"'{response.member[:60]}' is not in the register."
            remedy = "Correct it, or add the member to register.csv."
            yield Fault(RESPONSES, row, "member", what, remedy)
        elif not members[response.member].invited:
            deed = "drawn" if theme.design.kind == "sample" else "invited"
            what = f"'{response.member}' was not {deed}."
            yield Fault(RESPONSES, row, "member", what, "Correct the register or the response.")
        elif response.member in given:
            what = f"'{response.member}' has answered already (response {given[response.member]})."
            yield Fault(RESPONSES, row, "member", what, "Keep one response a member.")
        else:
            given[response.member] = response.id
        yield from _off_path(response, questionnaire, row)


def _off_path(response: Response, questionnaire: Questionnaire, row: int) -> Iterator[Fault]:
    asked = shown(questionnaire, response.answers)
    for question in questionnaire:
        answer: Answer | None = response.answers.get(question.id)
        if answer is None:
            continue
        column = question.columns()[0]
        if response.status == "declined":
            if not isinstance(answer, Missing):
                what = "a declined response has an answer."
                yield Fault(RESPONSES, row, column, what, "Clear it, or change the status.")
        elif question.id not in asked and answer is not Missing.NOT_SHOWN:
            what = "the question was not asked of this response."
            remedy = f"Write !not-shown: it is asked when {question.relevant}."
            yield Fault(RESPONSES, row, column, what, remedy)
        elif question.id in asked and answer is Missing.NOT_SHOWN and response.status == "complete":
            what = "the question was asked of this response and is marked as not shown."
            yield Fault(RESPONSES, row, column, what, "Leave it empty if it was not answered.")


def _listed(names: Collection[str]) -> str:
    """Names for a remedy, the first of them where there are many."""
    some = list(names)[:12]
    return ", ".join(some) + (" …" if len(names) > len(some) else "") if some else "none"


def source_faults(package: ThemePackage, loads: Loads) -> Iterator[Fault]:
    """Keys of references that references.json lacks."""
    references = {str(item["id"]) for item in package.references}
    for number, card in enumerate(package.knowledge):
        path: Path = ("cards", number, "references")
        yield from _unknown_references("knowledge.yaml", path, card.references, references, loads)
    for number, code in enumerate(package.codebook.codes):
        path = ("codes", number, "sources")
        yield from _unknown_references("codebook.yaml", path, code.sources, references, loads)


def public_faults(package: ThemePackage, loads: Loads) -> Iterator[Fault]:
    """Addresses of contacts that are none."""
    for number, contact in enumerate(package.contacts):
        if contact.url and not is_web_address(contact.url):
            path = ("contacts", number, "url")
            what = "it is no web address."
            yield _at(loads, "contacts.yaml", path, what, "Begin it with https://.")
        if contact.email and not EMAIL.fullmatch(contact.email):
            path = ("contacts", number, "email")
            yield _at(loads, "contacts.yaml", path, "it is no e-mail address.", "Correct it.")


def _unknown_references(
    file: str, path: Path, keys: Collection[str], references: Collection[str], loads: Loads
) -> Iterator[Fault]:
    for key in keys:
        if key not in references:
            what = f"there is no reference '{key}' in references.json."
            yield _at(loads, file, path, what, "Add it there, or correct the key.")
