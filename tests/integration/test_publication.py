"""Publication: the same package gives the same files, verify proves it, nothing raw gets out."""

import csv
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from samklang.core.faults import FaultyInput
from samklang.publication.build import build
from samklang.publication.verify import verify
from tests.small_package import small_package

MARKER = "Xyzzyplugh"


def silent(_: str) -> None:
    """Progress nobody reads."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_package(tmp_path_factory.mktemp("theme"))


@pytest.fixture(scope="module")
def built(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "out"
    build(package, out, progress=silent)
    return out


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "copy"))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_every_output_is_there_in_both_languages(built: Path) -> None:
    names = set(contents(built))
    for language in ("sv", "en"):
        for name in (
            "index.html",
            "report.html",
            "report.pdf",
            "deck.pdf",
            "deck.pptx",
            "report.docx",
            "report.epub",
            "accessibility.html",
            "embed/q1.html",
            "summary.html",
            "summary.pdf",
            "share/q1.svg",
            "share/q1.png",
        ):
            assert f"{language}/{name}" in names
    assert {"index.html", "data/datapackage.json", "publication.json"} <= names


def test_the_same_package_gives_the_same_bytes(
    package: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # With an empty cache nothing kept from the first build can help.
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    build(package, tmp_path / "again", progress=silent)
    assert contents(tmp_path / "again") == contents(built)


def test_what_is_kept_is_what_would_be_rendered(
    package: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that takes kept outputs gives the same files, and a spoilt one is not taken."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    build(package, tmp_path / "first", progress=silent)
    kept = sorted((tmp_path / "cache" / "samklang" / "outputs").iterdir())
    assert len(kept) == 17
    build(package, tmp_path / "second", progress=silent)
    assert contents(tmp_path / "second") == contents(tmp_path / "first") == contents(built)
    for number, path in enumerate(kept):
        path.write_bytes(path.read_bytes()[:-1] + b"x" if number % 2 else b"spoilt")
    build(package, tmp_path / "third", progress=silent)
    assert contents(tmp_path / "third") == contents(built)


def test_a_changed_word_leaves_what_does_not_show_it(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word of the Swedish text that is on no slide: only what prints the text, or the package's
    hash, is rendered again, and nothing that was kept is out of date."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    theme = Path(shutil.copytree(package, tmp_path / "theme"))
    text = (theme / "manuscript.md").read_text(encoding="utf-8")
    prose = " ".join(["Här står en mening."] * 9)
    for word in ("gammalt", "nytt"):
        kept = set((tmp_path / "cache").rglob("outputs/*"))
        more = text.replace("mulgan2006`.", f"mulgan2006`.\n\n{prose} Ordet är {word}.", 1)
        (theme / "manuscript.md").write_text(more, encoding="utf-8")
        build(theme, tmp_path / "out", progress=silent)
    added = set((tmp_path / "cache").rglob("outputs/*")) - kept
    names = sorted(path.name.partition("-")[2] for path in added)
    assert names == sorted(["report.pdf", "report.docx", "report.epub"] * 2)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    build(theme, tmp_path / "fresh", progress=silent)
    assert contents(tmp_path / "fresh") == contents(tmp_path / "out")


def test_building_again_replaces_the_old_build_whole(package: Path, copy: Path) -> None:
    (copy / "sv" / "stale.html").write_text("gammal")
    build(package, copy, progress=silent)
    assert not (copy / "sv" / "stale.html").exists()


def test_a_failed_build_leaves_what_was_there(package: Path, copy: Path, tmp_path: Path) -> None:
    broken = Path(shutil.copytree(package, tmp_path / "broken"))
    (broken / "questionnaire.yaml").write_text("questions: [")
    before = contents(copy)
    with pytest.raises(FaultyInput):
        build(broken, copy, progress=silent)
    assert contents(copy) == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["broken", "copy"]


def test_a_folder_of_other_things_is_not_touched(package: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "photo.jpg").write_bytes(b"x")
    with pytest.raises(FaultyInput, match="something other than an earlier build"):
        build(package, tmp_path / "mine", progress=silent)


def test_verify_derives_every_figure_again(package: Path, built: Path) -> None:
    checked = verify(package, built, progress=silent)
    assert checked.files == len(contents(built))
    assert checked.figures > 10


def digit(folder: Path, name: str) -> None:
    """Changes one digit of a file, the last one that is followed by a per cent sign or comma."""
    content = bytearray((folder / name).read_bytes())
    places = [i for i, byte in enumerate(content) if chr(byte).isdigit()]
    place = places[len(places) // 2]
    content[place] = ord("0") + (content[place] - ord("0") + 1) % 10
    (folder / name).write_bytes(bytes(content))


@pytest.mark.parametrize(
    "name",
    [
        "sv/report.html",
        "en/index.html",
        "sv/report.pdf",
        "en/deck.pdf",
        "sv/deck.pptx",
        "en/report.docx",
        "data/q1.csv",
    ],
)
def test_verify_fails_on_a_file_changed_by_one_digit(package: Path, copy: Path, name: str) -> None:
    digit(copy, name)
    with pytest.raises(FaultyInput) as faulty:
        verify(package, copy, progress=silent)
    assert [fault.file for fault in faulty.value.faults] == [name]


def test_verify_names_the_figure_s_row_and_both_values(package: Path, copy: Path) -> None:
    path = copy / "data" / "q1.csv"
    text = path.read_text(encoding="utf-8-sig")
    row = next(csv.DictReader(text.splitlines()))
    share = row["share_percent"]
    assert share
    marked = path.read_bytes().replace(f",{share},".encode(), b",99,", 1)
    path.write_bytes(marked)
    with pytest.raises(FaultyInput, match=f"'99' is printed, '{share}' derived"):
        verify(package, copy, progress=silent)


def test_verify_finds_missing_and_added_files(package: Path, copy: Path) -> None:
    (copy / "en" / "report.pdf").unlink()
    (copy / "sv" / "extra.html").write_text("x")
    with pytest.raises(FaultyInput) as faulty:
        verify(package, copy, progress=silent)
    assert {fault.file for fault in faulty.value.faults} == {"en/report.pdf", "sv/extra.html"}


def test_verify_fails_when_an_answer_has_changed(package: Path, copy: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(package, tmp_path / "other"))
    rows = (other / "responses.csv").read_text(encoding="utf-8").splitlines()
    header = rows[0].split(",")
    column = header.index("q1")
    cells = rows[1].split(",")
    cells[column] = "no" if cells[column] == "yes" else "yes"
    assert "q2" not in header or cells  # the routed question follows below
    rows[1] = ",".join(cells)
    (other / "responses.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(FaultyInput):
        verify(other, copy, progress=silent)


def texts(content: bytes, name: str, folder: Path) -> Iterator[str]:
    """Everything that can be read out of a file: its parts unpacked, its PDF streams decoded."""
    yield content.decode("utf-8", "ignore")
    yield content.decode("utf-16-le", "ignore")
    path = folder / name
    if name.endswith((".pptx", ".docx")):
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                inner = archive.read(part)
                yield inner.decode("utf-8", "ignore")
                if part.endswith(".xlsx"):
                    (folder / "inner.xlsx").write_bytes(inner)
                    with zipfile.ZipFile(folder / "inner.xlsx") as book:
                        for sheet in book.namelist():
                            yield book.read(sheet).decode("utf-8", "ignore")
    if name.endswith(".pdf"):
        with pikepdf.open(path) as pdf:
            for thing in pdf.objects:
                if isinstance(thing, pikepdf.Stream):
                    yield thing.read_bytes().decode("latin-1")
                yield str(thing)
        if shutil.which("pdftotext"):
            run = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True)
            yield run.stdout.decode()


def test_no_raw_answer_is_in_any_output(tmp_path: Path) -> None:
    """Marker texts planted in every personal place; none may be found, the released quote must."""
    package = small_package(tmp_path / "theme", marker=MARKER)
    planted = sum(p.read_text().count(MARKER) for p in package.glob("*.csv"))
    assert planted >= 6
    build(package, tmp_path / "out", progress=silent)
    found = contents(tmp_path / "out")
    quote_seen = 0
    for name, content in found.items():
        for text in texts(content, name, tmp_path / "out"):
            assert MARKER not in text, name
            quote_seen += "långsiktigt stöd" in text
    assert quote_seen > 0


def test_a_package_without_a_manuscript_gives_a_report(package: Path, tmp_path: Path) -> None:
    bare = Path(shutil.copytree(package, tmp_path / "bare"))
    for manuscript in bare.glob("manuscript*.md"):
        manuscript.unlink()
    build(bare, tmp_path / "out", progress=silent)
    assert "data/q1.csv" in contents(tmp_path / "out")


def test_two_languages_must_have_the_same_sections(package: Path, tmp_path: Path) -> None:
    odd = Path(shutil.copytree(package, tmp_path / "odd"))
    with (odd / "manuscript.en.md").open("a", encoding="utf-8") as manuscript:
        manuscript.write("\n{#more}\n# More\n\ntext\n")
    with pytest.raises(FaultyInput, match=r"the sections are .*more"):
        build(odd, tmp_path / "out", progress=silent)
