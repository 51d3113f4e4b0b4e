"""datatrove reads a folder of WARCs with its trafilatura step; CPU seconds, without the imports, on standard output.

    python benchmarks/peers/datatrove_reads.py WARCS OUTPUT

Runs in datatrove's own environment: nothing here imports the archiver.
"""

import json
import logging
import shutil
import sys
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.extractors import Trafilatura
from datatrove.pipeline.readers import WarcReader
from datatrove.pipeline.writers import JsonlWriter


def cpu():
    """Of this process and those it has ended."""
    return sum(used.ru_utime + used.ru_stime for used in (getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warcs, output = sys.argv[1:3]
    shutil.rmtree(output, ignore_errors=True)
    start = cpu()
    LocalPipelineExecutor(pipeline=[WarcReader(warcs, glob_pattern="*.warc.gz"), Trafilatura(timeout=60),
                                    JsonlWriter(output)], tasks=1, logging_dir=f"{output}/logs").run()
    print(json.dumps(cpu() - start))
