"""Excerpt: a document's sections as part of another page, with their look."""

import re
from dataclasses import replace

from samklang.core.document.document import Document
from samklang.render.charts import svg
from samklang.render.charts.boundaries import boundaries
from samklang.render.design import HOUSE
from samklang.render.html import pages
from samklang.render.html.pages import filled, rules

# The blocks' own rules, between these two lines of style.css.
_BLOCKS = re.compile(r"/\* Blocks \*/\n(.*?)\n@media print", re.DOTALL)
# Within a tag; a text has no quotation mark of its own, since it is escaped.
_IDS = re.compile(r'( (?:id|aria-labelledby|aria-describedby)=")([^"]+)(?=")')
_LINKS = re.compile(r'( href="#| [a-z-]+="url\(#)')


def excerpt(document: Document, *, prefix: str, level: int = 3, titled: bool = True) -> str:
    """The sections' HTML. Every id begins with `prefix`, so that none is another's on the page.

    level: of the headings of the sections. titled: whether the sections show their titles. The
    evidence is left out: its panels and pages are not on the page.
    """
    alone = replace(document, evidence=())
    made = filled("excerpt.html", alone, page="", logo="", level=level, titled=titled)
    made = _IDS.sub(lambda m: m[1] + " ".join(prefix + name for name in m[2].split()), made)
    return _LINKS.sub(rf"\g<1>{prefix}", made)


def read_ahead() -> None:
    """Reads what an excerpt is made with, for a process that others are forked from."""
    boundaries()
    for name in ("excerpt.html", "blocks.html"):
        pages.templates().get_template(name)
    for name in svg.templates().list_templates():
        svg.templates().get_template(name)


def excerpt_style() -> str:
    """The rules of a report's blocks, for what lies within an element of class ``report``."""
    match = _BLOCKS.search(rules(HOUSE))
    if match is None:
        raise ValueError("style.css has no part of its own for blocks")
    return f""".report {{
font: 400 1.0625rem/1.6 var(--serif);
h3, h4, h5, h6 {{ line-height: 1.18; margin: 1.6em 0 .5em; }}
h3 {{ font-size: 1.5rem; margin-top: 0; }}
p, ul, ol, dl {{ margin: 0 0 1.1em; }}
> section {{ border-top: 3px solid var(--spruce); padding-top: 1.2rem; margin-bottom: 2.5rem; }}
> section > :is(p, ul, ol) {{ max-width: var(--measure); }}
.lead {{ font-size: 1.25rem; line-height: 1.45; color: var(--spruce); }}
.value {{ font-variant-numeric: lining-nums tabular-nums; }} .range {{ white-space: nowrap; }}
a.value {{ text-decoration-style: dotted; }}
{match[1]}
}}
"""
