"""Fuzzes one target in this process: `python -m tests.fuzz.one TARGET FOLDER SECONDS`.

libFuzzer, under atheris, chooses inputs by which lines of the product they reach. It ends the process at the first
fault and leaves the input in FOLDER; what it learnt stays in FOLDER/corpus for the next time. An input that takes
longer than TOO_SLOW seconds, or a process larger than TOO_LARGE, is a fault as well. The figures come last, on stderr.
"""

from __future__ import annotations

import hashlib
import logging
import sys
from pathlib import Path

TOO_SLOW = 20  # seconds an input, on a busy computer
TOO_LARGE = 2048  # MiB
_AGAIN = 64  # every so manieth input is given twice


def main(name: str, folder: Path, seconds: int) -> None:
    import atheris  # named by packaging/locks/fuzz.txt

    logging.disable(logging.CRITICAL)  # what the engine notes of a crash is judged by its finding
    with atheris.instrument_imports(include=["checker", "checks"], enable_loader_override=False):
        from tests.fuzz.doors import targets

        target = targets()[name]  # imports what it opens
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in target.seeds():
        (corpus / hashlib.sha256(seed).hexdigest()[:24]).write_bytes(seed)
    rounds = 0

    def one(content: bytes) -> None:
        nonlocal rounds
        rounds += 1
        answer = target.take(content)
        if rounds % _AGAIN == 0 and target.take(content) != answer:
            raise AssertionError("another answer the second time")

    options = (
        f"-max_total_time={seconds}",
        f"-max_len={target.longest}",
        f"-timeout={TOO_SLOW}",
        f"-rss_limit_mb={TOO_LARGE}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
        "-verbosity=1",
    )
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
