"""Rows whose texts stand in a column for each language: `title_sv`, `title_en`."""

from samklang.core.language import wording

# The languages that tables have columns for, in the order of those in the index of the catalogue.
# A language that has none is one of the interface and of packages; texts of themes are not in it.
STORED: tuple[wording.Language, ...] = ("sv", "en")


def stored_in(language: wording.Language) -> wording.Language:
    """The language that a table's texts are looked for in where a page is in a language."""
    return language if language in STORED else STORED[0]


class Worded:
    """A model with such columns, beside `models.Model`."""

    def wording(self, name: str) -> wording.Wording:
        """The texts of `name` in every language."""
        return wording.Wording(**{code: getattr(self, f"{name}_{code}") for code in STORED})

    def shown(self, name: str, language: str) -> str:
        """The text of `name` in a language; in another where it has not been translated."""
        return wording.worded(self.wording(name), wording.known_language(language))
