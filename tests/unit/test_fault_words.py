"""Faults in the reader's language: every sentence said of a theme has its words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import samklang
from samklang.core.faults import Fault
from samklang.core.language.fault_words import LONGEST, PARTS, fault_words, said
from samklang.core.language.phrases import catalogue
from samklang.exchange.limesurvey.questions import NOT_CARRIED

SOURCE = Path(samklang.__file__).parent
# What reads, lints, counts, releases and builds a theme. The rest is said at a terminal, to whoever
# runs a large survey or verifies a build.
MODULES = sorted(
    path
    for place in (
        "core/report/*.py",
        "exchange/reference_text.py",
        "core/figures/*.py",
        "core/manuscript/*.py",
        "core/document/*.py",
        "core/evidence/*.py",
        "core/disclosure/*.py",
        "core/estimate/*.py",
        "core/survey/parsing.py",
        "core/survey/functions.py",
        "package/**/*.py",
        "analysis/*.py",
        "publication/*.py",
        "exchange/limesurvey/*.py",
        "exchange/refiqda/*.py",
        "exchange/formats.py",
        "web/queries/ledger.py",
        "exchange/answers/c*.py",
    )
    for path in SOURCE.glob(place)
    if path.name not in ("large.py", "verify.py")
)
# What ends as a sentence and is none: a pattern, a part of an address.
NO_FAULTS = {"core/evidence/unbound.py", "package/schema.py"}
# Put together of parts in the code, so tried by an example below.
PUT_TOGETHER = {
    "content_needs",
    "at_character",
    "earlier_editions_disagree",
    "tables_disagree",
    "two_are_needed",
}
FIELD = re.compile(r"(?<!\{)\{\w*\}(?!\})")


def shape(sentence: str) -> str:
    """A sentence without the names of what varies."""
    return FIELD.sub("{}", sentence)


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """The sentences in a module's code, with lines; what varies as {}. No docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            skipped.add(body[0].value)
        if isinstance(node, ast.JoinedStr):
            skipped |= set(ast.walk(node)) - {node}
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            # "{}" is filled in by format; other braces are a manuscript's own.
            text = re.sub(r"\{(?!\})|(?<!\{)\}", lambda brace: brace[0] * 2, node.value)
        elif isinstance(node, ast.JoinedStr):
            parts = [p.value if isinstance(p, ast.Constant) else None for p in node.values]
            text = "".join(
                "{}" if p is None else str(p).replace("{", "{{").replace("}", "}}") for p in parts
            )
        else:
            continue
        words = text.strip().replace("{}", "")
        if text.rstrip().endswith((".", "?")) and " " in words and re.search("[a-z]{2}", words):
            yield node.lineno, text


def told() -> dict[str, str]:
    """The names of the English phrases by their shape."""
    return {
        shape(text): f"{part}.{name}"
        for part in PARTS
        for name, text in catalogue("en", part).items()
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_every_sentence_has_its_words(path: Path) -> None:
    if path.relative_to(SOURCE).as_posix() in NO_FAULTS:
        pytest.skip("no faults")
    known = told()
    missing = [
        f"line {line}: {text}"
        for line, text in sentences(path)
        # A fault of an expression begins with what stands there.
        if text not in known and f"{{}} {text}" not in known
    ]
    assert not missing, f"add to core/language/phrases/*/faults.toml: {missing}"


def test_no_words_are_left_of_sentences_that_are_gone() -> None:
    found = {text for path in MODULES for _, text in sentences(path)}
    found |= {f"{{}} {text}" for text in found}
    for part in set(PARTS) - {"flaws"}:
        for name, text in catalogue("en", part).items():
            if not name.startswith("part_") and name not in PUT_TOGETHER:
                assert shape(text) in found, f"{part}.{name}"


def test_every_reason_of_an_untranslated_condition_has_its_words() -> None:
    """A condition that LimeSurvey has and we do not: why is a part of a sentence."""
    parts = {
        shape(text)
        for name, text in catalogue("en", "import_words").items()
        if name.startswith("part_untranslated_")
    }
    found = set()
    for node in ast.walk(ast.parse((SOURCE / "exchange/limesurvey/relevance.py").read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Untranslatable":
            (given,) = node.args
            pieces = given.values if isinstance(given, ast.JoinedStr) else [given]
            found.add(
                "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in pieces)
            )
    assert found == parts


def test_every_thing_a_question_loses_has_its_words() -> None:
    for name, what in NOT_CARRIED.items():
        told = said(f"it {what} ({name}).", "sv")
        assert told.language == "sv", what


def filled(part: str, name: str) -> tuple[str, dict[str, str]]:
    """An English sentence with something put in, and what."""
    text = catalogue("en", part)[name]
    values: dict[str, str] = {}
    for field in re.findall(r"(?<!\{)\{(\w+)\}(?!\})", text):
        about = field.removesuffix("_words")
        parts = [n for n in catalogue("en", "faults") if n.startswith(f"part_{about}_")]
        known = filled("faults", parts[0])[0] if parts else "there are no examples."
        values[field] = known if field.endswith("_words") else f"v{len(values)}"
    return text.format(**values), values


@pytest.mark.parametrize("part", PARTS)
def test_every_sentence_is_known_again(part: str) -> None:
    for name in catalogue("en", part):
        if not name.startswith("part_"):
            english, values = filled(part, name)
            told = said(english, "sv")
            assert told.language == "sv", english
            assert told.text.startswith(catalogue("sv", part)[name].partition("{")[0]), english
            for field, value in values.items():
                assert value in told.text or field.endswith("_words"), english


SWEDISH = [
    ("there is no role 'andel'.", "Det finns ingen roll som heter ”andel”."),
    ("Did you mean 'share'?", "Menade du ”share”?"),
    ("Known: none.", "De som finns: inga."),
    ("Known: q1, q2.", "De som finns: q1, q2."),
    (
        "'62 %' is typed by hand.",
        "”62 %” är skrivet för hand.",
    ),
    (
        "Put the number in with a role, or write {fixed}`number: reference`.",
        "Hämta talet ur svaren med en roll, eller skriv {fixed}`tal: referens`.",
    ),
    (
        "'de flesta' claims more than 50 %, but the share is 62 % and its interval 45–76 %.",
        "”de flesta” påstår mer än 50 %, men andelen är 62 % och intervallet 45–76 %.",
    ),
    (
        "'fler' compares 62 % with 58 %, but the difference is -12 to 20 percentage points.",
        "”fler” jämför 62 % med 58 %, men skillnaden är -12 till 20 procentenheter.",
    ),
    (
        "'fler' needs two answers, the first against the second.",
        "”fler” behöver två svar, det första mot det andra.",
    ),
    (
        "'cost / hours': a mean is of one.",
        "”cost / hours”: mean gäller ett enda tal.",
    ),
    (
        "the sections are a, b, but manuscript.md has none.",
        "Avsnitten är a, b, men manuscript.md har inga.",
    ),
    ("a block quote has no place in a report.", "Ett citatblock kan inte stå i en rapport."),
    ("'9999' is no municipality's code.", "”9999” är ingen kommunkod."),
    ("a list is expected, not fields.", "Här ska stå en lista, inte fält."),
    (
        "1 of 12 members in the stratum 24, idrott have answered.",
        "1 av 12 medlemmar i stratumet 24, idrott har svarat.",
    ),
    (
        "Two are needed: merge it with another in design.collapse, "
        "or take a column from design.strata.",
        "Det behövs två: slå ihop det med ett annat i design.collapse, "
        "eller ta bort en kolumn ur design.strata.",
    ),
    (
        "'q1' is not as '2022' asked it (wording, options): "
        "the answers cannot be compared as they are.",
        "”q1” är inte ställd på samma sätt som i ”2022” (ordalydelsen, svaren). "
        "Svaren kan inte jämföras rakt av.",
    ),
    (
        "the tables do not agree with each other (No counts agree with what is printed.)",
        "Tabellerna stämmer inte med varandra (Inga antal stämmer med det som visas.)",
    ),
    (
        "what earlier editions printed does not agree with this one "
        "(No counts agree with what is printed.)",
        "Det som tidigare utgåvor redovisade stämmer inte med den här "
        "(Inga antal stämmer med det som visas.)",
    ),
    (
        "at character 4: 'x' stands where a value should be.",
        "Vid tecken 4: 'x' står där ett värde ska stå.",
    ),
    (
        "at character 9: the end stands where ')' should be.",
        "Vid tecken 9: Slutet står där ”)” ska stå.",
    ),
    ("Two options have the same name. (yes)", "Två svarsalternativ har samma namn. (yes)"),
]


@pytest.mark.parametrize(("english", "swedish"), SWEDISH)
def test_a_sentence_is_said_in_swedish(english: str, swedish: str) -> None:
    assert said(english, "sv").text == swedish
    assert said(english, "sv").language == "sv"
    assert said(english, "en") == said(english, "en").__class__(english, "en")


def test_what_is_put_in_is_never_a_pattern() -> None:
    told = said("there is no role '{name} {0} .* \\1 there is no card 'x''.", "sv")
    assert told.text == "Det finns ingen roll som heter ”{name} {0} .* \\1 there is no card 'x'”."


def test_words_that_are_not_known_stay_as_they_are() -> None:
    for words in ("something else is wrong.", "'x' is what nobody knows.", "x" * (LONGEST + 1)):
        assert said(words, "sv").text == words
        assert said(words, "sv").language == "en"
    assert said("", "sv").language == "sv"


def test_a_fault_keeps_its_place() -> None:
    told = fault_words(Fault("manuscript.md", 7, "", "there are no examples.", ""), "sv")
    assert (told.file, told.line, told.column) == ("manuscript.md", 7, "")
    assert told.what.text == "Det finns inga exempel."
