"""The command line as a person meets it: real processes, a real newsroom, exit codes that a cron job can use."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from archiver.cli import main
from archiver.newsroom import serving
from archiver.schema import article_schema
from archiver.sites import load_site
from tests.conftest import TIDY, Study


def listed(study: Study) -> dict[str, dict[str, object]]:
    """The articles of a study by URL, from `archiver list --json`."""
    lines = study.run("list", "--json").stdout.splitlines()
    return {article["url"]: article for article in map(json.loads, lines)}


def test_every_written_article_is_kept(crawled: Study) -> None:
    """A crawl brings every article of every outlet, with its title and authors, in the published JSON form."""
    articles = listed(crawled)
    truths = [truth for name in TIDY for truth in crawled.room.outlet(name).truths()]
    assert {truth.url for truth in truths} <= set(articles)
    for truth in truths:
        article = articles[truth.url]
        jsonschema.validate(article, article_schema())
        assert article["title"] == truth.title
        assert article["site"] == truth.outlet


def test_show_gives_evidence(crawled: Study) -> None:
    """`show` prints the words a byline was read from; the first digits of an ID are enough."""
    article = next(a for a in listed(crawled).values() if a["byline"])
    shown = crawled.run("show", str(article["id"])[:12]).stdout
    assert str(article["title"]) in shown
    assert str(article["byline"]) in shown
    assert "authors" in shown


def test_trace_ends_at_the_bytes(crawled: Study) -> None:
    """`trace` names record, request, robots.txt and announcer, and its last command prints the record with plain tools."""
    article = next(iter(listed(crawled).values()))
    rows = dict(line.split(None, 1) for line in crawled.run("trace", str(article["url"])).stdout.splitlines()
                if line[:1] != " ")
    assert rows["request"].startswith("GET /")
    assert "robots.txt answered 200" in rows["robots"]
    assert str(article["url"]) in rows["announced"]
    printed = subprocess.run(rows["bytes"], shell=True, cwd=crawled.folder, capture_output=True, check=True).stdout
    assert printed.startswith(b"WARC/1.1\r\n")
    assert f"WARC-Target-URI: {article['url']}".encode() in printed
    assert b"HTTP/1.1 200 OK" in printed


def test_a_second_crawl_fetches_no_article_again(study: Study) -> None:
    """The next run reads feeds and sections again, and only those; what is published since is found."""
    with serving(size=6) as room:
        outlet = room.outlet("harbour-ledger")
        site = outlet.site()
        fresh = Study(study.folder / "again", room)
        from archiver.sites import write_site
        write_site(site, fresh.folder / "sites")
        fresh.run("crawl", "--quiet")
        before, seen = len(listed(fresh)), len(room.log)
        new = room.publish(outlet, 2)
        fresh.run("crawl", "--quiet")
        assert len(listed(fresh)) == before + 2
        again = [hit.path for hit in list(room.log)[seen:]]
        stories = {truth.url.removeprefix(outlet.base_url) for truth in outlet.truths()} - {
            url.removeprefix(outlet.base_url) for url in new}
        assert not stories & set(again)


def test_verify_pack_import(crawled: Study, tmp_path: Path) -> None:
    """An archive checks clean, packs into a WACZ, and the WACZ gives the same articles in another archive."""
    crawled.run("verify", "--strict")
    crawled.run("pack", "--to", str(tmp_path / "all.wacz"))
    other = Study(tmp_path, crawled.room)
    other.run("--sites", str(crawled.folder / "sites"), "import", "all.wacz")
    mine, theirs = listed(crawled), listed(other)
    assert set(mine) == set(theirs)
    for url, article in mine.items():
        assert {**article, "provenance": None} == {**theirs[url], "provenance": None}


def test_a_damaged_warc_is_found(crawled: Study, tmp_path: Path) -> None:
    """One changed byte in a WARC: `verify` names the file and the offset, and exits 1."""
    warc = next((crawled.folder / "output").glob("*/warc/*.warc.gz"))
    data = bytearray(warc.read_bytes())
    data[len(data) // 2] ^= 0xFF
    copy = tmp_path / warc.name
    copy.write_bytes(data)
    done = crawled.run("verify", str(copy), code=1)
    assert done.stdout.startswith(f"{copy}:")


def test_forget(study: Study) -> None:
    """A forgotten article, named by its URL or its ID, is in no list any more and is not collected again."""
    study.run("crawl", "--quiet", "harbour-ledger")
    url, article = next(iter(listed(study).items()))
    study.run("forget", str(article["id"]), "--yes", "--reason", "asked to")
    study.run("crawl", "--quiet", "harbour-ledger")
    assert url not in listed(study)


def test_add_looks_at_an_outlet(study: Study, tmp_path: Path) -> None:
    """`add` finds feeds, prints what articles give, and writes a site file that can be crawled."""
    outlet = study.room.outlet("harbour-ledger")
    fresh = Study(tmp_path / "mine", study.room)
    study.run("new", str(fresh.folder))
    done = fresh.run("add", f"{outlet.base_url}/", "--private", "--delay", "0", "--name", "harbour")
    assert "photo credit" in done.stdout
    site = load_site(fresh.folder / "sites" / "harbour.yaml")
    assert site.feeds
    assert "is there already" in fresh.run("add", "http://127.0.0.1:9/", "--name", "harbour", code=2).stderr, "nothing is asked"
    fresh.run("crawl", "--quiet")
    assert {truth.url for truth in outlet.truths()} <= set(listed(fresh))


@pytest.mark.parametrize(("words", "code", "said"), [
    (("show", "ffffffffffffffff"), 1, "no such article"),
    (("crawl", "no-such-site"), 2, "no-such-site"),
    (("crawl", "gopher://x/"), 2, "gopher"),
    (("list", "no-such-site"), 1, "no site"),
    (("add", "http://127.0.0.1:9/"), 1, "--private"),
    (("clean", "no-such-file.html"), 2, "does not exist"),
    (("forget", "https://example.org/never", "--yes"), 1, "no such URL"),
])
def test_mistakes_are_answered(study: Study, words: tuple[str, ...], code: int, said: str) -> None:
    """A mistake gets one line that says what is wrong, and an exit code of its own."""
    done = study.run(*words, code=code)
    assert said in done.stderr


def test_a_broken_site_file_names_its_line(study: Study) -> None:
    """A wrong key in a site file: file, line and the nearest right key."""
    (study.folder / "sites" / "bad.yaml").write_text("name: bad\ndomains: [example.org]\nfeedz: []\n", encoding="utf-8")
    done = study.run("crawl", "bad", code=2)
    assert "bad.yaml:3" in done.stderr
    assert "feeds" in done.stderr
    for other in TIDY[1:]:
        (study.folder / "sites" / f"{other}.yaml").unlink()
    done = study.run("crawl", "--limit", "1", "--workers", "0", code=2)
    assert "left out: " in done.stderr and "bad.yaml:3" in done.stderr
    assert "1 new" in done.stdout, "the other sites are crawled"


@pytest.mark.parametrize(("words", "missing", "extra"), [
    (("export", "mine"), "pyarrow", "dataset"),
    (("compare", "sites", "sites"), "pyarrow", "dataset"),
    (("query", "lang = 'en'"), "duckdb", "dataset"),
    (("serve",), "starlette", "web"),
])
def test_what_is_not_installed_is_named(crawled: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                        words: tuple[str, ...], missing: str, extra: str) -> None:
    """A command whose libraries are an extra says which, where they are missing."""
    (tmp_path / f"{missing}.py").write_text(f"raise ModuleNotFoundError('hidden', name={missing!r})\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert f"[{extra}]" in crawled.run(*words, code=1).stderr


def test_help_teaches() -> None:
    """Every command says what it does and shows its options; the first page names the first steps and the exit codes."""
    page = CliRunner().invoke(main, ["--help"]).output
    assert "First steps" in page
    assert "Exit codes" in page
    listing = page.split("Commands:")[1].split("Exit codes")[0]
    names = [line.split()[0] for line in listing.splitlines() if line[:2] == "  " and line[2:3].isalpha()]
    assert {"crawl", "demo", "clean", "trace", "verify"} <= set(names)
    for name in names:
        assert "Usage: " in CliRunner().invoke(main, [name, "--help"]).output
