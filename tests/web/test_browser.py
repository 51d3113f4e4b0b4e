"""A real browser looks at the reader: what a person sees, what a hostile page can do, and where requests go."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from starlette.responses import HTMLResponse

from archiver.sites import load_site
from archiver.web.guard import THEIR_POLICY
from benchmarks.environments import Unavailable, node_packages
from tests.acceptance.conftest import absent, cache
from tests.web.conftest import Shown, Trap, listening
from tests.web.outlet import STORY

sync_api = pytest.importorskip("playwright.sync_api")


@dataclass
class Seen:
    """A browser's page, and what its own log says: requests, messages, dialogs."""

    page: sync_api.Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def others(self, shown: Shown) -> list[str]:
        """Requests that went elsewhere than to the reader."""
        return [url for url in self.asked if urlsplit(url).scheme in ("http", "https", "ws", "wss", "ftp")
                and not url.startswith(f"{shown.address}/")]

    def ran(self) -> list[str]:
        """What a page's script has left in any frame."""
        return [mark for frame in self.page.frames if (mark := frame.evaluate(
            "document.documentElement.dataset.ran || (window.top === window && window.evil) || ''"))]


@pytest.fixture(scope="module")
def chromium() -> Iterator[sync_api.Browser]:
    """The system's Chromium; the test is left out where there is none, and fails where all tools must be there."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        absent("chromium", "is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: sync_api.Browser) -> Iterator[Seen]:
    """A fresh browser window with its log."""
    context = chromium.new_context(viewport={"width": 1300, "height": 900})
    page = context.new_page()
    seen = Seen(page)
    page.on("request", lambda request: seen.asked.append(request.url))
    page.on("console", lambda message: seen.said.append(message.text))
    page.on("dialog", lambda dialog: seen.said.append(f"dialog {dialog.message}"))
    yield seen
    context.close()


def test_search_open_and_see_the_page_as_it_was(shown: Shown, browse: Seen) -> None:
    """One types a word, opens a hit, and sees the text beside the archived page with its picture and style, evidence marked in both."""
    page = browse.page
    page.goto(shown.address)
    page.get_by_role("searchbox").fill("season ticket")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Harbour Board Keeps the Ferry, for Now").click()
    assert page.locator(".story h1").inner_text() == "Harbour Board Keeps the Ferry, for Now"
    assert "By Ines Tarrant" in page.locator(".story .byline mark").inner_text()
    assert "Lena Vossberg/Reuters" in page.locator(".story figcaption mark").inner_text()
    assert page.locator(".story img").evaluate("i => i.decode().then(() => i.naturalWidth)") > 0
    frame = page.frame_locator("iframe")
    assert frame.locator("h1").inner_text().endswith("Harbour Board Keeps the Ferry, for Now")
    marks = frame.locator("mark[data-archiver]").all()
    assert [mark.get_attribute("data-archiver") for mark in marks] == ["title", "byline", "date", "credit"]
    assert frame.locator("figure img").evaluate("i => i.complete && i.naturalWidth") > 0
    assert frame.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(1, 2, 3)"
    assert browse.others(shown) == []


def test_a_link_of_an_archived_page_stays_in_the_archive(shown: Shown, browse: Seen) -> None:
    """Links lead to what was captured, or say that nothing was; none leads out."""
    browse.page.goto(f"{shown.address}/web/2026/{STORY}")
    browse.page.get_by_role("link", name="Sport").click()
    assert "Nothing was captured of this address" in browse.page.inner_text("body")
    assert browse.others(shown) == []


def test_a_hostile_page_does_nothing(shown: Shown, browse: Seen, trap: Trap) -> None:
    """Scripts, handlers, frames, refreshes, forms, style sheets, preconnects: nothing runs, and nothing is asked for."""
    hostile = shown.articles["hostile"]
    browse.page.goto(f"{shown.address}/web/2026/{hostile.url}")
    browse.page.wait_for_timeout(700)
    assert browse.page.evaluate("window.origin") == "null"
    browse.page.get_by_role("link", name="a link").click()
    browse.page.wait_for_timeout(200)
    assert browse.page.url.startswith(f"{shown.address}/web/")
    assert (browse.ran(), browse.others(shown), trap.caught) == ([], [], [])


def test_the_policy_alone_holds_too(shown: Shown, browse: Seen, trap: Trap) -> None:
    """Were the page sent as it came, with the policy of its header only, no script would run and no request arrive."""
    source = browse.page.request.get(f"{shown.address}/web/2026id_/{shown.articles['hostile'].url}").text()
    as_it_came = HTMLResponse(source.replace('rel="preconnect"', ""), headers={"content-security-policy": THEIR_POLICY})
    with listening(as_it_came) as address:
        browse.page.goto(f"{address}/page")
        browse.page.wait_for_timeout(700)
        assert browse.page.locator("h1").count() == 1
        assert (browse.ran(), trap.caught) == ([], [])


def test_a_hostile_page_in_its_frame_does_nothing(shown: Shown, browse: Seen, trap: Trap) -> None:
    """Beside the article too: it cannot lead the reader away, and its headline's markup is only text."""
    hostile = shown.articles["hostile"]
    browse.page.goto(f"{shown.address}/article/{hostile.id}")
    browse.page.frame_locator("iframe").locator("h1").wait_for()
    browse.page.frame_locator("iframe").get_by_role("link", name="a link").click()
    browse.page.wait_for_timeout(400)
    assert browse.page.url == f"{shown.address}/article/{hostile.id}"
    assert (browse.ran(), browse.others(shown), trap.caught) == ([], [], [])


def test_a_dangerous_search_is_only_text(shown: Shown, browse: Seen) -> None:
    """What is typed comes back escaped."""
    words = '"><img src=x onerror="document.documentElement.dataset.ran=1">'
    browse.page.goto(shown.address)
    browse.page.get_by_role("searchbox").fill(words)
    browse.page.keyboard.press("Enter")
    browse.page.wait_for_url("**/?q=*")
    assert browse.ran() == []
    assert browse.page.get_by_role("searchbox").input_value() == words


def test_without_javascript(chromium: sync_api.Browser, shown: Shown) -> None:
    """Searching, narrowing down, reading, an older version and the archived page need no script."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shown.address}/?q=ferry")
    page.get_by_role("link", name="en 2").click()
    page.get_by_role("link", name="Harbour Board Keeps the Ferry, for Now").click()
    assert page.frame_locator("iframe").locator("h1").inner_text().endswith("for Now")
    page.get_by_role("button", name="Show").click()
    assert "Version 2 of 2" in page.inner_text("body")
    context.close()


@pytest.mark.parametrize("width", [390, 1300])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_and_can_be_read(chromium: sync_api.Browser, shown: Shown, width: int, scheme: str) -> None:
    """On a telephone and on a desk, in light and dark, no page is wider than the window."""
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    story = shown.articles["ferry"].id
    for path in ("/?q=ferry", "/sites", "/sites/quayside-post", "/live", "/datasets", "/help", f"/fix/{story}", f"/article/{story}",
                 f"/article/{shown.articles['miyah'].id}"):
        page.goto(f"{shown.address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert page.locator(".story").evaluate("e => getComputedStyle(e).direction") == "rtl"
    context.close()


def test_keys(shown: Shown, browse: Seen) -> None:
    """`/` goes to the search box, `j` and `k` from hit to hit."""
    browse.page.goto(f"{shown.address}/?q=harbour")
    browse.page.keyboard.press("j")
    browse.page.keyboard.press("j")
    assert browse.page.evaluate("document.activeElement.closest('li') === document.querySelectorAll('.hits li')[1]")
    browse.page.keyboard.press("k")
    browse.page.keyboard.press("/")
    assert browse.page.evaluate("document.activeElement.id") == "q"


def test_a_rule_by_clicking_the_byline(own: Shown, browse: Seen) -> None:
    """One opens an article, says that something is wrong, clicks the line that is the byline, sees the effect, and writes the rule."""
    page = browse.page
    page.goto(f"{own.address}/article/{own.articles['ferry'].id}")
    page.get_by_role("link", name="Something is wrong").click()
    page.get_by_role("link", name="byline", exact=True).click()
    page.locator(".lines a", has_text="By Ines Tarrant").click()
    assert "of 4 pages change" in page.locator(".proposal").inner_text()
    page.get_by_role("button", name="Write this rule").click()
    assert "Written into" in page.get_by_role("status").inner_text()
    rules = load_site(own.reader.sites / "quayside-post.yaml").rules
    assert [set(rule.select) for rule in rules] == [{"byline"}]


def test_an_export_from_a_search(own: Shown, browse: Seen) -> None:
    """A search is exported by two clicks and a name; the page says when it is done."""
    pytest.importorskip("duckdb")
    page = browse.page
    page.goto(f"{own.address}/?q=ferry")
    page.get_by_text("Take this search along").click()
    page.get_by_role("link", name="Export it").click()
    page.get_by_label("Name").fill("ferries")
    page.get_by_role("button", name="Export").click()
    page.get_by_text("2 articles of 1 sites").wait_for(timeout=30_000)
    page.goto(f"{own.address}/datasets/ferries")
    assert "text contains 'ferry'" in page.inner_text("main")


def test_versions_by_the_slider(shown: Shown, browse: Seen) -> None:
    """Moving the slider shows the version, and the words by which it differs."""
    page = browse.page
    page.goto(f"{shown.address}/article/{shown.articles['ferry'].id}")
    assert page.locator("ins", has_text="July").count() == 1
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**v=1*")
    assert "June" in page.locator(".story").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_it(chromium: sync_api.Browser, shown: Shown, scheme: str) -> None:
    """axe-core, whose rules are those of WCAG 2.2 AA, finds nothing serious on any kind of page."""
    try:
        script = node_packages("axe", cache()) / "axe-core" / "package" / "axe.min.js"
    except Unavailable as error:
        absent("axe-core", str(error))
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    story = shown.articles["ferry"].id
    main = ("/?q=ferry", f"/article/{story}", f"/fix/{story}?told=byline=3", "/sites/quayside-post", "/datasets")
    for path in (*main, *(("/sites", "/live", "/help", "/nowhere") if scheme == "light" else ())):
        page.goto(f"{shown.address}{path}")
        page.add_script_tag(content=script.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run(document, {iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
        bad = [(rule["id"], rule["impact"], [node["html"][:200] for node in rule["nodes"]][:3]) for rule in found["violations"]
               if rule["impact"] in ("serious", "critical")]
        assert bad == [], path
    context.close()
