"""Picture: a photograph from outside, made anew of its pixels and nothing else."""

import io
import warnings
from collections.abc import Mapping

from PIL import Image, ImageOps

from samklang.core.faults import Fault
from samklang.core.language.messages import Problem, message
from samklang.package.files import PICTURE

PICTURE_BYTES = 10_000_000
# What is decoded whole: sixty million pixels take 240 MB.
MOST_PIXELS = 60_000_000
# A JPEG read line by line is made smaller on the way and costs time, not memory. Telephones have
# cameras of 108 million pixels.
MOST_SCALED = 120_000_000
SIDE = 1_600
# What Pillow says of a WebP that is broken, or that there is no memory for: it takes that when it
# is opened, before anybody can ask how large the picture is.
NO_DECODER = "could not create decoder object"
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
            # Pillow warns from 89 million pixels on, and raises from 179 million on.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=KINDS) as opened:
                by_line = opened.format in ("JPEG", "MPO") and _read_by_line(content)
                if opened.width * opened.height > (MOST_SCALED if by_line else MOST_PIXELS):
                    raise Image.DecompressionBombError
                flat = _small(opened, side)
    except (Image.DecompressionBombError, MemoryError) as error:
        what = message("package.example_pic_many")
        raise NoPicture(what, message("package.example_pic_smaller")) from error
    except Exception as error:
        # Pillow's readers raise whatever a broken file makes them stumble on.
        if isinstance(error, OSError) and str(error) == NO_DECODER:
            what = message("package.example_pic_webp")
            raise NoPicture(what, message("package.example_pic_smaller")) from error
        what = message("package.example_pic_none")
        raise NoPicture(what, message("package.example_pic_anew")) from error
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


def _small(opened: Image.Image, side: int) -> Image.Image:
    """The picture upright, in RGB, of at most `side` pixels: made small before it is copied."""
    # A JPEG is decoded at half, a quarter or an eighth of its size.
    opened.draft("RGB", (side, side))
    # Colours of a palette have no middle.
    picture = _on_white(opened) if opened.mode in ("P", "PA") else opened
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _on_white(ImageOps.exif_transpose(picture))


def _read_by_line(content: bytes) -> bool:
    """Whether the first scan of a JPEG has all its colours, line by line.

    Where it has not, as in a progressive one, the whole picture is kept until the last scan.
    """
    at, colours = 2, 0
    while at + 10 <= len(content) and content[at] == 0xFF:
        mark, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if mark == 0xFF:
            at += 1
        elif mark == 0xDA:
            return colours > 0 and content[at + 4] == colours
        elif mark in (0xC0, 0xC1):
            colours, at = content[at + 9], at + 2 + length
        elif 0xC2 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            return False
        else:
            at += 2 + length
    return False


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
