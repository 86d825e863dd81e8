"""Coding consistency: whether codebook, codings and states agree with answers and each other."""

from collections.abc import Iterator, Mapping

from samklang.core.coding.codebook import COLOURS, Codebook
from samklang.core.coding.factors import family_question
from samklang.core.coding.readings import by_place
from samklang.core.coding.states import Place, states_of
from samklang.core.faults import Fault, closest
from samklang.core.language.messages import Message, message
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import open_questions
from samklang.package.rows import CODINGS, READINGS, SAMPLES, STATES
from samklang.package.theme_package import ThemePackage
from samklang.package.yaml_text import Loaded, Path, field_name

FILE = "codebook.yaml"


def coding_faults(package: ThemePackage, rows: Mapping[str, int]) -> Iterator[Fault]:
    """Codings of answers or spans that are not there."""
    responses = {r.id: r for r in package.responses}
    places = {place.address: place for place in open_questions(package.questionnaire)}
    for coding in package.codings:
        row = rows.get(coding.id, 0)
        if coding.response not in responses:
            what = message("package.there_is_no_response", response=coding.response)
            yield Fault(CODINGS, row, "response", what, message("package.correct_it"))
            continue
        if coding.question not in places:
            what = message("package.is_no_open_question", question=coding.question)
            remedy = message("package.name_a_question_of_type_text")
            yield Fault(CODINGS, row, "question", what, remedy)
            continue
        text = open_answer(responses[coding.response], places[coding.question])
        if not 0 <= coding.start < coding.end <= len(text):
            what = message(
                "package.to_is_no_span_of_an", start=coding.start, end=coding.end, text=len(text)
            )
            remedy = message("package.count_characters_from_0_end_exclusive")
            yield Fault(CODINGS, row, "start", what, remedy)
        elif text[coding.start : coding.end] != coding.text:
            what = message("package.the_text_is_not_what_the")
            remedy = message("package.copy_the_answer_s_characters_exactly")
            yield Fault(CODINGS, row, "text", what, remedy)


def state_faults(package: ThemePackage, rows: Mapping[Place, int]) -> Iterator[Fault]:
    """States of answers that are not there, or that their codings contradict."""
    responses = {r.id: r for r in package.responses}
    places = {place.address: place for place in open_questions(package.questionnaire)}
    coded = states_of(package.codings, ())
    for state in package.states:
        place = state.response, state.question
        row = rows.get(place, 0)
        response = responses.get(state.response)
        if response is None:
            what = message("package.there_is_no_response", response=state.response)
            yield Fault(STATES, row, "response", what, message("package.correct_it"))
        elif state.question not in places:
            what = message("package.is_no_open_question", question=state.question)
            remedy = message("package.name_a_question_of_type_text")
            yield Fault(STATES, row, "question", what, remedy)
        elif not open_answer(response, places[state.question]):
            what = message("package.there_is_no_answer_that_could_have_a_state")
            yield Fault(STATES, row, "state", what, message("package.take_the_row_away"))
        elif (place in coded) != (state.state == "coded") and state.state != "withheld":
            what = message("package.the_state_and_codings_differ", state=state.state)
            remedy = message("package.write_coded_where_it_has_codings")
            yield Fault(STATES, row, "state", what, remedy)


def sample_faults(package: ThemePackage, rows: Mapping[int, int]) -> Iterator[Fault]:
    """Samples of what is no open question."""
    places = {place.address for place in open_questions(package.questionnaire)}
    for number, sample in enumerate(package.samples):
        if sample.question not in places:
            what = message("package.is_no_open_question", question=sample.question)
            remedy = message("package.name_a_question_of_type_text")
            yield Fault(SAMPLES, rows.get(number, 0), "question", what, remedy)


def reading_faults(
    package: ThemePackage, rows: Mapping[tuple[str, str, str], int]
) -> Iterator[Fault]:
    """Double codings of answers or spans that are not there, or of one part alone.

    Their codes need not be in the codebook any more: they stay as they were when it was changed.
    """
    responses = {r.id: r for r in package.responses}
    places = {place.address: place for place in open_questions(package.questionnaire)}
    parts = by_place(package.readings)
    for reading in package.readings:
        row = rows.get((reading.response, reading.question, reading.part), 0)
        if reading.response not in responses:
            what = message("package.there_is_no_response", response=reading.response)
            yield Fault(READINGS, row, "response", what, message("package.correct_it"))
        elif reading.question not in places:
            what = message("package.is_no_open_question", question=reading.question)
            remedy = message("package.name_a_question_of_type_text")
            yield Fault(READINGS, row, "question", what, remedy)
        elif not {"first", "second"} <= set(parts[reading.response, reading.question]):
            what = message("package.the_answer_lacks_a_reading")
            remedy = message("package.write_a_row_for_each_of_the_two")
            yield Fault(READINGS, row, "part", what, remedy)
        else:
            text = open_answer(responses[reading.response], places[reading.question])
            if any(mark.end > len(text) for mark in reading.marks):
                what = message("package.a_mark_ends_beyond_an_answer", length=len(text))
                remedy = message("package.count_characters_from_0_end_exclusive")
                yield Fault(READINGS, row, "marks", what, remedy)


def codebook_faults(codebook: Codebook, loads: Mapping[str, Loaded]) -> Iterator[Fault]:
    """Families, parents and colours that are not there."""

    def fault(number: int, field: str, what: Message, remedy: Message) -> Fault:
        path: Path = ("codes", number, field)
        line = loads[FILE].line(path) if FILE in loads else 0
        return Fault(FILE, line, field_name(path), what, remedy)

    for number, code in enumerate(codebook.codes):
        known = codebook.family_by_id
        if (code.family or known) and code.family not in known:
            what = message("package.is_no_family_of_the_codebook", family=code.family)
            yield fault(number, "family", what, closest(code.family, known))
        if code.parent and (code.parent not in codebook.by_id or _circular(code.id, codebook)):
            what = message("package.cannot_be_the_parent", parent=code.parent, code=code.id)
            yield fault(number, "parent", what, message("package.name_another_code_not_beneath"))
        if code.colour and code.colour not in COLOURS:
            what = message("package.is_no_colour_of_codes", colour=code.colour)
            yield fault(number, "colour", what, closest(code.colour, COLOURS))


def _circular(start: str, codebook: Codebook) -> bool:
    seen: set[str] = set()
    code = codebook.by_id.get(start)
    while code is not None and code.parent:
        if code.id in seen:
            return True
        seen.add(code.id)
        code = codebook.by_id.get(code.parent)
    return False


def code_faults(package: ThemePackage, rows: Mapping[str, int]) -> Iterator[Fault]:
    """Codings with a code that the codebook lacks, or in a way that its family does not allow."""
    codebook, known = package.codebook, package.codebook.by_id
    for family in codebook.families:
        if family_question(family) in package.questionnaire.by_id:
            what = message(
                "package.a_question_has_the_id_of_a_family", name=family_question(family)
            )
            yield Fault(FILE, 0, "families", what, message("package.give_the_family_another_id"))
    carried: dict[tuple[str, str, str], set[str]] = {}
    for coding in package.codings:
        row = rows.get(coding.id, 0)
        if coding.code not in known:
            what = message("package.is_no_code_of_the_codebook", code=coding.code[:60])
            yield Fault(CODINGS, row, "code", what, closest(coding.code, known))
            continue
        code = known[coding.code]
        if coding.valence and not codebook.has_valence(code):
            what = message("package.is_in_a_family_without_valence", code=code.id)
            yield Fault(CODINGS, row, "valence", what, message("package.leave_the_cell_empty"))
        one = codebook.family_by_id.get(code.family)
        if one is None or one.many:
            continue
        place = coding.response, coding.question, one.id
        carried.setdefault(place, set()).add(code.id)
        if len(carried[place]) > 1:
            what = message("package.an_answer_carries_one_code", family=one.id)
            yield Fault(CODINGS, row, "code", what, message("package.keep_one_of_them"))
