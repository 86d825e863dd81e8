"""Assets: the style sheet and the fonts, each under a name that changes with its content."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from samklang.render import design
from samklang.render.webfonts import FACES, web_fonts

FOLDER = "assets"
REPORT = "report.css"
EDITOR = "prose-editor.js"


def asset(name: str) -> str:
    """The address of an asset by the name it has in the source, for example ``style.css``."""
    return f"/{FOLDER}/{_names()[name]}"


def write_assets(folder: Path) -> None:
    """Writes every asset into a folder that a web server can serve for ever."""
    folder.mkdir(parents=True, exist_ok=True)
    names = _names()
    for name, content in _assets().items():
        path = folder / names[name]
        if not path.exists():
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as fresh:
                fresh.write(content)
            os.chmod(fresh.name, 0o644)
            os.replace(fresh.name, path)


@cache
def _assets() -> Mapping[str, bytes]:
    # The renderer is needed once, for its style.
    from samklang.render.html import excerpt_style

    assets = dict(web_fonts())
    static = files("samklang.web").joinpath("static")
    for entry in sorted(static.iterdir(), key=lambda e: e.name):
        content = entry.read_bytes()
        if entry.name.endswith(".css"):
            # Colours and fonts are the house's, as in the reports.
            faces = [
                (*face[:3], _hashed(f"{face[3]}.woff2", assets[f"{face[3]}.woff2"]))
                for face in FACES
            ]
            environment = Environment(undefined=StrictUndefined, autoescape=False)
            template = environment.from_string(content.decode())
            content = template.render(design=design, branding=design.HOUSE, faces=faces).encode()
        assets[entry.name] = content
    # The editor of running text stands in a package of its own, and is loaded by our script alone.
    editor = files("django_prose_editor").joinpath("static", "django_prose_editor", "editor.js")
    assets[EDITOR] = editor.read_bytes()
    # How a report's parts look within a page of staff.
    assets[REPORT] = excerpt_style().encode()
    return assets


@cache
def _names() -> Mapping[str, str]:
    return {name: _hashed(name, content) for name, content in _assets().items()}


def _hashed(name: str, content: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}{dot}{ending}"
