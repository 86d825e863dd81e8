"""What is written is read back the same, whatever texts, answers and choices a package holds."""

import datetime
from dataclasses import replace
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.core.coding.codings import Coding
from samklang.core.language.wording import Wording
from samklang.core.survey.path import shown
from samklang.core.survey.questionnaire import (
    CLOSED,
    Item,
    Option,
    Question,
    Questionnaire,
    QuestionType,
)
from samklang.core.survey.responses import Answer, Missing, Response, Responses
from samklang.core.theme.contact import Contact
from samklang.core.theme.register import Member, Register
from samklang.core.theme.theme import DesignChoice, Fieldwork, Theme
from samklang.package.files import package_hash
from samklang.package.read import read_from
from samklang.package.theme_package import ThemePackage
from samklang.package.write import texts
from tests.small_package import files

SMALL = read_from({name: text.encode() for name, text in files().items()})

# Everything but zero bytes and halves of characters, which no UTF-8 text holds. Marks that YAML,
# CSV, spreadsheets and the package's own "!" give a meaning come often.
characters = st.characters(exclude_categories=("Cs",), exclude_characters="\x00")
marked = st.sampled_from("=+-@\t\r\n'\"!,;:#&*|>%{}[]\\ \x85\u2028\ufeff")
beginnings = st.sampled_from(["", "", "!", "!!", "!not-shown", "'", "=", "-1", "\r", "# "])
any_text = st.builds(str.__add__, beginnings, st.text(st.one_of(marked, characters)))
some_text = any_text.filter(lambda text: bool(text.strip()))
wordings = st.builds(Wording, sv=some_text, en=some_text)
days = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1))


def written_and_read(package: ThemePackage) -> ThemePackage:
    found = {name: text.encode() for name, text in texts(package).items()}
    again = read_from(found)
    assert again.hash == package_hash(found)
    return replace(again, hash=package.hash)


@settings(max_examples=100, deadline=None)
@given(
    title=wordings,
    subtitle=st.one_of(st.just(Wording()), wordings),
    label=wordings,
    authors=st.lists(any_text, max_size=3),
    opened=st.one_of(st.none(), days),
    confidence=st.floats(0.5, 0.999),
    synthetic=st.booleans(),
    manuscript=any_text,
)
def test_any_text_of_a_theme(
    title: Wording,
    subtitle: Wording,
    label: Wording,
    authors: list[str],
    opened: datetime.date | None,
    confidence: float,
    synthetic: bool,
    manuscript: str,
) -> None:
    theme = replace(
        SMALL.theme,
        title=title,
        subtitle=subtitle,
        authors=tuple(authors),
        fieldwork=Fieldwork(opened=opened),
        design=replace(SMALL.theme.design, confidence=confidence),
        synthetic=synthetic,
        challenges=(replace(SMALL.theme.challenges[0], label=label),),
    )
    # A byte order mark at the very beginning is dropped.
    manuscripts = {"sv": f"# {manuscript}", "en": f"x{manuscript}"}
    contacts = (Contact(name=title.sv, role=label, organisation=title.en),)
    package = replace(SMALL, theme=theme, manuscripts=manuscripts, contacts=contacts)
    assert written_and_read(package) == package


ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,5}", fullmatch=True)
KINDS = get_args(QuestionType)


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    names = draw(st.lists(ids, min_size=1, max_size=5, unique=True))
    names = [name for name in names if name not in ("response", "member", "status", "submitted")]
    questions: list[Question] = []
    for name in names or ["q"]:
        kind = draw(st.sampled_from(KINDS))
        closed = kind in CLOSED
        options = draw(st.lists(ids, min_size=2, max_size=4, unique=True)) if closed else []
        items = draw(st.lists(ids, min_size=1, max_size=3, unique=True)) if kind == "matrix" else []
        before = [q for q in questions if q.type == "select_one"]
        relevant = ""
        if before and draw(st.booleans()):
            asked = draw(st.sampled_from(before))
            relevant = f"${{{asked.id}}} = '{draw(st.sampled_from(asked.options)).id}'"
        an_open = kind.startswith("select") and draw(st.booleans())
        limited = kind in ("integer", "decimal", "date", "text") and draw(st.booleans())
        fields = draw(st.lists(ids, min_size=1, max_size=2, unique=True)) if kind == "cards" else []
        questions.append(
            Question(
                name,
                kind,
                draw(wordings),
                options=tuple(
                    Option(
                        o,
                        draw(wordings),
                        open=an_open and number == 0,
                        tags=draw(st.dictionaries(ids, some_text, max_size=1)),
                    )
                    for number, o in enumerate(options)
                ),
                items=tuple(Item(i, draw(wordings)) for i in items),
                relevant=relevant,
                constraint=". != 'no'" if limited else "",
                constraint_message=draw(wordings) if limited else Wording(),
                calculation="1 + 1" if kind == "calculate" else "",
                fields=tuple(Question(f, "text", draw(wordings)) for f in fields),
            )
        )
    return Questionnaire(draw(some_text), tuple(questions))


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    options = st.sampled_from([o.id for o in question.options] or [""])
    match question.type:
        case "select_one":
            given: st.SearchStrategy[Answer] = options
        case "select_multiple":
            given = st.frozensets(options)
        case "matrix":
            cell = st.one_of(options, st.just(Missing.NOT_ANSWERED))
            given = st.fixed_dictionaries({i.id: cell for i in question.items}).filter(
                lambda row: any(isinstance(c, str) for c in row.values())
            )
        case "integer":
            given = st.integers(-(10**17), 10**17).map(str)
        case "decimal":
            given = st.decimals(-1000, 1000, places=3, allow_nan=False).map("{:f}".format)
        case "date":
            given = days.map(str)
        case "ranking":
            orders = st.lists(options, min_size=1, unique=True)
            given = orders.map(lambda order: {o: str(n) for n, o in enumerate(order, 1)})
        case "cards":
            card = st.dictionaries(
                st.sampled_from([f.id for f in question.fields]), some_text, min_size=1
            )
            given = st.lists(card, min_size=1, max_size=question.most).map(tuple)
        case "consent":
            given = st.just("yes")
        case _:
            given = some_text
    return st.one_of(given, st.just(Missing.NOT_ANSWERED))


@st.composite
def open_surveys(draw: st.DrawFn) -> ThemePackage:
    """An open survey: any questions, and answers that keep to the path they give."""
    questionnaire = draw(questionnaires())
    rows = []
    for number in range(draw(st.integers(2, 4))):
        answers: dict[str, Answer] = {}
        written: dict[str, str] = {}
        for question in questionnaire:
            if question.type == "note":
                continue
            if question.id not in shown(questionnaire, answers):
                answers[question.id] = Missing.NOT_SHOWN
                continue
            answer = answers[question.id] = draw(answers_to(question))
            first = question.options[0] if question.options else None
            if first and first.open and isinstance(answer, str | frozenset):
                chosen = first.id in answer if isinstance(answer, frozenset) else first.id == answer
                if chosen and (text := draw(any_text)):
                    written[f"{question.id}.{first.id}.text"] = text
        submitted = draw(st.one_of(st.none(), days))
        rows.append(Response(f"r{number}", "", "complete", submitted, answers, written))
    theme = Theme(
        format="samklang-theme-1",
        id="t",
        title=Wording("T", "T"),
        network=SMALL.theme.network,
        languages=("sv", "en"),
        design=DesignChoice("open"),
        challenges=SMALL.theme.challenges,
    )
    responses = Responses(tuple(rows))
    return replace(
        SMALL,
        theme=theme,
        questionnaire=questionnaire,
        register=None,
        responses=responses,
        codings=(),
    )


@settings(max_examples=100, deadline=None)
@given(package=open_surveys())
def test_any_questions_and_answers(package: ThemePackage) -> None:
    assert written_and_read(package) == package


@settings(max_examples=100, deadline=None)
@given(
    names=st.lists(any_text, min_size=26, max_size=26),
    size=some_text.map(str.strip).filter(bool),
    invited=st.booleans(),
)
def test_any_register(names: list[str], size: str, invited: bool) -> None:
    assert SMALL.register is not None
    members = tuple(
        Member(m.id, name, m.municipality, {**m.groups, "size": size}, m.invited)
        for m, name in zip(SMALL.register.members, names, strict=True)
    )
    # The last six have not answered: whether they were invited is free.
    members = (*members[:25], replace(members[25], invited=invited))
    package = replace(SMALL, register=Register(members, ("county", "size")))
    assert written_and_read(package) == package


@settings(max_examples=100, deadline=None)
@given(before=any_text, span=some_text, after=any_text, coder=any_text, released=st.booleans())
def test_any_coding(before: str, span: str, after: str, coder: str, released: bool) -> None:
    """Spans count code points, so letters outside the first plane must not move them."""
    answer = before + span + after
    row = SMALL.responses.rows[0]
    row = replace(row, answers={**row.answers, "q5": answer})
    start = len(before)
    coding = Coding(
        id="c1",
        response=row.id,
        question="q5",
        start=start,
        end=start + len(span),
        text=span,
        code="economy",
        valence="hinders",
        coder=coder,
        time=datetime.datetime(2026, 11, 1, 12, 30, tzinfo=datetime.UTC),
        released_by="Red" if released else "",
        released_on=datetime.date(2026, 11, 2) if released else None,
    )
    package = replace(
        SMALL, responses=Responses((row, *SMALL.responses.rows[1:])), codings=(coding,)
    )
    assert written_and_read(package) == package
