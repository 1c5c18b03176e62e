"""Real files that carry no marking: how many of them are said to.

    ./mijian bench false_marks [FOLDER...]

Without folders: what Debian's packages and this environment's put on the computer. Texts, pages and office files are
taken as they come, at most `MOST` of them; what is no document is not counted. Claim: 0 suspected markings.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from checker.content.inspection import Order
from checker.content.scan import Scan
from checker.content.source import Folders, Root
from checker.facts.content.document import Read, Seen
from checker.facts.content.marking import Bucket
from checker.machine.live import live_machine

MOST = 20_000
FOLDERS = ("/usr/share/doc", "/usr/share/help", "/usr/share/info", "/usr/share/vim", "/usr/share/perl", sys.prefix)


def main() -> int:
    places = [path for path in sys.argv[2:] or FOLDERS if Path(path).is_dir()]
    source = Folders(live_machine(), [Root(os.path.realpath(place), optional=False) for place in places])
    scan = Scan(source, max(1, os.cpu_count() or 1), Order(pictures=False), cached=False)
    buckets, states, files = Counter[Bucket](), Counter[Read](), 0
    for seen in _papers(scan):
        states[seen.read] += 1
        buckets[seen.marking.bucket] += 1
        files += not seen.member
        if seen.marking.bucket is not Bucket.NONE:
            print(f"{seen.marking.bucket.value:9} {seen.marking.text}  {seen.path} {seen.member}")
        if files >= MOST:
            scan.stop()
    print(", ".join(places))
    print(f"files and members with words in them: {sum(states.values()):,}; of them files: {files:,}")
    print(", ".join(f"{bucket.value} {number:,}" for bucket, number in buckets.most_common()))
    print(", ".join(f"{read.value} {number:,}" for read, number in states.most_common()))
    return 1 if buckets[Bucket.MARKED] else 0


def _papers(scan: Scan) -> Iterator[Seen]:
    return (seen for seen in scan if seen.read not in (Read.OTHER, Read.EMPTY, Read.EXCLUDED, Read.NOT_ASKED))


if __name__ == "__main__":
    sys.exit(main())
