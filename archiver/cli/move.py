"""Commands that move WARCs to object storage and back.

Nothing here copies anything: `archiver.store.offload` does.
"""

from __future__ import annotations

from itertools import chain

import click

from archiver.cli.base import Study
from archiver.errors import NotFound


@click.command()
@click.argument("sites", nargs=-1, metavar="[SITE...]")
@click.option("--to", "target", default="", metavar="s3://BUCKET/PREFIX", help="Where to. [required, but for --back]")
@click.option("--back", is_flag=True, help="Fetch WARCs back to this disk; the copies in storage stay.")
@click.pass_obj
def offload(study: Study, sites: tuple[str, ...], target: str, back: bool) -> None:
    """Move closed WARCs to object storage (S3, or a server that speaks like it); they are read from there by range.

    \b
    A file goes from this disk when its copy was read back and has its SHA-256.
    Server and credentials are boto3's: AWS_ENDPOINT_URL, AWS_PROFILE, AWS_ACCESS_KEY_ID, ...
    """
    from archiver.store.offload import bring_back
    from archiver.store.offload import offload as move
    if bool(target) == back:
        raise click.UsageError("give --to s3://BUCKET/PREFIX, or --back")
    held = study.archive().sites()
    for unknown in sorted(set(sites) - set(held)):
        raise NotFound(f"no site {unknown!r} in the archive", where=str(study.output))
    count = size = 0
    work = (bring_back(study.output, site) if back else move(study.output, site, target) for site in sites or held)
    for place in chain.from_iterable(work):
        count, size = count + 1, size + place.size
        click.echo(f"{place.url} -> {place.name}" if back else f"{place.name} -> {place.url}")
    click.echo(f"{count} WARCs, {size / 1e6:,.1f} MB {'are back' if back else 'moved'}")
