"""A page that shows proposals: for each article what differs and why, and both texts side by side.

Nothing here decides. Everything from a page is escaped, and the report holds no script: a hostile page stays text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from difflib import SequenceMatcher
from html import escape
from itertools import islice
from pathlib import Path

from archiver.model import Article
from archiver.reextract.compare import BETTER, UNCLEAR, WORSE
from archiver.store.archive import Archive
from archiver.store.proposals import Proposal, proposals

SHOWN = 100                  # articles of each verdict that are shown in full; the commands decide about all
_PARAGRAPHS = 400            # of a text that are shown
_HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Re-extraction</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><style>
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#222;background:#fff}
section{border-top:2px solid #ccc;margin:2rem 0;padding-top:1rem} table{border-collapse:collapse;width:100%}
td,th{border:1px solid #ddd;padding:.3rem .6rem;text-align:start;vertical-align:top;overflow-wrap:anywhere}
.two{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem} .two>div{min-width:0;overflow-wrap:anywhere}
del{background:#fdd;text-decoration:none} ins{background:#dfd;text-decoration:none} p{margin:.5rem 0}
.better{color:#060}.worse{color:#a00}.unclear{color:#850} code{background:#eee;padding:.1rem .3rem}
</style></head><body><h1>Re-extraction</h1>
"""


def write(archive: Archive, sites: Iterable[str], folder: Path) -> tuple[Path, Counter[str]]:
    """Writes the report of all proposals that wait in the sites, and says how many there are of each verdict."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"reextract-{datetime.now(UTC):%Y%m%d%H%M%S}.html"
    names = list(sites)
    counts = Counter(p.verdict for site in names for p in proposals(archive.root, site))
    with path.open("w", encoding="utf-8", errors="replace") as out:
        out.write(_HEAD)
        out.write(_summary(counts))
        for verdict in (WORSE, UNCLEAR, BETTER):
            of_kind = (p for site in names for p in proposals(archive.root, site) if p.verdict == verdict)
            for proposal in islice(of_kind, SHOWN):
                out.writelines(_section(proposal, _stored(archive, proposal)))
        out.write("</body></html>\n")
    return path, counts


def _summary(counts: Counter[str]) -> str:
    words = ", ".join(f'<b class="{word}">{counts[word]:,} {word}</b>' for word in (WORSE, UNCLEAR, BETTER))
    more = f" Of each kind the first {SHOWN} are shown." if any(n > SHOWN for n in counts.values()) else ""
    return (f"<p>{words}.{more} Left is what is in force, right what the extractor reads now.</p><p><code>archiver reextract "
            "--accept better</code>, <code>--accept</code> (all) or <code>--reject</code> decides. Nothing is overwritten: "
            "earlier readings stay as lines.</p>\n")


def _stored(archive: Archive, proposal: Proposal) -> Article | None:
    file, offset = proposal.place
    return archive.line(proposal.site, file, offset) if file else None


def _section(proposal: Proposal, old: Article | None) -> Iterator[str]:
    new = Article.from_dict(proposal.article) if proposal.article else None
    title = (new or old).title if new or old else ""  # type: ignore[union-attr]
    yield f'<section><h2 dir="auto">{escape(title)}</h2><p><b class="{proposal.verdict}">{proposal.verdict}</b> '
    yield f"{escape(proposal.site)}, {escape(proposal.url)}, captured {escape(proposal.captured)}</p><table>"
    yield "<tr><th>field<th>verdict<th>why<th>before<th>now</tr>"
    for change in proposal.changes:
        yield (f'<tr><td>{escape(change.field)}<td class="{change.verdict}">{change.verdict}<td>{escape(change.reason)}'
               f'<td dir="auto">{escape(change.before)}<td dir="auto">{escape(change.after)}</tr>')
    yield "</table>"
    if old and new and old.body == new.body:
        yield "<p>The text is the same.</p></section>\n"
        return
    left, right = _sides(old.body if old else "", new.body if new else "")
    yield f'<div class="two"><div dir="auto">{left}</div><div dir="auto">{right}</div></div></section>\n'


def _sides(before: str, after: str) -> tuple[str, str]:
    """Both texts by paragraph, what is in one only marked."""
    old, new = before.split("\n\n")[:_PARAGRAPHS], after.split("\n\n")[:_PARAGRAPHS]
    left, right = [], []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        marks = ("", "") if tag == "equal" else ("del", "ins")
        left += [_paragraph(text, marks[0]) for text in old[a:b]]
        right += [_paragraph(text, marks[1]) for text in new[c:d]]
    return "".join(left), "".join(right)


def _paragraph(text: str, mark: str) -> str:
    inner = escape(text)
    return f"<p><{mark}>{inner}</{mark}></p>" if mark else f"<p>{inner}</p>"
