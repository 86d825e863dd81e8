"""Pictures from outside: a large photograph is made small in little memory, a bomb is refused."""

import io
from typing import Any

import pytest
from PIL import Image

from samklang.package.confined import Limits, confined
from samklang.package.picture import MOST_PIXELS, MOST_SCALED, SIDE, NoPicture, read_picture

# Half of what an upload has, Python and Pillow among it; decoded whole the photograph takes 324 MB.
LITTLE = Limits(memory=150_000_000)


def saved(form: str, size: tuple[int, int], mode: str = "L", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "teal" if mode == "RGB" else 90).save(out, form, **more)
    return out.getvalue()


def in_colour(width: int, height: int, **more: Any) -> bytes:
    """A JPEG that says it is so large; there are pixels for a corner of it."""
    content = bytearray(saved("JPEG", (64, 64), "RGB", **more))
    at = next(content.find(mark) for mark in (b"\xff\xc0", b"\xff\xc2") if mark in content)
    content[at + 5 : at + 9] = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return bytes(content)


def test_a_photograph_of_108_million_pixels_is_made_small_in_little_memory() -> None:
    turned = Image.Exif()
    turned[274] = 6
    made = confined(read_picture, saved("JPEG", (12_000, 9_000), exif=turned), limits=LITTLE)
    with Image.open(io.BytesIO(made)) as opened:
        assert (opened.size, opened.mode) == ((SIDE * 3 // 4, SIDE), "RGB")


def test_its_colours_and_its_edges_stay() -> None:
    half = Image.new("RGB", (6_000, 3_000), "red")
    half.paste("blue", (3_000, 0, 6_000, 3_000))
    out = io.BytesIO()
    half.save(out, "JPEG", quality=95)
    with Image.open(io.BytesIO(read_picture(out.getvalue()))) as opened:
        assert opened.size == (SIDE, SIDE // 2)
        left, right = (opened.getpixel((x, SIDE // 4)) for x in (SIDE // 2 - 8, SIDE // 2 + 8))
    assert left[0] > 240 > 20 > left[2], left  # type: ignore[index]
    assert right[2] > 240 > 20 > right[0], right  # type: ignore[index]


def test_a_telephones_two_pictures_in_one_are_the_first() -> None:
    first, second = (Image.new("RGB", (300, 200), colour) for colour in ("red", "blue"))
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])
    with Image.open(io.BytesIO(read_picture(out.getvalue()))) as opened:
        assert opened.size == (300, 200)
        assert opened.getpixel((9, 9))[0] > 200  # type: ignore[index]


def one_colour_a_scan() -> bytes:
    """The colours one after the other, for which the whole picture is kept until the last."""
    content = bytearray(in_colour(12_000, 9_000))
    content[content.find(b"\xff\xda") + 4] = 1
    return bytes(content)


@pytest.mark.parametrize(
    "bomb",
    [
        lambda: in_colour(MOST_SCALED // 10_000 + 1, 10_000),
        lambda: in_colour(65_500, 65_500),
        lambda: in_colour(12_000, 9_000, progressive=True),
        one_colour_a_scan,
        lambda: saved("PNG", (MOST_PIXELS // 1_000 + 1, 1_001)),
    ],
    ids=["large", "largest", "progressive", "one colour a scan", "png"],
)
def test_what_would_fill_the_memory_is_refused_by_its_size(bomb: Any) -> None:
    with pytest.raises(NoPicture) as refused:
        confined(read_picture, bomb(), limits=LITTLE)
    assert refused.value.what.code == "package.example_pic_many"


@pytest.mark.parametrize(("kind", "side"), [("PNG", 7_000), ("WEBP", 4_500), ("WEBP", 9_000)])
def test_what_the_reader_has_no_memory_for_is_said_to_be_too_large(kind: str, side: int) -> None:
    """A WebP takes its memory when it is opened, and Pillow has another word for it then."""
    with pytest.raises(NoPicture) as refused:
        confined(read_picture, saved(kind, (side, side), "RGB"))
    said = " ".join(words.text("sv") for words in (refused.value.what, refused.value.remedy))
    assert "för många bildpunkter" in said
    assert "JPEG" in said


@pytest.mark.parametrize("cut", [2, 3, 20, 200, 400])
def test_a_part_of_a_picture_is_none(cut: int) -> None:
    with pytest.raises(NoPicture) as refused:
        read_picture(in_colour(12_000, 9_000)[:cut])
    assert refused.value.what.code == "package.example_pic_none"
