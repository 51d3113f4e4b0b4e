"""Who is answered, and what a browser is told to forbid."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.model import Article
from archiver.web.guard import host_name
from tests.web.conftest import Shown, serving


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "", "127.0.0.2"])
def test_other_names_are_not_answered(shown: Shown, name: str) -> None:
    """A name of someone else's that leads to this machine reads nothing of the archive (DNS rebinding)."""
    got = shown.get("/", Host=name)
    assert got.status in (400, 421)
    assert b"ferry" not in got.body.lower()


def test_own_names_are_answered(shown: Shown) -> None:
    """The names of loopback are known, with any port."""
    assert [shown.get("/", Host=name).status for name in ("localhost", "127.0.0.1:1", "[::1]:8080", "LOCALHOST:9")] == [200] * 4


@pytest.mark.parametrize(("header", "name"), [("a.example:80", "a.example"), ("[::1]:80", "[::1]"), ("A.Example", "a.example")])
def test_host_names(header: str, name: str) -> None:
    """A name is what stands before the port."""
    assert host_name(header) == name


def test_every_answer_has_a_policy(shown: Shown) -> None:
    """Pages, errors, files and archived pages all say that no script but ours may run, and ours not in theirs."""
    story = shown.articles["ferry"]
    for path in ("/", "/nowhere", "/static/reader.css", f"/article/{story.id}", "/api/search?q=ferry", "/api/nothing"):
        policy = shown.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy, path
    for path in (f"/web/2026/{story.url}", f"/web/2026id_/{story.url}", "/web/2026/https://nowhere.example/"):
        policy = shown.get(path).headers["content-security-policy"]
        assert policy.startswith("sandbox; default-src 'none'"), path
        assert "script-src" not in policy


def test_too_long_an_address_is_refused(shown: Shown) -> None:
    """A query beyond measure is refused in words."""
    got = shown.get(f"/?q={'a' * 9_000}")
    assert (got.status, b"too long" in got.body) == (414, True)


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/web/2026/file:///etc/passwd",
                                  "/article/..%2f..%2fetc", "/kept/x/2026/https://www.quayside.example/photo.jpg",
                                  "/static//etc/passwd"])
def test_no_way_out_of_the_archive(shown: Shown, path: str) -> None:
    """Paths that climb, other schemes, pictures without the token: nothing is given out."""
    got = shown.get(path)
    assert got.status in (400, 404), got.body[:500]
    assert b"root:" not in got.body
    assert b"import" not in got.body


def test_a_read_only_reader_writes_nothing(archived: tuple[Path, dict[str, Article]]) -> None:
    """With --read-only every write is refused, and no page offers one."""
    for shown in serving(*archived, read_only=True):
        number = shown.articles["ferry"].id
        assert post(shown, f"/fix/{number}", "csrf=x")[0] == 403
        assert "/fix/" not in shown.text(f"/article/{number}")


def test_writes_from_elsewhere_are_refused(shown: Shown) -> None:
    """A form on a page of another origin, or of a sandboxed one, changes nothing."""
    for origin in ("http://evil.example", "null", f"{shown.address}.evil.example"):
        assert post(shown, "/fix/0000", f"csrf={shown.reader.token}", Origin=origin)[0] == 403


def post(shown: Shown, path: str, body: str, **headers: str) -> tuple[int, bytes]:
    """The answer to a form."""
    import http.client
    connection = http.client.HTTPConnection(shown.address.removeprefix("http://"), timeout=20)
    try:
        connection.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded", **headers})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
