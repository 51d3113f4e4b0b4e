"""The tables of a catalog: how they are made, their columns, and what makes a catalog of an older schema one of this.

Nothing here opens a database; what is asked of the tables is `catalog.py`'s.
"""

from __future__ import annotations

SCHEMA = 4
CREATE = """
CREATE TABLE links (id INTEGER PRIMARY KEY, url TEXT NOT NULL, key TEXT NOT NULL UNIQUE, by TEXT NOT NULL,
    kind TEXT NOT NULL, source TEXT NOT NULL, depth INTEGER NOT NULL, priority INTEGER NOT NULL, hint TEXT NOT NULL,
    published TEXT NOT NULL, tries INTEGER NOT NULL, state TEXT NOT NULL, outcome TEXT, detail TEXT NOT NULL,
    seen TEXT NOT NULL, ended TEXT NOT NULL, memo TEXT NOT NULL DEFAULT '', due TEXT NOT NULL DEFAULT '');
CREATE INDEX links_waiting ON links (priority DESC, id) WHERE state = 'waiting';
CREATE INDEX links_taken ON links (id) WHERE state = 'taken';
CREATE INDEX links_outcome ON links (outcome);
CREATE TABLE captures (id INTEGER PRIMARY KEY, url TEXT NOT NULL, key TEXT NOT NULL, warc TEXT NOT NULL,
    offset INTEGER NOT NULL, length INTEGER NOT NULL, record_id TEXT NOT NULL UNIQUE, payload_digest TEXT NOT NULL,
    captured TEXT NOT NULL, status INTEGER NOT NULL, kind TEXT NOT NULL, link_key TEXT NOT NULL,
    request_id TEXT NOT NULL, revisit_of TEXT NOT NULL, mime TEXT NOT NULL, size INTEGER NOT NULL,
    truncated TEXT NOT NULL);
CREATE INDEX captures_key ON captures (key, captured);
CREATE INDEX captures_link ON captures (link_key);
CREATE INDEX captures_digest ON captures (payload_digest);
CREATE INDEX captures_place ON captures (warc, offset);
CREATE TABLE articles (id TEXT NOT NULL, version INTEGER NOT NULL, url TEXT NOT NULL, key TEXT NOT NULL,
    canonical_key TEXT NOT NULL, title TEXT NOT NULL, digest TEXT NOT NULL, record_id TEXT NOT NULL,
    captured TEXT NOT NULL, last_seen TEXT NOT NULL, file TEXT NOT NULL, offset INTEGER NOT NULL,
    length INTEGER NOT NULL, published TEXT NOT NULL DEFAULT '', words INTEGER NOT NULL DEFAULT 0,
    fields TEXT NOT NULL DEFAULT '', PRIMARY KEY (id, version)) WITHOUT ROWID;
CREATE INDEX articles_key ON articles (key);
CREATE INDEX articles_canonical ON articles (canonical_key);
CREATE INDEX articles_record ON articles (record_id);
CREATE TABLE logs (name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE tombstones (key TEXT PRIMARY KEY, since TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
"""
CREATE_VISITS = """
CREATE TABLE ends (link INTEGER NOT NULL, ended TEXT NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (ended, link)) WITHOUT ROWID;
CREATE VIEW visits AS SELECT key, url, kind, by, seen, ends.ended AS ended, ends.outcome AS outcome
    FROM ends JOIN links ON links.id = ends.link;
"""
STEPS = {
    1: "ALTER TABLE links ADD COLUMN memo TEXT NOT NULL DEFAULT '';",
    2: f"""{CREATE_VISITS} INSERT INTO ends SELECT id, ended, outcome FROM links WHERE state = 'done';
        ALTER TABLE articles ADD COLUMN published TEXT NOT NULL DEFAULT '';
        ALTER TABLE articles ADD COLUMN words INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE articles ADD COLUMN fields TEXT NOT NULL DEFAULT '';""",
    3: "ALTER TABLE links ADD COLUMN due TEXT NOT NULL DEFAULT '';",
}
"""What makes a catalog of an older schema one of the next. What it did not keep, `archiver reindex` brings in."""

WITNESS = """instr(memo, '"witness":') > 0"""
"""A link whose memo says something of others: the one word in a memo that the catalog looks for."""
ADDED = f"""
CREATE INDEX IF NOT EXISTS links_waiting_kind ON links (kind, priority DESC, id) WHERE state = 'waiting' AND kind <> 'page';
CREATE INDEX IF NOT EXISTS links_due ON links (due, ended, kind) WHERE due <> '' AND state = 'done';
CREATE INDEX IF NOT EXISTS links_witness ON links (id) WHERE {WITNESS};
"""
LINK = "url, key, by, kind, source, depth, priority, hint, published, tries"
LINK_ROW = f"id, {LINK}, state, outcome, detail, seen, ended, memo, due"
CAPTURE = ("url, key, warc, offset, length, record_id, payload_digest, captured, status, kind, link_key, request_id, "
            "revisit_of, mime, size, truncated")
ARTICLE = ("id, version, url, key, canonical_key, title, digest, record_id, captured, last_seen, file, offset, length, "
            "published, words, fields")
VISIT = "url, key, kind, by, seen, ended, outcome"
_WITHDRAWN = """(id IN (SELECT link FROM ends WHERE outcome = 'not-an-article') AND NOT EXISTS (
        SELECT 1 FROM captures JOIN articles USING (record_id) WHERE link_key = links.key))"""
FATE = f"""CASE WHEN id IN (SELECT link FROM ends WHERE outcome IN ('new', 'changed', 'same')) AND NOT {_WITHDRAWN} THEN 'extracted'
    WHEN id IN (SELECT link FROM ends WHERE outcome = 'gated') AND NOT {_WITHDRAWN} THEN 'gated'
    WHEN state = 'done' THEN outcome ELSE 'waiting' END"""
"""What became of a link. What has ended as no article too, and of which no reading is in force, was withdrawn."""
TABLES = {"links": LINK + ", state, outcome, detail, seen, ended, memo, due", "captures": CAPTURE, "articles": ARTICLE,
          "visits": "key, ended, outcome", "logs": "name, size", "tombstones": "key, since, reason"}
