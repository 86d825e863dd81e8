"""Picture: a photograph from outside, made anew of its pixels and nothing else."""

import io
import warnings
from collections.abc import Mapping

from PIL import Image, ImageOps

from samklang.core.faults import Fault
from samklang.core.language.messages import Problem, message
from samklang.package.files import PICTURE

PICTURE_BYTES = 10_000_000
# Two hundred million pixels would be 600 MB in memory; a camera of today has fifty.
MOST_PIXELS = 60_000_000
SIDE = 1_600
KINDS = ("JPEG", "PNG", "WEBP")


class NoPicture(Problem):
    """What is wrong with a picture, and what to do."""


def read_picture(content: bytes, *, side: int = SIDE) -> bytes:
    """The picture as a JPEG of at most `side` pixels, turned upright, without anything beside.

    Camera, place and time (EXIF), comments, profiles and thumbnails are gone. The same bytes give
    the same bytes. Raises NoPicture.
    """
    if len(content) > PICTURE_BYTES:
        what = message("package.example_pic_large", limit=PICTURE_BYTES // 10**6)
        raise NoPicture(what, message("package.example_pic_smaller"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=KINDS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    what = message("package.example_pic_many")
                    raise NoPicture(what, message("package.example_pic_smaller"))
                opened.draft("RGB", (side, side))
                upright = ImageOps.exif_transpose(opened)
                flat = _on_white(upright)
    except NoPicture:
        raise
    except Exception as error:
        # Pillow's readers raise whatever a broken file makes them stumble on.
        what = message("package.example_pic_none")
        raise NoPicture(what, message("package.example_pic_anew")) from error
    flat.thumbnail((side, side), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    flat.save(made, "JPEG", quality=82, optimize=True, progressive=False)
    return made.getvalue()


def read_pictures(files: Mapping[str, bytes], faults: list[Fault]) -> dict[str, bytes]:
    """The pictures of a package's files, made anew; `faults` gets those that are none."""
    pictures = {}
    for name in sorted(name for name in files if PICTURE.fullmatch(name)):
        try:
            pictures[name] = read_picture(files[name])
        except NoPicture as wrong:
            faults.append(Fault(name, 0, "", wrong.what, wrong.remedy))
    return pictures


def _on_white(picture: Image.Image) -> Image.Image:
    """The pixels alone, in RGB; what is transparent lies on white."""
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        clear = picture.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    made = Image.new("RGB", picture.size)
    made.paste(picture.convert("RGB"))
    return made
