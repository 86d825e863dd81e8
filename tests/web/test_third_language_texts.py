"""What staff write in a third language: asked, coded, found, recorded, published and shown in it.

Run by test_third_language_pages.py, in a copy of the program that has the language.
"""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from samklang.analysis.analysis import analyse
from samklang.core.language.wording import LANGUAGES, Wording
from samklang.core.survey.questionnaire import Question
from samklang.package.read import read_from
from samklang.web.actions.catalogue import begin_example, publish_example
from samklang.web.actions.coding_log import ChangedSince, undo
from samklang.web.actions.frame import invite
from samklang.web.models import (
    CatalogueEntry,
    Code,
    Coding,
    CodingStep,
    Finding,
    Invitation,
    Member,
    QuestionnaireVersion,
    Quote,
    ReadAnswer,
    Response,
    Theme,
    VocabularyTerm,
)
from samklang.web.queries.codebook import codes_by_key
from samklang.web.queries.open_answers import digest
from samklang.web.queries.package import package_files
from samklang.web.queries.questionnaires import parsed, published
from tests.third_language import CODE
from tests.web.answering_world import link
from tests.web.conftest import World
from tests.web.report_world import PAGE, built, edition, got
from tests.web.test_questionnaire import AT, question, seen

pytestmark = pytest.mark.skipif(CODE not in LANGUAGES, reason="needs the language in the registry")
HERE = "/arbete/norr/teman/t/"
# What is asked, and what it is called in Finnish.
OPTIONS = (("ja", "Kyllä"), ("nej", "Ei"))


def in_each(name: str, text: str, third: str) -> dict[str, str]:
    """The fields of a text in all three."""
    return {f"{name}_sv": text, f"{name}_en": f"{text} (en)", f"{name}_{CODE}": third}


def sent(client: Client, page: str, fields: dict[str, Any]) -> None:
    answer = client.post(page, fields)
    assert answer.status_code == 302, re.findall(r'class="error"[^>]*>([^<]+)', text_of(answer))


def text_of(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


@pytest.fixture
def theme(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Theme:
    """A theme in three languages, made by its forms."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    begun = in_each("title", "Nytt i norr", "Uutta pohjoisessa")
    sent(world.editor, "/arbete/norr/teman/nytt/", begun | {"begin_from": "empty", "address": "t"})
    made = Theme.objects.get()
    assert made.languages == ["sv", "en", CODE]
    chosen = {
        **begun,
        **in_each("purpose", "Vi vill veta.", "Haluamme tietää."),
        **in_each("consent", "Svaren sparas.", "Vastaukset säilytetään."),
        "in_en": "on",
        f"in_{CODE}": "on",
        "threshold": "5",
        "retention": "2040-01-01",
    }
    lacking = world.editor.post(f"{HERE}val/", chosen | {f"title_{CODE}": ""})
    assert (lacking.status_code, f'href="#id_title_{CODE}"' in text_of(lacking)) == (400, True)
    sent(world.editor, f"{HERE}val/", chosen)
    made.refresh_from_db()
    made.published, made.synthetic = datetime.date(2026, 12, 1), True
    made.save()
    return made


def asked(world: World, theme: Theme) -> None:
    """A closed and an open question, published, and ten members asked."""
    options = [("", said, f"{said} (en)") for said, _ in OPTIONS]
    closed = question(type="select_one", options=options)
    closed |= in_each("wording", "Har ni tid?", "Onko teillä aikaa?")
    closed |= {f"option-{n}-{CODE}": third for n, (_, third) in enumerate(OPTIONS)}
    open_ended = question(type="text") | in_each("wording", "Vad hindrar?", "Mikä estää?")
    for one in (closed, open_ended):
        at = f"{AT}fraga/"
        sent(world.editor, at, one | {"seen": seen(world.editor, at)})
    # What an empty questionnaire begins with is not in the third.
    begun = next(iter(parsed(theme.questionnaires.order_by("-number")[0].source)))
    sent(world.editor, f"{AT}ordning/", {"action": f"out {begun.id}", "seen": seen(world.editor)})
    sent(world.editor, f"{AT}publicera/", {"seen": seen(world.editor)})
    members = Member.objects.bulk_create(
        Member(network=theme.network, number=str(n), name=f"Förening {n}", language=CODE)
        for n in range(1, 21)
    )
    invite(theme, members, by=None)  # type: ignore[arg-type]
    sent(world.editor, f"{HERE}lage/", {"action": "open"})
    theme.refresh_from_db()
    assert theme.state == "open"


def own(version: QuestionnaireVersion | None) -> list[Question]:
    """Those two."""
    assert version
    return list(parsed(version.source))


def answered(theme: Theme) -> None:
    """What all but two answer."""
    version = published(theme)
    first, second = own(version)
    Response.objects.bulk_create(
        Response(
            theme=theme,
            invitation=one,
            questionnaire=version,
            state="sent",
            answers={first.id: first.options[number % 2].id, second.id: f"Pengarna, {number}."},
            sent_at=timezone.now(),
            receipt=f"K{one.pk}",
        )
        for number, one in enumerate(theme.invitations.order_by("pk")[:18])
    )
    Invitation.objects.filter(response__state="sent").update(finished_on=timezone.localdate())


def test_a_member_is_asked_in_it(world: World, theme: Theme) -> None:
    asked(world, theme)
    member = Client()
    page = text_of(member.get(link(theme), follow=True))
    assert f'<html lang="{CODE}">' in page
    for said in ("Uutta pohjoisessa", "Haluamme tietää.", "Vastaukset säilytetään."):
        assert said in page
    home = link(theme)
    step = text_of(member.post(f"{home}borja/", follow=True))
    for said in ("Onko teillä aikaa?", "Kyllä", "Ei"):
        assert said in step
    assert "Har ni tid?" not in step


def test_a_theme_without_it_keeps_what_was_written_in_it(world: World, theme: Theme) -> None:
    """And a question that is saved while the theme is not in it."""
    asked(world, theme)
    Theme.objects.update(languages=["sv", "en"])
    version = theme.questionnaires.order_by("-number")[0]
    first = own(version)[0]
    at = f"{AT}fraga/{first.id}/"
    assert f"wording_{CODE}" not in text_of(world.editor.get(at))
    options = [(o.id, f"{o.label['sv']}!", o.label["en"]) for o in first.options]
    changed = question(
        type="select_one", wording_sv="Har ni tid nu?", wording_en="Time?", options=options
    )
    sent(world.editor, at, changed | {"seen": seen(world.editor, at)})
    kept = parsed(theme.questionnaires.order_by("-number")[0].source).by_id[first.id]
    assert (kept.wording["sv"], kept.wording[CODE]) == ("Har ni tid nu?", "Onko teillä aikaa?")
    assert [o.label["sv"] for o in kept.options] == ["ja!", "nej!"]
    assert [o.label[CODE] for o in kept.options] == ["Kyllä", "Ei"]


def test_the_first_language_stands_beside_either_of_the_others(world: World, theme: Theme) -> None:
    asked(world, theme)
    page = f"{HERE}skriv/bada/"
    for query, beside in (
        ("", "På engelska"),
        (f"?mot={CODE}", "På långspråk"),
        ("?mot=xx", "På engelska"),
    ):
        text = text_of(world.editor.get(page + query))
        [heads] = re.findall(r'<div class="pair heads"[^>]*>(.*?)</div>', text)
        assert heads == f"<p>På svenska</p><p>{beside}</p>"
        assert re.findall(r'href="\?mot=(\w+)"', text) == ["en", CODE]


def coded(world: World) -> Code:
    """A family and a code of it, made by their forms."""
    family = in_each("name", "Hinder", "Esteet") | {"valence": "on", "many": "on"}
    sent(world.editor, f"{HERE}kodning/kodbok/familj/", family)
    texts = in_each("name", "Pengar", "Raha") | in_each("definition", "Om pengar.", "Rahasta.")
    sent(world.editor, f"{HERE}kodning/kodbok/kod/", texts | {"family": "hinder"})
    return Code.objects.get()


def test_a_code_is_named_in_it_and_a_change_in_it_is_taken_back_alone(
    world: World, theme: Theme
) -> None:
    row = coded(world)
    assert (row.key, row.name[CODE], row.definition[CODE]) == ("pengar", "Raha", "Rahasta.")
    page = f"{HERE}kodning/kodbok/kod/pengar/"
    texts = in_each("name", "Pengar", "Rahat") | in_each("definition", "Om pengar.", "Rahasta.")
    sent(world.editor, page, texts | {"family": "hinder"})
    step = CodingStep.objects.latest("pk")
    assert step.changes == [{"code": row.pk, "fields": {f"name_{CODE}": ["Raha", "Rahat"]}}]
    sent(world.editor, page, texts | {"family": "hinder", "name_sv": "Medel"})
    person = step.by
    assert person
    undo(step, by=person)
    row.refresh_from_db()
    assert (row.name["sv"], row.name[CODE]) == ("Medel", "Raha")
    # The other way round it is not as the entry left it.
    later = CodingStep.objects.filter(action="change_code").latest("pk")
    sent(world.editor, page, texts | {"family": "hinder", "name_sv": "Kapital"})
    with pytest.raises(ChangedSince):
        undo(later, by=person)
    # The pages of staff who read it have the names that it has in it.
    world.editor.post("/sprak/", {"language": CODE, "next": "/"})
    assert codes_by_key(theme)["pengar"].shown("name", CODE) == "Rahat"
    assert "Rahat" in text_of(world.editor.get(f"{HERE}kodning/kodbok/"))


def test_a_quote_is_translated_into_it_and_printed_in_each(world: World, theme: Theme) -> None:
    asked(world, theme)
    answered(theme)
    row, question_ = coded(world), own(published(theme))[1]
    response = theme.responses.order_by("pk")[0]
    text = response.answers[question_.id]
    read = ReadAnswer.objects.create(
        theme=theme, response=response, question=question_.id, status="coded", digest=digest(text)
    )
    coding = Coding.objects.create(answer=read, code=row, valence="hinders", start=0, end=len(text))
    at = f"{HERE}kodning/citat/"
    sent(world.editor, f"{at}valj/", {"ask": "no"})
    sent(world.editor, f"{at}valj/", {"coding": coding.pk})
    quote = Quote.objects.get()
    page = text_of(world.editor.get(at))
    assert re.findall(r'name="(translation_\w+)"', page) == [
        "translation_en",
        f"translation_{CODE}",
    ]
    in_two = {"translation_en": "The money, 0.", f"translation_{CODE}": "Rahat, 0."}
    release = {"action": "release", "words": text, "checked": "on"}
    sent(world.editor, f"{at}{quote.pk}/", release | in_two)
    quote.refresh_from_db()
    assert (quote.state, quote.translation[CODE]) == ("released", "Rahat, 0.")
    theme.refresh_from_db()
    package = read_from(package_files(theme, published(theme)))  # type: ignore[arg-type]
    [released] = analyse(package).quotes
    assert (released.text, released.translation) == (
        text,
        Wording(**{"en": "The money, 0.", CODE: "Rahat, 0."}),
    )
    # New words in one language alone are released anew; other languages keep theirs.
    sent(
        world.editor,
        f"{at}{quote.pk}/",
        {"action": "word", "words": text, f"translation_{CODE}": "Raha, 0."},
    )
    quote.refresh_from_db()
    assert (quote.state, quote.translation["en"], quote.translation[CODE]) == (
        "candidate",
        "The money, 0.",
        "Raha, 0.",
    )
    # A language that the theme is not in is not printed, nor lost.
    Theme.objects.update(languages=["sv", "en"])
    sent(world.editor, f"{at}{quote.pk}/", release | {f"translation_{CODE}": "Other"})
    theme.refresh_from_db()
    package = read_from(package_files(theme, published(theme)))  # type: ignore[arg-type]
    [released] = analyse(package).quotes
    assert released.translation == Wording(en="The money, 0.")
    quote.refresh_from_db()
    assert quote.translation[CODE] == "Raha, 0."


def test_an_example_is_recorded_found_and_shown_in_it(world: World, theme: Theme) -> None:
    term = in_each("label", "Tomma byar", "Tyhjät kylät")
    sent(world.editor, "/arbete/norr/begrepp/", term | {"of_list": "challenges"})
    assert VocabularyTerm.objects.get().label[CODE] == "Tyhjät kylät"
    example = begin_example(theme, origin="sources", by=None)  # type: ignore[arg-type]
    at = f"{HERE}exempel/{example.name}/"
    first = in_each("title", "Byns bageri", "Kylän leipomo")
    first |= in_each("description", "Vi bakar bröd.", "Leivomme leipää yhdessä.")
    first |= {"source_0_url": "https://exempel.se/nytt", "version": "0"}
    sent(world.editor, f"{at}?steg=1", first)
    sent(
        world.editor,
        f"{at}?steg=2",
        {"version": "1", "challenges": [VocabularyTerm.objects.get().code]},
    )
    example.refresh_from_db()
    publish_example(example, by=None)  # type: ignore[arg-type]
    entry = CatalogueEntry.objects.get()
    assert (entry.title["sv"], entry.title[CODE]) == ("Byns bageri", "Kylän leipomo")
    listed = text_of(world.anyone.get("/rapporter/norr/esimerkit/?q=leipomo"))
    assert "Kylän" in listed
    assert "bageri" not in listed
    # Each language finds its own words alone, and by the labels that it has for them.
    assert "Kylän" not in text_of(world.anyone.get("/rapporter/norr/exempel/?q=leipomo"))
    assert "Kylän" in text_of(world.anyone.get("/rapporter/norr/esimerkit/?q=kylät"))
    shown = text_of(world.anyone.get(f"/rapporter/norr/esimerkit/{entry.name}/"))
    for said in ("Kylän leipomo", "Leivomme leipää yhdessä.", "Tyhjät kylät"):
        assert said in shown


def test_a_report_is_signed_corrected_and_withdrawn_in_it(world: World, theme: Theme) -> None:
    asked(world, theme)
    answered(theme)
    coded(world)
    question_ = own(published(theme))[0]
    stated = in_each("statement", "Tiden räcker inte", "Aika ei riitä")
    stated |= in_each("against", "Inget svar säger emot.", "Yksikään vastaus ei sano vastaan.")
    evidence = [f"share {question_.id}={question_.options[0].id}"]
    sent(world.editor, f"{HERE}kodning/slutsatser/ny/", stated | {"seen": 0, "evidence": evidence})
    row = Finding.objects.get()
    assert (row.key, row.statement[CODE]) == ("tiden-racker-inte", "Aika ei riitä")
    edition(world, built(theme))
    read = got(world.anyone, f"/rapporter/norr/t/1/{CODE}/results.html")[1]
    assert "Onko teillä aikaa?" in read
    assert "Har ni tid?" not in read
    world.owner.post(f"{PAGE}1/dra-tillbaka/", in_each("why", "Fel underlag.", "Väärä aineisto."))
    told = world.anyone.get("/rapporter/norr/t/1/", headers={"accept-language": CODE})
    assert (told.status_code, "Väärä aineisto." in text_of(told)) == (410, True)
    assert "Fel underlag." not in text_of(told)
