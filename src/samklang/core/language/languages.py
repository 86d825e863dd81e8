"""Languages: what each language is, in one row: marks, dates, quotation, tags and names.

Its phrases stand in ``phrases/CODE``, its stop words in ``stop_words.toml``, its words for shares
and comparisons in ``quantities.toml``. Whoever prints a number, sets a quotation or marks up a text
asks here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from samklang.core.language.wording import Language

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True)
class LanguageRules:
    """How a language is written and marked up.

    own_name: as its readers call it. names: as files call it, in lower case. tag: with its region
    (BCP 47), for PDF, Word, slides and the citation style alike. percent: of whole per cent.
    between: a range in running text. last_comma: the word before the last of several. months:
    from January. clock: a time of day, for strftime. moment: a date with a time of day. quotation:
    the marks around a quotation. list_separator: between values, where the decimal mark is no
    comma. office_percent, office_locale: as number formats of Office have them (MS-LCID). stemmer:
    its name in Snowball. compounds: whether words are written together to new ones. owning: what a
    name ends in where something is its own.
    """

    code: Language
    own_name: str
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
    compounds: bool
    owning: tuple[str, ...]

    @property
    def region(self) -> str:
        """The region of the tag in lower case, as typst wants it."""
        return self.tag.partition("-")[2].lower()


RULES: Mapping[str, LanguageRules] = {
    rules.code: rules
    for rules in (
        LanguageRules(
            code="sv",
            own_name="Svenska",
            names=("svenska", "swedish"),
            tag="sv-SE",
            decimal_mark=",",
            thousands_mark=NO_BREAK_SPACE,
            percent="{}" + NO_BREAK_SPACE + "%",
            between="mellan {low} och {high}",
            last_comma="och",
            months=(
                *("januari", "februari", "mars", "april", "maj", "juni"),
                *("juli", "augusti", "september", "oktober", "november", "december"),
            ),
            clock="%H.%M",
            moment="{day} kl. {time}",
            quotation=("”", "”"),
            list_separator=";",
            office_percent='0"' + NO_BREAK_SPACE + '%"',
            office_locale="[$-41D]",
            stemmer="swedish",
            compounds=True,
            owning=("s",),
        ),
        LanguageRules(
            code="en",
            own_name="English",
            names=("english", "engelska"),
            tag="en-GB",
            decimal_mark=".",
            thousands_mark=",",
            percent="{}%",
            between="between {low} and {high}",
            last_comma="and",
            months=(
                *("January", "February", "March", "April", "May", "June"),
                *("July", "August", "September", "October", "November", "December"),
            ),
            clock="%H:%M",
            moment="{day}, {time}",
            quotation=("“", "”"),
            list_separator=",",
            office_percent='0"%"',
            office_locale="[$-809]",
            stemmer="english",
            compounds=False,
            owning=("'s", "'", "s"),
        ),
    )
}
TAGS: Mapping[str, str] = {code: rules.tag for code, rules in RULES.items()}
# Every name that a file may give a language, its code too.
NAMED: Mapping[str, Language] = {
    name: rules.code for rules in RULES.values() for name in (rules.code, *rules.names)
}
