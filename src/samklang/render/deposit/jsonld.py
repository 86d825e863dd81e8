"""JSON-LD: the data as a schema.org Dataset, for search engines and archives."""

import json
from collections.abc import Mapping

from samklang.core.document.document import Document
from samklang.core.language.wording import Language
from samklang.render.deposit.subjects import counties, subjects
from samklang.render.deposit.variables import Variable, variables

# Licences that have an address which says what they are (creativecommons.org).
LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY-NC 4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}
# What could end a script or open a comment in it, and what JavaScript takes for a line's end.
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def dataset(documents: Mapping[Language, Document], files: Mapping[str, str]) -> dict[str, object]:
    """The Dataset. files: SHA-256 of each table by name, none where only the data are described."""
    first = next(iter(documents.values()))
    creators = first.authors or (first.network,)
    described: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": _texts({k: d.title for k, d in documents.items()}),
        "description": _texts(
            {k: " ".join([d.subtitle or d.title, *d.notices]) for k, d in documents.items()}
        ),
        "identifier": f"sha256:{first.dataset_hash}",
        "version": first.edition,
        "inLanguage": list(documents),
        "creator": [{"@type": "Organization", "name": n} for n in creators],
        "publisher": {"@type": "Organization", "name": first.network}
        | ({"url": first.network_url} if first.network_url else {}),
        "creditText": first.citation,
        "isAccessibleForFree": True,
        "spatialCoverage": [
            {"@type": "Country", "name": "Sverige", "identifier": "SE"},
            *({"@type": "AdministrativeArea", "name": name} for name in counties(first)),
        ],
        "keywords": list(subjects(first)),
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "propertyID": variable.name,
                "name": _texts(variable.label),
                "description": _texts({k: f.question for k, f in variable.figures.items()}),
                **_unit(variable),
                "measurementTechnique": variable.first.interval,
            }
            for variable in variables(documents)
        ],
    }
    if first.published_iso:
        described["datePublished"] = first.published_iso
    if first.licence:
        described["license"] = LICENCES.get(first.licence, first.licence)
    if first.address:
        described["url"] = first.address
    base = f"{first.address}data/" if first.address else ""
    if files:
        described["distribution"] = [
            {
                "@type": "DataDownload",
                "contentUrl": f"{base}{name}",
                "encodingFormat": "text/csv",
                "sha256": digest,
            }
            for name, digest in files.items()
        ]
    return described


def _unit(variable: Variable) -> dict[str, object]:
    """The unit of its numbers; a ratio has none of its own."""
    if not variable.first.has_values:
        return {"unitText": "%"}
    units = {k: f.table.unit for k, f in variable.figures.items() if f.table.unit}
    return {"unitText": _texts(units)} if units else {}


def dataset_script(document: Document) -> str:
    """The Dataset in one language as the body of a script element that no text can leave."""
    return script_text(dataset({document.language: document}, {}))


def script_text(described: Mapping[str, object]) -> str:
    """JSON as the body of a script element that no text can leave."""
    return json.dumps(described, ensure_ascii=False).translate(_ESCAPED)


def _texts(texts: Mapping[Language, str]) -> object:
    """A text, or each with its language where there are several."""
    if len(texts) == 1:
        return next(iter(texts.values()))
    return [{"@language": k, "@value": text} for k, text in texts.items()]
