"""`python -m archiver` is the command `archiver`.

The commands are imported when they are called: each process that a crawl starts imports this module again.
"""

from archiver.garbage import seldom


def main() -> None:
    """The command."""
    seldom()
    from archiver.cli import main as command

    command(prog_name="archiver")


if __name__ == "__main__":
    main()
