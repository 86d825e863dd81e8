"""Covering: a frozen package without what members wrote in own words; its counts stay."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from samklang.core.coding.codings import Coding
from samklang.core.coding.readings import Reading
from samklang.core.coding.states import AnswerState
from samklang.core.language.wording import in_languages
from samklang.core.survey.own_words import cover_words, covered
from samklang.core.survey.responses import Responses
from samklang.package.files import MANIFEST
from samklang.package.read import read_from
from samklang.package.rows import CODINGS, READINGS, RESPONSES, STATES, TALKS
from samklang.package.write import texts

COVERED = (RESPONSES, CODINGS, STATES, READINGS, TALKS)
Noted = TypeVar("Noted", AnswerState, Reading)


def cover(files: Mapping[str, bytes], responses: frozenset[str] | None) -> dict[str, bytes]:
    """The package's files, without its manifest, with own words covered by as many x.

    responses: the ids of those that are covered; None for all. Raises FaultyInput where the files
    are no package, or would be none afterwards.
    """
    package = read_from(files)
    chosen = {r.id for r in package.responses if responses is None or r.id in responses}
    rows = tuple(
        cover_words(r, package.questionnaire) if r.id in chosen else r for r in package.responses
    )
    made = texts(
        replace(
            package,
            responses=Responses(rows),
            codings=tuple(_of(c) if c.response in chosen else c for c in package.codings),
            states=_without_memos(package.states, chosen),
            readings=_without_memos(package.readings, chosen),
            talks=tuple(replace(t, text=covered(t.text)) for t in package.talks),
        )
    )
    contents = {name: content for name, content in files.items() if name != MANIFEST}
    contents |= {n: made[n].encode() for n in COVERED if n in contents and n in made}
    read_from(contents)
    return contents


def _of(coding: Coding) -> Coding:
    return replace(
        coding,
        text=covered(coding.text),
        quote=covered(coding.quote),
        translation=in_languages(lambda language: covered(coding.translation[language])),
        memo=covered(coding.memo),
        attribution="",
    )


def _without_memos(of: tuple[Noted, ...], chosen: Collection[str]) -> tuple[Noted, ...]:
    """What coders noted on the chosen answers may quote them."""
    return tuple(replace(o, memo=covered(o.memo)) if o.response in chosen else o for o in of)
