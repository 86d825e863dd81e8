"""The house's colours: read by everyone, told apart by colour-blind readers, used everywhere."""

import re
from importlib.resources import files
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from samklang.render import design
from samklang.render.charts.scales import scale, scales, text_on, textures

# Machado, Oliveira & Fernandes (2009), full severity, on linear RGB; and full colour vision.
EYES = {
    "all": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return curve(red), curve(green), curve(blue)


def curve(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, "contrast ratio"."""
    dark, light = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (linear(one), linear(other))
    )
    return (light + 0.05) / (dark + 0.05)


def distance(one: str, other: str, eyes: str) -> float:
    """CIE 1976 colour difference, D65, as seen by someone with these eyes."""
    return sum((a - b) ** 2 for a, b in zip(lab(one, eyes), lab(other, eyes), strict=True)) ** 0.5


def lab(colour: str, eyes: str) -> tuple[float, float, float]:
    lit = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(k * v for k, v in zip(row, lit, strict=True)))) for row in EYES[eyes]
    )
    x = cube((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047)
    y = cube(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    z = cube((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def cube(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116


def test_the_measures_themselves() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert lab("#ff0000", "all") == pytest.approx((53.2, 80.1, 67.2), abs=0.1)
    assert distance("#ffffff", "#000000", "protan") == pytest.approx(100, abs=0.1)
    assert distance("#808080", "#ff0000", "all") > 2 * distance("#808080", "#ff0000", "protan")


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        (design.INK, design.PAPER),
        (design.INK, design.MIST),
        (design.INK, design.HOUSE.lingon_pale),
        (design.INK, design.HOUSE.spruce_pale),
        (design.INK, design.STONE),
        (design.INK, design.HOUSE.lingon_mid),
        (design.MUTED, design.PAPER),
        (design.MUTED, design.MIST),
        (design.HOUSE.spruce, design.PAPER),
        (design.HOUSE.spruce, design.MIST),
        (design.HOUSE.lingon, design.PAPER),
        (design.HOUSE.lingon, design.MIST),
        (design.HOUSE.lingon, design.HOUSE.lingon_pale),
        (design.PAPER, design.HOUSE.spruce),
        (design.PAPER, design.HOUSE.spruce_mid),
        (design.PAPER, design.HOUSE.lingon),
        (design.PAPER, design.HOUSE.lingon_light),
        (design.HOUSE.spruce_pale, design.HOUSE.spruce),
        (design.HOUSE.lingon_pale, design.HOUSE.spruce),
    ],
)
def test_text_can_be_read(text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(
    "mark", [design.HOUSE.spruce, design.HOUSE.spruce_mid, design.HOUSE.lingon, design.INK]
)
@pytest.mark.parametrize("ground", [design.PAPER, design.HOUSE.lingon_pale])
def test_bars_and_lines_stand_out(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= 3


@pytest.mark.parametrize("count", range(1, 12))
def test_a_number_can_be_read_on_every_step_of_a_scale(count: int) -> None:
    assert len(scale(count, design.HOUSE)) == count
    assert len(set(scale(count, design.HOUSE))) == count
    for colour in scale(count, design.HOUSE):
        assert contrast(text_on(colour), colour) >= 4.5


def test_white_numbers_stand_on_the_dark_steps() -> None:
    for colour in {colour for steps in scales(design.HOUSE).values() for colour in steps}:
        dark = {design.HOUSE.lingon, design.HOUSE.spruce, design.HOUSE.spruce_mid}
        assert (text_on(colour) == design.PAPER) == (colour in dark)


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("count", [3, 4, 5])
def test_neighbours_on_a_scale_are_told_apart(count: int, eyes: str) -> None:
    for one, other in pairwise(scale(count, design.HOUSE)):
        assert distance(one, other, eyes) >= 12


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("count", range(2, 12))
def test_any_two_series_are_told_apart_by_texture_or_by_lightness(count: int, eyes: str) -> None:
    worn = textures(count, design.HOUSE)
    fills = [(worn[c].kind if c in worn else "plain", c) for c in scale(count, design.HOUSE)]
    for (kind, one), (other_kind, other) in combinations(fills, 2):
        assert kind != other_kind or distance(one, other, eyes) >= 10, (one, other)
    if count > 5:
        assert all(one != other for (one, _), (other, _) in pairwise(fills))


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("count", range(2, 12))
def test_a_texture_is_seen_and_numbers_are_read_on_it(count: int, eyes: str) -> None:
    worn = textures(count, design.HOUSE)
    assert worn
    for colour, texture in worn.items():
        assert distance(colour, texture.mark, eyes) >= 9
        assert contrast(text_on(colour), texture.mark) >= 4.5


@pytest.mark.parametrize("eyes", EYES)
def test_the_ends_of_a_scale_are_told_apart_by_stripes_where_not_by_hue(eyes: str) -> None:
    # To a reader without red cones lingon is as dark and as brown as spruce.
    assert distance(design.HOUSE.lingon, design.HOUSE.spruce, "protan") < 5
    assert distance(design.HOUSE.lingon, design.HOUSE.lingon_light, eyes) >= 9


def test_every_colour_comes_from_here() -> None:
    root = Path(str(files("samklang.render")))
    literal = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?=[\"; ])")
    looked = [p for kind in ("svg", "css", "html", "typ") for p in sorted(root.rglob(f"*.{kind}"))]
    assert len(looked) > 8
    for path in looked:
        assert literal.findall(path.read_text(encoding="utf-8")) == [], path.name


def test_the_fonts_are_those_of_the_package() -> None:
    found = design.font_files()
    for name in ("SourceSerifPro-Regular", "SourceSansPro-Regular", "SourceSansPro-Semibold"):
        assert found[name].suffix == ".ttf"
