"""From a report to an edition: review, sign, correct, withdraw."""

import datetime
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings
from django.utils import timezone

from samklang.core.language.wording import Wording
from samklang.web.actions.theme_files import save_file
from samklang.web.models import (
    Build,
    Network,
    Publication,
    Theme,
)
from tests.web.conftest import World
from tests.web.report_world import PAGE, built, code_of, edition, got, later
from tests.web.report_world import theme as theme


def test_an_edition_is_reviewed_and_signed_before_anyone_reads_it(
    world: World, theme: Theme
) -> None:
    build = built(theme)
    world.editor.post(f"{PAGE}bygge/{build.pk}/utgava/")
    public = "/rapporter/norr/t/"
    assert world.anyone.get(public).status_code == 404
    assert world.owner.post(f"{PAGE}1/signera/").status_code == 302
    assert Publication.objects.get().state == "draft"  # not reviewed yet
    world.editor.post(f"{PAGE}1/granska/")
    world.editor.post(f"{PAGE}1/granska/", {"back": "1"})
    world.editor.post(f"{PAGE}1/granska/")
    assert world.editor.post(f"{PAGE}1/signera/").status_code == 403
    world.owner.post(f"{PAGE}1/signera/")
    signed = Publication.objects.get()
    assert (signed.state, signed.signed_by.email) == ("signed", "agare@exempel.se")
    assert signed.hash == build.freeze.hash
    assert world.anyone.get(public).url == f"{public}1/"
    front = world.anyone.get(f"{public}1/")
    assert front["Cache-Control"] == "public, max-age=300"
    front.getvalue()  # read to its end, the test client closes it and leaves the database alone
    assert got(world.anyone, f"{public}1/sv/results.html")[0] == 200
    assert "Innovation" in world.anyone.get("/rapporter/norr/").content.decode()
    assert "<title>Innovation" in world.anyone.get("/rapporter/norr/nytt.xml").content.decode()
    assert world.anyone.get("/rapporter/soder/t/").status_code == 404


def test_who_made_reviewed_and_signed_an_edition_is_kept_and_said(
    world: World, theme: Theme
) -> None:
    """Two pairs of eyes are wanted: where the maker alone signs, the pages say so."""
    build = built(theme)
    alone, alone_now = "Samma person har gjort och signerat", "Du har själv gjort utgåvan"
    world.owner.post(f"{PAGE}bygge/{build.pk}/utgava/")
    world.editor.post(f"{PAGE}1/granska/", {"approve": "1"})
    assert Publication.objects.get().reviewed_by is None, "it has not been sent to review"
    world.owner.post(f"{PAGE}1/granska/")
    assert "Ingen har granskat den än" in world.owner.get(PAGE).content.decode()
    assert alone_now in world.owner.get(f"{PAGE}1/signera/").content.decode()
    world.owner.post(f"{PAGE}1/granska/", {"approve": "1"})  # one's own work
    assert alone_now in world.owner.get(f"{PAGE}1/signera/").content.decode()
    world.owner.post(f"{PAGE}1/signera/")
    assert alone in world.owner.get(PAGE).content.decode()

    world.owner.post(f"{PAGE}bygge/{build.pk}/utgava/")
    world.owner.post(f"{PAGE}2/granska/")
    world.editor.post(f"{PAGE}2/granska/", {"approve": "1"})
    assert alone_now not in world.owner.get(f"{PAGE}2/signera/").content.decode()
    world.owner.post(f"{PAGE}2/signera/", {"errata_sv": "Ett fel.", "errata_en": "An error."})
    second = Publication.objects.get(edition=2)
    people = (second.made_by.email, second.reviewed_by.email, second.signed_by.email)
    assert people == ("agare@exempel.se", "redaktor@exempel.se", "agare@exempel.se")
    page = world.owner.get(PAGE).content.decode()
    assert "Granskad av redaktor@exempel.se" in page
    assert page.count(alone) == 1


def test_an_embargo_holds_until_its_time(world: World, theme: Theme) -> None:
    later = timezone.localtime() + datetime.timedelta(days=2)
    edition(world, built(theme), public_from=later.strftime("%Y-%m-%dT%H:%M"))
    for page in ("/rapporter/norr/t/", "/rapporter/norr/t/1/", "/rapporter/norr/t/1/sv/index.html"):
        assert world.anyone.get(page).status_code == 404
    assert "Innovation" not in world.anyone.get("/rapporter/norr/nytt.xml").content.decode()
    Publication.objects.update(public_from=timezone.now())
    assert got(world.anyone, "/rapporter/norr/t/1/")[0] == 200


def test_the_news_are_xml_whatever_texts_hold(world: World, theme: Theme) -> None:
    edition(world, built(theme))
    # What XML 1.0 cannot hold at all, what it must escape, and what would turn the line around.
    odd = "Norra \x01<b>&]]>\u202e nätet\ufffe"
    Network.objects.filter(pk=world.network.pk).update(name=odd)
    Theme.objects.filter(pk=theme.pk).update(title=Wording("Ny\x1f <i>& tanke\u202e"))
    Publication.objects.update(errata=Wording("Rättat\x08: 3 < 4 &amp; så"))
    answer = world.anyone.get("/rapporter/norr/nytt.xml")
    channel = ElementTree.fromstring(answer.content)[0]
    assert channel.findtext("title") == "Norra <b>&]]> nätet"
    assert channel.findtext("item/title") == "Ny <i>& tanke, Utgåva 1"
    assert channel.findtext("item/description") == "Rättat: 3 < 4 &amp; så"
    link = channel.findtext("item/link") or ""
    assert link.endswith("/rapporter/norr/t/1/")


def test_a_correction_is_a_new_edition_with_every_figure_that_differs(
    world: World, theme: Theme
) -> None:
    edition(world, built(theme))
    later(theme, yes=10, no=10)
    second = edition(world, built(theme))
    assert second.state == "review"  # it does not say what it corrects
    world.owner.post(
        f"{PAGE}2/signera/", {"errata_sv": "Tjugo svar till.", "errata_en": "Twenty more."}
    )
    page = world.anyone.get("/rapporter/norr/t/utgavor/").content.decode()
    assert "Tjugo svar till." in page
    assert "siffror skiljer sig" in page
    changed = {(d["figure"], d["row"]) for d in Publication.objects.get(edition=2).differences}
    assert ("q1", "yes") in changed
    cells = Publication.objects.get(edition=2).differences
    cell = next(d for d in cells if (d["figure"], d["row"]) == ("q1", "yes"))
    assert (cell["before"]["count"], cell["after"]["count"]) == ("16", "26")
    assert world.anyone.get("/rapporter/norr/t/").url == "/rapporter/norr/t/2/"
    assert got(world.anyone, "/rapporter/norr/t/1/sv/index.html")[0] == 200  # it lasts
    # A picture of the first edition says so of itself, one of the second holds.
    code = code_of(world.anyone, "q1", edition=1)
    for address in (f"s/{code}", f"s/{code}/", f"s/{code}/index.html"):
        page = got(world.anyone, f"/rapporter/norr/t/1/{address}")[1]
        assert "<h1>Rättad</h1>" in page
        assert "rättades i utgåva 2" in page
        assert 'href="/rapporter/norr/t/2/sv/embed/q1.html"' in page
    again = code_of(world.anyone, "q1", edition=2)
    assert again != code
    page = got(world.anyone, f"/rapporter/norr/t/2/s/{again}/")[1]
    assert "<h1>Gäller</h1>" in page
    assert got(world.anyone, "/rapporter/norr/t/2/s/nnnnnn/")[0] == 404


def test_a_withdrawn_edition_says_why_at_its_address(world: World, theme: Theme) -> None:
    edition(world, built(theme))
    code = code_of(world.anyone, "q1", edition=1)
    assert "<h1>Gäller</h1>" in got(world.anyone, f"/rapporter/norr/t/1/s/{code}/")[1]
    world.owner.post(f"{PAGE}1/dra-tillbaka/", {"why_sv": "Fel underlag."})
    for page in ("/rapporter/norr/t/1/", "/rapporter/norr/t/1/sv/results.html"):
        answer = world.anyone.get(page)
        assert answer.status_code == 410
        assert "Fel underlag." in answer.content.decode()
    assert world.anyone.get("/rapporter/norr/t/").url == "/rapporter/norr/t/utgavor/"
    page = got(world.anyone, f"/rapporter/norr/t/1/s/{code}/")[1]
    assert "<h1>Återkallad</h1>" in page
    assert "Fel underlag." in page


def test_others_may_frame_a_figure_and_nothing_else(world: World, theme: Theme) -> None:
    edition(world, built(theme))
    framed = world.anyone.get("/rapporter/norr/t/1/sv/embed/q1.html")
    framed.close()
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert framed.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    code = code_of(world.anyone, "q1", edition=1)
    for page in ("sv/index.html", "sv/results.html", f"s/{code}/", "sv/evidence/index.html"):
        answer = world.anyone.get(f"/rapporter/norr/t/1/{page}")
        answer.close()
        assert answer.headers["X-Frame-Options"] == "DENY", page
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], page


def test_a_strangers_build_cannot_become_an_edition(world: World, theme: Theme) -> None:
    build = built(theme)
    address = f"/arbete/soder/teman/t/rapport/bygge/{build.pk}/utgava/"
    assert world.stranger.post(address).status_code == 404
    assert not Publication.objects.exists()


def test_the_network_s_page_has_its_examples_and_whom_to_ask(world: World, theme: Theme) -> None:
    home = world.anyone.get("/rapporter/norr/").content.decode()
    assert "Exempel" not in home
    assert "Kontakt" not in home
    example = Path("themes/social-innovation-i-norr/examples/fritidsbanken-umea.yaml").read_text()
    # The theme has no challenges of its own.
    example = example.replace("challenges:\n- illness\n- segregation\n", "")
    manuscript = "{#examples}\n# Exempel\n\n:::{examples}\n:::\n"
    save_file(theme, path="examples/fritidsbanken-umea.yaml", text=example, seen=0, by=None)
    save_file(theme, path="manuscript.md", text=manuscript, seen=0, by=None)
    save_file(theme, path="manuscript.en.md", text=manuscript, seen=0, by=None)
    edition(world, built(theme))
    home = world.anyone.get("/rapporter/norr/").content.decode()
    address = "/rapporter/norr/t/1/sv/report.html#example-fritidsbanken-umea"
    assert f'<a href="{address}">Fritidsbanken i Umeå</a>' in home
    assert "Umeå, Västerbottens län" in home
    assert 'id="example-fritidsbanken-umea"' in got(world.anyone, address.partition("#")[0])[1]
    # Which report it stands in is said only where there are several.
    assert "Ur rapporten" not in home
    assert "<p>Åsa</p>" in home
    english = world.anyone.get("/rapporter/norr/", headers={"accept-language": "en"})
    assert "Fritidsbanken in Umeå" in english.content.decode()


def test_published_reports_are_on_the_front_page_and_in_the_map_of_the_site(
    world: World, theme: Theme
) -> None:
    front = got(world.anyone, "/")[1]
    assert "/rapporter/norr/t/" not in front
    edition(world, built(theme))
    answer = world.anyone.get("/")
    assert 'href="/rapporter/norr/t/"' in answer.content.decode()
    assert answer.headers["X-Robots-Tag"] == "all"
    assert world.anyone.get("/rapporter/norr/").headers["X-Robots-Tag"] == "all"
    assert world.anyone.get("/rapporter/norr/nytt.xml").headers["X-Robots-Tag"] == "all"
    robots = got(world.anyone, "/robots.txt")[1].splitlines()
    assert "Disallow: /svara/" in robots
    assert f"Sitemap: {settings.URL}/sitemap.xml" in robots
    tree = ElementTree.fromstring(got(world.anyone, "/sitemap.xml")[1])
    addresses = [loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert addresses == [
        f"{settings.URL}/",
        f"{settings.URL}/rapporter/norr/",
        f"{settings.URL}/rapporter/norr/t/1/",
    ]
    pages = (settings.DATA / Build.objects.get().folder / "sv").glob("*.html")
    pictures = [
        line.split('content="')[1]
        for page in pages
        for line in page.read_text(encoding="utf-8").splitlines()
        if 'property="og:image"' in line
    ]
    assert pictures
    assert all(p.startswith(f"{settings.URL}/rapporter/norr/t/1/sv/share/") for p in pictures)
