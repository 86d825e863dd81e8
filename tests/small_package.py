"""A small, complete theme package, written file by file so that a test can break any of it."""

from pathlib import Path

FILES = {
    "theme.yaml": """\
format: samklang-theme-1
id: prov
title: {sv: Prov, en: Trial}
subtitle: {sv: Ett litet tema, en: A small theme}
network: {name: Provnätverket, url: "https://example.org/"}
languages: [sv, en]
synthetic: true
published: 2026-11-23
authors: [A. Ek]
licence: CC BY 4.0
design: {kind: census, strata: [county]}
challenges:
  - id: health
    label: {sv: ohälsa, en: ill health}
""",
    "questionnaire.yaml": """\
version: "1"
questions:
  - id: q1
    type: select_one
    wording: {sv: Har ni utvecklat något nytt?, en: Have you developed anything new?}
    short: {sv: Har utvecklat något nytt, en: Have developed something new}
    options:
      - {id: yes, label: {sv: Ja, en: Yes}}
      - {id: no, label: {sv: Nej, en: No}}
  - id: q2
    type: select_one
    wording: {sv: Tillsammans med någon?, en: Together with someone?}
    base: {sv: de som utvecklat något nytt, en: those who developed something new}
    relevant: ${q1} = 'yes'
    options:
      - {id: yes, label: {sv: Ja, en: Yes}}
      - {id: no, label: {sv: Nej, en: No}}
  - id: q3
    type: select_multiple
    wording: {sv: Vad arbetar ni med?, en: What do you work with?}
    options:
      - {id: sport, label: {sv: Idrott, en: Sport}}
      - {id: culture, label: {sv: Kultur, en: Culture}}
      - {id: other, label: {sv: Annat, en: Other}, open: true}
  - id: q4
    type: matrix
    wording: {sv: Hur väl stämmer det?, en: How true is it?}
    options:
      - {id: low, label: {sv: Inte alls, en: Not at all}}
      - {id: high, label: {sv: Helt, en: Fully}}
    items:
      - {id: time, label: {sv: Vi har tid, en: We have time}}
      - {id: money, label: {sv: Vi har råd, en: We can afford it}}
  - id: q5
    type: text
    wording: {sv: Vad har hjälpt eller hindrat?, en: What has helped or hindered?}
""",
    "register.csv": "member,name,municipality,county\n"
    + "".join(f"m{n:02},Förening {n},{'2480,24' if n % 2 else '2580,25'}\n" for n in range(1, 27)),
    "codebook.yaml": """\
codes:
  - id: economy
    name: {sv: Ekonomi, en: Economy}
    definition: {sv: Pengar och villkor., en: Money and its terms.}
    sources: [mulgan2006]
""",
    "knowledge.yaml": """\
cards:
  - id: si
    title: {sv: Social innovation, en: Social innovation}
    text: {sv: Nya lösningar., en: New solutions.}
    references: [mulgan2006]
""",
    "references.json": """\
[{"id": "mulgan2006", "type": "article-journal", "title": "The Process of Social Innovation",
  "author": [{"family": "Mulgan", "given": "Geoff"}], "issued": {"date-parts": [[2006]]}}]
""",
    "examples/shop.yaml": """\
id: shop
title: {sv: Lanthandel, en: Village shop}
description: {sv: En butik., en: A shop.}
provenance: {match: exact, confidence: {sv: hög, en: high}}
organisation: Byns förening
municipalities: ["2514"]
counties: ["25"]
challenges: [health]
sources: [{url: "https://example.org/butik"}]
""",
    "contacts.yaml": """\
contacts:
  - name: Provnätverket
    url: https://example.org/
""",
    "manuscript.md": """\
{#results}
# Resultat

{share}`q1=yes` har utvecklat något nytt {cite}`mulgan2006`.

:::{method-box}
:::

:::{figure} q1
:highlight: yes
:::

:::{figure} q2
:::

:::{figure} q3
:::

:::{figure} q4
:::

:::{factor-figure}
:::

:::{factors}
:::

:::{knowledge}
:::

:::{map}
:::

:::{examples}
:::

:::{contacts}
:::

:::{references}
:::
""",
}
FILES["manuscript.en.md"] = (
    FILES["manuscript.md"]
    .replace("# Resultat", "# Results")
    .replace("har utvecklat något nytt", "have developed something new")
)

QUOTE = "långsiktigt stöd från kommunen"
# The only response with a released span.
QUOTED = 1


def _span(n: int, marker: str) -> str:
    """The coded words of a response; the marker is in them where nobody has released them."""
    return QUOTE if n == QUOTED or not marker else f"{QUOTE} {marker}"


def _response(n: int, marker: str) -> str:
    yes = n % 3 != 0
    q1 = "yes" if yes else "no"
    q2 = ("yes" if n % 2 else "no") if yes else "!not-shown"
    other = n % 4 == 0
    q3 = f"{int(n % 2 == 0)},1,{int(other)}"
    q4 = f"{'low' if n % 2 else 'high'},{'high' if n % 3 else ''}"
    q5 = f"Svar {n} {marker}: vi fick {_span(n, marker)} i år" if n != 5 else ""
    text = f"Annat {marker}" if other else ""
    return f"r{n:02},m{n:02},complete,2026-10-{n:02},{q1},{q2},{q3},{text},{q4},{q5}\n"


def _coding(n: int, marker: str) -> str:
    start = len(f"Svar {n} {marker}: vi fick ")
    release = "Redaktionen,2026-11-01,long-term support" if n == QUOTED else ",,"
    valence = "enables" if n % 2 else "hinders"
    span = _span(n, marker)
    end = start + len(span)
    return f"c{n},r{n:02},q5,{start},{end},{span},economy,{valence},K1{marker},,{release}\n"


def small_package(folder: Path, *, marker: str = "") -> Path:
    """Writes the package into `folder` and gives the folder back.

    26 members in two counties, 20 responses; `marker` is put into every personal text: names,
    open answers and the spans of them that nobody has released, coders.
    """
    for name, text in files(marker).items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def files(marker: str = "") -> dict[str, str]:
    """The package's files by path."""
    return FILES | {
        "register.csv": FILES["register.csv"].replace("Förening", f"Förening{marker}"),
        "responses.csv": "response,member,status,submitted,q1,q2,q3.sport,q3.culture,q3.other,"
        "q3.other.text,q4.time,q4.money,q5\n" + "".join(_response(n, marker) for n in range(1, 21)),
        "codings.csv": "coding,response,question,start,end,text,code,valence,coder,time,"
        "released_by,released_on,quote_en\n"
        + "".join(_coding(n, marker) for n in range(1, 21) if n != 5),
    }
