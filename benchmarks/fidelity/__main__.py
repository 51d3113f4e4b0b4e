"""Side by side: odd but legal HTTP archived by us and by others in one run, and what each kept of it.

    python -m benchmarks.fidelity [--peers wget,warcprox,scrapy-webarchive] [--tls] [--cache DIR] [--keep DIR] [--json FILE]

Exit code 1 where ours loses a byte, in either direction. A peer that cannot run here is left out, with the reason.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from benchmarks.environments import Unavailable
from benchmarks.fidelity.cases import CASES, LANDED
from benchmarks.fidelity.certificate import certificate, server_context
from benchmarks.fidelity.compare import Verdict, found, judge
from benchmarks.fidelity.reading import warcs
from benchmarks.fidelity.server import OddServer
from benchmarks.fidelity.tools import TOOLS, Task

PEERS = tuple(name for name in TOOLS if name != "ours")
SHOWN = 16                               # losses of a tool that are told in words
Verdicts = dict[str, Verdict]


def arguments() -> argparse.ArgumentParser:
    """The command's arguments."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fidelity", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", default=",".join(PEERS), help="which others, comma-separated; empty: none")
    parser.add_argument("--tls", action="store_true", help="over https, with a certificate made for this run")
    parser.add_argument("--cache", type=Path, help="where the peers' environments are kept (default: a temporary folder)")
    parser.add_argument("--keep", type=Path, help="where the WARCs are left to look at (default: nowhere)")
    parser.add_argument("--json", type=Path, help="the verdicts as JSON, too")
    return parser


def measure(names: list[str], folder: Path, cache: Path, *, tls: bool) -> tuple[dict[str, Verdicts], dict[str, str]]:
    """The verdicts of each tool by case, and of each tool that could not run, why."""
    made = certificate(folder) if tls else None
    server = OddServer((*CASES, LANDED), tls=server_context(*made) if made else None)
    done: dict[str, Verdicts] = {}
    absent: dict[str, str] = {}
    try:
        for name in names:
            server.forget()
            task = Task(server.base, CASES, folder / name, cache, made[0] if made else None)
            try:
                TOOLS[name](task)
                kept = found(warcs(task.folder))
            except (Unavailable, ValueError) as error:
                absent[name] = str(error)
                continue
            seen = server.forget()
            done[name] = {case.name: judge(seen.get(case.target, ()), kept.get(case.target)) for case in (*CASES, LANDED)}
            done[name] |= {target: judge(seen[target], kept.get(target)) for target in ("/robots.txt",) if target in seen}
    finally:
        server.close()
    return done, absent


def table(done: Mapping[str, Verdicts]) -> str:
    """A line a case, two marks a tool: request and response; the sums below."""
    names = list(dict.fromkeys(name for verdicts in done.values() for name in verdicts))
    width = max(len(name) for name in names)
    lines = [" " * width + "".join(f"  {tool:>17}" for tool in done)]
    for name in names:
        marks = (_marks(verdicts.get(name)) for verdicts in done.values())
        lines.append(f"{name:{width}}" + "".join(f"  {mark:>17}" for mark in marks))
    lines += ["", f"{'requests kept':{width}}" + "".join(f"  {_sum(v, 'request'):>17}" for v in done.values()),
              f"{'responses kept':{width}}" + "".join(f"  {_sum(v, 'response'):>17}" for v in done.values())]
    return "\n".join(lines)


def _marks(verdict: Verdict | None) -> str:
    if verdict is None or not verdict.asked:
        return "-  -"
    times = f"{verdict.asked}x " if verdict.asked > 1 else ""
    return times + "  ".join("LOST" if lost else "kept" for lost in (verdict.request, verdict.response))


def _sum(verdicts: Verdicts, way: str) -> str:
    asked = [verdict for verdict in verdicts.values() if verdict.asked]
    return f"{sum(not getattr(v, way) for v in asked)} of {len(asked)}"


def losses(verdicts: Verdicts) -> list[str]:
    """What was lost, case by case, in words."""
    return [f"{name}: {way}: {lost}" for name, verdict in verdicts.items() if verdict.asked
            for way, lost in (("request", verdict.request), ("response", verdict.response)) if lost]


def main() -> int:
    """Runs the command."""
    given = arguments().parse_args()
    wanted = ["ours", *(name for name in given.peers.split(",") if name)]
    unknown = [name for name in wanted if name not in TOOLS]
    if unknown:
        print(f"no such tool: {', '.join(unknown)}; there are {', '.join(TOOLS)}", file=sys.stderr)
        return 2
    if given.keep and given.keep.exists() and any(given.keep.iterdir()):
        print(f"{given.keep}: is not empty", file=sys.stderr)
        return 2
    scratch = Path(tempfile.mkdtemp(prefix="fidelity-"))
    try:
        done, absent = measure(wanted, (given.keep or scratch / "warcs").resolve(), given.cache or scratch, tls=given.tls)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    report(done, absent)
    if given.json:
        given.json.write_text(json.dumps({"lost": {tool: {n: asdict(v) for n, v in verdicts.items()}
                                                   for tool, verdicts in done.items()}, "absent": absent}, indent=1))
    own = done.get("ours", {})
    return 1 if losses(own) or not own or not all(v.asked for v in own.values()) else 0


def report(done: Mapping[str, Verdicts], absent: Mapping[str, str]) -> None:
    """Prints the table, what was lost, and who could not run."""
    print("Each case: request, response; kept: every byte of it lies in the WARC\n")
    print(table(done) if done else "no tool ran")
    for tool, verdicts in done.items():
        lost = losses(verdicts)
        print(f"\n{tool}: " + ("nothing lost" if not lost else f"{len(lost)} losses"))
        more = [f"... and {len(lost) - SHOWN} more: --json has all"] if len(lost) > SHOWN else []
        print("\n".join(f"  {line}" for line in [*lost[:SHOWN], *more]), end="\n" if lost else "")
    for tool, why in absent.items():
        print(f"\n{tool}: left out: {why}")


if __name__ == "__main__":
    sys.exit(main())
