"""The site and the one-file report as text: what stands on each page, and what never does."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from samklang.core.document.blocks import Heading, Paragraph
from samklang.core.document.document import Section
from samklang.core.document.inline import Cite, Run
from samklang.core.language.wording import LANGUAGES, Language
from samklang.render.html import language_chooser, single_page, site
from samklang.render.webfonts import FACES
from tests.sample_tables import likert_table, share_table
from tests.samples import document, figure
from tests.unit.sample_site import FILES, SCRIPT, SEARCH, pages, section, words

SECTIONS = ("introduction", "knowledge", "results", "examples", "factors", "analysis", "closing")


@pytest.fixture(scope="module")
def swedish() -> dict[str, Any]:
    return {name: html.fromstring(text) for name, text in pages(document("sv")).items()}


def test_the_files_of_a_site() -> None:
    assert set(site(document(), files=[])) == {
        "index.html",
        "accessibility.html",
        "summary.html",
        "style.css",
        *(f"{section}.html" for section in SECTIONS),
        *(f"{name}.woff2" for *_, name in FACES),
        *(
            f"examples/{name}.html"
            for name in ("index", "near", "example-exempel-1", "example-exempel-2")
        ),
        SEARCH,
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_the_same_every_time(language: Language) -> None:
    made = document(language)
    assert site(made, files=FILES) == site(made, files=FILES)
    assert single_page(made) == single_page(made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_what_it_is(language: Language) -> None:
    for name, text in pages(document(language)).items():
        page = html.fromstring(text)
        assert page.attrib["lang"] == language, name
        assert len(page.findall(".//main")) == 1, name
        assert len(page.findall(".//h1")) == 1, name
        assert page.findtext(".//title"), name
        assert page.xpath("//a[@class='skip']/@href") == ["#main"], name
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none'"), name
        # The one page that searches; tests/unit/test_example_catalogue.py holds it to that.
        if name != "examples/index.html":
            assert "script" not in policy, name
            assert page.xpath("//form") == [], name
        assert page.xpath(f"{SCRIPT} | //iframe | //object | //base") == [], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_and_every_figure_says_that_the_answers_are_synthetic(
    language: Language,
) -> None:
    made = document(language)
    for name, text in pages(made).items():
        page = html.fromstring(text)
        assert made.notices[0] in words(page), name
        for chart in page.find_class("chart"):
            assert len(chart.find_class("synthetic")) == 1, name


def test_nothing_is_said_of_synthetic_answers_where_they_are_real() -> None:
    made = replace(document(), synthetic=False, notices=())
    made = replace(made, sections=(section(replace(figure(likert_table()), synthetic=False)),))
    for name, text in pages(made).items():
        assert 'class="notices"' not in text, name
        assert 'class="synthetic"' not in text, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_never_skip_a_level(language: Language) -> None:
    for name, text in pages(document(language)).items():
        headings = html.fromstring(text).find(".//main").iter("h1", "h2", "h3", "h4", "h5", "h6")
        levels = [int(heading.tag[1]) for heading in headings]
        assert levels[0] == 1, name
        for before, after in pairwise(levels):
            assert after <= before + 1, f"{name}: {levels}"


def test_the_way_around(swedish: dict[str, Any]) -> None:
    for name, page in swedish.items():
        if name in ("report.html", "chooser"):
            continue
        root = "../" if "/" in name else ""
        listed = page.xpath("//header//nav//a/@href")
        assert listed == [f"{root}{s}.html" for s in SECTIONS], name
        switch = page.xpath("//header//*[@class='switch']/a/@href")
        assert switch == [f"{root}../en/{name}"], name
        if name in ("summary.html", "accessibility.html") or root:
            continue
        current = page.xpath("//header//a[@aria-current='page']/@href")
        assert current == [name], name
    turn = swedish["results.html"].xpath("//nav[@class='turn']/a")
    assert [a.attrib["href"] for a in turn] == ["knowledge.html", "examples.html"]
    assert len(swedish["closing.html"].xpath("//nav[@class='turn']/a")) == 1


def test_the_front_page(swedish: dict[str, Any]) -> None:
    page = swedish["index.html"]
    (key,) = page.xpath("//ul[@class='keys']/li")
    assert words(key) == (
        "66 % Har utvecklat nytänkande lösningar mellan 55 och 76 % · 21 av 32 · "
        "bas: medlemsorganisationer som svarat på frågan"
    )
    assert key.xpath("a/@href") == ["results.html#figure-q1"]
    downloads = [words(li) for li in page.xpath("//ul[@class='downloads']/li")]
    assert downloads == [
        "Rapporten som PDF 84 kB",
        "Bildspelet för PowerPoint 1,2 MB",
        "Data till alla figurer",
    ]


def test_numbers_and_citations_lead_to_where_they_come_from(swedish: dict[str, Any]) -> None:
    assert swedish["introduction.html"].xpath("//a[@class='value']/@href") == [
        "results.html#figure-q1"
    ]
    assert swedish["results.html"].xpath("//p/a[@class='value']/@href") == ["#figure-q1"]
    assert swedish["report.html"].xpath("//p/a[@class='value']/@href") == ["#figure-q1"]
    assert set(swedish["knowledge.html"].xpath("//a[@class='cite']/@href")) == {
        "closing.html#ref-mulgan2006"
    }


def test_a_citation_of_two_works_leads_to_each() -> None:
    two = Paragraph(
        (Run("Se "), Cite("(Mulgan, 2006; Åberg, 2020)", ("mulgan", "aberg")), Run("."))
    )
    odd = Paragraph((Cite("(A; B; C)", ("mulgan", "aberg")),))
    made = replace(document(), sections=(section(two, odd),))
    first, second = html.fromstring(pages(made)["part.html"]).xpath("//article/p")
    assert first.text_content() == "Se (Mulgan, 2006; Åberg, 2020)."
    assert first.xpath("a/@href") == ["#ref-mulgan", "#ref-aberg"]
    assert second.xpath("a/@href") == ["#ref-mulgan"], "one link where the words do not tell"


def test_a_chart_travels_with_its_table_and_its_words(swedish: dict[str, Any]) -> None:
    chart = swedish["results.html"].get_element_by_id("figure-q1")
    assert words(chart.find("figcaption")) == (
        "Diagram 1 Har utvecklat nytänkande lösningar "
        "Har er organisation utvecklat någon nytänkande lösning? "
        "Bas: medlemsorganisationer som svarat på frågan, n = 32. "
        "66 % av organisationerna svarar ja (21 av 32)."
    )
    assert [words(s) for s in chart.iter("summary")] == ["Visa som tabell", "Fråga, bas och metod"]
    rows = [[words(c) for c in row] for row in chart.iter("tr")]
    assert rows == [
        ["Svar", "Antal", "Andel", "Intervall", "Känslighetsband"],
        ["Ja", "21", "66 %", "55–76 %", "51–80 %"],
        ["Nej", "dolt för att skydda svarande"],
        ["Vet ej", "färre än 5"],
    ]
    told = {words(d.find("dt")): words(d.find("dd")) for d in chart.iterfind(".//dl/div")}
    assert told["Fråga"] == "Har er organisation utvecklat någon nytänkande lösning?"
    assert told["Antal svar"] == "32 organisationer"
    assert told["Vägning"].startswith("Vägt")
    assert told["Intervall"].startswith("95 %")
    assert told["Om bortfallet"].startswith("51–80 %")
    assert told["Så citerar du"].startswith("Diagram 1 i Ågren")
    assert told["Temapaketets kontrollsumma"] == "0123456789abcdef" * 4
    assert chart.xpath(".//p[@class='base']/a[not(@download)]/@href") == [
        "../data/q1.csv",
        "embed/q1.html",
    ]
    assert len(list(chart.iter("svg"))) == 2, "for a wide page and for a narrow one"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_is_a_whole_grid_with_headers(language: Language) -> None:
    for name, text in pages(document(language)).items():
        for table in html.fromstring(text).iter("table"):
            assert table.find("caption") is not None, name
            widths = []
            held: list[int] = []  # rows that each cell of several rows still reaches down
            for row in table.iter("tr"):
                widths.append(len(held) + sum(int(c.attrib.get("colspan", 1)) for c in row))
                held = [n - 1 for n in held if n > 1]
                held += [int(c.attrib["rowspan"]) - 1 for c in row if "rowspan" in c.attrib]
                assert all(c.attrib.get("scope") for c in row if c.tag == "th"), name
                assert any(c.tag == "th" for c in row), name
            assert len(set(widths)) == 1, f"{name}: {widths}"
            region = table.getparent()
            assert region.attrib["role"] == "region"
            assert region.attrib["tabindex"] == "0"
            assert region.attrib["aria-label"]


def test_other_languages_are_marked() -> None:
    quote = html.fromstring(pages(document("en"))["factors.html"]).find(".//blockquote")
    assert [p.attrib.get("lang") for p in quote.iter("p")] == ["sv", None]
    foreign = section(Paragraph((Run("Satz", lang="de"),)), lead=(Run("mot", lang="fr"),))
    text = pages(replace(document(), sections=(foreign,)))["part.html"]
    assert '<span lang="de">Satz</span>' in text
    assert '<span lang="fr">mot</span>' in text


def test_factors_say_in_words_whether_they_enable_or_hinder(swedish: dict[str, Any]) -> None:
    sides = swedish["factors.html"].xpath("//div[@class='sides']/div")
    assert [words(side)[:32] for side in sides] == [
        "+ Underlättar 8 av 31 organisati",
        "− Försvårar 17 av 31 organisatio",
    ]


def test_an_example_without_a_source_says_so(swedish: dict[str, Any]) -> None:
    sourced, not_sourced = swedish["examples.html"].xpath("//div[@class='examples']/article")
    assert words(not_sourced.find_class("badge")[0]) == "Källa saknas"
    known = not_sourced.xpath(".//dt/text()")
    for lacking in ("Organisation", "Källor", "Så säkra är uppgifterna"):
        assert lacking not in known, "what is not known has no row"
    assert words(not_sourced).count("Källa saknas") == 1
    assert words(sourced.find_class("badge")[0]) == "Källan beskriver exemplet"
    assert sourced.xpath(".//dd//a/@rel") == ["noopener noreferrer"]


def test_the_map_has_a_list_beside_it_and_names_whose_boundaries_they_are(
    swedish: dict[str, Any],
) -> None:
    chart = swedish["examples.html"].get_element_by_id("figure-map")
    assert "Kalix : Kooperativ lanthandel i Morjärv" in words(chart)
    assert "Ett exempel har ingen känd kommun." in words(chart)
    assert "Gränser: SCB" in words(chart)
    assert chart.xpath(".//li/a/@href") == ["examples/example-exempel-1.html"]


def test_the_one_file_report_needs_no_other(swedish: dict[str, Any]) -> None:
    page = swedish["report.html"]
    assert [link.attrib["href"] for link in page.iter("link")] == ["data:,"]
    assert page.xpath("//*[@src]") == []
    style = page.findtext(".//style") or ""
    assert len(re.findall(r"url\(", style)) == len(FACES)
    assert len(re.findall(r'url\("data:font/woff2;base64,[\w+/=]+"\)', style)) == len(FACES)
    chapters = [f"#{s}" for s in ("main-results", *SECTIONS)]
    assert page.xpath("//nav[@class='toc']//a/@href") == chapters
    ids = set(page.xpath("//@id"))
    for target in page.xpath("//a/@href"):
        assert target.startswith(("https://", "mailto:")) or target[1:] in ids, target


def test_the_chooser_speaks_each_language() -> None:
    documents = {language: document(language) for language in LANGUAGES}
    page = html.fromstring(language_chooser(documents).decode())
    links = page.xpath("//main//li")
    assert [(li.attrib["lang"], li.xpath("a/@href")[0]) for li in links] == [
        ("sv", "sv/index.html"),
        ("en", "en/index.html"),
    ]
    assert "Social innovation in the north" in words(links[1])


@pytest.mark.parametrize("id", ["index", "report"])
def test_a_section_cannot_take_the_place_of_another_page(id: str) -> None:
    made = replace(document(), sections=(section(Paragraph((Run("Ord."),)), id=id),))
    found = site(made, files=[])
    assert "Ord." not in found["index.html"].decode()
    assert "Ord." in found[f"{id}-.html"].decode()
    assert f'href="{id}-.html"' in found["index.html"].decode()


def test_a_document_of_nothing_is_still_a_report() -> None:
    empty = replace(
        document(), sections=(), notices=(), subtitle="", authors=(), published="", licence=""
    )
    for text in pages(empty).values():
        assert "Social innovation i norr" in words(html.fromstring(text))


def test_the_style_speaks_of_what_is_on_the_pages() -> None:
    """Every class of the style is used in a template, and the other way round."""
    folder = Path(__file__).parents[2] / "src" / "samklang" / "render" / "html" / "templates"
    style = re.sub(r"\{[%{].*?[%}]\}|/\*.*?\*/", "", (folder / "style.css").read_text(), flags=re.S)
    selectors = re.sub(r"\{[^{}]*\}", " ", style)
    styled = set(re.findall(r"\.([a-z][a-z-]+)", selectors))
    used = set()
    for template in folder.glob("*.html"):
        for value in re.findall(r'class="([^"{}]+)', template.read_text()):
            used |= set(value.split())
    used |= {"presenting", "speaking", "now", "aside"}  # what deck.js adds
    used |= {"range"}  # what is kept on one line
    used |= {"of-chosen", "of-figure", "of-map", "of-method", "of-reading"}  # what a slide is of
    used |= {"exact", "likely", "theme-only", "none"}  # the matches of an example
    assert styled <= used


def test_a_range_of_per_cent_is_never_broken_after_its_dash() -> None:
    made = figure(
        share_table(), summary="Mellan 55–76\u00a0% <b>51–80\u00a0%</b>.", title="10–20\u00a0%"
    )
    page = single_page(replace(document(), sections=(section(made),))).decode()
    assert 'Mellan <span class="range">55–76\u00a0%</span> &lt;b&gt;' in page
    assert "<title" in page
    for drawing in re.findall("<svg.*?</svg>", page, re.DOTALL):
        assert "<span" not in drawing
    for tag in re.findall("<[^>]*>", page):
        assert "<span" not in tag[1:]


def test_a_long_page_lists_its_parts() -> None:
    parts = tuple(
        block
        for n in range(4)
        for block in (Heading(2, f"part-{n}", (Run(f"Del {n}"),)), Paragraph((Run("Text."),)))
    )
    long = Section("results", "Resultat", (), parts)
    short = Section("closing", "Tack", (), parts[:4])
    made = pages(replace(document("sv"), sections=(long, short)))
    listed = html.fromstring(made["results.html"]).xpath("//nav[@class='parts']//a")
    assert [(a.attrib["href"], words(a)) for a in listed] == [
        (f"#part-{n}", f"Del {n}") for n in range(4)
    ]
    assert 'class="parts"' not in made["closing.html"]


def test_fewer_than_35_words_stand_beneath_a_chart(swedish: dict[str, Any]) -> None:
    """What is open at once: key, mark, base and ways on; the rest is a step away."""
    charts = swedish["report.html"].xpath("//figure[@class='chart']")
    charts += swedish["results.html"].xpath("//figure[@class='chart']")
    assert len(charts) >= 4
    for chart in charts:
        assert len(" ".join(words(line) for line in chart.xpath("./p")).split()) < 35
