"""A theme package with a hostile text wherever someone can write one."""

import json
from pathlib import Path
from typing import Any

import yaml

from samklang.package.table import write

WORD = "HOSTILE"


def hostile_package(folder: Path, value: str, *, manuscript: str | None = None) -> Path:
    """Writes a package in which every text holds `value`, and gives its folder back.

    manuscript: what of the value is written in the manuscript, where it means what Markdown says.
    """
    said = value if manuscript is None else manuscript
    files: dict[str, str] = {
        "theme.yaml": dumped(_theme(value)),
        "questionnaire.yaml": dumped(_questionnaire(value)),
        "register.csv": write(
            ["member", "name", "municipality", "county", "type"],
            [
                [
                    f"m{n:02}",
                    f"{value} {n}",
                    "2480" if n % 2 else "2580",
                    "24" if n % 2 else "25",
                    value,
                ]
                for n in range(1, 31)
            ],
        ),
        "responses.csv": write(
            [
                "response",
                "member",
                "status",
                "submitted",
                "q1",
                "q3.a",
                "q3.b",
                "q3.b.text",
                "q4.i",
                "q5",
                "q6",
            ],
            [
                [
                    f"r{n:02}",
                    f"m{n:02}",
                    "complete",
                    "2026-10-01",
                    "yes" if n % 3 else "no",
                    str(n % 2),
                    "1",
                    value,
                    "low" if n % 2 else "high",
                    f"{value} {n}",
                    str(n),
                ]
                for n in range(1, 25)
            ],
        ),
        "codebook.yaml": dumped(
            {"codes": [{"id": "c", "name": both(value), "definition": both(value)}]}
        ),
        "codings.csv": write(
            [
                "coding",
                "response",
                "question",
                "start",
                "end",
                "text",
                "code",
                "valence",
                "coder",
                "time",
                "released_by",
                "released_on",
                "quote_en",
            ],
            [
                [
                    f"k{n}",
                    f"r{n:02}",
                    "q5",
                    "0",
                    str(len(value)),
                    value,
                    "c",
                    "enables" if n % 2 else "hinders",
                    value,
                    "",
                    *([value, "2026-11-01", value] if n < 3 else ["", "", ""]),
                ]
                for n in range(1, 25)
            ],
        ),
        "knowledge.yaml": dumped(
            {
                "cards": [
                    {"id": "k", "title": both(value), "text": both(value), "references": ["ref"]}
                ]
            }
        ),
        "references.json": json.dumps(
            [
                {
                    "id": "ref",
                    "type": "book",
                    "title": value,
                    "publisher": value,
                    "author": [{"family": value, "given": value}],
                    "issued": {"date-parts": [[2006]]},
                }
            ]
        ),
        "contacts.yaml": dumped(
            {"contacts": [{"name": value, "role": both(value), "organisation": value}]}
        ),
        "examples/e.yaml": dumped(_example(value)),
    }
    for name, title in (("manuscript.md", "Resultat"), ("manuscript.en.md", "Results")):
        files[name] = MANUSCRIPT.replace("TITLE", title).replace(WORD, said)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8", "surrogatepass"))
    return folder


def both(value: str) -> dict[str, str]:
    return {"sv": value, "en": value}


def dumped(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False)


def _theme(value: str) -> dict[str, Any]:
    return {
        "format": "samklang-theme-1",
        "id": "hostile",
        "title": both(value),
        "subtitle": both(value),
        "network": {"name": value, "url": "https://example.org/"},
        "languages": ["sv", "en"],
        "synthetic": True,
        "notice": both(value),
        "authors": [value],
        "licence": value,
        "edition": "1",
        "fieldwork": {"mode": both(value)},
        "design": {"kind": "census", "strata": ["county"]},
        "challenges": [{"id": "c", "label": both(value)}],
    }


def _questionnaire(value: str) -> dict[str, Any]:
    return {
        "version": "1",
        "questions": [
            {
                "id": "q1",
                "type": "select_one",
                "wording": both(value),
                "short": both(value),
                "hint": both(value),
                "base": both(value),
                "options": [
                    {"id": "yes", "label": both(value)},
                    {"id": "no", "label": both(f"{value} no")},
                ],
            },
            {
                "id": "q3",
                "type": "select_multiple",
                "wording": both(value),
                "options": [
                    {"id": "a", "label": both(value)},
                    {"id": "b", "label": both(value), "open": True},
                ],
            },
            {
                "id": "q4",
                "type": "matrix",
                "wording": both(value),
                "items": [{"id": "i", "label": both(value)}],
                "options": [
                    {"id": "low", "label": both(value)},
                    {"id": "high", "label": both(value)},
                ],
            },
            {"id": "q5", "type": "text", "wording": both(value)},
            {"id": "q6", "type": "integer", "unit": both(value), "wording": both(value)},
        ],
    }


def _example(value: str) -> dict[str, Any]:
    return {
        "id": "e",
        "title": both(value),
        "description": both(value),
        "organisation": value,
        "municipalities": ["2480"],
        "challenges": ["c"],
        "target_group": both(value),
        "partners": [{"name": both(value)}],
        "years": both(value),
        "sources": [{"url": "https://example.org/", "title": value}],
        "provenance": {"match": "exact", "confidence": both(value)},
    }


MANUSCRIPT = f"""\
{{#introduction}}
# TITLE {WORD}

Ord {WORD} ord.

:::{{key-points}}
- Punkt {WORD} punkt.
:::

{{#part}}
## Rubrik {WORD}

- Ett {WORD} ett.

:::{{notice}} Ruta {WORD}
I rutan {WORD}.
:::

{{#results}}
# TITLE

Text.

:::{{method-box}}
:::

:::{{figure}} q1
:highlight: yes
:::

:::{{figure}} q3
:::

:::{{figure}} q4
:::

:::{{figure}} q6
:::

:::{{figure}} q1
:by: type
:option: yes
:id: by-type
:::

:::{{factor-figure}}
:::

:::{{factors}}
:::

:::{{knowledge}}
:::

:::{{map}}
:::

:::{{examples}}
:::

:::{{contacts}}
:::

:::{{references}}
:::
"""
