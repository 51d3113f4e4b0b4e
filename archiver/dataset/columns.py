"""The columns of a dataset: where each comes from, its type, and its meaning in the words of the model.

Nothing here reads or writes a row.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from archiver.dataset.duck import LINE
from archiver.model import Article, Image, Provenance

RIGHTS = "rights"
TELLS_TIME = "'T.*(Z|[+-][0-9][0-9]:?[0-9][0-9])$'"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `sql` makes it of a line (empty: it is made later); `text` ones are left out where text is not shared."""

    name: str
    kind: str
    doc: str
    sql: str = ""
    text: bool = False


def _docs(kind: type, prefix: str = "") -> dict[str, str]:
    return {prefix + f.name: f.metadata["doc"] for f in fields(kind)}


_DOC = _docs(Article) | _docs(Provenance, "provenance.") | _docs(Image, "images.")
_TEXTS = {"title", "description", "body", "corrections", "images"}
_PLAIN = ("id", "version", "site", "url", "canonical_url", "title", "byline", "authors", "organisations", "published",
          "published_at", "published_day", "modified", "section", "tags", "language", "description", "body", "corrections",
          "images", "free_access", "word_count")
_MADE = {
    "authors": ("VARCHAR[]", "[x.name for x in authors]", _DOC["authors"]),
    "published_at": ("TIMESTAMPTZ", f"CASE WHEN regexp_matches(published, {TELLS_TIME}) THEN try_cast(published AS "
                     "TIMESTAMPTZ) END", "`published` as a moment in UTC; null: no time with a zone is stated."),
    "published_day": ("DATE", "try_cast(substr(published, 1, 10) AS DATE)",
                      "The day of `published`, in the zone it is stated in; null: none stated, or none that exists."),
}
_RECORD = {"warc": "warc", "offset": "warc_offset", "length": "warc_length", "record_id": "record_id",
           "payload_digest": "payload_digest", "extractor": "extractor", "profile": "profile"}


def _of_line() -> tuple[Column, ...]:
    found = []
    for name in _PLAIN:
        kind, sql, doc = _MADE.get(name) or (LINE[name], name, _DOC[name])
        found.append(Column(name, kind, doc, sql, name in _TEXTS))
    found.append(Column("captured", "TIMESTAMPTZ", "When the page was fetched, in UTC. The dataset is a snapshot of then.",
                        "try_cast(provenance.captured AS TIMESTAMPTZ)"))
    for key, name in _RECORD.items():
        kind = "BIGINT" if key in ("offset", "length") else "VARCHAR"
        found.append(Column(name, kind, _DOC[f"provenance.{key}"], f'provenance."{key}"'))
    found.append(Column("text_digest", "VARCHAR", "SHA-256 of `title`, a line end and `body` in UTF-8: what a rebuild is "
                        "held against.", "sha256(title || chr(10) || body)"))
    found.append(Column(RIGHTS, "VARCHAR[]", "What was in force when the page was fetched and says no to archives or to text and "
                        "data mining, word for word (`archiver rights` has all); empty: nothing; null: not looked at, as the "
                        "policy is `all`.", "NULL"))
    return tuple(found)


LABELS = (
    Column("exact_cluster", "VARCHAR", "`id` of the article captured first of those with the same words; null: no other."),
    Column("near_cluster", "VARCHAR", "`id` of the article captured first of those with nearly the same words (see the card "
           "for method and threshold); null: no other."),
    Column("cluster_size", "INTEGER", "Articles of `near_cluster` in the selection, those included that `--near-dup "
           "keep-first` left out; 1: no other."),
    Column("first_seen", "TIMESTAMPTZ", "When the first of `near_cluster` was captured; null: no other."),
    Column("overlap", "FLOAT", "Estimated share of the shorter text's five-word sequences that it has in common with the "
           "first of `near_cluster`, 0 to 1; null: no other."),
    Column("wire_agency", "VARCHAR", "Wire copy: the agency that this article names as its author, or that the earliest of "
           "its `near_cluster` names; null: none named."),
)
COLUMNS = _of_line()


def shown(text: bool) -> tuple[Column, ...]:
    """The columns of a dataset, with text or without."""
    return tuple(column for column in (*COLUMNS, *LABELS) if text or not column.text)
