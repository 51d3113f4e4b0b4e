"""The tools: each is given the cases at a server and a folder of its own, and leaves WARC files in it.

Nothing here compares. Every tool runs as its users run it, in a process of its own, with the options that keep most.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archiver.model import Pace, Site
from archiver.sites import write_site
from benchmarks.environments import Unavailable, environment
from benchmarks.fidelity.cases import Case

SPIDER = Path(__file__).with_name("spider.py")
WARCPROX = Path(__file__).with_name("run_warcprox.py")
_SECONDS = 300
Job = tuple[str, str, str]


@dataclass(frozen=True)
class Task:
    """What a tool is to do: fetch the cases from `base`, and leave its WARCs in `folder`.

    `certificate`: what to trust (https only). `cache`: where environments are kept.
    """

    base: str
    cases: Sequence[Case]
    folder: Path
    cache: Path
    certificate: Path | None = None

    def urls(self, *methods: str) -> list[str]:
        """The addresses of the cases with these methods."""
        return [self.base + case.target for case in self.cases if case.method in methods]

    def jobs(self, *methods: str) -> list[Job]:
        """Method, address and body of the cases with these methods, or of all."""
        return [(case.method, self.base + case.target, case.body.decode("latin-1")) for case in self.cases
                if case.method in methods or not methods]


def ours(task: Task) -> None:
    """`archiver crawl` for what is asked by GET; our Scrapy add-on for the other methods, which a crawl never uses."""
    host = urlsplit(task.base).netloc
    site = Site(name="odd", domains=(host,), sections=(f"{task.base}/plain",), follow=False, allow_private=True,
                pace=Pace(delay=0.0, concurrency=1, timeout=10.0))
    file = write_site(site, task.folder / "sites")
    _run(task, sys.executable, "-m", "archiver", "--output", str(task.folder / "archive"), "crawl", "--quiet",
         "--workers", "0", str(file), *task.urls("GET"), codes=(0, 1))
    _spider(task, sys.executable, task.jobs("HEAD", "POST"), {
        "ADDONS": {"archiver.crawl.Addon": 500}, "ARCHIVER_OUTPUT": str(task.folder / "addon"),
        "DOWNLOAD_VERIFY_CERTIFICATES": True, "ARCHIVER_CA_FILE": str(task.certificate or "")})


def wget(task: Task) -> None:
    """wget with `--warc-file`; one process for the pages, and one for each other method."""
    program = shutil.which("wget")
    if program is None:
        raise Unavailable("wget is not installed")
    common = [program, "--quiet", "--tries=1", "--timeout=10", "--output-document=/dev/null", "--content-on-error",
              "--no-warc-keep-log", *([f"--ca-certificate={task.certificate}"] if task.certificate else [])]
    codes = tuple(range(9))              # 8: the server answered with an error
    _run(task, *common, f"--warc-file={task.folder}/get", *task.urls("GET"), codes=codes)
    for method, url, body in task.jobs("HEAD", "POST"):
        data = task.folder / "body"
        data.write_bytes(body.encode("latin-1"))
        sent = [f"--body-file={data}"] if body else []
        _run(task, *common, f"--warc-file={task.folder}/{method.lower()}", f"--method={method}", *sent, url, codes=codes)


def warcprox(task: Task) -> None:
    """warcprox, asked by a client that closes each connection, as its documentation does with curl."""
    program = environment("warcprox", task.cache) / "python"
    port = _free_port()
    with _running(task, str(program), str(WARCPROX), "--port", str(port), "--address", "127.0.0.1", "--dir", str(task.folder),
                  "--gzip", "--base32", "--dedup-db-file", "/dev/null", "--stats-db-file", "/dev/null",
                  "--fetch-timeout", "10", "--quiet", port=port):
        for case in task.cases:
            _through(port, task.base, case)


def scrapy_webarchive(task: Task) -> None:
    """Scrapy with the WACZ exporter, in the environment of the Scrapy it was written for."""
    program = environment("scrapy-webarchive", task.cache) / "python"
    _spider(task, str(program), task.jobs(), {
        "EXTENSIONS": {"scrapy_webarchive.extensions.WaczExporter": 543},
        "SW_EXPORT_URI": str(task.folder / "packed") + "/", "SW_WACZ_TITLE": "odd", "SW_WACZ_DESCRIPTION": "odd"})
    packages = sorted((task.folder / "packed").rglob("*.wacz"))
    if not packages:
        raise Unavailable("ran, and left no WACZ: " + _last(task))
    for package in packages:
        with zipfile.ZipFile(package) as file:
            file.extractall(task.folder / "unpacked")


TOOLS: dict[str, Callable[[Task], None]] = {
    "ours": ours, "wget": wget, "warcprox": warcprox, "scrapy-webarchive": scrapy_webarchive}


def _spider(task: Task, python: str, jobs: list[Job], settings: dict[str, object]) -> None:
    common: dict[str, object] = {
        "CONCURRENT_REQUESTS": 1, "RETRY_ENABLED": False, "DOWNLOAD_TIMEOUT": 10, "LOG_LEVEL": "ERROR",
        "TELNETCONSOLE_ENABLED": False, "ROBOTSTXT_OBEY": False, "USER_AGENT": "odd/1.0"}
    task.folder.mkdir(parents=True, exist_ok=True)
    (task.folder / "settings.json").write_text(json.dumps({**common, **settings}), encoding="utf-8")
    (task.folder / "jobs.json").write_text(json.dumps(jobs), encoding="utf-8")
    _run(task, python, str(SPIDER), str(task.folder / "settings.json"), str(task.folder / "jobs.json"))


def _run(task: Task, *command: str, codes: Sequence[int] = (0,)) -> None:
    """Runs a command in the task's folder. Raises Unavailable with its last line where it ends in another way."""
    env = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    env["PYTHONPATH"] = str(Path(__file__).parents[2]) if command[0] == sys.executable else ""
    env |= {"SSL_CERT_FILE": str(task.certificate)} if task.certificate else {}
    task.folder.mkdir(parents=True, exist_ok=True)
    with (task.folder / "log").open("a", encoding="utf-8") as log:
        try:
            code = subprocess.run(command, cwd=task.folder, env=env, stdout=log, stderr=log, timeout=_SECONDS,
                                  check=False).returncode
        except subprocess.TimeoutExpired:
            raise Unavailable(f"did not end within {_SECONDS} s") from None
    if code not in codes:
        raise Unavailable(f"ended with {code}: {_last(task)}")


def _last(task: Task) -> str:
    lines = (task.folder / "log").read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else "without a word"


@contextmanager
def _running(task: Task, *command: str, port: int) -> Iterator[None]:
    """A server of others while the block runs; it is ended politely, so that it writes what it has."""
    task.folder.mkdir(parents=True, exist_ok=True)
    with (task.folder / "log").open("a", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=task.folder, stdout=log, stderr=log)
        try:
            _wait(process, port, task)
            yield
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], port: int, task: Task) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise Unavailable(f"did not start: {_last(task)}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise Unavailable("did not answer within 30 s")


def _through(port: int, base: str, case: Case) -> None:
    """One request through a proxy, its answer read to the end and thrown away."""
    parts = urlsplit(base)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as peer:
        if parts.scheme == "http":
            _talk(peer, _asking(case, base, parts.netloc))
            return
        peer.sendall(f"CONNECT {parts.netloc} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        _until_blank(peer)
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE       # the proxy shows one of its own
        with context.wrap_socket(peer, server_hostname=parts.hostname) as inner:
            _talk(inner, _asking(case, "", parts.netloc))


def _asking(case: Case, before: str, host: str) -> bytes:
    length = f"Content-Length: {len(case.body)}\r\nContent-Type: application/x-www-form-urlencoded\r\n" if case.body else ""
    return (f"{case.method} {before}{case.target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: odd/1.0\r\n"
            f"accept: */*\r\nAccept-Encoding: gzip, deflate\r\nX-Odd-CASE: a\r\nX-Twice: 1\r\nX-Twice: 2\r\n{length}"
            "Connection: close\r\n\r\n").encode() + case.body


def _talk(peer: socket.socket, request: bytes) -> None:
    peer.settimeout(5)
    peer.sendall(request)
    try:
        while peer.recv(65536):
            pass
    except OSError:                      # it keeps the connection open: the answer has come by now
        pass


def _until_blank(peer: socket.socket) -> None:
    seen = b""
    while b"\r\n\r\n" not in seen:
        piece = peer.recv(4096)
        if not piece:
            raise Unavailable("the proxy took no CONNECT")
        seen += piece


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
