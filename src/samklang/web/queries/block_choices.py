"""What can be chosen for the blocks of a report: by id, in words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from samklang.core.catalogue.example import Example
from samklang.core.language.phrases import phrase
from samklang.core.language.wording import FIRST_LANGUAGE, Language, worded
from samklang.core.manuscript.kinds import KINDS, BlockKind
from samklang.core.manuscript.parsing import ID, TAKEN, parse
from samklang.package.theme_package import ThemePackage
from samklang.web.queries.manuscript_figure import Choices, choices
from samklang.web.queries.picks import Pick, pick_of

NOTHING = Choices({}, {}, {})


@dataclass(frozen=True)
class Offered:
    """Names by id. numbers: the numeric questions. pictures: by path in the package."""

    choices: Choices = NOTHING
    numbers: Mapping[str, str] = field(default_factory=dict)
    factors: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, str] = field(default_factory=dict)
    cards: Mapping[str, str] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    language: Language = FIRST_LANGUAGE
    references: Mapping[str, str] = field(default_factory=dict)
    contacts: bool = False

    @property
    def questions(self) -> Mapping[str, str]:
        """Every question that can be drawn."""
        return {**self.choices.questions, **self.numbers}

    @cached_property
    def picks(self) -> Sequence[Pick]:
        """The examples that can be picked, each with its first picture."""
        return [pick_of(example, self.pictures, self.language) for example in self.examples]

    def lacks(self, kind: BlockKind) -> str:
        """What a kind of block needs and the theme has not, as the name of a phrase; '' if none."""
        needs: Mapping[str, tuple[object, str]] = {
            "figure": (self.questions, "questions"),
            "development": (self.choices.followed, "followed"),
            "factor-figure": (self.factors, "factors"),
            "factors": (self.factors, "factors"),
            "quotes": (self.factors, "factors"),
            "finding": (self.findings, "findings"),
            "examples": (self.examples, "examples"),
            "map": (self.examples, "examples"),
            "knowledge": (self.cards, "cards"),
            "references": (self.references, "references"),
            "contacts": (self.contacts, "contacts"),
        }
        there, name = needs.get(kind.name, (True, ""))
        return "" if there else name


def offered(package: ThemePackage | None, language: Language) -> Offered:
    """What a theme has to choose from."""
    if package is None:
        return Offered()
    columns = package.register.groups if package.register else ()
    valued = package.codebook.factors
    return Offered(
        choices=choices(
            package.questionnaire,
            columns,
            package.theme.series,
            language,
            package.theme.columns,
        ),
        numbers={
            q.id: worded(q.title, language) or q.id for q in package.questionnaire if q.numeric
        },
        factors={code.id: worded(code.name, language) for code in valued},
        findings={f.id: worded(f.statement, language) for f in package.findings},
        cards={c.id: worded(c.title, language) for c in package.knowledge},
        examples=package.examples,
        pictures=package.pictures,
        language=language,
        references={
            str(item["id"]): str(item.get("title") or item["id"]) for item in package.references
        },
        contacts=bool(package.contacts),
    )


def kinds_offered() -> Sequence[BlockKind]:
    """The kinds of block that a page offers, in the table's order."""
    return [kind for kind in KINDS.values() if kind.offered]


def free_id(title: str, text: str) -> str:
    """A name for a section that no other has, made of its title."""
    plain = title.casefold().translate(str.maketrans("åäöéü", "aaoeu"))
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32].rstrip("-")
    if not stem or TAKEN.fullmatch(stem) or not ID.fullmatch(stem):
        stem = f"avsnitt-{stem}".rstrip("-")
    taken = {section.id.casefold() for section in parse(text, file="")[0]}
    name, nth = stem, 1
    while name in taken:
        nth += 1
        name = f"{stem}-{nth}"
    return name


def missing_sections(text: str, other: str) -> Mapping[str, str]:
    """The sections that the other language has and this one lacks: title by id."""
    have = {section.id for section in parse(text, file="")[0]}
    return {s.id: s.title for s in parse(other, file="")[0] if s.id and s.id not in have}


def number_lines(question: str, options: Mapping[str, str], language: Language) -> str:
    """Every answer of a question on a line, with its share, interval and count."""
    lines = []
    for option, label in options.items():
        target = f"{question}={option}"
        words = re.sub(r"([\\`*_\[\]{}<&])", r"\\\1", label)
        lines.append(
            phrase(
                language,
                "blocks.number_line",
                label=words,
                share=f"{{share}}`{target}`",
                interval=f"{{interval}}`{target}`",
                count=f"{{count}}`{target}`",
            )
        )
    return "".join(f"- {line}\n" for line in lines)
