"""Agreement: whether the files of a package agree with each other."""

import difflib
import math
import re
from collections.abc import Callable, Collection, Iterator, Mapping

from samklang.core.faults import Fault, UnplacedFault, listed
from samklang.core.language.messages import Message, keyed, message
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


def _at(loads: Loads, file: str, path: Path, what: Message, remedy: Message) -> Fault:
    line = loads[file].line(path) if file in loads else 0
    return Fault(file, line, field_name(path), what, remedy)


def theme_faults(theme: Theme, loads: Loads) -> Iterator[Fault]:
    """Choices out of their range."""

    def fault(path: Path, what: Message, remedy: Message) -> Fault:
        return _at(loads, THEME, path, what, remedy)

    if not theme.languages or len(set(theme.languages)) < len(theme.languages):
        what = message("package.languages_are_missing_or_stand_twice")
        yield fault(("languages",), what, message("package.write_sv_en"))
    if not 0.5 <= theme.design.confidence <= 0.999:
        what = message("package.it_is_not_between_0_5")
        yield fault(("design", "confidence"), what, message("package.write_0_95"))
    if not 1 <= theme.design.sensitivity <= 10:
        what = message("package.it_is_not_between_1_and")
        yield fault(("design", "sensitivity"), what, message("package.write_1_5"))
    if not 3 <= theme.disclosure.threshold <= 100:
        what = message("package.it_is_not_between_3_and")
        yield fault(("disclosure", "threshold"), what, message("package.write_5"))
    for name, least, most, usual in (
        ("p_percent", 0, 100, 10),
        ("dominance_n", 1, 10, 2),
        ("dominance_k", 1, 100, 85),
    ):
        if not least <= getattr(theme.disclosure, name) <= most:
            what = message("package.it_is_not_between_and", least=least, most=most)
            yield fault(("disclosure", name), what, message("package.write_usual", usual=usual))
    if theme.address and (not is_web_address(theme.address) or set("?#") & set(theme.address)):
        what = message("package.it_is_no_web_address_of")
        yield fault(("address",), what, message("package.begin_it_with_https_and_leave"))
    yield from _colour_faults(theme, fault)
    if theme.network.url and not is_web_address(theme.network.url):
        what = message("package.it_is_no_web_address")
        yield fault(("network", "url"), what, message("package.begin_it_with_https"))
    work = theme.fieldwork
    if work.opened and work.closed and work.closed < work.opened:
        what = message("package.it_is_before_opened")
        yield fault(("fieldwork", "closed"), what, message("package.correct_the_dates"))
    yield from choice_faults(theme, loads)
    yield from _series_faults(theme, fault)


def _series_faults(
    theme: Theme, fault: Callable[[Path, Message, Message], Fault]
) -> Iterator[Fault]:
    """Earlier themes named twice, and printed shares that cannot be."""
    seen: set[str] = set()
    for number, earlier in enumerate(theme.series):
        if earlier.id in seen:
            what = message("package.stands_twice", id=earlier.id)
            yield fault(("series", number, "id"), what, message("package.keep_one"))
        seen.add(earlier.id)
        faulty: set[tuple[str, str]] = set()
        for place, share in enumerate(earlier.shares):
            path: Path = ("series", number, "shares", place)
            if not 0 <= share.low <= share.share <= share.high <= 100:
                what = message(
                    "package.with_the_interval_to_is_no",
                    share=share.share,
                    low=share.low,
                    high=share.high,
                )
                yield fault((*path, "share"), what, message("package.write_whole_per_cent_low_to"))
            if (share.question, share.option) in faulty:
                what = message("package.the_answer_stands_twice")
                yield fault((*path, "option"), what, message("package.keep_one"))
            faulty.add((share.question, share.option))
        if earlier.synthetic and not theme.synthetic:
            what = message("package.the_answers_of_were_invented_and", id=earlier.id)
            remedy = message("package.take_the_earlier_theme_away")
            yield fault(("series", number, "synthetic"), what, remedy)
        if earlier.address and not is_web_address(earlier.address):
            what = message("package.it_is_no_web_address")
            yield fault(("series", number, "address"), what, message("package.begin_it_with_https"))


def _colour_faults(
    theme: Theme, fault: Callable[[Path, Message, Message], Fault]
) -> Iterator[Fault]:
    """Colours that are none, that text cannot be read in or on, or that are one and the same."""
    style = theme.style
    for name, given, readable in (
        ("colour", style.colour, colour.readable_main),
        ("accent", style.accent, colour.readable_accent),
    ):
        if not given:
            continue
        if not colour.HEX.fullmatch(given):
            what = message("package.is_no_colour", given=given)
            yield fault(("style", name), what, message("package.write_it_as_1e5142"))
            return
        if not readable(given):
            ratio = math.floor(colour.contrast(given, colour.PAPER) * 10) / 10
            what = message("package.text_cannot_be_read_in_or", given=given, ratio=ratio)
            remedy = message("package.write_which_can", darkened=colour.darkened(given))
            yield fault(("style", name), what, remedy)
    if style.colour and style.accent and colour.alike(style.colour, style.accent):
        what = message("package.it_can_hardly_be_told_from")
        yield fault(("style", "accent"), what, message("package.choose_another_hue_for_one_of"))


def questionnaire_faults(questionnaire: Questionnaire, loads: Loads) -> Iterator[Fault]:
    """Questions whose options, items or conditions cannot work."""
    earlier: dict[str, Question] = {}
    for number, question in enumerate(questionnaire):
        here: Path = ("questions", number)

        def fault(field: str, what: Message, remedy: Message, *, here: Path = here) -> Fault:
            return _at(loads, QUESTIONNAIRE, (*here, field), what, remedy)

        if question.closed and len(question.options) < 2:
            what = message("package.a_closed_question_has_two_options")
            yield fault("options", what, message("package.add_options"))
        if not question.closed and question.options:
            what = message("package.a_question_of_type_has_none", question=question.type)
            yield fault("options", what, message("package.drop_them"))
        if (question.type == "matrix") != bool(question.items):
            what = message("package.a_matrix_has_items_and_only")
            yield fault("items", what, message("package.add_or_drop_them"))
        if question.id in RESPONSE_COLUMNS:
            what = message("package.is_a_column_that_every_responses", id=question.id)
            yield fault("id", what, message("package.give_the_question_another_id"))
        yield from _scale_faults(question, fault)
        for what, remedy in _condition_faults(question.relevant, earlier):
            yield fault("relevant", what, remedy)
        earlier[question.id] = question
    for flaw in flaws(questionnaire):
        if flaw.part not in SAID_ABOVE:
            number = [question.id for question in questionnaire].index(flaw.question)
            what = keyed("flaws", flaw.reason)
            if flaw.value:
                what = message("package.flaw_of", flaw=what, value=flaw.value)
            path: Path = ("questions", number, flaw.part)
            yield _at(loads, QUESTIONNAIRE, path, what, message("package.correct_it"))


def _scale_faults(
    question: Question, fault: Callable[[str, Message, Message], Fault]
) -> Iterator[Fault]:
    """A scale of what has none, and a neutral option that is not on the scale."""
    options = [option.id for option in question.options]
    if question.scale and question.type not in ("select_one", "matrix"):
        what = message("package.a_question_of_type_has_no", question=question.type)
        yield fault("scale", what, message("faults.take_it_away"))
    elif question.neutral and not question.scale:
        remedy = message("package.write_scale_agreement_or_what_else")
        yield fault("neutral", message("package.the_options_are_in_no_order"), remedy)
    elif question.neutral and question.neutral not in options:
        what = message("package.is_no_option", neutral=question.neutral)
        yield fault("neutral", what, message("faults.known_names", known=listed(options)))
    elif question.neutral in options and question.neutral in (options[0], options[-1]):
        what = message("package.it_is_at_the_end_of")
        yield fault("neutral", what, message("package.name_one_between_the_ends"))
    if question.unit and not question.numeric:
        what = message("package.only_a_number_has_a_unit")
        yield fault("unit", what, message("faults.take_it_away"))


def _condition_faults(relevant: str, earlier: Mapping[str, Question]) -> Iterator[UnplacedFault]:
    """What a condition asks that no answer can give, and what to do."""
    if not relevant.strip():
        return
    try:
        condition = parse(relevant)
    except ExpressionError as error:
        yield UnplacedFault(error.placed, error.remedy)
        return
    for name in sorted(names(condition)):
        if not _can_be_asked(name, earlier):
            what = message("package.is_no_earlier_question_or_item", name=name)
            yield UnplacedFault(what, message("faults.known_names", known=listed(earlier)))
    for name, text in sorted(constants(condition)):
        question = earlier.get(name.partition(".")[0])
        options = [option.id for option in question.options] if question else []
        if options and text and text not in options and not _several(question, text):
            near = difflib.get_close_matches(text, options, n=1)
            remedy = (
                message("faults.did_you_mean", near=near[0])
                if near
                else message("faults.known_names", known=listed(options))
            )
            what = message("package.is_no_option_of", text=text[:60], name=name)
            yield UnplacedFault(what, remedy)


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
                what = message("package.an_open_survey_has_no_members")
                remedy = message("package.leave_the_column_empty")
                yield Fault(RESPONSES, row, "member", what, remedy)
        elif response.member not in members:
            what = message("package.is_not_in_the_register", member=response.member[:60])
            remedy = message("package.correct_it_or_add_the_member")
            yield Fault(RESPONSES, row, "member", what, remedy)
        elif not members[response.member].invited:
            drawn = theme.design.kind == "sample"
            action = message("faults.part_action_drawn" if drawn else "faults.part_action_invited")
            what = message("package.was_not", member=response.member, action=action)
            remedy = message("package.correct_the_register_or_the_response")
            yield Fault(RESPONSES, row, "member", what, remedy)
        elif response.member in given:
            what = message(
                "package.has_answered_already_response",
                member=response.member,
                given=given[response.member],
            )
            remedy = message("package.keep_one_response_a_member")
            yield Fault(RESPONSES, row, "member", what, remedy)
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
                what = message("package.a_declined_response_has_an_answer")
                remedy = message("package.clear_it_or_change_the_status")
                yield Fault(RESPONSES, row, column, what, remedy)
        elif question.id not in asked and answer is not Missing.NOT_SHOWN:
            what = message("package.the_question_was_not_asked_of")
            remedy = message("package.write_not_shown_it_is_asked", relevant=question.relevant)
            yield Fault(RESPONSES, row, column, what, remedy)
        elif question.id in asked and answer is Missing.NOT_SHOWN and response.status == "complete":
            what = message("package.the_question_was_asked_of_this")
            yield Fault(RESPONSES, row, column, what, message("package.leave_it_empty_if_it_was"))


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
            what = message("package.it_is_no_web_address")
            yield _at(loads, "contacts.yaml", path, what, message("package.begin_it_with_https"))
        if contact.email and not EMAIL.fullmatch(contact.email):
            path = ("contacts", number, "email")
            what = message("package.it_is_no_e_mail_address")
            yield _at(loads, "contacts.yaml", path, what, message("package.correct_it"))


def _unknown_references(
    file: str, path: Path, keys: Collection[str], references: Collection[str], loads: Loads
) -> Iterator[Fault]:
    for key in keys:
        if key not in references:
            what = message("package.there_is_no_reference_in_references", key=key)
            yield _at(loads, file, path, what, message("package.add_it_there_or_correct_the"))
