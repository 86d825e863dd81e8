"""The method box: how the survey was made, computed from register, responses and design."""

from collections.abc import Sequence

from samklang.core.disclosure.loss import loss
from samklang.core.document.method_box import Fact, MethodBox, StratumRow
from samklang.core.figures.coding_words import coding_facts
from samklang.core.figures.design_words import interval_words, weighting_text
from samklang.core.figures.how_to_read import how_to_read
from samklang.core.figures.material import Material
from samklang.core.figures.questions import threshold_text
from samklang.core.figures.values import response_rate
from samklang.core.language import numbers
from samklang.core.language.phrases import counted, phrase
from samklang.core.language.wording import Language
from samklang.core.survey.open_questions import open_questions

# Strata whose response rates lie further apart than this, in percentage points, get a warning.
UNEVEN = 10


def method_box(material: Material, language: Language) -> MethodBox:
    """The method box in one language."""
    theme, took_part = material.theme, material.participation
    facts = [_fact("network", theme.network.name, language)]
    rate = response_rate(material)
    if took_part.invited is None or rate is None:
        facts += [
            _fact("population", phrase(language, "report.method_population_open"), language),
            _fact(
                "answered",
                phrase(language, "report.method_answered_open", answered=took_part.answered),
                language,
            ),
        ]
    else:
        drawn = took_part.population is not None
        facts += [
            _fact(
                "population",
                phrase(
                    language,
                    f"report.method_population_{'drawn' if drawn else 'value'}",
                    invited=took_part.invited,
                    population=took_part.population,
                ),
                language,
            ),
            _fact(
                "answered",
                phrase(
                    language,
                    f"report.method_answered_{'drawn' if drawn else 'value'}",
                    answered=took_part.answered,
                    invited=took_part.invited,
                    rate=numbers.percent(rate, language),
                ),
                language,
            ),
        ]
    for name, count in (("partial", took_part.partial), ("declined", took_part.declined)):
        if count:
            value = counted(language, f"report.method_{name}_value", count)
            facts.append(_fact(name, value, language))
    facts += _fieldwork(material, language)
    facts += _accounts(material, language)
    facts += coding_facts(material, language)
    facts.append(_fact("estimate", weighting_text(material, language), language))
    kept = [threshold_text(material, language)]
    lost = loss(material.tables.values())
    if lost.withheld:
        share = numbers.percent(lost.percent, language)
        kept.append(
            counted(language, "report.method_lost", lost.withheld, cells=lost.cells, share=share)
        )
    facts.append(_fact("disclosure", " ".join(kept), language))
    strata = tuple(_strata(material, language))
    text = [interval_words(material, language)]
    text += _uneven(strata, language)
    withheld = bool(lost.withheld)
    return MethodBox(
        title=phrase(language, "report.method_title"),
        facts=tuple(facts),
        strata_title=phrase(language, "report.method_strata_title") if strata else "",
        strata=strata,
        text=tuple(text),
        reading=how_to_read(material, language, withheld=withheld),
        reading_in_office=how_to_read(material, language, withheld=withheld, office=True),
    )


def _uneven(strata: Sequence[StratumRow], language: Language) -> list[str]:
    """A warning where groups answered to different degrees, with the groups furthest apart."""
    rated = [(row.rate, row) for row in strata if row.rate is not None]
    if not rated:
        return []
    low = min(rated, key=lambda one: one[0])
    high = max(rated, key=lambda one: one[0])
    if high[0] - low[0] <= UNEVEN:
        return []
    return [
        phrase(
            language,
            "report.method_differs",
            least=low[1].label,
            least_rate=numbers.percent(low[0], language),
            most=high[1].label,
            most_rate=numbers.percent(high[0], language),
        )
    ]


def _fact(name: str, value: str, language: Language) -> Fact:
    return Fact(phrase(language, f"report.method_{name}"), value)


def _fieldwork(material: Material, language: Language) -> list[Fact]:
    work = material.theme.fieldwork
    facts = []
    if work.opened and work.closed:
        opened, closed = numbers.date(work.opened, language), numbers.date(work.closed, language)
        value = phrase(language, "report.method_dates_value", opened=opened, closed=closed)
        value = opened if opened == closed else value
        facts.append(_fact("dates", value, language))
    if work.mode[language]:
        facts.append(_fact("mode", work.mode[language], language))
    return facts


def _accounts(material: Material, language: Language) -> list[Fact]:
    """What has become of the answers to each open question; the parts add up to the members."""
    titles = {p.address: p.title(language) for p in open_questions(material.questionnaire)}
    unit = "members" if material.participation.invited is not None else "responses"
    facts = []
    for account in material.accounts:
        parts = [
            counted(language, f"report.account_{name}", count) for name, count in account.parts
        ]
        title = phrase(language, "report.account_of", question=titles[account.question])
        whole = counted(language, f"report.account_{unit}", account.invited)
        facts.append(
            Fact(title, phrase(language, "report.account", whole=whole, parts=", ".join(parts)))
        )
    return facts


def _strata(material: Material, language: Language) -> list[StratumRow]:
    took_part = material.participation
    rows = []
    for group in took_part.groups:
        labels = [
            material.counties.get(value, {}).get(language, value) if column == "county" else value
            for column, value in zip(took_part.by, group.values, strict=True)
        ]
        rate = None
        if group.answered is not None and group.invited:
            rate = (200 * group.answered + group.invited) // (2 * group.invited)
        rows.append(StratumRow(", ".join(labels), group.invited, group.answered, rate))
    return rows
