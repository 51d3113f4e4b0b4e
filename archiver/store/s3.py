"""Objects in S3 or a server that speaks like it: put, read by range, list, remove; boto3 and its errors end here.

Nothing here knows a WARC or a dataset. Which server, region and credentials is boto3's usual configuration: AWS_ENDPOINT_URL,
AWS_PROFILE, AWS_ACCESS_KEY_ID and so on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archiver.errors import ArchiveError

_STEP = 8 * 1024 * 1024


def split(url: str) -> tuple[str, str]:
    """Bucket and key of an `s3://` URL; raises ArchiveError where it is none."""
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc or parts.query or parts.fragment:
        raise ArchiveError("not a place in S3", where=url, cure="s3://bucket/prefix")
    return parts.netloc, parts.path.strip("/")


@lru_cache(maxsize=1)
def _client() -> Any:
    try:
        import boto3  # type: ignore[import-untyped]
    except ImportError as error:
        raise ArchiveError("boto3 is not installed", cure="pip install 'news-archiver[s3]'") from error
    return boto3.client("s3")


@contextmanager
def _asking(url: str) -> Iterator[tuple[Any, str, str]]:
    """The client with bucket and key; whatever goes wrong becomes an ArchiveError about the URL."""
    bucket, key = split(url)
    client = _client()
    from boto3.exceptions import Boto3Error  # type: ignore[import-untyped]
    from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]
    try:
        yield client, bucket, key
    except (BotoCoreError, ClientError, Boto3Error) as error:
        raise ArchiveError(str(error), where=url, cure="are bucket, credentials and AWS_ENDPOINT_URL right?") from error


def put(path: Path, url: str, kind: str = "application/octet-stream") -> None:
    """Uploads a file of a media type, in parts where it is large."""
    with _asking(url) as (client, bucket, key):
        client.upload_file(str(path), bucket, key, ExtraArgs={"ContentType": kind})


def below(url: str) -> Iterator[str]:
    """The names of all objects below a URL, as a folder lists them: relative to it, sorted."""
    with _asking(url) as (client, bucket, key):
        prefix = f"{key}/" if key else ""
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
            yield from (item["Key"].removeprefix(prefix) for item in page.get("Contents", ()))


def remove(url: str) -> None:
    """Removes an object; that there is none is no error."""
    with _asking(url) as (client, bucket, key):
        client.delete_object(Bucket=bucket, Key=key)


def read(url: str, start: int, length: int) -> bytes:
    """Bytes of an object from `start` on; fewer at its end."""
    with _asking(url) as (client, bucket, key):
        answer = client.get_object(Bucket=bucket, Key=key, Range=f"bytes={start}-{start + length - 1}")
        data: bytes = answer["Body"].read()
    return data


def pieces(url: str) -> Iterator[bytes]:
    """A whole object in pieces."""
    with _asking(url) as (client, bucket, key):
        yield from client.get_object(Bucket=bucket, Key=key)["Body"].iter_chunks(_STEP)


def size(url: str) -> int | None:
    """Length of an object in bytes; None where there is none."""
    from botocore.exceptions import ClientError
    with _asking(url) as (client, bucket, key):
        try:
            return int(client.head_object(Bucket=bucket, Key=key)["ContentLength"])
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in ("404", "NoSuchKey"):
                return None
            raise
