"""`python -m archiver` is the command `archiver`.

The commands are imported when they are called: each process that a crawl starts imports this module again.
"""

import gc


def main() -> None:
    """The command."""
    gc.set_threshold(50_000)             # nothing that imports make is garbage: looking for some was a tenth of a start
    from archiver.cli import main as command

    command(prog_name="archiver")


if __name__ == "__main__":
    main()
