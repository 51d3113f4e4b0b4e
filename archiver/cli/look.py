"""Commands that look: clean a page, list articles, show one with its evidence, trace one back to its record.

They change nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archiver.cli.base import Study
from archiver.errors import ArchiverError, NotAnArticle
from archiver.model import Article, Evidence

LABEL = 12
WIDTH = 100


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|-...",
                type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--url", default="", help="The page's address, if you know it.")
@click.option("--json", "as_json", is_flag=True, help="Only JSON on standard output, one object a file.")
@click.option("--learn", is_flag=True, help="Drop what repeats on these pages of one site; give 15 or more.")
def clean(files: tuple[Path, ...], url: str, as_json: bool, learn: bool) -> None:
    """Print the article of a saved page, and what was removed and why.

    FILE is HTML, or plain text that something else scraped; `-` is standard input. Nothing is fetched or stored.

    \b
      archiver clean page.html
      curl -s https://www.example.org/story | archiver clean - --url https://www.example.org/story
      archiver clean --json --learn scraped/*.txt > articles.jsonl
    """
    from archiver.extract.extractor import clean as clean_page
    sources = [(str(path), _read(path)) for path in files]
    profile = _learned(sources, url) if learn else None
    failed = 0
    for name, data in sources:
        try:
            article, removed = clean_page(data, url, profile=profile)
        except NotAnArticle as error:
            failed += 1
            click.echo(f"{name}: {error}", err=True)
            continue
        if as_json:
            click.echo(json.dumps(article.to_dict(), ensure_ascii=False))
        else:
            _print_article(article)
            for item in removed:
                click.secho(f"- {_short(item.text)}  [{item.reason}]", dim=True)
    if failed:
        raise SystemExit(1)


def _learned(sources: list[tuple[str, bytes]], url: str) -> Any:
    from archiver.extract.profile import learn
    return learn([(data, url) for _, data in sources])


def _read(path: Path) -> bytes:
    return sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()


@click.command("list")
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article and line.")
@click.option("--limit", default=0, help="At most so many a site; 0: all.")
@click.pass_obj
def listing(study: Study, sites: tuple[str, ...], as_json: bool, limit: int) -> None:
    """List the articles of the archive, or of some sites."""
    archive = study.archive()
    held = archive.sites()
    for unknown in sorted(set(sites) - set(held)):
        raise ArchiverError(f"no site {unknown!r} in the archive", where=str(study.output),
                            cure=f"it holds {', '.join(held) or 'nothing yet'}")
    for site in sites or held:
        articles = archive.articles(site)
        for _, article in zip(range(limit or sys.maxsize), articles, strict=False):
            if as_json:
                click.echo(json.dumps(article.to_dict(), ensure_ascii=False))
            else:
                names = ", ".join(author.name for author in article.authors) or "-"
                day = (article.published or "-")[:10]
                click.echo(f"{article.id}  {day:10}  {site}  {_short(article.title, 70)}  ({names})")


@click.command()
@click.argument("article", metavar="ID|URL")
@click.option("--json", "as_json", is_flag=True, help="The JSON form alone.")
@click.pass_obj
def show(study: Study, article: str, as_json: bool) -> None:
    """Show an article: each field with the evidence it was read from.

    The first digits of an ID are enough.
    """
    found = study.archive().article(article)
    if as_json:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
        return
    _print_article(found)
    click.echo()
    for field, evidence in sorted(found.evidence.items()):
        click.echo(f"{field:{LABEL}} {_evidence(evidence)}")


@click.command()
@click.argument("article", metavar="ID|URL")
@click.pass_obj
def trace(study: Study, article: str) -> None:
    """Follow an article back: its record, the request, the robots.txt in force, and who announced it."""
    archive = study.archive()
    found = archive.article(article)
    where = found.provenance
    if where.warc is None or where.offset is None:
        raise ArchiverError("this article has no record", where=found.url)
    capture = archive.read(where.warc, where.offset)
    answer = archive.shown(capture)
    request = answer.exchange.request.split(b"\r\n", 1)[0].decode("latin-1")
    status = answer.exchange.head.split(b"\r\n", 1)[0].decode("latin-1")
    shown = f"by a browser, from the response {answer.record_id} in {answer.warc}, offset {answer.offset}"
    path = archive.place(where.warc)
    bytes_of = f"aws s3 cp {path} - | tail -c +{where.offset + 1}" if "://" in path else f"tail -c +{where.offset + 1} {path}"
    rows: list[tuple[str, str]] = [
        ("article", f"{found.id} version {found.version}: {found.title}"),
        ("read by", f"{where.extractor}" + (f", profile {where.profile}" if where.profile else "")),
        ("record", f"{where.record_id} in {path}, offset {where.offset}, length {where.length}"),
        ("digest", str(where.payload_digest)),
        *([("rendered", shown)] if capture.rendered else []),
        ("imported", f"{where.captured}, from {where.imported}") if where.imported else
        ("captured", f"{where.captured} from {answer.exchange.address or 'an unknown address'}, "
                     f"{' over '.join(answer.exchange.protocols)}"),
        *([] if where.imported and not status else [("request", request), ("response", status)]),
        *_robots(study, found.site, where.captured or ""), *_announced(study, found),
        ("bytes", f"{bytes_of} | head -c {where.length} | gzip -dc"),
    ]
    for label, text in rows:
        click.echo(f"{label:{LABEL}} {text}")


def _robots(study: Study, site: str, captured: str) -> Iterator[tuple[str, str]]:
    """The last robots.txt that was captured before the article."""
    until = captured[:19] or "9999"      # an article's time has whole seconds
    rows = [row for row in study.archive().captures(site, kind="robots") if row.captured[:19] <= until]
    if rows:
        row = max(rows, key=lambda r: r.captured)
        yield "robots", f"{row.url} answered {row.status} on {row.captured}, in {row.warc}, offset {row.offset}"
    else:
        yield "robots", "none was captured before it"


def _announced(study: Study, article: Article) -> Iterator[tuple[str, str]]:
    """Who told us of it, and who told us of that, up to a seed."""
    archive, url = study.archive(), article.url
    for step in range(6):
        row = archive.link(url, article.site)
        if row is None:
            return
        label = "announced" if step == 0 else ""
        yield label, f"{url} by {row.by}" + (f", {row.source}" if row.source else "")
        if not row.source or row.source == url:
            return
        url = row.source


def _print_article(article: Article) -> None:
    """The article as a person reads it."""
    click.secho(article.title, bold=True)
    rows: list[tuple[str, Any]] = [
        ("url", article.url), ("site", article.site), ("byline", article.byline),
        ("authors", ", ".join(a.name for a in article.authors)), ("agencies", ", ".join(article.organisations)),
        ("published", article.published), ("modified", article.modified), ("section", article.section),
        ("tags", ", ".join(article.tags)), ("language", article.language),
        ("access", {True: "free", False: "gated", None: ""}[article.free_access]),
    ]
    for image in article.images:
        rows.append(("photo" if image.lead else "image", " | ".join(
            part for part in (image.url, image.caption, image.credit and f"credit: {image.credit}") if part)))
    for label, value in rows:
        if value:
            click.echo(f"{label:{LABEL}} {value}")
    click.echo(f"\n{article.body}\n")
    for note in article.corrections:
        click.echo(f"correction: {note}")


def _evidence(evidence: Evidence) -> str:
    said = f' "{_short(evidence.text)}"' if evidence.text else ""
    return f"{evidence.source}{said} ({evidence.confidence:.0%})"


def _short(text: str, width: int = WIDTH) -> str:
    return text if len(text) <= width else text[:width - 1] + "…"
