"""The checks themselves: a page with every fault is found out, and a sound page is not."""

from pathlib import Path

from tests.browser.site_checks import check_site, needs_chromium

SOUND = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sound</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"></head>
<body><main><h1 id="top">A sound page</h1><p>It has something to read.</p>
<p><a href="#top">Up</a> and <a href="other.html#there">on</a></p></main></body></html>"""
OTHER = SOUND.replace("Sound", "Other").replace('id="top"', 'id="there"').replace("#top", "#there")


def check(folder: Path, **pages: str) -> list[str]:
    for name, content in pages.items():
        (folder / f"{name}.html").write_text(content, encoding="utf-8")
    return check_site(folder).faults


def faulty(body: str) -> str:
    return SOUND.replace("</main>", body + "</main>")


@needs_chromium
def test_sound_pages_have_no_faults(tmp_path: Path) -> None:
    assert check(tmp_path, index=SOUND, other=OTHER) == []


@needs_chromium
def test_every_fault_is_found(tmp_path: Path) -> None:
    report = """<img src="http://127.0.0.2:9/far.png">
        <p style="color: #999; background: #fff">Too pale to read</p>
        <details><summary>More</summary><img src="data:,"></details>
        <div style="width: 400px">Wide</div> <p id="top">Twice</p>
        <a href="gone.html">Gone</a> <a href="other.html#nowhere">Nowhere</a>"""
    empty = SOUND.replace("<h1", "<script>document.querySelector('h1').hidden = false</script><h1")
    empty = empty.replace("<h1", "<h1 hidden").replace("<p>", "<p hidden>")
    faults = check(tmp_path, report=faulty(report), other=OTHER, scripted=empty)

    def found(start: str, *words: str) -> bool:
        return any(f.startswith(start) and all(w in f for w in words) for f in faults)

    assert found("report.html at 320: image-alt", "far.png")
    assert found("report.html at 320: image-alt", "data:,"), "within details"
    assert found("report.html at 1280: color-contrast")
    assert found("report.html at 320: it scrolls sideways")
    assert not found("report.html at 1280: it scrolls sideways")
    assert found("report.html at 320: the id top stands twice")
    assert found("report.html: a link to /gone.html")
    assert found("report.html: no #nowhere in /other.html")
    assert found("report.html: a request to http://127.0.0.2:9/far.png")
    assert found("report.html as a file: a request to http://127.0.0.2:9/far.png")
    assert found("console: ")
    assert found("scripted.html: nothing to read without JavaScript")
    assert not found("other.html")


@needs_chromium
def test_contrast_is_looked_at_where_anything_is_painted_anew(tmp_path: Path) -> None:
    """By a class, by another style sheet, or by what it stands in; not for other words alone."""
    sheet = "<style>.pale, .box p { color: #999 }</style></head>"
    first = SOUND.replace("</head>", sheet)
    faults = check(
        tmp_path,
        a=first,
        b=first.replace("something", "much"),
        c=first.replace("<p>It", '<p class="pale">It'),
        d=first.replace("<p>It has something to read.</p>", '<div class="box"><p>It</p></div>'),
        e=first.replace(".pale", "p"),
        other=OTHER,
    )
    pale = {fault.partition(" at ")[0] for fault in faults if "color-contrast" in fault}
    assert pale == {"c.html", "d.html", "e.html"}


@needs_chromium
def test_a_page_like_another_is_made_wide_too(tmp_path: Path) -> None:
    for language, body in (("sv", "<p>More to read.</p>" * 20), ("en", "")):
        (tmp_path / language).mkdir()
        wide = '<div style="width: 1400px">Wide</div>' if language == "en" else ""
        page = faulty(body + wide).replace('<a href="other.html#there">on</a>', "on")
        (tmp_path / language / "index.html").write_text(page, encoding="utf-8")
    faults = check_site(tmp_path).faults
    assert any(f.startswith("en/index.html at 1280: it scrolls sideways") for f in faults)
    assert not any(f.startswith("sv/") for f in faults)
