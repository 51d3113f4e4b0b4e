"""Site files: what is read, what is refused and how that is said, and where a crawl starts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.errors import SiteFileError
from archiver.extract import rules as extract_rules
from archiver.model import Pace, Rule, Schedule, Site
from archiver.sites import (
    adhoc_site,
    checks,
    dump_site,
    load_site,
    load_sites,
    parse_site,
    read_sites,
    seeds,
    site_for_url,
    site_name,
    user_link,
    write_site,
)

DOCS = Path(__file__).parent.parent / "docs"
SAMPLES = Path(__file__).parent.parent / "spiders" / "sites"
FULL = """\
name: example.org
title: The Example
domains: [example.org, example-cdn.net]
feeds:
  - https://www.example.org/feed/
sitemaps:
  - https://www.example.org/sitemap.xml
sections:
  - https://www.example.org/world/
follow: no
depth: 1
deny: [/shop/]
language: no
timezone: Europe/Oslo
pace: {delay: 2.5, budget: 100}
requisites: lead
rules:
  - since: 2024-01-05
    until: 2025-03-01
    select: {byline: span.author}
    drop: [.ad]
    drop_lines: ["Scroll Top"]
"""

text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)
words = text.map(str.strip).filter(bool)
urls = st.sampled_from(("https://example.org/feed", "http://127.0.0.2:8000/a?b=c&d=%20", "https://xn--bcher-kva.example/"))
selectors = st.sampled_from(("span.author", "//p[@class='by']", "[data-x='no: #1']", "a:not(.b) > i", "string(//h1)"))
rules = st.builds(Rule, since=st.sampled_from(("", "2024-01-05")), until=st.sampled_from(("", "2025-01-01")),
                  select=st.dictionaries(st.sampled_from(checks.FIELDS), selectors, max_size=2),
                  drop=st.lists(selectors, max_size=2).map(tuple), drop_lines=st.lists(words, max_size=2).map(tuple))
site_files = st.builds(
    Site, name=st.sampled_from(("example.org", "a", "no", "1.5", "127.0.0.2-8000")), title=text,
    domains=st.sampled_from((("example.org",), ("127.0.0.2:8000", "a.b.c"))),
    feeds=st.lists(urls, max_size=2).map(tuple), follow=st.booleans(), depth=st.integers(0, 50),
    deny=st.lists(words, max_size=2).map(tuple), language=st.sampled_from(("", "no", "pt-BR")),
    obey_robots=st.booleans(),
    schedule=st.builds(Schedule, longest=st.floats(1, 525_600), revisits=st.lists(st.floats(0.01, 87_600)).map(tuple)),
    pace=st.builds(Pace, delay=st.floats(0, 86400), timeout=st.floats(1, 3600), budget=st.integers(0, 10**9)),
    requisites=st.sampled_from(("none", "all")), rules=st.lists(rules, max_size=2).map(tuple))


def test_every_key_is_read_as_the_model_means_it() -> None:
    """Values are taken by the model's types: `no` is Norwegian where a language stands, and false where a choice is."""
    site = parse_site(FULL)
    assert site == Site(
        name="example.org", title="The Example", domains=("example.org", "example-cdn.net"),
        feeds=("https://www.example.org/feed/",), sitemaps=("https://www.example.org/sitemap.xml",),
        sections=("https://www.example.org/world/",), follow=False, depth=1, deny=("/shop/",), language="no",
        timezone="Europe/Oslo", pace=Pace(delay=2.5, budget=100), requisites="lead",
        rules=(Rule("2024-01-05", "2025-03-01", {"byline": "span.author"}, (".ad",), ("Scroll Top",)),))


def test_empty_keys_are_left_to_their_default() -> None:
    """A key without a value, as a template has them, is as good as none."""
    assert parse_site("name: a\ndomains: [a.b]\nfeeds:\ntitle:\npace:\nrules: ~\n") == Site(name="a", domains=("a.b",))


@given(site_files)
@settings(max_examples=60)
def test_what_is_written_is_read_back(site: Site) -> None:
    """Any site comes back the same from its own file; a title that is the name is none."""
    assert parse_site(dump_site(site)) == (replace(site, title="") if site.title == site.name else site)


def test_a_written_file_explains_itself() -> None:
    """A new site file has each key one wants to change, with what it means, and is valid YAML for any reader."""
    text = dump_site(Site(name="example.org", domains=("example.org",)))
    for key in ("title", "domains", "feeds", "sitemaps", "sections", "language", "timezone"):
        assert f"\n{key}:" in text
    assert "# URLs of RSS, Atom and JSON feeds." in text
    assert yaml.safe_load(text)["domains"] == ["example.org"]


@pytest.mark.parametrize(("text", "line", "words"), [
    ("name: a\ndomains: [a.b]\nfeads: []\n", 3, "did you mean 'feeds'"),
    ("name: a\ndomains: [a.b]\npace:\n  dely: 3\n", 4, "did you mean 'delay'"),
    ("name: a\ndomains: a.b\n", 2, "`domains` is a list"),
    ("name: a\ndomains:\n- a.b\n- https://c.d/\n", 4, "write 'c.d'"),
    ("name: a\ndomains: [Example.ORG]\n", 2, "write 'example.org'"),
    ("name: a\ndomains: [bücher.de]\n", 2, "xn--bcher-kva.de"),
    ("name: a\ndomains: ['a.b:99999']\n", 2, "is no domain"),
    ("name: a\ndomains: [a.b]\nfeeds: [ftp://a.b/f]\n", 3, "no URL that can be fetched"),
    ("name: a\ndomains: [a.b]\nfeeds: [/feed]\n", 3, "a whole one"),
    ("name: a\ndomains: [a.b]\nfeeds: ['https://a.b/1 https://a.b/2']\n", 3, "has a blank"),
    ("name: a\n", 1, "no domain"),
    ("name: ../../etc\ndomains: [a.b]\n", 1, "is no name for a site"),
    ("name: con\ndomains: [a.b]\n", 1, "is no name for a site"),
    ("name: a..b\ndomains: [a.b]\n", 1, "is no name for a site"),
    ("name: a\ndomains: [a.b]\nname: b\n", 3, "twice"),
    ("name: a\ndomains: [a.b]\nfollow: perhaps\n", 3, "neither true nor false"),
    ("name: a\ndomains: [a.b]\ndepth: two\n", 3, "no whole number"),
    ("name: a\ndomains: [a.b]\npace: {delay: -1}\n", 3, "out of bounds"),
    ("name: a\ndomains: [a.b]\npace: {delay: .nan}\n", 3, "no number"),
    ("name: a\ndomains: [a.b]\npace: {delay: nan}\n", 3, "out of bounds"),
    ("name: a\ndomains: [a.b]\nrequisites: image\n", 3, "did you mean 'images'"),
    ("name: a\ndomains: [a.b]\ntimezone: Europe/Berln\n", 3, "did you mean 'Europe/Berlin'"),
    ("name: a\ndomains: [a.b]\nlanguage: german!\n", 3, "is no language"),
    ("name: a\ndomains: [a.b]\ndeny: ['']\n", 3, "empty entry"),
    ("name: a\ndomains: [a.b]\nrules:\n- since: yesterday\n", 4, "2026-11-23"),
    ("name: a\ndomains: [a.b]\nrules:\n- select:\n    bylin: .a\n", 5, "did you mean 'byline'"),
    ("name: a\ndomains: [a.b]\nrules:\n- select:\n    byline: p[\n", 5, "neither a CSS selector nor an XPath"),
    ("name: a\ndomains: [a.b]\nrules:\n- drop:\n  - .ad\n  - 'a::text'\n", 6, "neither a CSS selector nor an XPath"),
    ("name: a\ndomains: [a.b]\nrules:\n- drop: ['//p[']\n", 4, "neither a CSS selector nor an XPath"),
    ("name: &x a\ndomains: [*x]\n", 1, "anchors"),
    ("name: !!python/object/apply:os.system ['ls']\n", 1, "tags are not read"),
    ("name: a\n\tdomains: b\n", 2, "not YAML"),
    ("name: [a, {b: c}]\n", 1, "`name` is a text"),
    ("- a\n", 1, "not a site file"),
    ("", 0, "not a site file"),
    ("name: a\n---\nname: b\n", 2, "not YAML"),
    ("a" * 5 + ": \x07", 1, "character"),
    ("[" * 5000, 1, "nested too deep"),
    ("? [a]\n: b\n", 1, "a key must be a word"),
])
def test_a_mistake_is_told_with_its_line_and_the_cure(text: str, line: int, words: str) -> None:
    """Whoever mistypes a site file is told where and what to write instead."""
    with pytest.raises(SiteFileError) as caught:
        parse_site(text, "my.yaml")
    assert caught.value.line == line, str(caught.value)
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"my.yaml:{line}: " if line else "my.yaml: ")
    assert caught.value.cure


@given(st.one_of(st.text(max_size=200), st.text("name:doais[]{}&*!-\n '\"#|>%?", max_size=200)))
@settings(max_examples=200)
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is a site or a SiteFileError."""
    try:
        assert parse_site(text).domains
    except SiteFileError as error:
        assert str(error)


def test_rules_select_what_the_extractor_reads() -> None:
    """A field a site file may select is one the extractor fills, and the other way round."""
    assert checks.FIELDS == extract_rules.FIELDS


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    """Missing, huge, and wrongly encoded files are told by path and cure."""
    (tmp_path / "huge.yaml").write_bytes(b"# " + b"x" * 1_000_001)
    (tmp_path / "latin.yaml").write_bytes("name: a\ntitle: Süd\n".encode("latin-1"))
    for name, words in (("none.yaml", "cannot be read"), ("huge.yaml", "larger than"), ("latin.yaml", ":2: not UTF-8")):
        with pytest.raises(SiteFileError, match=words) as caught:
            load_site(tmp_path / name)
        assert name in str(caught.value)


def test_the_file_gives_the_name_where_it_has_none(tmp_path: Path) -> None:
    """A file without `name` is called after itself."""
    (tmp_path / "local.example.yaml").write_text("domains: [example.org]\n")
    assert load_site(tmp_path / "local.example.yaml").name == "local.example"


def study(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text)
    return folder


def test_a_folder_of_sites_is_read_by_name(tmp_path: Path) -> None:
    """All sites in the order of their names, or those asked for as asked; a name in a file wins over the file's."""
    study(tmp_path, b="domains: [b.org]", a="domains: [a.org]", file="name: c\ndomains: [c.org]")
    (tmp_path / "notes.txt").write_text("not a site")
    assert [site.name for site in load_sites(tmp_path)] == ["a", "b", "c"]
    assert [site.name for site in load_sites(tmp_path, ("c", "a"))] == ["c", "a"]
    with pytest.raises(SiteFileError, match="no site file for 'bb'"):
        load_sites(tmp_path, ("bb",))


def test_a_name_twice_is_refused(tmp_path: Path) -> None:
    """Two files of one name would write into one folder."""
    study(tmp_path, a="name: x\ndomains: [a.org]", b="name: x\ndomains: [b.org]")
    with pytest.raises(SiteFileError, match=r"taken by a\.yaml"):
        load_sites(tmp_path)


def test_one_broken_file_does_not_stop_the_other_sites(tmp_path: Path) -> None:
    """A crawl of many goes on with the sites that can be read, and has the fault of the other to tell."""
    study(tmp_path, a="domains: [a.org]", b="domain: [b.org]", c="domains: [c.org]")
    sites, faults = read_sites(tmp_path)
    assert [site.name for site in sites] == ["a", "c"]
    assert [fault.line for fault in faults] == [1]
    sites, faults = read_sites(tmp_path, ("a", "b"))
    assert [site.name for site in sites] == ["a"] and len(faults) == 1


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    """No folder of site files: the message names the command that makes one."""
    with pytest.raises(SiteFileError, match="archiver add"):
        load_sites(tmp_path / "nowhere")


def test_a_file_is_never_overwritten_unasked(tmp_path: Path) -> None:
    """Written whole, not twice, and only inside the folder."""
    site = Site(name="example.org", domains=("example.org",))
    path = write_site(site, tmp_path / "sites")
    assert path == tmp_path / "sites" / "example.org.yaml" and load_site(path) == site
    with pytest.raises(SiteFileError, match="is there already"):
        write_site(site, tmp_path / "sites")
    changed = Site(name="example.org", domains=("example.org",), depth=4)
    assert load_site(write_site(changed, tmp_path / "sites", overwrite=True)).depth == 4
    assert [entry.name for entry in (tmp_path / "sites").iterdir()] == ["example.org.yaml"]


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".", "..", "A", "nul", "x" * 101, "a\\b", "a.", "datasets"])
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    """What is no plain folder name on every system is refused before anything is written."""
    with pytest.raises(SiteFileError):
        write_site(Site(name=name, domains=("a.b",)), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_seeds_are_robots_first_then_feeds_sections_sitemaps() -> None:
    """A crawl starts from everything the file names and the front page, each once, robots.txt of each host first."""
    site = Site(name="e", domains=("example.org", "other.net"), feeds=("http://www.example.org/feed",),
                sections=("https://news.example.org/",), sitemaps=("https://feeds.elsewhere.com/sitemap.xml",))
    links = sorted(seeds(site), key=lambda link: -link.priority)
    assert [link.url for link in links if link.kind == "robots"] == [
        "http://www.example.org/robots.txt", "https://news.example.org/robots.txt", "https://other.net/robots.txt"]
    assert [(link.kind, link.url) for link in links][3:] == [
        ("feed", "http://www.example.org/feed"), ("section", "https://news.example.org/"),
        ("section", "http://www.example.org/"), ("sitemap", "https://feeds.elsewhere.com/sitemap.xml"),
        ("rights", "http://www.example.org/.well-known/tdmrep.json"), ("rights", "http://www.example.org/ai.txt")]
    assert {link.by for link in links} == {"seed"} and {link.depth for link in links} == {0}
    assert len({link.key for link in links}) == len(links)


def test_the_front_page_is_a_seed_only_where_links_are_followed() -> None:
    """`follow: false` with a feed means the feed; without anything else the front page is all there is."""
    feed = Site(name="e", domains=("e.org",), feeds=("https://e.org/feed",), follow=False, rights=False)
    assert [link.kind for link in seeds(feed)] == ["robots", "feed"]
    bare = Site(name="e", domains=("e.org",), follow=False, rights=False)
    assert [(link.kind, link.url) for link in seeds(bare)] == [
        ("robots", "https://e.org/robots.txt"), ("section", "https://e.org/")]


def test_a_url_belongs_to_the_closest_site() -> None:
    """Where one outlet lives on a sub-domain of another, its pages are its own."""
    big, small = Site(name="big", domains=("example.org",)), Site(name="small", domains=("blog.example.org",))
    for sites in ([big, small], [small, big]):
        assert site_for_url("https://www.blog.example.org/a", sites) is small
        assert site_for_url("https://www.example.org/a", sites) is big
        assert site_for_url("https://notexample.org/a", sites) is None


@pytest.mark.parametrize(("url", "name"), [
    ("https://www.Example.org/a/b?c", "example.org"), ("http://127.0.0.2:8081/", "127.0.0.2-8081"),
    ("https://bücher.example/", "xn--bcher-kva.example"), ("https://user:pw@example.org:443/", "example.org")])
def test_a_bare_url_makes_a_site(url: str, name: str) -> None:
    """A URL on the command line is a site of its host: front page as start, its own pages belong to it."""
    site = adhoc_site(url)
    assert site.name == name == site_name(url)
    assert site_for_url(user_link(site, url).url, [site]) is site
    assert parse_site(dump_site(site)) == site
    assert user_link(site, url).by == "user"


@given(st.text(max_size=60) | st.text(max_size=30).map("https://{}".format))
@settings(max_examples=200)
def test_no_url_makes_an_unsafe_name(url: str) -> None:
    """Whatever a URL says, the folder's name is one plain segment, or the URL is refused."""
    try:
        name = site_name(url)
    except SiteFileError:
        return
    assert Path(name).name == name and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-")
    assert not name.startswith((".", "-"))


def test_the_site_files_in_the_docs_are_valid_and_complete() -> None:
    """Every site file shown in the docs can be read, and every key and every field of rules is explained there."""
    page = (DOCS / "adding-a-site.md").read_text(encoding="utf-8")
    shown = [block.split("```")[0] for block in page.split("```yaml\n")[1:]]
    assert len(shown) >= 3 and all(parse_site(text).domains for text in shown)
    for key in (*Site.__dataclass_fields__, *Pace.__dataclass_fields__, *Schedule.__dataclass_fields__, *checks.FIELDS):
        assert f"`{key}`" in page, key


def test_the_sample_files_are_valid_and_say_so_themselves() -> None:
    """The samples that come with the project can be read, each under its own file's name, of invented outlets only."""
    sites = load_sites(SAMPLES)
    assert len(sites) >= 3
    for site in sites:
        assert (SAMPLES / f"{site.name}.yaml").exists()
        assert all(domain.endswith(".example") for domain in site.domains)
