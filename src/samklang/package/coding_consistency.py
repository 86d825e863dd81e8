"""Coding consistency: whether codebook, codings and states agree with answers and each other."""

from collections.abc import Iterator, Mapping

from samklang.core.coding.codebook import COLOURS, Codebook
from samklang.core.coding.double_coding import by_place
from samklang.core.coding.factors import family_question
from samklang.core.coding.states import Place, states_of
from samklang.core.faults import Fault, closest
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
            what = f"there is no response '{coding.response}'."
            yield Fault(CODINGS, row, "response", what, "Correct it.")
            continue
        if coding.question not in places:
            what = f"'{coding.question}' is no open question."
            yield Fault(CODINGS, row, "question", what, "Name a question of type text.")
            continue
        text = open_answer(responses[coding.response], places[coding.question])
        if not 0 <= coding.start < coding.end <= len(text):
            what = f"{coding.start} to {coding.end} is no span of an answer of {len(text)}."
            yield Fault(CODINGS, row, "start", what, "Count characters from 0, end exclusive.")
        elif text[coding.start : coding.end] != coding.text:
            what = "the text is not what the answer says in that span."
            yield Fault(CODINGS, row, "text", what, "Copy the answer's characters exactly.")


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
            what = f"there is no response '{state.response}'."
            yield Fault(STATES, row, "response", what, "Correct it.")
        elif state.question not in places:
            what = f"'{state.question}' is no open question."
            yield Fault(STATES, row, "question", what, "Name a question of type text.")
        elif not open_answer(response, places[state.question]):
            what = "there is no answer that could have a state."
            yield Fault(STATES, row, "state", what, "Take the row away.")
        elif (place in coded) != (state.state == "coded") and state.state != "withheld":
            what = f"the state is '{state.state}', and the answer's codings say otherwise."
            yield Fault(STATES, row, "state", what, "Write coded where it has codings.")


def sample_faults(package: ThemePackage, rows: Mapping[int, int]) -> Iterator[Fault]:
    """Samples of what is no open question."""
    places = {place.address for place in open_questions(package.questionnaire)}
    for number, sample in enumerate(package.samples):
        if sample.question not in places:
            what = f"'{sample.question}' is no open question."
            remedy = "Name a question of type text."
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
    for one in package.readings:
        row = rows.get((one.response, one.question, one.part), 0)
        if one.response not in responses:
            what = f"there is no response '{one.response}'."
            yield Fault(READINGS, row, "response", what, "Correct it.")
        elif one.question not in places:
            what = f"'{one.question}' is no open question."
            yield Fault(READINGS, row, "question", what, "Name a question of type text.")
        elif not {"first", "second"} <= set(parts[one.response, one.question]):
            what = "the answer lacks a first or a second reading."
            yield Fault(READINGS, row, "part", what, "Write a row for each of the two.")
        else:
            text = open_answer(responses[one.response], places[one.question])
            if any(mark.end > len(text) for mark in one.marks):
                what = f"a mark ends beyond an answer of {len(text)}."
                remedy = "Count characters from 0, end exclusive."
                yield Fault(READINGS, row, "marks", what, remedy)


def codebook_faults(codebook: Codebook, loads: Mapping[str, Loaded]) -> Iterator[Fault]:
    """Families, parents and colours that are not there."""

    def fault(number: int, field: str, what: str, remedy: str) -> Fault:
        path: Path = ("codes", number, field)
        line = loads[FILE].line(path) if FILE in loads else 0
        return Fault(FILE, line, field_name(path), what, remedy)

    for number, code in enumerate(codebook.codes):
        known = codebook.family_by_id
        if (code.family or known) and code.family not in known:
            what = f"'{code.family}' is no family of the codebook."
            yield fault(number, "family", what, closest(code.family, known))
        if code.parent and (code.parent not in codebook.by_id or _circular(code.id, codebook)):
            what = f"'{code.parent}' cannot be the parent of '{code.id}'."
            yield fault(number, "parent", what, "Name another code, which is not beneath it.")
        if code.colour and code.colour not in COLOURS:
            what = f"'{code.colour}' is no colour of codes."
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
            what = f"a question has the id '{family_question(family)}', which the family needs."
            yield Fault(FILE, 0, "families", what, "Give the family another id.")
    carried: dict[tuple[str, str, str], set[str]] = {}
    for coding in package.codings:
        row = rows.get(coding.id, 0)
        if coding.code not in known:
            what = f"'{coding.code[:60]}' is no code of the codebook."
            yield Fault(CODINGS, row, "code", what, closest(coding.code, known))
            continue
        code = known[coding.code]
        if coding.valence and not codebook.has_valence(code):
            what = f"'{code.id}' is in a family without valence."
            yield Fault(CODINGS, row, "valence", what, "Leave the cell empty.")
        one = codebook.family_by_id.get(code.family)
        if one is None or one.many:
            continue
        place = coding.response, coding.question, one.id
        carried.setdefault(place, set()).add(code.id)
        if len(carried[place]) > 1:
            what = f"an answer carries one code of '{one.id}', and this one carries several."
            yield Fault(CODINGS, row, "code", what, "Keep one of them.")
