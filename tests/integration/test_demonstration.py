"""The demonstration: report, tour and log-in links on this machine, and refused anywhere else."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "samklang", "demo", "--port", "0", "--out"]


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The addresses that a running demonstration has printed, and its folder of letters."""
    out = tmp_path_factory.mktemp("demonstration") / "out"
    with subprocess.Popen([*COMMAND, str(out)], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        printed = ""
        for line in running.stdout:
            printed += line
            if "Ctrl+C" in line:
                break
        found = re.findall(r"http://127\.0\.0\.1:\d+\S*", printed)
        folder = re.search(r"written to (\S+)", printed)
        assert folder, printed
        yield {"plain": found[0], "key": found[1], "letters": folder[1]}
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 0
    assert not Path(folder[1]).exists(), "nothing is left when it ends"


def fetched(address: str, **headers: str) -> tuple[int, str, list[str]]:
    """Status, text and cookies of one answer, no redirect followed."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=30)
    connection.request("GET", parts.path, headers={"Accept-Language": "sv", **headers})
    with closing(connection), connection.getresponse() as answer:
        cookies = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        return answer.status, answer.read().decode("utf-8", "replace"), cookies


def session(address: str) -> str:
    """The cookie of one who follows a link that logs in."""
    status, _, cookies = fetched(address)
    assert status == 302
    return next(one for one in cookies if one.startswith("sessionid=")).partition(";")[0]


def test_the_whole_road_is_there_to_be_tried(addresses: dict[str, str]) -> None:
    plain, root = addresses["plain"], addresses["plain"].rstrip("/")
    status, page, _ = fetched(plain)
    assert status == 200
    assert "Läs rapporten" in page
    assert "/in/owner/" not in page, "without the key nobody is logged in"
    assert fetched(f"{root}/sv/index.html")[0] == 200
    # The search of its examples finds its script.
    examples = f"{root}/sv/examples/index.html"
    script = re.search(r'data-bundle="([^"]+)"', fetched(examples)[1])
    assert script
    assert fetched(urljoin(examples, script[1]))[0] == 200
    assert fetched(f"{root}/data/datapackage.json")[0] == 200
    status, page, _ = fetched(addresses["key"])
    assert status == 200
    links = re.findall(r'class="button" href="([^"]+)"', page)
    report, editor, owner, member, example = (urlsplit(link).path for link in links)
    assert fetched(root + report)[0] == 200
    for link, staff_page in ((editor, False), (owner, True)):
        cookie = session(root + link)
        home = f"{root}/arbete/demonstrationsnatverket/"
        status, page, _ = fetched(home, Cookie=cookie)
        assert status == 200
        for title in ("Social innovation i norr", "Ideellt engagemang i norr", "Krisberedskap"):
            assert title in page
        assert (fetched(f"{home}medarbetare/", Cookie=cookie)[0] == 200) is staff_page
        coding = fetched(f"{home}teman/ideellt-engagemang/kodning/", Cookie=cookie)
        assert coding[0] == 200
        twice = f"{home}teman/social-innovation-i-norr/kodning/dubbelt/"
        assert "Krippendorffs alfa:</b> 0,84" in fetched(twice, Cookie=cookie)[1]
        findings = fetched(twice.replace("dubbelt", "slutsatser"), Cookie=cookie)[1]
        assert findings.count("säger tvärtom") == 2, "looked at, with the cases against"
    status, page, _ = fetched(root + member)
    assert status == 200
    assert "Krisberedskap" in page
    status, page, _ = fetched(root + example)
    assert status == 200
    letters = "".join(p.read_text() for p in Path(addresses["letters"]).glob("*.log"))
    assert letters.count("To: ") > 40
    assert f"{root}/svara/" in letters


def test_another_key_host_or_address_is_refused(addresses: dict[str, str]) -> None:
    key = addresses["key"]
    assert fetched(key, Host="example.org")[0] == 400
    assert fetched(key, Host="localhost:8000")[0] == 400
    wrong = re.sub(r"visning/.{10}", "visning/aaaaaaaaaa", key)
    assert fetched(wrong)[0] == 404
    assert fetched(f"{wrong}in/owner/")[0] == 404
    assert fetched(f"{key}in/nobody/")[0] == 404


@pytest.mark.parametrize(
    ("url", "key", "said"),
    [
        ("http://192.0.2.7:8000", "a" * 32, "runs at http://127.0.0.1"),
        ("https://example.org", "a" * 32, "runs at http://127.0.0.1"),
        ("http://localhost.example.org:8000", "a" * 32, "runs at http://127.0.0.1"),
        ("http://127.0.0.1:8000", "", "started with samklang demo"),
    ],
)
def test_it_does_not_start_elsewhere(url: str, key: str, said: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import samklang.site.demonstration.settings"],
        env=os.environ
        | {"SAMKLANG_URL": url, "SAMKLANG_DEMO_KEY": key, "SAMKLANG_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert said in done.stderr.splitlines()[-1]


def test_the_site_itself_has_no_such_links() -> None:
    urls = (ROOT / "src/samklang/site/urls.py").read_text(encoding="utf-8")
    assert "demonstration" not in urls
