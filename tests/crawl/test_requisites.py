"""Page requisites on request: pictures, icon and style sheets are kept beside the page, and pictures tell their maker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archiver.model import Outcome
from archiver.newsroom.images import jpeg, png
from archiver.store.archive import Archive

from .odd_responses import length
from .outlet import HTML, Outlet, article, serve
from .test_session import run

CSS = b"HTTP/1.1 200 OK\r\nContent-Type: text/css\r\n"
ROBOTS = length(b"User-agent: *\nDisallow: /search\n")
JPEG = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n"


def page(cdn: str, number: int = 1) -> bytes:
    """An article with a lead picture on another host, two more pictures and a style sheet."""
    dress = "<link rel='shortcut icon' href=/icon.png><link rel=stylesheet href=/site.css>"
    lead = (f"<figure><img src={cdn}/lead.jpg width=800 height=500><figcaption>The bridge on Tuesday. Photo: Nordbild"
            "</figcaption></figure>")
    text = article(number).decode().replace("</head>", f"{dress}</head>").replace("</h1>", f"</h1>{lead}")
    for k, where in ((3, "/second-one.jpg"), (5, f"{cdn}/private/third.jpg")):
        figure = f"<figure><img src='{where}' width=600 height=400><figcaption>The river, seen from {k}</figcaption></figure>"
        text = text.replace(f"<p>Paragraph {k}", f"{figure}<p>Paragraph {k}")
    return length(text.encode(), HTML)


@pytest.fixture
def cdn() -> Iterator[Outlet]:
    """Another host, with rules of its own."""
    paths = {"/robots.txt": length(b"User-agent: *\nDisallow: /private/\n"), "/lead.jpg": length(
        jpeg(3, "Jane Doe", "Nordbild"), JPEG), "/private/third.jpg": length(jpeg(4), JPEG)}
    with serve(paths, []) as host:
        yield host


def crawled(cdn: Outlet, root: Path, requisites: str, **more: Any) -> tuple[Archive, dict[str, Outcome | None]]:
    """The outlet crawled, and how each requisite ended, by path."""
    paths = {"/robots.txt": ROBOTS, "/a/1": page(cdn.base), "/a/2": page(cdn.base, 2),
             "/icon.png": length(png(1), JPEG.replace(b"jpeg", b"png")),
             "/site.css": length(b"p{}", CSS), "/second-one.jpg": length(b"<p>no such picture", HTML), **more.pop("paths", {})}
    with serve(paths, ["/a/1", "/a/2"]) as outlet:
        run(outlet, root, outlet.site(requisites=requisites, **more), workers=0)
        archive = Archive(root)
        ends = {row.url.split("/", 3)[3]: row.outcome for row in archive.links("outlet") if row.link.kind == "requisite"}
        return archive, ends


@pytest.mark.parametrize(("wanted", "paths"), [
    ("none", set()), ("lead", {"lead.jpg"}), ("images", {"lead.jpg", "second-one.jpg", "private/third.jpg"}),
    ("all", {"lead.jpg", "second-one.jpg", "private/third.jpg", "icon.png", "site.css"})])
def test_what_is_asked_for_is_kept(cdn: Outlet, tmp_path: Path, wanted: str, paths: set[str]) -> None:
    """Each level keeps what it names, once for all pages, from any host, under that host's robots.txt."""
    archive, ends = crawled(cdn, tmp_path, wanted)
    assert set(ends) == paths
    assert ends.pop("private/third.jpg", Outcome.ROBOTS) == Outcome.ROBOTS
    assert ends.pop("second-one.jpg", Outcome.UNWANTED) == Outcome.UNWANTED       # a page in the place of a picture
    assert set(ends.values()) <= {Outcome.REQUISITE}
    assert cdn.asked("/private/third.jpg") == 0
    assert cdn.asked("/lead.jpg") == (wanted != "none")
    kept = {row.url.split("/", 3)[3] for row in archive.captures("outlet", kind="requisite")}
    assert kept == paths - {"private/third.jpg"}
    row = archive.link(f"{cdn.base}/lead.jpg", "outlet")
    assert wanted == "none" or row and (row.by, row.source[-4:-1]) == ("page", "/a/")


def test_the_file_of_a_picture_tells_its_credit(cdn: Outlet, tmp_path: Path) -> None:
    """All articles that show a picture get the credit its file states, as the same version, with the evidence."""
    archive, _ = crawled(cdn, tmp_path, "lead")
    found = list(archive.articles("outlet"))
    assert len(found) == 2
    for one in found:
        assert one.images[0].credit == "Jane Doe/Nordbild"
        assert one.images[0].photographer == "Jane Doe"
        assert one.evidence["images.0"].source == "iptc:CreditLine"
        assert one.version == 1


def test_a_page_read_again_is_the_same(cdn: Outlet, tmp_path: Path) -> None:
    """A page fetched again is SAME: the credit of a picture that is kept is read before the article is compared."""
    from archiver.crawl.run import crawl
    from archiver.sites import user_link

    from .test_session import QUICK

    paths = {"/a/1": page(cdn.base), "/robots.txt": ROBOTS}
    with serve(paths, ["/a/1"]) as outlet:
        site = outlet.site(requisites="lead")
        crawl([site], tmp_path, settings=QUICK, workers=0)
        summary = crawl([site], tmp_path, settings=QUICK, workers=1, asked=[user_link(site, f"{outlet.base}/a/1")])
        assert summary.outcomes["outlet"][Outcome.SAME] == 1
        [one] = Archive(tmp_path).articles("outlet")
        assert one.images[0].credit == "Jane Doe/Nordbild"


def test_a_picture_beyond_the_bound(cdn: Outlet, tmp_path: Path) -> None:
    """A picture over the bound is cut, marked, and named so."""
    cdn.server.answers["/lead.jpg"] = length(b"\xff\xd8" + b"x" * 500_000, JPEG)
    with serve({"/a/1": page(cdn.base), "/robots.txt": ROBOTS}, ["/a/1"]) as outlet:
        run(outlet, tmp_path, outlet.site(requisites="lead"), workers=0, settings={"ARCHIVER_REQUISITE_MAXSIZE": 100_000})
        row = Archive(tmp_path).link(f"{cdn.base}/lead.jpg", "outlet")
    assert row and row.outcome == Outcome.TOO_LARGE


def test_a_limit_of_pages_leaves_their_pictures(cdn: Outlet, tmp_path: Path) -> None:
    """A run that is limited to one page fetches that page's pictures too, and leaves the other page for the next run."""
    paths = {f"/a/{n}": page(cdn.base, n) for n in (1, 2, 3)} | {"/robots.txt": ROBOTS}
    with serve(paths, ["/a/1", "/a/2", "/a/3"]) as outlet:
        site = outlet.site(requisites="lead")
        summary = run(outlet, tmp_path, site, workers=0, limit=1)
        assert (summary.total[Outcome.NEW], summary.total[Outcome.REQUISITE], summary.waiting["outlet"]) == (1, 1, 2)
        run(outlet, tmp_path, site, workers=0)
        assert Archive(tmp_path).pending("outlet") == 0
        assert [outlet.asked(f"/a/{n}") for n in (1, 2, 3)] == [1, 1, 1]
        assert cdn.asked("/lead.jpg") == 1
