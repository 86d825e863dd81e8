"""Languages: what each language is, in one row: marks, dates, quotation, tags and names.

The rows stand in ``languages.toml``; a language's phrases in ``phrases/CODE``, its stop words in
``stop_words.toml``, its words for shares and comparisons in ``quantities.toml``. Whoever prints a
number, sets a quotation or marks up a text asks here, and nowhere else is a language named.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

NO_BREAK_SPACE = "\u00a0"
# A code is a primary subtag of BCP 47; a region stands in the tag alone.
CODE_LETTERS = 3
_CODE = re.compile(f"[a-z]{{2,{CODE_LETTERS}}}")

# For what reads types as a program runs (a package's check, its schema), one of the codes below.
if TYPE_CHECKING:
    Language: TypeAlias = str


@dataclass(frozen=True)
class Compounds:
    """How words are written together to new ones.

    endings: that are words too, as in "föreningen", which is no "ingen". short_last: words of three
    letters that compounds of the field end in; most others are endings.
    """

    endings: Collection[str]
    short_last: Collection[str]


@dataclass(frozen=True)
class Dictionary:
    """A language's spelling. name: of its Hunspell files. distribution: the package they come in.

    distribution: empty where Hunspell brings them. american: whether British forms are looked up as
    American ones. names_in: languages whose words stand in its texts as names.
    """

    name: str
    distribution: str = ""
    american: bool = False
    names_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class LanguageRules:
    """How a language is written and marked up.

    own_name: as its readers call it. called: what it is called within a sentence, by language;
    its own name where that is not known. names: as files call it, in lower case. tag: with its
    region (BCP 47), for PDF, Word, slides and the citation style alike. percent: of whole per cent.
    between: a range in running text. last_comma: the word before the last of several. months:
    from January. clock: a time of day, for strftime. moment: a date with a time of day. quotation:
    the marks around a quotation. list_separator: between values, where the decimal mark is no
    comma. office_percent, office_locale: as number formats of Office have them (MS-LCID). stemmer:
    its name in Snowball. lexicon: its code in simplemma, empty where that has none. owning: what a
    name ends in where something is its own. both_or, leading, none_of_them: expressions for what a
    questionnaire is advised on. addresses: the words of the catalogue's addresses. compounds,
    dictionary: None where it has none.
    """

    code: "Language"
    own_name: str
    called: Mapping[str, str]
    names: tuple[str, ...]
    tag: str
    decimal_mark: str
    thousands_mark: str
    percent: str
    between: str
    last_comma: str
    months: tuple[str, ...]
    clock: str
    moment: str
    quotation: tuple[str, str]
    list_separator: str
    office_percent: str
    office_locale: str
    stemmer: str
    lexicon: str
    owning: tuple[str, ...]
    both_or: str
    leading: str
    none_of_them: str
    addresses: Mapping[str, str]
    compounds: Compounds | None = None
    dictionary: Dictionary | None = None

    @property
    def region(self) -> str:
        """The region of the tag in lower case, as typst wants it."""
        return self.tag.partition("-")[2].lower()

    def called_in(self, language: "Language") -> str:
        """Its name within a sentence of a language."""
        return self.called.get(language, self.own_name)

    def quoted(self, text: str) -> str:
        """A text between the marks of a quotation."""
        return text.join(self.quotation)


def _rules(code: str, row: Mapping[str, Any]) -> LanguageRules:
    if not _CODE.fullmatch(code):
        raise ValueError(f"{code} is no language's code: two or three letters from a to z")
    fields = _frozen(row)
    if "compounds" in row:
        fields["compounds"] = Compounds(**_frozen(row["compounds"]))
    if "dictionary" in row:
        fields["dictionary"] = Dictionary(**_frozen(row["dictionary"]))
    return LanguageRules(code=code, **fields)


def _frozen(table: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in table.items()}


def _every() -> Mapping[str, LanguageRules]:
    source = files(__package__).joinpath("languages.toml").read_text(encoding="utf-8")
    return {code: _rules(code, row) for code, row in tomllib.loads(source).items()}


RULES: Mapping[str, LanguageRules] = _every()
LANGUAGES: tuple["Language", ...] = tuple(RULES)
FIRST_LANGUAGE: "Language" = LANGUAGES[0]
# What is kept, logged and said at a terminal whose language is not known.
ENGLISH: "Language" = "en"
TAGS: Mapping[str, str] = {code: rules.tag for code, rules in RULES.items()}
# Every name that a file may give a language, its code too.
NAMED: Mapping[str, "Language"] = {
    name: rules.code for rules in RULES.values() for name in (rules.code, *rules.names)
}

if not TYPE_CHECKING:
    Language = Literal[LANGUAGES]


def known_language(code: str | None) -> "Language":
    """The language of a code; the first where it is none of these."""
    return code if code in RULES else FIRST_LANGUAGE  # type: ignore[return-value]


def other_languages(
    language: "Language", of: Collection["Language"] = LANGUAGES
) -> tuple["Language", ...]:
    """Every language but one, in their order. of: those of a theme."""
    return tuple(other for other in of if other != language)
