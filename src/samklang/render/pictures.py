"""Pictures: an SVG of ours as PNG, drawn by typst with our fonts; the same bytes each time."""

import base64
import json
import os
import re
from collections.abc import Sequence

from samklang.core.theme.house_style import Logo
from samklang.render.typst_fonts import faces

FACES = (
    "SourceSerifPro-Regular",
    "SourceSerifPro-Semibold",
    "SourceSansPro-Regular",
    "SourceSansPro-Semibold",
)
_SIDES = re.compile(r'<svg [^>]*?width="([0-9.]+)" height="([0-9.]+)"')
TYPST = (
    b"#set page(width: float(sys.inputs.w) * 1pt, height: float(sys.inputs.h) * 1pt, margin: 0pt)\n"
    b"#for svg in json(bytes(sys.inputs.svgs)) {"
    b' page(image(bytes(svg), format: "svg", width: 100%, height: 100%)) }'
)


def png(svg: str, *, width: int) -> bytes:
    """The drawing as PNG, `width` pixels across. Only for drawings that we made ourselves."""
    return pngs([svg], width=width)[0]


def pngs(svgs: Sequence[str], *, width: int) -> list[bytes]:
    """As `png`, for drawings of one size: together they take half the time.

    Raises ValueError where a drawing does not say its size, or they are of several.
    """
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    import typst

    sides = {match.groups() if (match := _SIDES.search(svg)) else () for svg in svgs}
    if len(sides) != 1 or () in sides:
        raise ValueError("the drawings do not say one size")
    wide, high = map(float, sides.pop())
    with faces(FACES) as fonts:
        compiler = typst.Compiler(
            TYPST,
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"svgs": json.dumps(svgs), "w": str(wide), "h": str(high)},
        )
        made = compiler.compile(format="png", ppi=72 * width / wide)
    assert made is not None
    return [made] if isinstance(made, bytes) else made


def logo_png(logo: Logo) -> bytes:
    """A logo as PNG, sharp in print at some centimetres."""
    return logo.content if logo.kind == "png" else png(logo.content.decode(), width=900)


def logo_size(logo: Logo, *, most: tuple[float, float]) -> tuple[float, float]:
    """Width and height of a logo as large as its room."""
    scale = min(most[0] / logo.width, most[1] / logo.height)
    return logo.width * scale, logo.height * scale


def logo_address(logo: Logo) -> str:
    """A logo as the address of an image (RFC 2397): a browser runs nothing in an image."""
    kind = "svg+xml" if logo.kind == "svg" else "png"
    return f"data:image/{kind};base64,{base64.b64encode(logo.content).decode()}"
