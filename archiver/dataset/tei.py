"""Rows as TEI P5: one `teiCorpus` a shard, one `TEI` an article, with its source and record in the header.

Nothing here marks up what is inside a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from archiver.dataset.columns import Column
from archiver.dataset.flat import Row, Writer

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><publicationStmt><p>Part of a dataset; its card and \
manifest say what is in it and why.</p></publicationStmt><sourceDesc><p>Web pages, kept as WARC.</p></sourceDesc></fileDesc>\
</teiHeader>
"""


class TeiRows(Writer):
    """A corpus file."""

    def __init__(self, path: Path, columns: Iterable[Column]) -> None:
        super().__init__(path, columns)
        self._put(_HEAD.format(title=_text(path.stem)))

    def write(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self._put("".join(_tei(row)))

    def end(self) -> None:
        self._put("</teiCorpus>\n")

    def _put(self, text: str) -> None:
        self._file.write(text.encode("utf-8"))


def _text(value: Any) -> str:
    """A value as XML's text; a character that XML cannot hold is U+FFFD."""
    return escape(_NO_XML.sub("\ufffd", str(value)))


def _attribute(value: Any) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", str(value)))


def _element(name: str, value: Any, **attributes: Any) -> str:
    """An element, or nothing where there is no value."""
    if value is None or value == "":
        return ""
    said = "".join(f" {key.replace('_', ':')}={_attribute(a)}" for key, a in attributes.items() if a)
    return f"<{name}{said}>{_text(value)}</{name}>"


def _tei(row: Row) -> Iterator[str]:
    language = f" xml:lang={_attribute(row['language'])}" if row["language"] else ""
    yield f'<TEI xml:id="a{_text(row["id"])}"{language}>\n<teiHeader><fileDesc>\n<titleStmt>'
    yield _element("title", row.get("title") or row["url"])
    yield "".join(_element("author", name) for name in (*(row["authors"] or ()), *(row["organisations"] or ())))
    yield "</titleStmt>\n<publicationStmt>"
    yield _element("publisher", row["site"]) or "<publisher/>"
    yield _element("date", row["published"], when=row["published_day"])
    yield _element("idno", row["id"], type="archive") + _element("idno", row["canonical_url"], type="URI")
    yield "</publicationStmt>\n<sourceDesc><bibl>"
    yield _element("ref", row["url"], target=row["url"]) + _element("date", row["captured"], type="captured")
    for key in ("warc", "warc_offset", "record_id", "payload_digest", "extractor", "text_digest"):
        yield _element("idno", row[key], type=key)
    yield "</bibl></sourceDesc>\n</fileDesc></teiHeader>\n<text><body>\n"
    yield _element("head", row.get("title"))
    paragraphs = [part for part in re.split(r"\n\s*\n", row.get("body") or "") if part.strip()]
    yield "".join(f"\n{_element('p', part)}" for part in paragraphs) or "\n<p/>"
    yield "\n</body></text>\n</TEI>\n"
