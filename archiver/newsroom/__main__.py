"""`python -m archiver.newsroom`: serves the demo newsroom until Ctrl-C and prints where its outlets are.

Nothing here crawls.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from archiver.newsroom.room import Newsroom


def arguments() -> argparse.ArgumentParser:
    """The command's arguments."""
    parser = argparse.ArgumentParser(prog="python -m archiver.newsroom", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port of all outlets (default: a free one)")
    parser.add_argument("--seed", type=int, default=1, help="another seed writes other articles (default: 1)")
    parser.add_argument("--size", type=int, default=32, help="articles of each outlet (default: 32)")
    parser.add_argument("--host-base", default="127.0.2", help="first three numbers of the addresses")
    return parser


async def serve(seed: int, host_base: str, port: int, size: int) -> None:
    """Serves until it is cancelled."""
    async with Newsroom(seed, host_base, port, size) as room:
        if room.note:
            print(room.note, file=sys.stderr)
        for outlet in room.outlets:
            print(f"{outlet.base_url}/  {outlet.name}  ({outlet.title}, {outlet.words.code})", flush=True)
        await asyncio.Event().wait()


def main() -> int:
    """Runs the command; 1 where no address can be bound."""
    given = arguments().parse_args()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(given.seed, given.host_base, given.port, given.size))
    except OSError as error:
        print(f"cannot serve: {error.strerror}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
