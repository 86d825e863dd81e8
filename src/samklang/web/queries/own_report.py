"""A member's own answers in the published report: figures, codes and quotes, as they were printed.

Every number is read from the released tables that the report was built with. Of the package only
the member's own rows are looked at, so that nobody learns more than the report tells everybody.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone

from samklang.core.coding.codebook import FACTORS
from samklang.core.faults import FaultyInput
from samklang.core.language.wording import LANGUAGES, Language, Wording, in_languages, worded
from samklang.core.manuscript.factor_choice import FACTORS_BY
from samklang.package import rows
from samklang.package.files import read_files
from samklang.package.read import CODEBOOK
from samklang.package.table import Table, read
from samklang.package.text import decode
from samklang.package.yaml_text import load
from samklang.web.models import Freeze, Publication, Quote, Response
from samklang.web.models.quote import Consent
from samklang.web.queries.answering import Place
from samklang.web.queries.publications import public

DATA = "data"
SHARE = "share"


@dataclass(frozen=True)
class OwnFigure:
    """A figure that the member's answer is in. own: what it answered, with what was printed of all
    who did: label, count and base; count is None where the number is withheld, `why` says so.
    """

    title: str
    own: tuple["Printed", ...]


@dataclass(frozen=True)
class Printed:
    """A printed number of a row that the member's answer is in."""

    label: str
    count: int | None
    base: int | None
    why: str


@dataclass(frozen=True)
class OwnCoding:
    """How one of the member's own texts was coded. quoted: the words that were released, or ''.
    translated: what they were printed as in other languages. refused: the member has said no to
    them since.
    """

    words: str
    code: str
    valence: str
    quoted: str
    translated: Mapping[Language, str]
    refused: bool


@dataclass(frozen=True)
class OwnAnswer:
    """An open answer: its question's address, what became of it, and its codings."""

    question: str
    state: str
    codings: tuple[OwnCoding, ...]


@dataclass(frozen=True)
class OwnReport:
    """What the newest public edition has of a member. sent_since: it has sent in others since."""

    publication: Publication
    figures: tuple[OwnFigure, ...]
    answers: tuple[OwnAnswer, ...]
    sent_since: bool


@dataclass(frozen=True)
class NotShown:
    """Why nothing can be told: `anonymous`, `unpublished`, `untied` or `not_in`."""

    why: str


def own_report(place: Place) -> OwnReport | NotShown:
    """What the newest public edition has of who holds the link. Three queries."""
    if place.theme.anonymous:
        return NotShown("anonymous")
    edition = public().select_related("build__freeze").filter(theme=place.theme).first()
    if edition is None:
        return NotShown("unpublished")
    freeze = edition.build.freeze
    if not freeze.members or not freeze.file:
        return NotShown("untied")
    if place.response is None or place.invitation.pk not in freeze.members:
        return NotShown("not_in")
    own = f"r{freeze.members.index(place.invitation.pk) + 1}"
    try:
        files = read_files(settings.DATA / freeze.file)
    except FaultyInput:
        return NotShown("untied")
    given = next(iter(_rows(files, rows.RESPONSES, own)), None)
    if given is None or given["status"] != "complete":
        return NotShown("not_in")
    codings = _rows(files, rows.CODINGS, own)
    states = {s["question"]: s["state"] for s in _rows(files, rows.STATES, own)}
    no = Quote.objects.filter(coding__answer__response=place.response, consent=Consent.NO)
    refused = {f"c{pk}" for pk in no.values_list("coding", flat=True)}
    language = place.language
    return OwnReport(
        edition,
        tuple(_figures(edition, given, codings, _asked(files), language)),
        tuple(_answers(given, codings, states, _names(files, language), refused)),
        _sent_since(place.response, freeze, given["submitted"]),
    )


def _sent_since(response: Response, freeze: Freeze, submitted: str) -> bool:
    """Whether the answers of now came after those of the package, which may be an edition's before
    it: those say the day that they came.
    """
    at = response.sent_at
    later = at is not None and timezone.localdate(at).isoformat() > submitted != ""
    return later or (at is not None and at > freeze.at)


def _table(content: bytes, file: str) -> Table | None:
    text, faults = decode(content, file)
    return None if faults else read(text, file)[0]


def _rows(files: Mapping[str, bytes], file: str, own: str) -> list[dict[str, str]]:
    """The rows of a table that are of one response."""
    table = _table(files[file], file) if file in files else None
    return [cells for _, cells in table.rows if cells["response"] == own] if table else []


def _yaml(files: Mapping[str, bytes], file: str) -> Mapping[str, Any]:
    return load(decode(files[file], file)[0], file)[0].data if file in files else {}


def _asked(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """The question of each figure that the theme adds to the plain ones."""
    figures = _yaml(files, "theme.yaml").get("figures") or []
    return {figure["id"]: figure["question"] for figure in figures}


def _names(files: Mapping[str, bytes], language: Language) -> Mapping[str, str]:
    codes = _yaml(files, CODEBOOK).get("codes") or []
    return {c["id"]: worded(Wording(**c["name"]), language) for c in codes}


def _figures(
    edition: Publication,
    given: Mapping[str, str],
    codings: Sequence[Mapping[str, str]],
    asked: Mapping[str, str],
    language: Language,
) -> Iterator[OwnFigure]:
    """The figures that hold an answer of the response's, in the order of their files."""
    folder = settings.DATA / edition.build.folder / DATA if edition.build.folder else None
    for path in sorted(folder.glob("*.csv")) if folder else ():
        table = _table(path.read_bytes(), path.name)
        if table is None or not {"figure", "row", "series", "status"} <= set(table.header):
            continue
        printed = [cells for _, cells in table.rows]
        name = printed[0]["figure"] if printed else ""
        question = asked.get(name, name)
        if name == FACTORS:
            chosen = {(c["code"], c["valence"]) for c in codings if c["valence"]}
            inside = bool(codings)
        elif name.startswith(FACTORS_BY):
            chosen, inside = set(), bool(codings)
        else:
            chosen = _chosen(question, given)
            inside = bool(chosen) or _answered(question, given)
        if inside:
            own = tuple(
                _printed(cells, language)
                for cells in printed
                if name not in asked and (cells["row"], cells["series"]) in chosen
            )
            yield OwnFigure(_in(language, "title", printed[0]), own)


def _said(cell: str) -> bool:
    return bool(cell) and not cell.startswith("!")


def _answered(question: str, given: Mapping[str, str]) -> bool:
    return any(
        _said(cell)
        for column, cell in given.items()
        if column == question or column.startswith(f"{question}.")
    )


def _chosen(question: str, given: Mapping[str, str]) -> set[tuple[str, str]]:
    """Row and series of each cell of a plain figure that the answer is counted in."""
    chosen = set()
    for column, cell in given.items():
        if not _said(cell):
            continue
        if column == question:
            chosen.add((cell, SHARE))
        elif column.startswith(f"{question}."):
            part = column.removeprefix(f"{question}.")
            chosen.add((part, SHARE) if cell == "1" else (part, cell))
    return chosen


def _in(language: Language, name: str, cells: Mapping[str, str]) -> str:
    """A text of a row in a language, in another where it has none."""
    return worded(in_languages(lambda code: cells.get(f"{name}_{code}", "")), language)


def _printed(cells: Mapping[str, str], language: Language) -> Printed:
    row = _in(language, "row_label", cells)
    series = _in(language, "series_label", cells)
    label = row if cells["series"] == SHARE else f"{row}, {series.lower()}"
    why = _in(language, "withheld", cells)
    count, base = (
        int(cells[name]) if cells.get(name, "").isdecimal() else None
        for name in ("count", "base_n")
    )
    return Printed(label, count, base, why)


def _translated(cells: Mapping[str, str]) -> Mapping[Language, str]:
    return {language: text for language in LANGUAGES if (text := cells.get(f"quote_{language}"))}


def _answers(
    given: Mapping[str, str],
    codings: Sequence[Mapping[str, str]],
    states: Mapping[str, str],
    names: Mapping[str, str],
    refused: Collection[str],
) -> Iterator[OwnAnswer]:
    """The open answers that somebody has read, in the order of the questionnaire."""
    read_ones = dict.fromkeys([*(c["question"] for c in codings), *states])
    places = {column: number for number, column in enumerate(given)}
    for question in sorted(read_ones, key=lambda q: places.get(q, len(places))):
        yield OwnAnswer(
            question,
            states.get(question, "coded"),
            tuple(
                OwnCoding(
                    c["text"],
                    names.get(c["code"], c["code"]),
                    c["valence"],
                    (c.get("quote") or c["text"]) if c["released_by"] else "",
                    _translated(c) if c["released_by"] else {},
                    c["coding"] in refused,
                )
                for c in codings
                if c["question"] == question
            ),
        )
