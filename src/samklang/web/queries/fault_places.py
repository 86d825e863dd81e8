"""Where what a file of a theme package holds is put right: staff know pages, not files."""

from dataclasses import dataclass

from samklang.web.queries.manuscript import language_of

# By file: the words for it, and the name of the page's address.
_PAGES = {
    "theme.yaml": ("themes.page_choices", "theme_choices"),
    "questionnaire.yaml": ("themes.page_questionnaire", "theme_questionnaire"),
    "register.csv": ("themes.page_frame", "theme_frame"),
    "responses.csv": ("themes.page_following", "theme_following"),
    "codebook.yaml": ("coding.codebook", "theme_codebook"),
    "codings.csv": ("themes.page_coding", "theme_coding"),
    "coding_states.csv": ("themes.page_coding", "theme_coding"),
    "findings.yaml": ("findings.findings", "theme_findings"),
    "knowledge.yaml": ("sources.page", "theme_sources"),
    "references.json": ("sources.page", "theme_sources"),
    "contacts.yaml": ("sources.page", "theme_sources"),
}


@dataclass(frozen=True)
class FaultPlace:
    """words: a phrase for it. page: the name of its address. path: of a text, which has lines."""

    words: str
    page: str
    path: str = ""


def fault_place(file: str) -> FaultPlace | None:
    """The page where a fault of a file is put right; None where it has none of its own."""
    if language_of(file):
        return FaultPlace("manuscript.manuscript_in", "theme_text", file)
    if file.startswith("examples/"):
        return FaultPlace("themes.page_examples", "theme_examples")
    return FaultPlace(*_PAGES[file]) if file in _PAGES else None
