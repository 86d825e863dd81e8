"""REFI-QDA: what is written is valid, read back to the last place, and read alike by others."""

import gc
import io
import re
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
import xmlschema
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.cli import main
from samklang.core.coding.codebook import COLOURS
from samklang.core.coding.codings import Coding
from samklang.core.faults import FaultyInput
from samklang.core.language.wording import Wording
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import open_questions
from samklang.core.survey.questionnaire import Option, Question
from samklang.core.survey.responses import Response, Responses
from samklang.exchange.codings_table import codings_table
from samklang.exchange.loss import Losses
from samklang.exchange.refiqda.colours import nearest
from samklang.exchange.refiqda.exporting import export_codebook, export_project
from samklang.exchange.refiqda.importing import into_package, new_package
from samklang.exchange.refiqda.places import place_with_lf, place_without, with_lf
from samklang.exchange.refiqda.project import Project
from samklang.exchange.refiqda.reading import read_codebook, read_project
from samklang.exchange.refiqda.writing import write_codebook, write_project
from samklang.package.read import read
from samklang.package.theme_package import ThemePackage
from tests.small_package import small_package

DEMO = Path(__file__).parents[2] / "themes/social-innovation-i-norr"
SCHEMA = Path(__file__).parents[1] / "data/refi-qda/Project-mrt2019.xsd"
SPACE = 'xmlns="urn:QDA-XML:project:1.0"'


@cache
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(SCHEMA)


def qde(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("project.qde").decode()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> ThemePackage:
    return read(small_package(tmp_path_factory.mktemp("base"), marker="MARK"))


@pytest.fixture
def stored(tmp_path: Path) -> Callable[[bytes], Path]:
    def keep(content: bytes) -> Path:
        path = tmp_path / "project.qdpx"
        path.write_bytes(content)
        return path

    return keep


# Line ends of every kind, combining marks, emoji of several code points, a byte order mark.
pieces = st.one_of(
    st.sampled_from(
        ["a", "å", " ", "\r\n", "\r", "\n", "\u0301", "🙂", "👩\u200d🌾", "\ufeff", "<&"]
    ),
    st.characters(exclude_categories=["Cs"]),
)
answers = st.lists(pieces, min_size=1, max_size=15).map("".join)


@st.composite
def coded(draw: st.DrawFn) -> tuple[list[str], list[tuple[int, int, int, str]]]:
    """Texts, and spans in them with a valence; none begins or ends within a CR LF."""
    texts = draw(st.lists(answers, min_size=1, max_size=4))
    spans = []
    for _ in range(draw(st.integers(0, 6))):
        number = draw(st.integers(0, len(texts) - 1))
        text = texts[number]
        places = [p for p in range(len(text) + 1) if text[max(p - 1, 0) : p + 1] != "\r\n"]
        start, end = sorted(draw(st.tuples(st.sampled_from(places), st.sampled_from(places))))
        if start < end:
            spans.append((number, start, end, draw(st.sampled_from(["", "enables", "hinders"]))))
    return texts, spans


def with_answers(base: ThemePackage, material: tuple) -> ThemePackage:  # type: ignore[type-arg]
    texts, spans = material
    return replace(
        base,
        responses=Responses(
            tuple(
                Response(f"r{n:02}", f"m{n:02}", "complete", answers={"q5": text})
                for n, text in enumerate(texts, 1)
            )
        ),
        codings=tuple(
            Coding(
                id=f"c{number}",
                response=f"r{place + 1:02}",
                question="q5",
                start=start,
                end=end,
                text=texts[place][start:end],
                code="economy",
                valence=valence,
                coder=f"K{number % 2}",
                origin=("person", "suggestion", "import")[number % 3],
                memo=("", "Tänk\r\nefter: <&> 🙂 ")[number % 2],
            )
            for number, (place, start, end, valence) in enumerate(spans)
        ),
    )


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
    base: ThemePackage, stored: Callable[[bytes], Path], tmp_path: Path
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


FOREIGN = f"""<?xml version="1.0" encoding="utf-8"?>
<Project {SPACE} name="Intervjuer" origin="Another 14.2">
<Users><User guid="{{11111111-AAAA-4111-8111-111111111111}}" name="Ada"/></Users>
<CodeBook><Codes>
<Code guid="22222222-2222-4222-8222-222222222222" name="Faktorer" isCodable="false">
<Code guid="33333333-3333-4333-8333-333333333333" name="Tid &amp; råd" isCodable="true">
<Description>Timmar och pengar.</Description></Code>
</Code>
<Code guid="44444444-4444-4444-8444-444444444444" name="Glädje" isCodable="true" color="#f00"/>
</Codes></CodeBook>
<Sources>
<TextSource guid="55555555-5555-4555-8555-555555555555" name="Intervju 1"
 plainTextPath="internal://55555555-5555-4555-8555-555555555555.TXT">
<PlainTextSelection guid="66666666-6666-4666-8666-666666666666" name="tid🙂" startPosition="4"
 endPosition="8" creatingUser="{{11111111-aaaa-4111-8111-111111111111}}"
 creationDateTime="2026-03-01T10:00:00Z">
<Coding guid="77777777-7777-4777-8777-777777777777">
<CodeRef targetGUID="{{33333333-3333-4333-8333-333333333333}}"/></Coding></PlainTextSelection>
</TextSource>
<TextSource guid="88888888-8888-4888-8888-888888888888" name="Intervju 2">
<PlainTextContent>Bara glädje.</PlainTextContent>
<Coding guid="99999999-9999-4999-8999-999999999999">
<CodeRef targetGUID="44444444-4444-4444-8444-444444444444"/></Coding>
</TextSource>
<PDFSource guid="aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa" name="Avtal" path="internal://a.pdf"/>
</Sources></Project>"""
TEXTS = {"Sources/55555555-5555-4555-8555-555555555555.txt": "\ufeffHej\r\ntid🙂 saknas"}


def foreign(xml: str = FOREIGN, texts: dict[str, str] = TEXTS) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Intervjuer.qde", xml)
        for name, text in texts.items():
            archive.writestr(name, text.encode())
    return out.getvalue()


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
    base: ThemePackage, stored: Callable[[bytes], Path]
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


@pytest.mark.parametrize(
    ("old", "new", "source", "what"),
    [
        ("{33333333", "{bbbbbbbb", "Intervju 1", "a code that is not there (bbbbbbbb"),
        ('creatingUser="{11111111', 'creatingUser="{cccccccc', "Intervju 1", "a user who is not"),
        ('endPosition="8"', 'endPosition="16"', "Intervju 1", "4 to 16 counts UTF-16 units"),
        ('endPosition="8"', 'endPosition="99"', "Intervju 1", "4 to 99 is no span of a text of 15"),
        ('endPosition="8"', 'endPosition="3"', "Intervju 1", "4 to 3 is no span"),
        ('startPosition="4"', 'startPosition="-1"', "Intervju 1", "-1 to 8 is no span"),
        ('startPosition="4"', 'startPosition="x"', "Intervju 1", "'x' to '8' is no place"),
        ("2026-03-01T10", "2026-93-01T10", "Intervju 1", "is not a date and time"),
        (">Bara glädje.<", "><", "Intervju 2", "the source is empty"),
        ("<PlainTextContent>Bara glädje.</PlainTextContent>", "", "Intervju 2", "no plain text"),
        ("internal://5", "internal://6", "Intervju 1", "is not in the file"),
        ("internal://5", "relative:///6", "Intervju 1", "lies outside the file"),
        ('name="Glädje"', 'name=" "', "", "a code has no name"),
        ("urn:QDA-XML:project:1.0", "urn:QDA-XML:project:2.0", "", "not REFI-QDA 1.0's Project"),
        ("<Users>", "<Users", "Intervjuer.qde", "it is not XML"),
        ("<Project", '<!DOCTYPE x [<!ENTITY e "e">]><Project', "", "document type or entities"),
    ],
)
def test_what_no_program_can_use_is_refused_by_name(
    stored: Callable[[bytes], Path], old: str, new: str, source: str, what: str
) -> None:
    assert old in FOREIGN
    with pytest.raises(FaultyInput) as faulty:
        read_project(stored(foreign(FOREIGN.replace(old, new, 1))))
    said = str(faulty.value)
    assert what in said
    assert source in said


def test_places_in_utf_16_within_the_text_are_refused_by_the_words_they_miss(
    stored: Callable[[bytes], Path],
) -> None:
    """Two emoji before the words: counted in UTF-16 units the place is still in the text."""
    xml = FOREIGN.replace('name="tid🙂" startPosition="4"', 'name="tid" startPosition="5"')
    texts = dict.fromkeys(TEXTS, "🙂 🙂tid saknas")
    right = xml.replace('startPosition="5"', 'startPosition="3"').replace('"8"', '"6"')
    assert read_project(stored(foreign(right, texts))).sources[0].codings[0].start == 3
    with pytest.raises(FaultyInput, match="5 to 8 counts UTF-16 units"):
        read_project(stored(foreign(xml, texts)))


def test_what_is_no_project_is_refused(stored: Callable[[bytes], Path], tmp_path: Path) -> None:
    for content in (b"", b"PK", b"\x00" * 99):
        with pytest.raises(FaultyInput, match="not a valid zip file"):
            read_project(stored(content))
    with pytest.raises(FaultyInput, match=r"0 files \.qde"):
        read_project(stored(write_project(Project("x")).replace(b"project.qde", b"project.txt")))
    with pytest.raises(FaultyInput, match="no such file"):
        read_project(tmp_path / "none.qdpx")


def test_codes_under_codes_without_end_are_refused(stored: Callable[[bytes], Path]) -> None:
    one = '<Code guid="22222222-2222-4222-8222-222222222222" name="x" isCodable="true">'
    deep = f"<CodeBook><Codes>{one * 3_000}{'</Code>' * 3_000}</Codes></CodeBook>"
    xml = f'<Project {SPACE} name="x">{deep}</Project>'
    with pytest.raises(FaultyInput, match="more than 50 deep"):
        read_project(stored(foreign(xml)))


def test_what_is_written_beside_options_and_on_cards_goes_both_ways(
    base: ThemePackage, stored: Callable[[bytes], Path]
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


def test_a_text_that_has_changed_is_refused(base: ThemePackage) -> None:
    project, _ = export_project(base)
    first = replace(project.sources[0], text="Något annat")
    with pytest.raises(FaultyInput, match="not the answer that the package has"):
        into_package(replace(project, sources=(first,), cases=()), base, file="p", losses=Losses())


def test_a_quote_whose_coding_has_changed_is_no_longer_released(base: ThemePackage) -> None:
    project, _ = export_project(base)
    (released,) = [c for c in base.codings if c.released]
    place = next(n for n, s in enumerate(project.sources) if s.name.startswith(released.response))
    source = project.sources[place]
    moved = replace(source, codings=(replace(source.codings[0], end=source.codings[0].end - 1),))
    sources = (*project.sources[:place], moved, *project.sources[place + 1 :])
    losses = Losses()
    after = into_package(replace(project, sources=sources), base, file="p", losses=losses)
    assert not any(coding.released for coding in after.codings)
    assert f"{released.id}: the release of a quote" in losses.report("p").words("en")


def run(*arguments: object) -> tuple[int, str]:
    back = CliRunner().invoke(main, [str(argument) for argument in arguments])
    return back.exit_code, back.output


def test_out_and_in_again_at_the_command_line(tmp_path: Path) -> None:
    package = small_package(tmp_path / "package")
    before = {path.name: path.read_bytes() for path in package.glob("*.*")}
    for name, file in (
        ("refi-qda", "p.qdpx"),
        ("refi-qda", "p.qdc"),
        ("codings", "p.csv"),
        ("codebook", "p.docx"),
        ("codebook", "p.md"),
    ):
        assert run("export", name, package, tmp_path / file)[0] == 0
        assert run("export", name, package, tmp_path / file)[0] == 1, "it is there already"
    assert run("export", "codebook", package, tmp_path / "p.pdf")[0] == 1
    for file in ("p.qdpx", "p.qdc"):
        assert run("import", "refi-qda", tmp_path / file, "--into", package)[0] == 0
        assert {path.name: path.read_bytes() for path in package.glob("*.*")} == before
    code, said = run("import", "refi-qda", tmp_path / "p.qdpx", "--into", tmp_path / "new")
    assert (code, len(read(tmp_path / "new").codings)) == (0, len(read(package).codings))
    assert "new codings" in said
    assert run("freeze", "--trial", package)[0] == 0
    code, said = run(
        "import", "refi-qda", tmp_path / "p.qdpx", "--into", package, "--language", "sv"
    )
    assert code == 1
    assert "temapaketet är fryst" in said


def test_every_export_says_what_made_a_coding(base: ThemePackage) -> None:
    """A person, a suggestion that one accepted, or an import; in the project as a note."""
    spans = [(0, 0, 3, "enables"), (0, 4, 8, "hinders"), (1, 0, 3, "enables")]
    package = with_answers(base, (["Pengarna räckte", "Pengar"], spans))
    rows = codings_table(package).decode().splitlines()
    assert rows[1:] == [
        "r01,q5,K0,1,0,,",
        "r01,q5,K1,0,1,economy.hinders,",
        "r02,q5,K0,1,0,,economy.enables",
    ]
    project, _ = export_project(package)
    written = qde(write_project(project))
    schema().validate(written)
    assert written.count("<NoteRef ") == written.count("<Note ") == 2
    assert re.findall('<Note [^>]*name="([^"]*)"', written) == [
        "ett förslag som en person godtog",
        "en fil som lästes in",
    ]
