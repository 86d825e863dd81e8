"""Texts: LimeSurvey's texts in many languages as wordings in Swedish and English."""

from collections import Counter
from collections.abc import Mapping

from samklang.core.language.phrases import phrase
from samklang.core.language.wording import LANGUAGES, Language, Wording
from samklang.exchange.limesurvey.plaintext import expressions, plain_text
from samklang.exchange.limesurvey.structure import Survey, Texts
from samklang.exchange.loss import Losses

EVERY = ""  # the language of an attribute that is the same in all


class Wordings:
    """Makes wordings, and notes what was lost on the way."""

    def __init__(self, survey: Survey, losses: Losses):
        self.base = survey.language
        self._losses = losses
        self._borrowed: Counter[Language] = Counter()
        found: dict[Language, str] = {}
        for language in LANGUAGES:
            # en, en-GB …; the first one the survey lists
            matching = (c for c in survey.languages if c.lower().split("-")[0] == language)
            if code := next(matching, ""):
                found[language] = code
        if not found:
            found = {"en": self.base}
            losses.changed(
                "survey",
                f"has no Swedish or English; its texts in “{self.base}” stand as the English ones.",
                "Translate them in questionnaire.yaml before a report is built.",
            )
        self.codes: Mapping[Language, str] = found
        for code in survey.languages:
            if code not in found.values():
                losses.dropped("survey", f"the texts in “{code}”.", "Reports are in sv and en.")

    @property
    def languages(self) -> tuple[Language, ...]:
        """The theme's languages, the survey's base language first."""
        return tuple(sorted(self.codes, key=lambda lang: self.codes[lang] != self.base))

    def wording(self, texts: Texts, *, of: str, otherwise: str = "") -> Wording:
        """A text in every language of the theme; `otherwise` where it is empty in all."""
        made: dict[Language, str] = {}
        for language, code in self.codes.items():
            source = texts.get(code, "") or texts.get(EVERY, "")
            text = plain_text(source)
            if not text and (text := plain_text(texts.get(self.base, ""))):
                self._borrowed[language] += 1
            if "<img" in source.lower() or "<video" in source.lower():
                self._losses.dropped(of, "a picture or film in a text.", "Texts are plain.")
            for expression in expressions(text):
                self._losses.changed(
                    of,
                    f"{expression} in a text stands as it is written.",
                    "LimeSurvey would have replaced it; rewrite it in questionnaire.yaml.",
                )
            made[language] = text or otherwise
        return Wording(**made)

    def phrase(self, name: str, **parts: Wording | int) -> Wording:
        """A phrase of ours in every language of the theme, with wordings put in."""
        return Wording(
            **{
                language: phrase(
                    language,
                    f"exchange.{name}",
                    **{k: v[language] if isinstance(v, Wording) else v for k, v in parts.items()},
                )
                for language in self.codes
            }
        )

    def note_borrowed(self) -> None:
        """Say how many texts were missing in a language and taken from the base language."""
        for language, count in sorted(self._borrowed.items()):
            self._losses.changed(
                "survey",
                f"texts missing in “{language}” stand in “{self.base}” (texts: {count}).",
                "Translate them in questionnaire.yaml.",
            )

    def labels(self, texts: Texts) -> tuple[str, ...]:
        """A text in every language of the survey, as a full-answer export may print it."""
        return tuple(dict.fromkeys(filter(None, map(plain_text, texts.values()))))
