"""Templates of the web application: Jinja2, everything escaped, nothing undefined."""

import datetime
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import Context
from markupsafe import escape

from samklang.core.figures.development import theme_label
from samklang.core.language import numbers
from samklang.core.language.hyphens import divisible
from samklang.core.language.languages import RULES
from samklang.core.language.phrases import counted, phrase
from samklang.core.language.wording import (
    Language,
    Wording,
    any_text,
    known_language,
    other_languages,
    worded,
)
from samklang.package.files import MANUSCRIPTS
from samklang.render.templates import compiled
from samklang.web.queries.fault_places import fault_place
from samklang.web.queries.worker import silent_since
from samklang.web.serving.assets import asset

# The pages of a theme in the order of the work: the name of its address and of its part.
THEME_PAGES = (
    ("theme", "overview"),
    ("theme_choices", "choices"),
    ("theme_questionnaire", "questionnaire"),
    ("theme_frame", "frame"),
    ("theme_letters", "letters"),
    ("theme_following", "following"),
    ("theme_examples", "examples"),
    ("theme_coding", "coding"),
    ("theme_texts", "texts"),
    ("theme_reports", "reports"),
)
# Of them and the road, those that only who may change something may open.
EDITORS_PAGES = frozenset(("theme_choices", "theme_frame", "theme_examples"))


def environment(**options: Any) -> Environment:
    """The environment Django's Jinja2 backend uses."""
    options |= {"undefined": StrictUndefined, "bytecode_cache": compiled()}
    made = Environment(trim_blocks=True, lstrip_blocks=True, **options)
    made.globals.update(
        t=_phrase,
        many=_counted,
        url=_url,
        asset=asset,
        day=_day,
        moment=_moment,
        percent=_percent,
        theme_pages=THEME_PAGES,
        editors_pages=EDITORS_PAGES,
        theme_label=theme_label,
        fault_place=fault_place,
        worded=worded,
        any_text=_any_text,
        manuscripts={path: language for language, path in MANUSCRIPTS.items()},
        rules=RULES,
        other_languages=other_languages,
        worker_silent_since=silent_since,
    )
    made.filters["divisible"] = divisible
    return made


@lru_cache
def in_language(language: Language) -> Environment:
    """The environment for pages of one language, where templates are read with its phrases in."""
    made: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    # What is kept of a template is known by its name and source, the same in each language.
    return made.overlay(extensions=[_phrases(language)], bytecode_cache=None)


def read_ahead() -> None:
    """Has every template compiled, for a process that others are forked from."""
    for engine in engines.all():
        if isinstance(engine, Jinja2):
            for name in engine.env.list_templates():
                engine.env.get_template(name)


class _Phrases(Extension):
    """Writes ``{{ t("part.name") }}`` out when a template is read, not each time it is shown."""

    language: Language
    # The tokens of such a call, and where among them the key stands.
    CALL = ("variable_begin", "name", "lparen", "string", "rparen", "variable_end")
    KEY = 3

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template, each such call as the text it stands for."""
        held: list[Token] = []
        for token in stream:
            if token.type != self.CALL[len(held)] or (token.type == "name" and token.value != "t"):
                yield from held
                held = []
            if token.type != self.CALL[len(held)]:
                yield token
                continue
            held.append(token)
            if len(held) == len(self.CALL):
                text = phrase(self.language, held[self.KEY].value)
                yield Token(held[0].lineno, "data", str(escape(text)))
                held = []
        yield from held


def _phrases(language: Language) -> type[Extension]:
    return type(f"Phrases_{language}", (_Phrases,), {"language": language})


def page(request: HttpRequest) -> dict[str, object]:
    """What every page has: its language and what was said to the reader since the last one."""
    return {"language": language(request), "messages": get_messages(request)}


def language(request: HttpRequest) -> Language:
    """The language of a page."""
    code = getattr(request, "LANGUAGE_CODE", None) or get_language()
    return known_language(code)


@pass_context
def _phrase(context: Context, key: str, **values: object) -> str:
    return phrase(context["language"], key, **values)


@pass_context
def _counted(context: Context, key: str, count: int, **values: object) -> str:
    return counted(context["language"], key, count, **values)


def _any_text(text: Wording | Mapping[str, str]) -> str:
    return any_text(text if isinstance(text, Wording) else Wording(**text))


def _url(name: str, *args: object, **kwargs: object) -> str:
    if not args and not kwargs:
        return _plain_url(name)
    return reverse(name, args=args or None, kwargs=kwargs or None)


# Bounded by the names of addresses that take no arguments.
@lru_cache
def _plain_url(name: str) -> str:
    return reverse(name)


@pass_context
def _day(context: Context, value: datetime.date) -> str:
    """A date as "23 november 2026", or as "23 November 2026"."""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value)
    return numbers.date(value, context["language"])


@pass_context
def _moment(context: Context, value: datetime.datetime) -> str:
    """A time as "23 november 2026 kl. 14.05", or as "23 November 2026, 14:05"."""
    return numbers.moment(timezone.localtime(value), context["language"])


@pass_context
def _percent(context: Context, value: int) -> str:
    """Whole per cent: "62 %" or "62%"."""
    return numbers.percent(value, context["language"])
