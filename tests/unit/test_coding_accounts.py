"""Every voice accounted for: states of answers, what counts in figures, and sums that hold."""

from hypothesis import given
from hypothesis import strategies as st

from samklang.analysis.coding import counts_codes, writers, written_by
from samklang.core.coding.accounting import account
from samklang.core.coding.codebook import Code, Codebook, Family
from samklang.core.coding.codings import Coding
from samklang.core.coding.factors import factor_responses, with_family_questions
from samklang.core.coding.states import AnswerState
from samklang.core.disclosure.accounts import release_accounts
from samklang.core.disclosure.released import ReleasedCell, ReleasedRow, ReleasedTable, Series
from samklang.core.language.wording import Wording
from samklang.core.survey.open_answers import open_answer
from samklang.core.survey.open_questions import open_questions
from samklang.core.survey.questionnaire import Option, Question, Questionnaire
from samklang.core.survey.responses import Missing, Response, Responses

WORDS = Wording("Vad?", "What?")
QUESTIONS = Questionnaire(
    "1",
    (
        Question("q5", "text", WORDS),
        Question(
            "q6",
            "select_one",
            WORDS,
            options=(Option("other", Wording("Annat", "Other"), open=True),),
        ),
        Question("q8", "cards", WORDS, fields=(Question("what", "text", WORDS),), most=2),
    ),
)
PLACES = {place.address: place for place in open_questions(QUESTIONS)}
STATES = ("coded", "no-code", "undecided", "withheld", "")


def response(number: int, text: str | Missing, status: str = "complete") -> Response:
    return Response(f"r{number}", f"m{number}", status, answers={"q5": text})  # type: ignore[arg-type]


def coding(number: int, code: str = "economy", valence: str = "hinders") -> Coding:
    return Coding(f"c{number}{code}", f"r{number}", "q5", 0, 1, "x", code, valence)  # type: ignore[arg-type]


def state(number: int, name: str) -> AnswerState:
    return AnswerState(f"r{number}", "q5", name)  # type: ignore[arg-type]


def test_texts_beside_options_and_on_cards_are_open_answers_too() -> None:
    assert list(PLACES) == ["q5", "q6.other.text", "q8.1.what", "q8.2.what"]
    one = Response(
        "r1",
        "m1",
        "complete",
        answers={"q6": "other", "q8": ({"what": "Ett café"},)},
        open_texts={"q6.other.text": "Kyrkan"},
    )
    assert [open_answer(one, place) for place in PLACES.values()] == ["", "Kyrkan", "Ett café", ""]


def test_an_answer_counts_in_figures_once_it_is_settled() -> None:
    rows = Responses(tuple(response(n, "Pengar") for n in range(1, 6)))
    states = [state(1, "coded"), state(2, "no-code"), state(3, "undecided"), state(4, "withheld")]
    counted = factor_responses(rows, [coding(1)], states, places=[PLACES["q5"]])
    assert [row.answers["factors:hinders"] for row in counted] == [
        frozenset({"economy"}),
        frozenset(),
        Missing.NOT_ANSWERED,
        Missing.NOT_ANSWERED,
        Missing.NOT_ANSWERED,  # unread
    ]


def test_without_any_states_every_answer_has_been_read() -> None:
    rows = Responses((response(1, "Pengar"), response(2, "Tid"), response(3, Missing.NOT_ANSWERED)))
    counted = factor_responses(rows, [coding(1)], places=[PLACES["q5"]])
    assert [row.answers["factors:hinders"] for row in counted] == [
        frozenset({"economy"}),
        frozenset(),
        Missing.NOT_ANSWERED,
    ]


def test_an_account_of_what_was_coded_by_hand_does_not_tell_how_many_carry_a_code() -> None:
    """Ten of twelve carry the only code; "2 are unread" beside a withheld figure would say so."""
    rows = Responses(tuple(response(n, "Pengar") for n in range(12)))
    made = account(
        PLACES["q5"],
        responses=rows,
        codings=[coding(n) for n in range(10)],
        states=[],
        invited=12,
        partial=False,
    )
    cell = ReleasedCell("protected")
    row = ReleasedRow("economy", "", 12, (cell,))
    table = ReleasedTable("factors", (Series("hinders", ""),), (row,), 5)
    (shown,) = release_accounts([made], [table], threshold=5, gates={})
    assert shown.parts == (("read", 12),)


def test_no_account_stands_beside_a_figure_of_codes_that_withholds_its_base() -> None:
    """How many wrote and have been read is that base."""
    rows = Responses(tuple(response(n, "Pengar") for n in range(9)))
    made = account(
        PLACES["q5"],
        responses=rows,
        codings=[coding(n) for n in range(9)],
        states=[],
        invited=11,
        partial=False,
    )

    def table(name: str, base: int | None) -> ReleasedTable:
        row = ReleasedRow("economy", "", base, (ReleasedCell("protected"),))
        return ReleasedTable(name, (Series("hinders", ""),), (row,), 5)

    # Of a group it tells nothing.
    printed = [table("factors", 9), table("factors|county", None)]
    assert len(release_accounts([made], printed, threshold=5, gates={})) == 1
    withheld = [table("factors", None), table("factors|county", None)]
    assert release_accounts([made], withheld, threshold=5, gates={}) == ()


def test_a_family_without_valence_becomes_a_question() -> None:
    family = Family("challenges", Wording("Utmaningar", "Challenges"), valence=False)
    codes = (
        Code("rural", WORDS, WORDS, family="challenges"),
        Code("health", WORDS, WORDS, family="challenges"),
    )
    rows = Responses((response(1, "Byn"), response(2, "Hälsa"), response(3, Missing.NOT_ANSWERED)))
    counted = with_family_questions(
        QUESTIONS, rows, Codebook(codes, (family,)), [coding(1, "rural", "")]
    )
    assert [o.id for o in counted.questionnaire.by_id["codes-challenges"].options] == [
        "rural",
        "health",
    ]
    assert [row.answers["codes-challenges"] for row in counted.responses] == [
        frozenset({"rural"}),
        frozenset(),
        Missing.NOT_ANSWERED,
    ]
    assert counts_codes("codes-challenges")
    assert counts_codes("q1|codes-challenges")
    assert counts_codes("factors")
    assert not counts_codes("q1|county")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["complete", "partial", "declined"]),
            st.sampled_from(["Ett svar", Missing.NOT_ANSWERED, Missing.NOT_SHOWN]),
            st.sampled_from(STATES),
            st.booleans(),
        ),
        max_size=40,
    ),
    st.integers(0, 5),
    st.booleans(),
)
def test_the_account_adds_up(
    drawn: list[tuple[str, str | Missing, str, bool]], silent: int, partial: bool
) -> None:
    rows, states, codings = [], [], []
    for number, (status, text, name, coded) in enumerate(drawn):
        rows.append(
            response(number, text if status != "declined" else Missing.NOT_ANSWERED, status)
        )
        if isinstance(text, str) and status != "declined":
            if name:
                states.append(state(number, name))
            if coded and name in ("", "coded"):
                codings.append(coding(number))
    made = account(
        PLACES["q5"],
        responses=Responses(tuple(rows)),
        codings=codings,
        states=states,
        invited=len(drawn) + silent,
        partial=partial,
    )
    parts = (made.unread, made.undecided, made.no_code, made.coded, made.withheld)
    assert made.unanswered + sum(parts) == len(drawn) + silent
    assert made.answered == sum(parts)
    assert made.open_ends == made.unread + made.undecided
    counts = {"partial", "complete"} if partial else {"complete"}
    wrote = [d for d in drawn if d[0] in counts and isinstance(d[1], str)]
    assert made.answered == len(wrote)
    assert made.withheld == sum(1 for d in wrote if d[2] == "withheld")
    for few in (True, False):
        cell = ReleasedCell("few") if few else ReleasedCell("shown", 9, 50, 40, 60)
        row = ReleasedRow("economy", "", 18, (cell,))
        table = ReleasedTable("factors", (Series("hinders", ""),), (row,), 5)
        for one in release_accounts([made], [table], threshold=5, gates={}):
            assert sum(count for _, count in one.parts) == one.invited
            names = {name for name, _ in one.parts}
            # Beside a withheld cell nobody is told how many answers carry a code.
            assert not (few and names & {"coded", "no_code", "undecided"})
            told_apart = [c for name, c in one.parts if name in ("coded", "no_code", "undecided")]
            assert all(count >= 5 for count in told_apart)


GATED = Questionnaire(
    "1",
    (
        *QUESTIONS.questions,
        Question(
            "q9",
            "select_multiple",
            WORDS,
            options=(Option("a", WORDS), Option("b", WORDS, open=True)),
            relevant="${q6} = 'other'",
        ),
        Question("q11", "ranking", WORDS, options=(Option("a", WORDS, open=True),)),
        Question("q10", "text", WORDS, relevant="${later}"),
        Question("later", "calculate", WORDS, calculation="selected(${q9}, 'a')"),
    ),
)
GATED_PLACES = {place.address: place for place in open_questions(GATED)}


def test_who_may_write_is_told_by_the_answers_that_lead_there() -> None:
    gates = {name: writers(place, GATED) for name, place in GATED_PLACES.items()}
    assert gates["q5"] == frozenset()
    assert gates["q6.other.text"] == {"q6"}
    assert gates["q9.b.text"] == {"q9", "q6"}
    assert gates["q10"] == {"later", "q9", "q6"}
    places = GATED_PLACES
    assert written_by([places["q6.other.text"]], GATED) == ((("q6", "other"),),)
    # What is not put first has a text all the same.
    assert written_by([places["q11.a.text"]], GATED) == ()
    assert written_by([places["q9.b.text"]], GATED) == ((("q9.b", "1"),),)
    # Beside a question that everybody may answer nothing is known of who did.
    assert written_by([places["q9.b.text"], places["q5"]], GATED) == ()


def test_an_account_stands_beside_no_withheld_answer_that_leads_to_it() -> None:
    """Seven wrote what "other" was, so that seven at least chose it: what a table withholds."""
    rows = Responses(
        tuple(
            Response(
                f"r{n}",
                f"m{n}",
                "complete",
                answers={"q6": "other"},
                open_texts={"q6.other.text": "Kyrkan"},
            )
            for n in range(7)
        )
    )
    made = account(
        PLACES["q6.other.text"], responses=rows, codings=[], states=[], invited=20, partial=False
    )
    for status, told in (("shown", 1), ("protected", 0)):
        cell = ReleasedCell(status)  # type: ignore[arg-type]
        row = ReleasedRow("other", "", 18, (cell,))
        gates = {"q6.other.text": [ReleasedTable("q6", (Series("share", ""),), (row,), 5)]}
        assert len(release_accounts([made], [], threshold=5, gates=gates)) == told
