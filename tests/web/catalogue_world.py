"""Invented examples in a network's catalogue, published by the actions that staff use."""

from typing import Any

from samklang.web.actions.catalogue import begin_example, publish_example
from samklang.web.models import Example, Theme
from samklang.web.queries.catalogue import blank


def sourced(theme: Theme, title: str, **values: Any) -> Example:
    """A published example from public sources."""
    example = begin_example(theme, origin="sources", by=None)  # type: ignore[arg-type]
    example.record = {
        **blank(),
        "title": {"sv": title, "en": values.pop("title_en", "")},
        "description": {
            "sv": values.pop("description", "Vi möts och lagar mat."),
            "en": values.pop("description_en", ""),
        },
        "sources": [{"url": "https://exempel.se/nyheter/en-lang-adress"}],
        **values,
    }
    example.save()
    publish_example(example, by=None)  # type: ignore[arg-type]
    return example
