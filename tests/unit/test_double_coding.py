"""Double coding in a package: read and written, counted, and printed in the method box."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samklang.analysis.analysis import analyse
from samklang.core.coding.codings import Coding
from samklang.core.coding.double_coding import agreement_on, differ, unsettled
from samklang.core.coding.readings import Mark, Reading, Sample, Talk
from samklang.core.disclosure.coding import release_coding
from samklang.core.faults import FaultyInput
from samklang.core.figures.coding_words import coding_facts
from samklang.package.covering import cover
from samklang.package.read import read_from
from samklang.package.theme_package import ThemePackage
from samklang.package.write import texts
from tests.small_package import files

SMALL = read_from({name: text.encode() for name, text in files().items()})
[OPEN] = {coding.question for coding in SMALL.codings}
CODE = SMALL.codings[0].code
ANSWERED = [r.id for r in SMALL.responses if isinstance(r.answers.get(OPEN), str)]
TIME = datetime.datetime(2026, 10, 20, 9, 30)


def reading(response: str, part: str, *codes: str, state: str = "", memo: str = "") -> Reading:
    """A reading of an answer; codes as CODE:valence, on its first character."""
    marks = tuple(
        Mark(code.partition(":")[0], code.partition(":")[2], 0, 1)  # type: ignore[arg-type]
        for code in codes
    )
    kept = state or ("coded" if codes else "no-code")
    return Reading(response, OPEN, part, f"K-{part}", kept, marks, TIME, memo)  # type: ignore[arg-type]


def both(response: str, one: str, other: str) -> list[Reading]:
    """Two readings; "" is no code, "?" that it could not be decided."""
    return [
        reading(response, part, *([code] if code not in ("", "?") else []),
                state="undecided" if code == "?" else "")
        for part, code in (("first", one), ("second", other))
    ]  # fmt: skip


def with_double_coding(*pairs: tuple[str, str], drawn_from: int = 30) -> ThemePackage:
    """The small package with so many answers coded by two."""
    readings = [r for id_, pair in zip(ANSWERED, pairs, strict=False) for r in both(id_, *pair)]
    sample = Sample(OPEN, 7, len(pairs), drawn_from, TIME.date())
    return replace(SMALL, samples=(sample,), readings=tuple(readings))


ALIKE = (f"{CODE}:enables", f"{CODE}:enables")
TURNED = (f"{CODE}:enables", f"{CODE}:hinders")
NOTHING = ("", "")


def facts(package: ThemePackage, language: str = "sv") -> str:
    [fact] = coding_facts(analyse(package), language)  # type: ignore[arg-type]
    return fact.value


def test_two_differ_by_code_valence_or_state() -> None:
    one, same = both("r", *ALIKE)
    assert not differ(one, same)
    assert differ(*both("r", *TURNED))
    assert differ(*both("r", "", "?"))
    # The words that a code stands on are no difference.
    assert not differ(one, replace(same, marks=(replace(same.marks[0], end=9),)))


def test_a_code_counts_with_its_valence_over_answers_and_without_it_by_itself() -> None:
    readings = [r for n in range(6) for r in both(f"r{n}", *(TURNED if n < 2 else ALIKE))]
    found = agreement_on([*readings, *both("r7", *NOTHING)], OPEN, [CODE])
    assert (found.answers, found.alike) == (7, 5)
    [code] = found.codes
    assert (code.both, code.only_one, code.neither) == (6, 0, 1)
    assert code.alpha.value == 1
    assert found.alpha.value is not None
    assert found.alpha.value < 1
    # Who could not decide has said nothing.
    undecided = agreement_on(both("r", ALIKE[0], "?"), OPEN, [CODE])
    assert undecided.answers == 0


def test_what_is_settled_is_not_left() -> None:
    readings = [*both("a", *TURNED), *both("b", *ALIKE), *both("c", "", "?")]
    assert unsettled(readings) == 2
    assert unsettled([*readings, reading("a", "settled", TURNED[1])]) == 1


marks = st.builds(
    Mark,
    st.sampled_from([CODE, "gone"]),
    st.sampled_from(["enables", "hinders", ""]),
    st.just(0),
    st.integers(1, 3),
)


@settings(max_examples=40, deadline=None)
@given(
    given_marks=st.lists(st.tuples(*[st.lists(marks, max_size=3)] * 2), min_size=1, max_size=5),
    memo=st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30),
)
def test_what_is_written_is_read_back(
    given_marks: list[tuple[list[Mark], list[Mark]]], memo: str
) -> None:
    readings = [
        Reading(id_, OPEN, part, "K1", "coded" if own else "no-code", tuple(own), TIME, memo)  # type: ignore[arg-type]
        for id_, pair in zip(ANSWERED, given_marks, strict=False)
        for part, own in zip(("first", "second"), pair, strict=True)
    ]
    package = replace(
        SMALL,
        samples=(Sample(OPEN, 4_294_967_295, 3, 9), Sample(OPEN, 0, 1, 1, TIME.date())),
        readings=tuple(readings),
        talks=(Talk(TIME, "K1", "", f"x{memo}"), Talk(None, "", OPEN, "y")),
        codebook=replace(SMALL.codebook, approach="reflexive"),
    )
    again = read_from({name: text.encode() for name, text in texts(package).items()})
    assert replace(again, hash="") == replace(package, hash="")


@pytest.mark.parametrize(
    ("file", "old", "new", "column"),
    [
        ("double_codings.csv", "second", "third", "part"),
        ("double_codings.csv", ":enables:0-1", ":better:0-1", "marks"),
        ("double_codings.csv", ":0-1", ":1-1", "marks"),
        ("double_codings.csv", ":0-1", ":0-99999", "marks"),
        ("double_codings.csv", "coded", "no-code", "state"),
        ("double_codings.csv", "coded", "read", "state"),
        ("double_codings.csv", f"{ANSWERED[0]},", "nobody,", "response"),
        ("double_codings.csv", f",{OPEN},", ",q1,", "question"),
        ("double_codings.csv", ",first,", ",settled,", "part"),
        ("coding_samples.csv", ",7,", ",-7,", "seed"),
        ("coding_samples.csv", ",30,", ",0,", "drawn"),
        ("coding_samples.csv", f"{OPEN},", "q1,", "question"),
    ],
)
def test_what_does_not_hold_is_refused(file: str, old: str, new: str, column: str) -> None:
    written = dict(texts(with_double_coding(ALIKE, TURNED)))
    assert old in written[file]
    written[file] = written[file].replace(old, new)
    with pytest.raises(FaultyInput) as refused:
        read_from({name: text.encode() for name, text in written.items()})
    assert {(f.file, f.column) for f in refused.value.faults} >= {(file, column)}


def test_the_method_box_says_alpha_and_that_differences_are_left() -> None:
    package = with_double_coding(*[ALIKE] * 5, TURNED, *[NOTHING] * 6)
    text = facts(package)
    assert "12 av 30 svar, dragna slumpmässigt" in text
    alpha = agreement_on(package.readings, OPEN, ()).alpha.words("sv")
    assert f"Krippendorffs alfa är {alpha}." in text
    assert "inte avgjorda" in text
    settled = reading(ANSWERED[5], "settled", TURNED[0])
    assert "är avgjorda" in facts(replace(package, readings=(*package.readings, settled)))
    assert "Krippendorff’s alpha is" in facts(package, "en")


def test_a_small_sample_and_what_all_said_are_not_told() -> None:
    few = facts(with_double_coding(*[ALIKE] * 4))
    assert "färre än 5" in few
    assert "alfa" not in few
    same = facts(with_double_coding(*[ALIKE] * 8))
    assert "Krippendorffs alfa går inte att räkna." in same
    assert "samma koder" not in same


def test_a_reflexive_coding_has_no_score() -> None:
    package = with_double_coding(*[ALIKE] * 5, *[NOTHING] * 5)
    package = replace(
        package,
        codebook=replace(package.codebook, approach="reflexive"),
        talks=(Talk(TIME, "K1", "", "x"), Talk(TIME, "K1", "", "y")),
    )
    text = facts(package)
    assert "alfa" not in text
    assert "2 samtal är nedtecknade" in text


def test_who_made_the_codings_is_told_in_whole_per_cent_unless_few() -> None:
    def origins(**counts: int) -> object:
        made = [
            Coding(f"{origin}{n}", "r", OPEN, 0, 1, "x", CODE, origin=origin)  # type: ignore[arg-type]
            for origin, count in counts.items()
            for n in range(count)
        ]
        released = release_coding(SMALL.codebook, made, (), (), (), threshold=5)
        return released and released.origins

    assert origins(person=9) == ()
    assert origins(person=25, suggestion=5) == (("person", 83), ("suggestion", 17))
    assert origins(person=25, suggestion=4) == (("person", None), ("suggestion", None))
    assert origins() is None


def test_what_is_erased_is_covered_in_every_memo() -> None:
    memo = "qqmemo"
    package = with_double_coding(ALIKE)
    package = replace(
        package,
        readings=tuple(replace(r, memo=memo) for r in package.readings),
        codings=tuple(replace(c, memo=memo, quote=memo, attribution=memo) for c in SMALL.codings),
        talks=(Talk(TIME, "K1", OPEN, memo),),
    )
    written = {name: text.encode() for name, text in texts(package).items()}
    assert sum(memo.encode() in content for content in written.values()) == 3
    covered = cover(written, None)
    assert [name for name, content in covered.items() if memo.encode() in content] == []
