"""Each WARC says at its head who made it and by which rules."""

from __future__ import annotations

from pathlib import Path

from archiver.store.reader import record_at
from archiver.store.warc import warc_fields

from .outlet import answers, serve
from .test_session import run


def test_the_head_of_a_warc(tmp_path: Path) -> None:
    """Operator, user agent and robots policy of the site stand in each file's warcinfo, with what is byte-exact."""
    for obey, policy in ((True, "classic"), (False, "ignore")):
        with serve(answers(), ["/a/1"]) as outlet:
            run(outlet, tmp_path / policy, outlet.site(obey_robots=obey), workers=0, contact="archive@example.org")
        [path] = (tmp_path / policy / "outlet" / "warc").glob("*.warc.gz")
        said = warc_fields(record_at(path, 0)[0].block)
        assert said["robots"] == policy
        assert said["operator"] == "archive@example.org"
        assert said["http-header-user-agent"].startswith("news-archiver/")
        assert said["http-header-user-agent"].endswith("(+archive@example.org)")
        assert said["software"].startswith("news-archiver")
        assert said["isPartOf"] == "outlet" and "warc-1.1" in said["conformsTo"]
