"""A text of the report as it will read, with the numbers of a release that stands still.

Running counts would give answers away one by one, so what is shown here is counted on the newest
frozen package, or on the answers of a theme that is closed; before that there are no numbers. They
come by the same road as in a build: what the text asks for is released together with all else that
the report asks for, and what is withheld there is withheld here.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from samklang.analysis.analysis import demands, unanalysed, with_numbers
from samklang.core.document.document import Document
from samklang.core.faults import Fault, FaultyInput
from samklang.core.figures.material import Material
from samklang.core.language.wording import FIRST_LANGUAGE, Language
from samklang.core.manuscript.demands import Demands
from samklang.core.manuscript.misnamed import misnamed
from samklang.core.manuscript.parsing import parse
from samklang.core.manuscript.targets import Target
from samklang.core.survey.responses import Responses
from samklang.package.files import MANIFEST, read_files
from samklang.package.read import MANUSCRIPTS, read_from, read_unanswered
from samklang.package.theme_package import ThemePackage
from samklang.package.write import texts
from samklang.publication.proofreading import (
    Proof,
    excerpt,
    proof,
    proof_without_numbers,
)
from samklang.publication.references import with_references
from samklang.web.models import Freeze, Theme
from samklang.web.models.theme import ThemeState
from samklang.web.queries.catalogue import pictures, released
from samklang.web.queries.counted import Kept, Wanted, content_of, kept, nearest
from samklang.web.queries.double_coding import Person, hidden_from
from samklang.web.queries.manuscript import kind_of, language_of
from samklang.web.queries.package import package_files, theme_package
from samklang.web.queries.questionnaires import latest, published

# What a text that is no manuscript shows of itself.
SHOWS = {"knowledge": ["knowledge"], "example": ["examples"], "references": ["references"]}


@dataclass(frozen=True)
class _Files:
    """The files of a package, told apart by their content; counted: whether it has answers."""

    digest: str
    counted: bool
    content: Mapping[str, bytes] = field(compare=False)


@dataclass(frozen=True)
class _Drawn:
    """A package, and which kept numbers it is read with: the same two give the same material."""

    digest: str
    numbers: str
    exact: bool
    blind: bool
    package: ThemePackage = field(compare=False)
    kept: Kept | None = field(compare=False)
    awaited: frozenset[str | Target] | None


@dataclass(frozen=True)
class _Texts:
    """A package by its files, and its manuscripts: the same two ask for the same."""

    digest: str
    manuscripts: tuple[tuple[Language, str], ...]
    package: ThemePackage = field(compare=False)


@lru_cache(maxsize=64)
def _demands(texts: _Texts) -> Demands:
    return demands(texts.package)


@dataclass(frozen=True)
class Standing:
    """A theme's package as it is previewed.

    package: None where a file hinders it, or there is no questionnaire yet. freeze: the one whose
    answers are counted. counted: whether there are answers to count. faults: of every file that
    hinders the package. digest: of its files; content: of those that numbers are counted on. blind:
    whoever looks may see nothing of the codes yet.
    """

    package: ThemePackage | None
    freeze: Freeze | None
    counted: bool
    faults: tuple[Fault, ...] = ()
    digest: str = ""
    content: str = ""
    blind: bool = False

    @property
    def wanted(self) -> Wanted | None:
        """The numbers that its texts ask for; None where there is nothing to count."""
        if self.package is None or not self.counted:
            return None
        texts = tuple(sorted(self.package.manuscripts.items()))
        return Wanted(self.content, _demands(_Texts(self.digest, texts, self.package)))

    @property
    def lacks(self) -> Wanted | None:
        """The numbers that it asks for and that nobody has worked out yet."""
        wanted = self.wanted
        return wanted if wanted and kept(wanted) is None else None


def standing(theme: Theme, person: Person, *, put: Mapping[str, str] | None = None) -> Standing:
    """The theme's package with its texts and examples as they are now, and the texts of `put`.

    As the person may see it. Five queries with a frozen package, eight without.
    """
    base = _base(theme, put or {})
    if base.files is None:
        return Standing(None, None, False)
    # Examples may have come or been taken back since the answers were frozen; no number rests on
    # them, and a report that is made now has those of now.
    examples = released(theme) if base.freeze else ()
    digest = hashlib.sha256(repr((sorted(base.files.items()), examples)).encode()).hexdigest()
    try:
        package = _package(_Files(digest, base.counted, base.files))
    except FaultyInput as faulty:
        return Standing(None, base.freeze, base.counted, faulty.faults)
    written = {language: t for language, t in base.manuscripts.items() if t.strip()}
    package = replace(package, manuscripts=written)
    if base.freeze:
        package = replace(package, examples=examples, pictures=pictures(theme))
    content = content_of(base.files) if base.counted else ""
    blind = bool(hidden_from(theme, person))
    return Standing(package, base.freeze, base.counted, (), digest, content, blind)


def still_files(theme: Theme) -> Mapping[str, bytes] | None:
    """The files whose answers stand still, manuscripts left out; None where there are none."""
    base = _base(theme, {})
    return base.files if base.counted else None


@dataclass(frozen=True)
class _Base:
    """What there is of a theme. files: of its package, without manuscripts."""

    files: Mapping[str, bytes] | None
    manuscripts: Mapping[Language, str]
    freeze: Freeze | None
    counted: bool


def _base(theme: Theme, put: Mapping[str, str]) -> _Base:
    saved = {f.path: f.text for f in theme.files.all() if kind_of(f.path)} | dict(put)
    manuscripts = {lang: saved.pop(name) for lang, name in MANUSCRIPTS.items() if name in saved}
    freeze = theme.freezes.first()
    answers = _frozen(freeze) if freeze else None
    counted = True
    if answers is None:
        freeze = None
        counted = theme.state == ThemeState.CLOSED
        answers = _closed(theme) if counted else _unanswered(theme)
    if answers is None:
        return _Base(None, manuscripts, None, False)
    files = {n: c for n, c in answers.items() if n != MANIFEST and n not in MANUSCRIPTS.values()}
    files |= {name: text.encode() for name, text in saved.items()}
    return _Base(files, manuscripts, freeze, counted)


def _frozen(freeze: Freeze) -> Mapping[str, bytes] | None:
    path = settings.DATA / freeze.file
    return _unpacked(str(path), freeze.purged_hash or freeze.hash) if path.is_file() else None


@lru_cache(maxsize=4)
def _unpacked(path: str, digest: str) -> Mapping[str, bytes]:
    return read_files(Path(path))


def _closed(theme: Theme) -> Mapping[str, bytes] | None:
    version = published(theme)
    return package_files(theme, version) if version else None


def _unanswered(theme: Theme) -> Mapping[str, bytes] | None:
    """The theme without any answer: enough to read its texts by."""
    version = latest(theme)
    if version is None:
        return None
    bare = replace(theme_package(theme, version), responses=Responses(()))
    return {**{name: text.encode() for name, text in texts(bare).items()}, **bare.style}


@lru_cache(maxsize=8)
def _package(files: _Files) -> ThemePackage:
    return (read_from if files.counted else read_unanswered)(files.content)


@lru_cache(maxsize=16)
def _material(drawn: _Drawn) -> Material:
    bare = drawn.package
    numbers = drawn.kept.numbers if drawn.kept else None
    made = with_numbers(bare, numbers) if numbers else unanalysed(bare)
    # Whoever counts formats what a theme refers to; a process that answers reads what is kept.
    made = with_references(made, bare.references, wait=not drawn.exact)
    return replace(made, awaited=drawn.awaited, blind=drawn.blind)


def material(base: Standing) -> Material:
    """What the report may draw on as it stands, and what of it is being counted still.

    Where something is, the rest is as it was when the report last asked for less. Raises
    FaultyInput where nothing can be counted.
    """
    package, wanted = base.package, base.wanted
    if package is None:
        raise FaultyInput(base.faults)
    if wanted is None:
        return with_references(unanalysed(package), package.references)
    exact = kept(wanted)
    if exact and exact.numbers is None:
        raise FaultyInput(exact.faults)
    material = exact or nearest(wanted)
    awaited: frozenset[str | Target] | None = None
    if material:
        awaited = wanted.demands.needs - material.demands.needs
    numbers = Wanted(base.content, material.demands).key if material else ""
    return _material(
        _Drawn(base.digest, numbers, bool(exact), base.blind, package, material, awaited)
    )


@dataclass(frozen=True)
class Seen:
    """A text as it will read.

    document: None where it cannot be made. faults: of this text; elsewhere: of other files, which
    hinder the preview. lacks: the numbers of it that are being counted still.
    """

    document: Document | None
    faults: tuple[Fault, ...]
    elsewhere: tuple[Fault, ...]
    standing: Standing
    lacks: Wanted | None


def seen(theme: Theme, path: str, text: str, person: Person) -> Seen:
    """A text of the theme as it would read to a person if it were saved."""
    base = standing(theme, person, put={path: text})
    shown, faults = _proof(base, path, text)
    here = tuple(sorted({f for f in faults if f.file in (path, *_twins(path))}))
    elsewhere = tuple(f for f in faults if f not in here)
    document = shown.document if shown else None
    lacks = base.lacks if language_of(path) else None
    return Seen(document, here, elsewhere, base, lacks)


def hindrances(theme: Theme, person: Person) -> Sequence[Fault]:
    """What is wrong in the saved manuscripts and would stop a report, without counting anything.

    What a text says of numbers is held against them where they are known already.
    """
    base = standing(theme, person)
    if base.package is None:
        return ()
    known = base.counted and base.lacks is None and not base.blind
    found: set[Fault] = set()
    for language, text in base.package.manuscripts.items():
        file = MANUSCRIPTS[language]
        if language not in base.package.theme.languages:
            continue
        if known:
            found.update(_proof(base, file, text)[1])
        else:
            sections, faults = parse(text, file=file)
            found.update((*faults, *misnamed(sections, file=file)))
    return sorted(found)


def _twins(path: str) -> Sequence[str]:
    """Faults of both manuscripts together are told of the second."""
    return tuple(MANUSCRIPTS.values()) if language_of(path) else ()


def _proof(base: Standing, path: str, text: str) -> tuple[Proof | None, Sequence[Fault]]:
    language = language_of(path)
    if base.package is None:
        return None, [*base.faults, *(parse(text, file=path)[1] if language else ())]
    try:
        if language is None:
            shown = _shown(base, path)
        elif base.counted and language in base.package.theme.languages:
            shown = proof(base.package, material(base), language)
        else:
            shown = proof_without_numbers(base.package, language)
    except FaultyInput as faulty:
        # The answers cannot carry the design: the text can still be read.
        bare = proof_without_numbers(base.package, language) if language else None
        return bare, [*faulty.faults, *(bare.faults if bare else ())]
    return shown, shown.faults if shown else ()


def _shown(base: Standing, path: str) -> Proof | None:
    """Cards, references or examples by themselves."""
    package = base.package
    if package is None:
        return None
    blocks = [f":::{{{name}}}\n:::" for name in SHOWS[kind_of(path) or ""]]
    if package.references and kind_of(path) == "references":
        keys = ", ".join(str(item["id"]) for item in package.references)
        blocks = [f"{{cite}}`{keys}`", *blocks]
    return replace(
        excerpt(with_references(unanalysed(package), package.references), FIRST_LANGUAGE, blocks),
        faults=(),
    )
