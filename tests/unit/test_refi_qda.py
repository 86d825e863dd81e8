"""REFI-QDA: what is written is valid, read back to the last place, and read alike by others."""

import gc
import re
import warnings
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings

from samklang.core.coding.codebook import COLOURS
from samklang.core.coding.codings import Coding
from samklang.core.language.wording import Wording
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import open_questions
from samklang.core.survey.questionnaire import Option, Question
from samklang.core.survey.responses import Responses
from samklang.exchange.loss import Losses
from samklang.exchange.refiqda.colours import nearest
from samklang.exchange.refiqda.exporting import export_codebook, export_project
from samklang.exchange.refiqda.importing import into_package, new_package
from samklang.exchange.refiqda.places import place_with_lf, place_without, with_lf
from samklang.exchange.refiqda.reading import read_codebook, read_project
from samklang.exchange.refiqda.writing import write_codebook, write_project
from samklang.package.read import read
from samklang.package.theme_package import ThemePackage
from tests.unit.qda_projects import (
    DEMO,
    FOREIGN,
    answers,
    coded,
    foreign,
    qde,
    schema,
    with_answers,
)
from tests.unit.qda_projects import base as base
from tests.unit.qda_projects import stored as stored


@settings(deadline=None, max_examples=40)
@given(material=coded())
def test_what_is_written_is_read_back_to_the_last_place(
    base: ThemePackage,
    tmp_path_factory: pytest.TempPathFactory,
    material: tuple,  # type: ignore[type-arg]
) -> None:
    package = with_answers(base, material)
    project, _ = export_project(package)
    path = tmp_path_factory.mktemp("written") / "p.qdpx"
    path.write_bytes(write_project(project))
    schema().validate(qde(path.read_bytes()))
    back = read_project(path)
    assert back == project
    again = into_package(back, package, file="p", losses=Losses())
    assert sorted(again.codings, key=lambda c: c.id) == sorted(package.codings, key=lambda c: c.id)
    bare = into_package(back, replace(package, codings=()), file="p", losses=Losses())
    spans = [(c.response, c.start, c.end, c.text, c.code, c.valence, c.coder) for c in bare.codings]
    assert sorted(spans) == sorted(
        (c.response, c.start, c.end, c.text, c.code, c.valence, c.coder) for c in package.codings
    )


@given(text=answers)
def test_places_with_lf_and_without(text: str) -> None:
    for place in range(len(text) + 1):
        there = place_with_lf(text, place)
        within = text[max(place - 1, 0) : place + 1] == "\r\n"
        assert place_without(text, there) == place + within
        assert with_lf(text[: place + within]) == with_lf(text)[:there]


def test_the_demo_theme_is_valid_and_comes_back_as_it_was(
    stored: Callable[[bytes], Path],
) -> None:
    package = read(DEMO)
    project, report = export_project(package)
    content = write_project(project)
    assert content == write_project(project)
    schema().validate(qde(content))
    back = read_project(stored(content))
    assert back == project
    assert replace(into_package(back, package, file="", losses=Losses()), hash="") == replace(
        package, hash=""
    )
    places = {f"{c.response} {c.question}" for c in package.codings}
    assert {source.name for source in back.sources if source.codings} == places
    released = sum(coding.released for coding in package.codings)
    assert str(report.of("dropped")[0].what).endswith(f"{released} quotes.")


def test_another_reader_finds_the_same_words(
    base: ThemePackage,
    stored: Callable[[bytes], Path],
    tmp_path: Path,
) -> None:
    from pyrefiqda.refiproject import RefiProject

    texts = ["Vi fick 👩\u200d🌾 pengar\r\noch a\u030a hjälp", "Ja 🙂🙂 nej"]
    package = with_answers(
        base, (texts, [(0, 8, 18, "enables"), (0, 20, 31, ""), (1, 4, 9, "hinders")])
    )
    path = stored(write_project(export_project(package)[0]))
    theirs = RefiProject.load(path, extract_dir=str(tmp_path / "unpacked"))
    words = []
    for source in theirs.sources.text_source:
        place = RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "unpacked")
        text = place.read_bytes().decode()
        for selection in source.plain_text_selection:
            words.append(text[selection.start_position : selection.end_position])
    assert words == [with_lf(coding.text) for coding in package.codings]
    assert [user.name for user in theirs.users.user] == ["K0", "K1"]
    assert {s.name for s in theirs.sets.set} == {"enables", "hinders"}
    case = theirs.cases.case[0]
    assert case.name == "m01"
    assert case.variable_value[0].text_value == "24"


def test_a_codebook_goes_both_ways(base: ThemePackage, tmp_path: Path) -> None:
    from pyrefiqda.reficodebook import RefiCodebook

    path = tmp_path / "codes.qdc"
    project = export_codebook(base)
    path.write_bytes(write_codebook(project))
    back = read_codebook(path)
    assert (back.codes, back.sets) == (project.codes, project.sets)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # their reader leaves the file open
        theirs = RefiCodebook.load(path)
        gc.collect()
    assert [code.name for code in theirs.codes.code] == ["Ekonomi"]
    members = [member.guid for one in theirs.sets.set for member in one.member_code]
    assert members == [code.guid for code in theirs.codes.code[0].code]
    assert [code.name for code in theirs.codes.code[0].code] == [
        "Ekonomi: underlättar",
        "Ekonomi: försvårar",
    ]


def test_no_name_of_a_member_is_exported(base: ThemePackage) -> None:
    content = write_project(export_project(base)[0])
    assert base.register is not None
    assert base.register.members[0].name.startswith("Förening")
    assert "Förening" not in qde(content)


def test_a_project_of_another_program(stored: Callable[[bytes], Path]) -> None:
    """Braces and capitals in GUIDs, a byte order mark, CR LF, headings, a coded whole source."""
    schema().validate(FOREIGN.replace('encoding="utf-8"', ""))
    project = read_project(stored(foreign()))
    losses = Losses()
    package = new_package(project, language="sv", losses=losses)
    assert [(c.id, c.name.sv, c.definition.sv) for c in package.codebook.codes] == [
        ("tid-rad", "Tid & råd", "Timmar och pengar."),
        ("gladje", "Glädje", "Glädje"),
    ]
    assert [(c.response, c.text, c.code, c.coder) for c in package.codings] == [
        ("intervju-1", "tid🙂", "tid-rad", "Ada"),
        ("intervju-2", "Bara glädje.", "gladje", ""),
    ]
    assert project.left_out == {"PDFSource": 1}
    assert "Faktorer: a heading over codes" in losses.report("x").words("en")
    assert "en rubrik över koder" in losses.report("x").words("sv")


def test_a_codes_colour_goes_out_and_comes_back(
    base: ThemePackage,
    stored: Callable[[bytes], Path],
) -> None:
    first = base.codebook.codes[0]
    others = [
        replace(first, id=i, name=Wording(i, i), definition=Wording(i, i)) for i in ("one", "two")
    ]
    names = list(COLOURS)
    coloured = (replace(first, colour=""), *(replace(c, colour=names[3]) for c in others))
    package = replace(base, codebook=replace(base.codebook, codes=coloured))
    project, _ = export_project(package)
    content = write_project(project)
    schema().validate(qde(content))
    assert qde(content).count(f'color="{COLOURS[names[3]]}"') == len(others)
    # Read into a theme that had chosen one colour and not the others.
    chosen = replace(others[0], colour=names[1])
    bare = (first, chosen, *(replace(code, colour="") for code in others[1:]))
    into = replace(package, codebook=replace(package.codebook, codes=bare))
    back = into_package(read_project(stored(content)), into, file="p", losses=Losses())
    expected = ["", names[1], *(names[3] for _ in others[1:])]
    assert [code.colour for code in back.codebook.codes] == expected


@pytest.mark.parametrize(
    ("theirs", "name"),
    [
        *((colour, name) for name, colour in COLOURS.items()),
        ("#f00", "lingon"),
        ("#FF0000", "lingon"),
        ("#00f", "sky"),
        ("#000000", "spruce"),
        ("", ""),
        ("red", ""),
        ("#ff00", ""),
        ("#12345g", ""),
    ],
)
def test_another_programs_colour_becomes_the_nearest(theirs: str, name: str) -> None:
    assert nearest(theirs) == name


def test_the_page_shows_codes_in_the_colours_that_others_are_given() -> None:
    css = (files("samklang.web") / "static" / "coding.css").read_text(encoding="utf-8")
    shown = dict(re.findall(r"\.chip\.(\w+) { border-color: (#\w{6}); }", css))
    assert shown == dict(COLOURS)


def test_what_is_written_beside_options_and_on_cards_goes_both_ways(
    base: ThemePackage,
    stored: Callable[[bytes], Path],
) -> None:
    """The whole tree of codes and what is noted on a code, too; what is chosen on cards stays."""
    words = Wording("Exempel", "Examples")
    option = Option("yes", words)
    fields = (Question("what", "text", words), Question("run", "select_one", words, (option,)))
    cards = Question("q8", "cards", words, fields=fields, most=2)
    first, *others = base.responses
    told = ({"what": "Ett kafé\r\ni Åre", "run": "yes"}, {"what": "En kör", "run": "yes"})
    first = replace(first, answers={**first.answers, "q8": told})
    base = replace(
        base,
        questionnaire=replace(base.questionnaire, questions=(*base.questionnaire, cards)),
        responses=Responses((first, *others)),
    )
    places = {p.address: p for p in open_questions(base.questionnaire) if "." in p.address}
    written = [
        (r.id, address, text)
        for r in base.responses
        for address, place in places.items()
        if (text := open_answer(r, place))
    ]
    assert {question for _, question, _ in written} == set(places), "the package has some of each"
    economy = base.codebook.by_id["economy"]
    child = replace(economy, id="grants", name=Wording("Bidrag", "Grants"), parent="economy")
    codes = (child, replace(economy, memo="Se möte 3.\nOch 4."))
    codings = tuple(
        Coding(f"x{number}", *place, 0, len(text), text, code="grants", valence="hinders")
        for number, (*place, text) in enumerate(written)
    )
    package = replace(base, codebook=replace(base.codebook, codes=codes), codings=codings)
    project, report = export_project(package)
    assert "q8: what was chosen on the cards" in report.words("en")
    content = write_project(project)
    schema().validate(qde(content))
    back = read_project(stored(content))
    assert back == project
    assert [(c.name, c.memo) for c in back.codes] == [
        ("Ekonomi", "Se möte 3.\nOch 4."),
        ("Bidrag", ""),
        ("Bidrag: försvårar", ""),
    ]
    assert back.codes[1].parent == back.codes[0].guid
    losses = Losses()
    assert into_package(back, package, file="p", losses=losses).codings == codings
    assert "stands beside" not in losses.report("p").words("en")
    bare = into_package(back, replace(package, codings=()), file="p", losses=Losses())
    assert {(c.response, c.question, c.text) for c in bare.codings} == set(written)
