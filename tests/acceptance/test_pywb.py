"""pywb replays over HTTP what our add-on captured, with its own index and with ours; the outlet is gone by then."""

from __future__ import annotations

import gzip
import http.client
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from archiver.newsroom.images import jpeg

from .conftest import Small, html
from .serving import free_port, running

pytestmark = pytest.mark.slow
IMAGE = '<img src="/photo.jpg" alt="a photo">'
PAGES = {"gzip": html("gzip", IMAGE), "chunked": html("chunked"), "both": html("both"), "first": html("same"),
         "again": html("same"), "steady": html("steady"), "hints": html("hints"), "photo.jpg": jpeg(1)}


@dataclass(frozen=True)
class Replay:
    """pywb while it runs."""

    port: int
    base: str

    def get(self, collection: str, name: str, how: str = "id_") -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of a page: as it was captured (`id_`), or rewritten for a browser's frame (`mp_`)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", f"/{collection}/{how}/{self.base}/{name}")
        answer = connection.getresponse()
        headers = {key.lower(): value for key, value in answer.getheaders()}
        body = answer.read()
        connection.close()
        return answer.status, headers, body


@pytest.fixture(scope="module")
def replay(small: Small, tools: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replay]:
    """pywb with two collections of the same WARCs: `theirs` indexed by wb-manager, `ours` by our CDXJ."""
    programs, folder = tools("pywb"), tmp_path_factory.mktemp("pywb")
    for command in (["init", "theirs"], ["add", "theirs", *map(str, small.warcs)]):
        subprocess.run([str(programs / "wb-manager"), *command], cwd=folder, check=True, capture_output=True, timeout=120)
    (folder / "own").mkdir()
    for warc in small.warcs:
        shutil.copy(warc, folder / "own")
    index = small.index(folder / "ours.cdxj")
    (folder / "config.yaml").write_text(yaml.safe_dump({"collections": {"ours": {
        "index_paths": str(index), "archive_paths": f"{folder}/own/"}}}), encoding="utf-8")
    port = free_port()
    with running(str(programs / "wayback"), "--port", str(port), "--bind", "127.0.0.1", "--threads", "2", port=port,
                 folder=folder):
        yield Replay(port, small.base)


@pytest.mark.parametrize("collection", ["theirs", "ours"])
@pytest.mark.parametrize("name", PAGES)
def test_pages_come_back(replay: Replay, collection: str, name: str) -> None:
    """Gzip, chunks, both, a revisit (`again`), a 304 (`steady`, latest), a page after a 103 and an image: as they were."""
    status, headers, body = replay.get(collection, name)
    assert status == 200
    assert decoded(headers, body) == PAGES[name]
    assert headers["content-type"].startswith("image/jpeg" if name == "photo.jpg" else "text/html")


@pytest.mark.parametrize("collection", ["theirs", "ours"])
def test_pages_are_rewritten_for_browsers(replay: Replay, collection: str) -> None:
    """A gzip page replays with its text whole and its image leading to the archived one."""
    status, _, body = replay.get(collection, "gzip", "mp_")
    assert status == 200
    assert "Paragraph 29 of the page gzip, “in quotes”.".encode() in body
    image = re.search(rb'<img src="([^"]+)"', body)
    assert image is not None
    assert image[1].decode().endswith(("/photo.jpg", f"{replay.base}/photo.jpg"))


def decoded(headers: dict[str, str], body: bytes) -> bytes:
    """The body, unpacked where it is still packed."""
    return gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body


@pytest.mark.parametrize("collection", ["theirs", "ours"])
def test_a_redirect_comes_back(replay: Replay, collection: str) -> None:
    """A redirect replays as one, to the archived page it led to."""
    status, headers, _ = replay.get(collection, "moved", "mp_")
    assert status in (301, 302, 307)
    assert headers["location"].endswith(f"{replay.base}/gzip")


@pytest.mark.parametrize("collection", ["theirs", "ours"])
def test_the_revisits_are_revisits(replay: Replay, small: Small, collection: str) -> None:
    """pywb's own list of captures names the repeated page and the 304 as revisits, with the time of each."""
    connection = http.client.HTTPConnection("127.0.0.1", replay.port, timeout=60)
    listed = {}
    for name in ("again", "steady"):
        connection.request("GET", f"/{collection}/cdx?url={small.base}/{name}&output=json")
        listed[name] = connection.getresponse().read().decode()
    connection.close()
    assert listed["again"].count("warc/revisit") == 1
    assert listed["steady"].count("warc/revisit") == 1
    assert len(listed["steady"].splitlines()) == 2
