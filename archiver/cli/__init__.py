"""The command `archiver`: what a person types, and what the shell gets back as an exit code.

Nothing here decides or stores: each command calls one room of the house and prints what it says.
"""

from __future__ import annotations

from archiver.cli.base import main
from archiver.cli.crawl import add, crawl, new
from archiver.cli.dataset import compare, export, query
from archiver.cli.demo import demo
from archiver.cli.learn import evaluate, fix, profile
from archiver.cli.look import clean, listing, show, trace
from archiver.cli.move import offload
from archiver.cli.reextract import reextract
from archiver.cli.replay import replay
from archiver.cli.rights import rights
from archiver.cli.run import check, pause, resume, run, schedule
from archiver.cli.serve import index_, serve
from archiver.cli.store import forget, import_, pack, reindex, verify
from archiver.cli.versions import diff, history
from archiver.cli.watch import coverage, health, status

for command in (demo, crawl, run, check, schedule, pause, resume, add, new, clean, listing, show, trace,
                rights, history, diff, coverage, health, status, reextract, serve, index_,
                query, export, compare, fix, evaluate, profile, verify, reindex, import_, pack, forget, offload, replay):
    main.add_command(command)

__all__ = ["main"]
