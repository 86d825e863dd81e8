"""Rows whose texts stand in a column for each language: `title_sv`, `title_en`."""

from samklang.core.language import wording


class Worded:
    """A model with such columns, beside `models.Model`."""

    def wording(self, name: str) -> wording.Wording:
        """The texts of `name` in every language."""
        return wording.Wording(*(getattr(self, f"{name}_{code}") for code in wording.LANGUAGES))

    def shown(self, name: str, language: str) -> str:
        """The text of `name` in a language; in another where it has not been translated."""
        return wording.worded(self.wording(name), wording.known_language(language))
