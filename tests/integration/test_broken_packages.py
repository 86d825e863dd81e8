"""Broken packages: each gives its clear error, with file and row, and nothing is written.

Long because it is a table: one entry a fault that a person or a program can make.
"""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from samklang.cli import main
from samklang.core.faults import FaultyInput
from samklang.package.read import read
from tests.small_package import small_package

Break = Callable[[Path], None]


def put(name: str, content: str | bytes) -> Break:
    """Replaces a file."""

    def apply(folder: Path) -> None:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            target.write_text(content, encoding="utf-8", newline="")
        else:
            target.write_bytes(content)

    return apply


def swap(name: str, old: str, new: str) -> Break:
    """Replaces the first place of a text in a file."""

    def apply(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8", newline="")

    return apply


def drop(name: str) -> Break:
    """Takes a file away."""
    return lambda folder: (folder / name).unlink()


def recode(name: str, encoding: str) -> Break:
    """Writes a file in another encoding."""

    def apply(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_bytes(text.encode(encoding))

    return apply


def both(*breaks: Break) -> Break:
    """Breaks one after the other."""

    def apply(folder: Path) -> None:
        for each in breaks:
            each(folder)

    return apply


def semicolons(folder: Path) -> None:
    """As Swedish Excel saves CSV."""
    text = (folder / "register.csv").read_text(encoding="utf-8")
    (folder / "register.csv").write_text(text.replace(",", ";"), encoding="utf-8-sig")


def link_out(folder: Path) -> None:
    """A link to a file outside the package."""
    (folder.parent / "secret.yaml").write_text("x: 1")
    (folder / "contacts.yaml").unlink()
    (folder / "contacts.yaml").symlink_to(folder.parent / "secret.yaml")


TQ, TR, TT = "questionnaire.yaml", "responses.csv", "theme.yaml"

EX, RJ = "examples/shop.yaml", "references.json"

# name: how it is broken, the file named, its line or row (0: all of it), a piece of the message
BROKEN: dict[str, tuple[Break, str, int, str]] = {
    "theme missing": (drop(TT), TT, 0, "the file is missing"),
    "questionnaire missing": (drop(TQ), TQ, 0, "the file is missing"),
    "responses missing": (drop(TR), TR, 0, "the file is missing"),
    "register missing": (drop("register.csv"), "register.csv", 0, "the file is missing"),
    "one manuscript missing": (
        drop("manuscript.en.md"),
        "manuscript.en.md",
        0,
        "no manuscript in 'en'",
    ),
    "yaml not closed": (put(TT, "title: {sv: Prov"), TT, 2, "the YAML cannot be read"),
    "yaml tab": (put(TT, "title:\n\tsv: Prov\n"), TT, 2, "the YAML cannot be read"),
    "yaml bomb": (put(TT, "a: &a [x, x]\nb: [*a, *a]\n"), TT, 1, "uses the anchor 'a'"),
    "yaml zero": (swap(TT, "sv: Prov", 'sv: "P\\0"'), TT, 3, "a null character"),
    "yaml tag": (swap(TT, "id: prov", "id: !!python/name:os.system x"), TT, 2, "the tag"),
    "yaml duplicate key": (swap(TT, "id: prov", "id: prov\nid: two"), TT, 3, "'id' appears twice"),
    "yaml two documents": (swap(TT, "id: prov", "id: prov\n---\n"), TT, 3, "second document"),
    "yaml deep": (put(TT, "a: " + "[" * 1_000_000), TT, 1, "nested too deep"),
    "unknown field": (swap(TT, "licence:", "license:"), TT, 10, "Did you mean 'licence'"),
    "wrong format": (swap(TT, "theme-1", "theme-9"), TT, 1, "'samklang-theme-9' is not one of"),
    "unquoted code": (
        swap("examples/shop.yaml", '"2514"', "2514"),
        "examples/shop.yaml",
        6,
        "Write it in quotes",
    ),
    "no such language": (swap(TT, "[sv, en]", "[sv, fi]"), TT, 6, "'fi' is not one of"),
    "bad date": (swap(TT, "2026-11-23", "23/11 2026"), TT, 8, "is not a date"),
    "bad threshold": (
        swap(TT, "licence:", "disclosure: {threshold: 1}\nlicence:"),
        TT,
        10,
        "3 and 100",
    ),
    "bad confidence": (swap(TT, "kind: census", "kind: census, confidence: 95"), TT, 11, "0.999"),
    "no such stratum": (swap(TT, "[county]", "[region]"), TT, 11, "no column 'region'"),
    "missing translation": (
        swap(TQ, ", en: Have you developed anything new?", ""),
        TQ,
        5,
        "in 'en'",
    ),
    "bad id": (swap(TQ, "id: q5", "id: å5"), TQ, 34, "'å5' is not a valid id"),
    "duplicate question": (swap(TQ, "id: q5", "id: q4"), TQ, 34, "used twice"),
    "duplicate option": (swap(TQ, "id: culture", "id: sport"), TQ, 23, "'sport' is used twice"),
    "one option": (
        swap(TQ, "      - {id: low, label: {sv: Inte alls, en: Not at all}}\n", ""),
        TQ,
        28,
        "at least two options",
    ),
    "later question in relevant": (
        swap(TQ, "${q1} =", "${q5} ="),
        TQ,
        14,
        "not an earlier question",
    ),
    "broken expression": (swap(TQ, "= 'yes'", "= 'yes"), TQ, 14, "cannot be understood"),
    "unknown function": (swap(TQ, "${q1} = 'yes'", "exec('x')"), TQ, 14, "'exec' is not known"),
    "unknown option": (
        swap(TR, ",yes,yes,", ",maybe,yes,"),
        TR,
        2,
        "'maybe' is not one of the options",
    ),
    "duplicate response": (swap(TR, "r02,", "r01,"), TR, 3, "'r01' is used twice"),
    "response from no member": (swap(TR, ",m02,", ",m99,"), TR, 3, "is not in the register"),
    "two responses from a member": (swap(TR, ",m02,", ",m01,"), TR, 3, "has already answered"),
    "answer off the path": (swap(TR, "!not-shown", "yes"), TR, 4, "was not put to"),
    "asked and not shown": (swap(TR, ",yes,yes,", ",yes,!not-shown,"), TR, 2, "was put to"),
    "half a multiple choice": (
        swap(TR, ",yes,0,1,0,", ",yes,0,,0,"),
        TR,
        2,
        "is mixed with 0 and 1",
    ),
    "text beside unselected": (swap(TR, ",0,1,0,,", ",0,1,0,hej,"), TR, 2, "not selected"),
    "unknown status": (swap(TR, "complete", "done"), TR, 2, "'done' is not a status"),
    "formula": (swap(TR, "Svar 1 ", "=HYPERLINK(1) "), TR, 2, "a spreadsheet would run"),
    "huge cell": (swap(TR, "Svar 1 ", "x" * 10_000_000), TR, 2, "more than 1,000,000"),
    "open quote": (swap(TR, "Svar 1 ", '"Svar 1 '), TR, 2, "cannot be read"),
    "too many cells": (swap(TR, "Svar 1 ", "Svar, 1 "), TR, 2, "the header has 13"),
    "column missing": (swap(TR, ",q2,", ",q9,"), TR, 1, "this column is missing"),
    "column twice": (swap(TR, ",q2,", ",q1,"), TR, 1, "this column appears twice"),
    "empty responses": (put(TR, ""), TR, 1, "the header row is missing"),
    "windows encoding": (recode(TR, "cp1252"), TR, 2, "not UTF-8"),
    "utf-16": (recode("register.csv", "utf-16"), "register.csv", 0, "is UTF-16"),
    "zero byte": (
        swap("manuscript.md", "Resultat", "Resul\x00tat"),
        "manuscript.md",
        2,
        "null byte",
    ),
    "semicolons": (semicolons, "register.csv", 1, "from Swedish Excel"),
    "duplicate member": (swap("register.csv", "m02,", "m01,"), "register.csv", 3, "used twice"),
    "unknown municipality": (
        swap("register.csv", "2480", "9999"),
        "register.csv",
        2,
        "'9999' is not the SCB code",
    ),
    "empty group": (
        swap("register.csv", "2480,24", "2480,"),
        "register.csv",
        2,
        "is not the SCB code of a county",
    ),
    "unknown code": (
        swap("codings.csv", ",economy,", ",ekonomi,"),
        "codings.csv",
        2,
        "is not a code in",
    ),
    "span outside": (swap("codings.csv", ",q5,", ",q5,9999,"), "codings.csv", 2, "cells"),
    "span of other words": (
        swap("codings.csv", "långsiktigt stöd", "kortsiktigt stöd"),
        "codings.csv",
        2,
        "does not match the answer",
    ),
    "release without day": (
        swap("codings.csv", ",2026-11-01,", ",,"),
        "codings.csv",
        2,
        "person and",
    ),
    "unknown reference": (
        swap("knowledge.yaml", "[mulgan2006]", "[mulgan1906]"),
        "knowledge.yaml",
        5,
        "no reference 'mulgan1906'",
    ),
    "references no json": (
        put("references.json", "[{]"),
        "references.json",
        1,
        "JSON cannot be read",
    ),
    "reference without type": (
        put("references.json", '[{"id": "a"}]'),
        "references.json",
        1,
        "no type",
    ),
    "example named otherwise": (
        swap("examples/shop.yaml", "id: shop", "id: butik"),
        "examples/shop.yaml",
        1,
        "does not match the file name",
    ),
    "unknown challenge": (
        swap("examples/shop.yaml", "[health]", "[wealth]"),
        "examples/shop.yaml",
        8,
        "not a challenge in",
    ),
    "script address": (
        swap("examples/shop.yaml", "https://example.org/butik", "javascript:alert(1)"),
        "examples/shop.yaml",
        9,
        "not a web address",
    ),
    "exact without source": (
        swap("examples/shop.yaml", 'sources: [{url: "https://example.org/butik"}]\n', ""),
        "examples/shop.yaml",
        1,
        "no source is given",
    ),
    "example file name": (
        put("examples/å b.yaml", "id: x"),
        "examples/å b.yaml",
        0,
        "not a valid example id",
    ),
    "link out of the package": (link_out, "contacts.yaml", 0, "not a file inside"),
    "changed since frozen": (
        put("manifest.json", '{"format": "samklang-manifest-1", "files": {"theme.yaml": "00"}}'),
        "theme.yaml",
        0,
        "was changed after",
    ),
    "yes as truth value": (
        swap(TT, "synthetic: true", "synthetic: yes"),
        TT,
        7,
        "'yes' is neither",
    ),
    "one as truth value": (
        swap(TT, "synthetic: true", "synthetic: 1"),
        TT,
        7,
        "'1' is neither true",
    ),
    "number in quotes": (
        swap(TT, "licence:", "disclosure: {threshold: '7'}\nlicence:"),
        TT,
        10,
        "not a whole number. Use digits only",
    ),
    "time stamp as date": (swap(TT, "2026-11-23", "1700000000"), TT, 8, "is not a date"),
    "title without language": (
        swap(TT, "{sv: Prov, en: Trial}", "Prov"),
        TT,
        3,
        "which language it is in",
    ),
    "empty title": (swap(TT, "{sv: Prov, en: Trial}", "{}"), TT, 3, "this is empty"),
    "nameless network": (swap(TT, "name: Provnätverket", "name: ' '"), TT, 5, "this is empty"),
    "no field at all": (put(TT, "- a\n"), TT, 1, "expected fields, not a list"),
    "empty theme": (put(TT, "# only a remark\n"), TT, 0, "the file is empty"),
    "language twice": (swap(TT, "[sv, en]", "[sv, sv]"), TT, 6, "listed twice"),
    "stratum twice": (swap(TT, "[county]", "[county, county]"), TT, 11, "a column stands twice"),
    "yaml without end": (put(TT, "- a\n" * 400_000), TT, 299999, "more than 300,000 fields"),
    "reserved question id": (swap(TQ, "id: q5", "id: status"), TQ, 34, "every responses.csv uses"),
    "option without label": (swap(TQ, "{sv: Ja, en: Yes}", "{}"), TQ, 8, "this is empty"),
    "misspelt option in relevant": (
        swap(TQ, "${q1} = 'yes'", "${q1} = 'yess'"),
        TQ,
        14,
        "Did you mean 'yes'?",
    ),
    "misspelt question type": (swap(TQ, "type: text", "type: txt"), TQ, 35, "'txt' is not one of"),
    "misspelt code": (swap("codings.csv", "economy", "econmy"), "codings.csv", 2, "'economy'?"),
    "half a release": (
        swap("codings.csv", "Redaktionen,", ","),
        "codings.csv",
        2,
        "both a person and",
    ),
    "unknown valence": (swap("codings.csv", "enables", "helps"), "codings.csv", 2, "not a valence"),
    "coding of no response": (
        swap("codings.csv", "c1,r01", "c1,r99"),
        "codings.csv",
        2,
        "there is no response 'r99'",
    ),
    "coding of a closed question": (
        swap("codings.csv", "r01,q5", "r01,q1"),
        "codings.csv",
        2,
        "'q1' is not an open question",
    ),
    "stratum without answers": (
        both(
            swap("register.csv", "Förening 25,2480,24", "Förening 25,0305,03"),
            swap("register.csv", "Förening 26,2580,25", "Förening 26,0305,03"),
        ),
        "theme.yaml",
        11,
        "0 of 2 members in the group 03 have answered. Two are needed: weight",
    ),
    "tabs between columns": (
        swap(
            "register.csv", "member,name,municipality,county", "member\tname\tmunicipality\tcounty"
        ),
        "register.csv",
        1,
        "separated by tabs",
    ),
    "semicolons and quotes": (
        put("register.csv", '"member";"name"\r\n"m01";"A"\r\n'),
        "register.csv",
        1,
        "from Swedish Excel",
    ),
    "utf-16 without mark": (
        recode("register.csv", "utf-16-le"),
        "register.csv",
        0,
        "is UTF-16",
    ),
    "encoding after a cell of three lines": (
        both(
            swap(TR, "Svar 1 ", '"Svar\n\n1 '),
            swap(TR, "kommunen i år", 'kommunen i dag"'),
            recode(TR, "cp1252"),
        ),
        TR,
        2,
        "not UTF-8 (in Windows-1252 it would be 'å')",
    ),
    "formula as column": (
        swap("register.csv", ",name,", ",=name,"),
        "register.csv",
        1,
        "starts with '='",
    ),
    "column misspelt": (swap(TR, ",submitted,", ",submited,"), TR, 1, "Did you mean 'submitted'"),
    "wrong over and over": (
        put("register.csv", "member,name\n" + "a\n" * 5000),
        "register.csv",
        202,
        "there are 4800 more faults from here on",
    ),
    "wrong in every cell": (
        put("register.csv", "member\n" + "m01\n" * 1000),
        "register.csv",
        203,
        "there are 799 more faults from here on",
    ),
    "two exclusive options": (
        both(
            swap(TQ, "open: true}", "open: true, exclusive: true}"),
            swap(TR, ",1,1,1,Annat", ",0,1,1,Annat"),
        ),
        TR,
        5,
        "rules out the other",
    ),
    "declined with answers": (
        swap(TR, "m01,complete", "m01,declined"),
        TR,
        2,
        "contains an answer",
    ),
    "reference's misspelt type": (swap(RJ, "article-journal", "artikle"), RJ, 1, "'article'?"),
    "reference's author as text": (
        swap(RJ, '[{"family": "Mulgan", "given": "Geoff"}]', '"Mulgan, G."'),
        RJ,
        2,
        "expected a list of names",
    ),
    "reference's date in words": (
        swap(RJ, "[[2006]]", '[["in 2006"]]'),
        RJ,
        2,
        "this is not a date",
    ),
    "reference's DOI as address": (
        swap(RJ, '"title"', '"DOI": "https://doi.org/10.1162/itgg", "title"'),
        RJ,
        1,
        "Write 10.… without",
    ),
    "reference twice": (
        swap(RJ, "[{", '[{"id": "mulgan2006", "type": "book"}, {'),
        RJ,
        1,
        "used twice",
    ),
    "field twice in a reference": (swap(RJ, '"type"', '"id": "x", "type"'), RJ, 0, "appears twice"),
    "json number of 5000 digits": (
        swap(RJ, '"title"', f'"volume": {"9" * 5000}, "title"'),
        RJ,
        0,
        "a number is too long",
    ),
    "json with half a character": (swap(RJ, "The ", "\\ud800 "), RJ, 0, "half a character"),
    "json zero": (swap(RJ, "The ", "\\u0000 "), RJ, 0, "a null character"),
    "json not a number": (
        swap(RJ, '"title"', '"volume": NaN, "title"'),
        RJ,
        0,
        "NaN is not a number",
    ),
    "json deep": (put(RJ, "[" * 100_000), RJ, 0, "nested too deep"),
    "address without host": (swap(EX, "https://example.org/butik", "https://"), EX, 9, "not a web"),
    "address with a mislead": (
        swap(EX, "https://example.org/butik", "https://bank.se@example.org"),
        EX,
        9,
        "not a web address",
    ),
    "unknown place in an example": (swap(EX, '"2514"', '"2599"'), EX, 6, "not a municipality code"),
    "e-mail with a header": (
        swap("contacts.yaml", "url:", 'email: "a@b.se?bcc=x"\n    url:'),
        "contacts.yaml",
        3,
        "not an email address",
    ),
    "manifest of nothing": (put("manifest.json", "[]"), "manifest.json", 0, "is not a manifest"),
    "unknown role": (
        swap("manuscript.md", "{share}`q1=yes`", "{andel}`q1=yes`"),
        "manuscript.md",
        4,
        "no role 'andel'",
    ),
    "unknown figure": (
        swap("manuscript.md", ":::{figure} q2", ":::{figure} q7"),
        "manuscript.md",
        13,
        "'q7' is not a closed question",
    ),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_package(tmp_path_factory.mktemp("sound") / "prov")


def test_the_unbroken_package_has_no_faults(sound: Path) -> None:
    assert read(sound).theme.id == "prov"


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_package(name: str, sound: Path, tmp_path: Path) -> None:
    apply, file, line, message = BROKEN[name]
    folder = Path(shutil.copytree(sound, tmp_path / "prov"))
    apply(folder)
    out = tmp_path / "out"
    result = CliRunner().invoke(main, ["build", str(folder), "--out", str(out)])
    assert result.exit_code == 1, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    lines = [text for text in result.stderr.splitlines() if message in text]
    assert lines, result.stderr
    kind = "row" if file.endswith(".csv") else "line"
    places = (f"{file}, {kind} {line}, ", f"{file}, {kind} {line}: ") if line else (file,)
    assert any(text.startswith(places) for text in lines), lines
    if not line:
        assert not any(re.match(r"[^:]*, (line|row) \d", text) for text in lines), lines
    assert "nothing was written" in result.stderr
    assert not out.exists()
    left = {p.name for p in tmp_path.iterdir()}
    assert left <= {"prov", "secret.yaml"}


def test_all_faults_are_named_at_once(sound: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "prov"))
    for name in ("bad threshold", "unknown option", "unknown municipality", "unknown challenge"):
        BROKEN[name][0](folder)
    with pytest.raises(FaultyInput) as faulty:
        read(folder)
    named = {fault.file for fault in faulty.value.faults}
    assert named >= {"theme.yaml", "responses.csv", "examples/shop.yaml"}


def test_no_fault_follows_from_another(sound: Path, tmp_path: Path) -> None:
    """A file that cannot be read is one fault, not one for every row that points into it."""
    for name, breaking in (
        ("register.csv", semicolons),
        ("references.json", put("references.json", "[")),
        ("codebook.yaml", put("codebook.yaml", "codes: [")),
        ("questionnaire.yaml", swap(TQ, "type: text", "type: txt")),
        ("responses.csv", recode(TR, "cp1252")),
        ("theme.yaml", swap(TT, "kind: census", "kind: cencus")),
    ):
        folder = Path(shutil.copytree(sound, tmp_path / name / "prov"))
        breaking(folder)
        with pytest.raises(FaultyInput) as faulty:
            read(folder)
        assert [fault.file for fault in faulty.value.faults] == [name]


def test_a_byte_order_mark_is_accepted(sound: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sound, tmp_path / "prov"))
    for path in folder.rglob("*.*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read(folder).responses == read(sound).responses


def test_a_package_that_is_not_there(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["check", str(tmp_path / "nothing")])
    assert result.exit_code == 1
    assert "no such folder" in result.stderr
