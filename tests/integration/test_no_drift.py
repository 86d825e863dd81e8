"""No drift: whatever is edited in a package, every form shows what the answers now say, and only
what draws on the edited answer has changed.
"""

from collections.abc import Iterator, Mapping

import pytest

from samklang.core.language.wording import Language
from tests.drift.changes import drifted
from tests.drift.checking import wrong
from tests.drift.edits import EDITS
from tests.drift.form import Form
from tests.drift.survey import survey
from tests.drift.trial import Build, build, tried

Base = Mapping[Language, Build]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """The survey unedited; what is rendered is kept between the builds as it is for a user."""
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("kept")))
    languages: tuple[Language, ...] = ("sv", "en")
    yield {language: build(survey(), [language])[language] for language in languages}
    patch.undo()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_survey_is_shown_as_it_was_answered(base: Base, language: Language) -> None:
    assert list(wrong(*base[language])) == []


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_shows_where_it_should_and_nowhere_else(base: Base, kind: str) -> None:
    number = list(EDITS).index(kind)
    language: Language = "en" if number % 2 else "sv"
    outcome = tried({language: base[language]}, kind, seed=number)
    assert outcome.faults == ()
    assert outcome.changed or outcome.stopped


def test_the_same_survey_gives_the_same_texts(base: Base) -> None:
    again = build(survey(), ["sv"])["sv"]
    assert list(drifted(base["sv"], again)) == []


PLACES = [
    ("pages", "part-alfa"),
    ("report.html", "part-beta"),
    ("report.pdf", "part-eta"),
    ("deck.pdf", "part-alfa"),
    ("deck.pptx", "part-alfa"),
    ("report.docx", "part-delta"),
    ("share", "part-alfa"),
    ("data", "part-gamma"),
]


@pytest.mark.parametrize(("name", "part"), PLACES)
def test_a_text_that_drifts_is_found(base: Base, name: str, part: str) -> None:
    """The check itself: one text of one form, changed by hand, does not pass."""
    truth, forms = base["sv"]
    texts = forms[name].texts
    changed = {**texts, part: [*texts[part][:-1], f"{texts[part][-1]}1"]}
    after = {**forms, name: Form(changed)}
    assert [f for f in drifted((truth, forms), (truth, after)) if f.startswith(name)]


@pytest.fixture(scope="module")
def lowered(base: Base) -> Build:
    """Nine answers fewer of one kind."""
    made = survey()
    for row in made.responses[:9]:
        row["alfa"], row["eta"] = "nay", "!not-shown"
    now = build(made, ["sv"])["sv"]
    assert list(wrong(*now)) == []
    return now


@pytest.mark.parametrize("name", ["pages", "report.pdf", "deck.pptx", "report.docx", "deck.pdf"])
def test_a_number_that_lags_behind_is_found(base: Base, lowered: Build, name: str) -> None:
    """The check itself: the survey edited and one form of the build before do not go together."""
    truth, forms = lowered
    found = list(wrong(truth, {**forms, name: base["sv"][1][name]}))
    assert [fault for fault in found if fault.startswith(f"{name}: alfashare")]
    assert [fault for fault in found if fault.startswith(f"alfa aye : {name}")]
