"""Coding in the method box: how alike two persons coded, or what they talked over; who coded."""

from samklang.core.coding.agreement import Alpha
from samklang.core.disclosure.released import ReleasedAgreement
from samklang.core.document.method_box import Fact
from samklang.core.figures.material import Material
from samklang.core.language import numbers
from samklang.core.language.phrases import counted, phrase
from samklang.core.language.wording import Language
from samklang.core.survey.open_questions import open_questions


def coding_facts(material: Material, language: Language) -> list[Fact]:
    """How the open answers were coded; nothing where they were not."""
    coding = material.coding
    if coding is None:
        return []
    titles = {p.address: p.title(language) for p in open_questions(material.questionnaire)}
    said = []
    if coding.approach == "reflexive":
        said.append(phrase(language, "report.coding_reflexive"))
        if coding.talks:
            said.append(counted(language, "report.coding_talks", coding.talks))
    elif not coding.agreements:
        said.append(phrase(language, "report.coding_once"))
    for agreement in coding.agreements:
        said.append(_agreement(agreement, titles[agreement.question], material, language))
    if parts := [_origin(name, share, language) for name, share in coding.origins]:
        said.append(phrase(language, "report.coding_origins", parts=", ".join(parts)))
    return [Fact(phrase(language, "report.method_coding"), " ".join(said))]


def _agreement(
    released_agreement: ReleasedAgreement, title: str, material: Material, language: Language
) -> str:
    if released_agreement.drawn is None:
        least = material.theme.disclosure.threshold
        return phrase(language, "report.coding_few", question=title, threshold=least)
    words = [
        phrase(
            language,
            "report.coding_twice",
            question=title,
            drawn=released_agreement.drawn,
            drawn_from=released_agreement.drawn_from,
        )
    ]
    if released_agreement.value is None:
        words.append(phrase(language, "report.coding_no_alpha"))
    else:
        alpha = Alpha(
            released_agreement.value, released_agreement.low, released_agreement.high
        ).words(language)
        words.append(phrase(language, "report.coding_alpha", alpha=alpha))
    settled = "settled" if released_agreement.settled else "unsettled"
    words.append(phrase(language, f"report.coding_{settled}"))
    return " ".join(words)


def _origin(name: str, share: int | None, language: Language) -> str:
    how = phrase(language, f"report.coding_by_{name}")
    return f"{numbers.percent(share, language)} {how}" if share is not None else how
