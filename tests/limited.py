"""Files processed in a child of limited time and memory, which may die of them.

python tests/limited.py FILE... prints a line for each: status, CPU seconds, peak memory so far, and what it says.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

MEMORY = 4 << 30  # bytes of address space
SECONDS = 20  # of CPU
CHILD = """
import json, resource, sys, time
from pathlib import Path
from slideextract.batch.discover import Source
from slideextract.batch.outcome import process
from slideextract.readers.ocr import recogniser
recogniser.RECOGNISERS = ()
memory, seconds = int(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
for name in sys.argv[3:]:
    start = time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(start) + seconds, -1))
    record = process(Source(Path(name), Path(name).name)).record
    peak = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024
    lines = [record.error or "", *record.warnings]
    print(json.dumps([record.status, lines, time.process_time() - start, peak]), flush=True)
"""


class Ended(NamedTuple):
    """How a file ended."""

    status: str
    lines: list[str]  # its error (or an empty line), then its warnings
    seconds: float  # of CPU
    peak: int  # MiB that its process has used at most so far


def processed(paths: Sequence[Path]) -> list[Ended]:
    """What became of each file; where the child died, the last one says so and the others are missing."""
    names = [str(path) for path in paths]
    done = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", CHILD, str(MEMORY), str(SECONDS), *names], capture_output=True, text=True, check=False
    )
    found = [Ended(*json.loads(line)) for line in done.stdout.splitlines()]
    if len(found) < len(names):
        found.append(Ended("died", [f"{names[len(found)]}: exit {done.returncode}: {done.stderr[-300:]}"], 0.0, 0))
    return found


def table(paths: Sequence[Path], found: Sequence[Ended]) -> str:
    """A line for each file."""
    return "".join(
        "\t".join([path.name, end.status, f"{end.seconds:.1f} s", f"{end.peak} MiB", *filter(None, end.lines)]) + "\n"
        for path, end in zip(paths, found, strict=False)
    )


if __name__ == "__main__":
    for given in map(Path, sys.argv[1:]):
        sys.stdout.write(table([given], processed([given])))
