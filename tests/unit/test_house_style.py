"""House style: a network's colours in every form, and the faults of those that cannot be read."""

import dataclasses
import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samklang.core.faults import FaultyInput
from samklang.core.theme.colour import (
    READABLE,
    accent_shades,
    contrast,
    darkened,
    main_shades,
    readable_accent,
    readable_main,
)
from samklang.package.read import read
from samklang.publication.rendering import render
from samklang.render import design
from tests.samples import document
from tests.small_package import small_package

BLUE, RUST = "#1b3a8a", "#9c3d00"
COLOURS = st.tuples(*[st.integers(0, 255)] * 3).map(
    lambda rgb: "#" + "".join(f"{c:02x}" for c in rgb)
)


@given(COLOURS)
def test_what_is_proposed_can_always_be_read(colour: str) -> None:
    found = darkened(colour)
    assert readable_main(found)
    assert readable_accent(found)
    if readable_main(colour) and readable_accent(colour):
        assert found == colour


@given(COLOURS)
def test_every_shade_bears_the_text_that_stands_on_it(colour: str) -> None:
    main, accent = main_shades(darkened(colour)), accent_shades(darkened(colour))
    for text, ground in (
        (main["spruce"], design.PAPER),
        (main["spruce"], design.MIST),
        (main["spruce"], main["spruce_pale"]),
        (design.PAPER, main["spruce_mid"]),
        (design.PAPER, accent["lingon_light"]),
        (design.INK, accent["lingon_mid"]),
        (accent["lingon"], accent["lingon_pale"]),
        (accent["lingon"], design.MIST),
    ):
        assert contrast(text, ground) >= READABLE


def test_a_network_with_a_colour_and_no_accent_has_the_house_s_accent() -> None:
    made = design.Branding.of(dataclasses.replace(document(), colour=BLUE, accent=""))
    assert (made.spruce, made.lingon) == (BLUE, design.HOUSE.lingon)
    assert design.Branding.of(document()) == design.HOUSE


def texts(name: str, content: bytes) -> str:
    """What can be read of a file: a zip's parts and what it is made of."""
    if not name.endswith((".docx", ".pptx")):
        return content.decode("utf-8", "ignore").lower()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(
            archive.read(part).decode("utf-8", "ignore").lower()
            for part in archive.namelist()
            if part.endswith(".xml")
        )


def test_every_form_has_the_network_s_colours_and_none_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = dataclasses.replace(document(), colour=BLUE, accent=RUST)
    found = render({"sv": made}, fresh=True)
    ours = [
        design.HOUSE.spruce[1:],
        design.HOUSE.lingon[1:],
        design.HOUSE.spruce_pale[1:],
        design.HOUSE.lingon_mid[1:],
    ]
    for name in (
        "sv/style.css", "sv/results.html", "sv/report.html", "sv/report.docx",
        "sv/deck.pptx", "sv/share/q1.svg",
    ):  # fmt: skip
        told = texts(name, found[name])
        assert BLUE[1:] in told or RUST[1:] in told, name
        for colour in ours:
            assert colour not in told, (name, colour)
    plain = render({"sv": document()}, fresh=True)
    for name in ("sv/report.pdf", "sv/deck.pdf", "sv/summary.pdf", "sv/share/q1.png"):
        assert found[name] != plain[name]
    assert plain["sv/style.css"] != found["sv/style.css"]


def test_every_form_is_set_in_the_typeface_that_the_network_has_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    made = {"sv": dataclasses.replace(document(), typeface="sans")}
    found = render(made, fresh=True)
    for name in ("sv/report.docx", "sv/deck.pptx", "sv/share/q1.svg"):
        assert "source serif" not in texts(name, found[name]), name
    assert '--serif: "Source Sans Pro"' in found["sv/style.css"].decode()
    for name in ("sv/report.pdf", "sv/deck.pdf", "sv/summary.pdf"):
        with pikepdf.open(io.BytesIO(found[name])) as file:
            fonts = {str(o.BaseFont) for o in file.objects if _is_font(o)}
        assert fonts, name
        assert not any("Serif" in font for font in fonts), name


def _is_font(found: object) -> bool:
    return isinstance(found, pikepdf.Dictionary) and "/BaseFont" in found


@pytest.mark.parametrize(
    ("style", "told"),
    [("{typeface: comic}", "typeface"), ("{typeface: ''}", "typeface")],
)
def test_a_typeface_that_is_not_ours_is_a_fault(style: str, told: str, tmp_path: Path) -> None:
    folder = small_package(tmp_path / "p")
    theme = folder / "theme.yaml"
    theme.write_text(theme.read_text("utf-8") + f"style: {style}\n", "utf-8")
    with pytest.raises(FaultyInput) as found:
        read(folder)
    assert any(told in fault.column for fault in found.value.faults)


@pytest.mark.parametrize(
    ("style", "told"),
    [
        ('{colour: "#5b8ad8"}', "Use #4468a2"),
        ('{accent: "#ff9900"}', "enough contrast"),
        ("{colour: blue}", "is not a colour"),
        ('{colour: "#12345"}', "is not a colour"),
        ('{colour: "#1b3a8a; }"}', "is not a colour"),
        ('{colour: "#1e5142", accent: "#1e5143"}', "almost the same as"),
    ],
)
def test_a_colour_that_does_not_do_is_a_fault_that_says_what_does(
    style: str, told: str, tmp_path: Path
) -> None:
    package = small_package(tmp_path)
    theme = package / "theme.yaml"
    theme.write_text(theme.read_text(encoding="utf-8") + f"style: {style}\n", encoding="utf-8")
    with pytest.raises(FaultyInput) as faulty:
        read(package)
    (fault,) = faulty.value.faults
    assert told in f"{fault.what} {fault.remedy}"
    assert fault.line > 0
