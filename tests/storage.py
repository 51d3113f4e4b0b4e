"""An S3 server (moto's, over HTTP on loopback) with a bucket, for as long as a block lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import Request, urlopen

import pytest

from archiver.store import away, s3


@contextmanager
def storage(bucket: str) -> Iterator[str]:
    """The URL of a fresh bucket on a server of its own; boto3 is told of it by its environment."""
    moto = pytest.importorskip("moto.server")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test", "AWS_REGION": "us-east-1",
                            "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1", "NO_PROXY": "127.0.0.1"}.items():
            environment.setenv(name, value)
        with urlopen(Request(f"http://127.0.0.1:{port}/moto-api/reset", method="POST")):
            pass                                     # servers of one process have one memory
        s3._client.cache_clear()
        away._block.cache_clear()
        s3._client().create_bucket(Bucket=bucket)
        try:
            yield f"s3://{bucket}"
        finally:
            server.stop()
            s3._client.cache_clear()
