"""Fonts: the house's typefaces within the file, so that it looks the same on every machine."""

import hashlib
from typing import NamedTuple

from samklang.render import design
from samklang.render.design import Branding, font_files
from samklang.render.docx.xml import add, root
from samklang.render.element import Element

# A family's faces by the place that Word keeps for each.
SERIF = {"Regular": "SourceSerifPro-Regular", "Bold": "SourceSerifPro-Bold",
         "Italic": "SourceSerifPro-It"}  # fmt: skip
SANS = {"Regular": "SourceSansPro-Regular", "Bold": "SourceSansPro-Bold"}


def families(branding: Branding) -> dict[str, dict[str, str]]:
    """The families that a report is set in, with their faces."""
    if branding.serif == design.SANS:
        return {design.SANS: SANS | {"Italic": "SourceSansPro-It"}}
    return {branding.serif: SERIF, design.SANS: SANS}


class FontTable(NamedTuple):
    """The root of fontTable.xml, the embedded fonts as parts, and its relations."""

    table: Element
    parts: dict[str, bytes]
    relations: dict[str, tuple[str, str]]


def font_table(branding: Branding) -> FontTable:
    """The faces that a report is set in, to go with it."""
    made = root("w:fonts", "w", "r")
    parts: dict[str, bytes] = {}
    relations: dict[str, tuple[str, str]] = {}
    for family, faces in families(branding).items():
        font = add(made, "w:font", name=family)
        add(font, "w:charset", val="00")
        add(font, "w:family", val="swiss" if family == design.SANS else "roman")
        add(font, "w:pitch", val="variable")
        for place, face in faces.items():
            content = font_files()[face].read_bytes()
            key = hashlib.sha256(content).hexdigest()[:32].upper()
            id_ = f"rId{len(relations) + 1}"
            relations[id_] = ("font", f"fonts/font{len(relations) + 1}.odttf")
            parts[f"word/{relations[id_][1]}"] = obfuscated(content, key)
            guid = "-".join((key[:8], key[8:12], key[12:16], key[16:20], key[20:]))
            add(font, f"w:embed{place}", r__id=id_, fontKey=f"{{{guid}}}")
    return FontTable(made, parts, relations)


def obfuscated(content: bytes, key: str) -> bytes:
    """A font as Word embeds it: its first 32 bytes mixed with the key (ECMA-376, 17.8.1)."""
    mask = bytes.fromhex(key)[::-1]
    return bytes(byte ^ mask[i % 16] for i, byte in enumerate(content[:32])) + content[32:]
