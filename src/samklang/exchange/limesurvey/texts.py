"""Texts: LimeSurvey's texts in many languages as wordings."""

from collections import Counter
from collections.abc import Mapping

from samklang.core.language.messages import message
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import ENGLISH, LANGUAGES, Language, Wording
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
        texts: dict[Language, str] = {}
        for language in LANGUAGES:
            # en, en-GB …; the first one the survey lists
            matching = (c for c in survey.languages if c.lower().split("-")[0] == language)
            if code := next(matching, ""):
                texts[language] = code
        if not texts:
            texts = {ENGLISH: self.base}
            what = message("imports.has_no_swedish_or_english", language=self.base)
            losses.changed("survey", what, message("imports.translate_before_a_report"))
        self.codes: Mapping[Language, str] = texts
        for code in survey.languages:
            if code not in texts.values():
                what = message("imports.the_texts_in", code=code)
                losses.dropped("survey", what, message("imports.reports_are_in"))

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
                what = message("imports.a_picture_or_film")
                self._losses.dropped(of, what, message("imports.texts_are_plain"))
            for expression in expressions(text):
                what = message("imports.in_a_text_stands", expression=expression)
                self._losses.changed(of, what, message("imports.limesurvey_would_have"))
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
            what = message(
                "imports.texts_missing_stand", language=language, base=self.base, count=count
            )
            self._losses.changed("survey", what, message("imports.translate_them_in"))

    def labels(self, texts: Texts) -> tuple[str, ...]:
        """A text in every language of the survey, as a full-answer export may print it."""
        return tuple(dict.fromkeys(filter(None, map(plain_text, texts.values()))))
