"""Other libraries read the pages of a folder; CPU milliseconds a page, without the imports, on standard output.

    python benchmarks/peers/reads.py newspaper4k|news-please FOLDER URL

Runs in the environment of the library: nothing here imports the archiver.
"""

import json
import sys
import time
from contextlib import suppress
from pathlib import Path

WARM = 5


def newspaper4k(html, url):
    """As its documentation does with a page that is there already; no picture is fetched."""
    from newspaper import Article

    article = Article(url, fetch_images=False)
    article.download(input_html=html)
    article.parse()


def news_please(html, url):
    """As its documentation does; no picture is fetched."""
    from newsplease import NewsPlease

    NewsPlease.from_html(html, url=url, fetch_images=False)


if __name__ == "__main__":
    read = {"newspaper4k": newspaper4k, "news-please": news_please}[sys.argv[1]]
    pages = [file.read_bytes().decode("utf-8", "replace") for file in sorted(Path(sys.argv[2]).glob("*.html"))]
    for page in pages[:WARM]:
        with suppress(Exception):           # what a library cannot read costs what it costs until then
            read(page, sys.argv[3])
    start = time.process_time()
    for page in pages:
        with suppress(Exception):
            read(page, sys.argv[3])
    print(json.dumps(1000 * (time.process_time() - start) / len(pages)))
