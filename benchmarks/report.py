"""How fast reports are made and verified: ``./mijian bench report [COUNT]``, 10,000 by default.

The claims: one report rendered and signed within 1 s; an envelope of 34 findings verified in 2.5 ms or less on one
core, and no slower in parallel; less than 200 MiB throughout.
"""

from __future__ import annotations

import io
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import load, row
from checker.report.keys.trust import read_trust
from checker.report.sign.make import make
from checker.report.verify.codes import Code
from checker.report.verify.report import verify_bytes, verify_file
from checker.report.verify.series import together
from checker.report.verify.verified import Measure
from tests.unit.report import pki, sample, world

_MEASURE: Measure | None = None


def main() -> int:
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    print(load())
    with tempfile.TemporaryDirectory() as folder:
        trust = Path(folder) / "trust"
        trust.mkdir()
        world.trust(trust)
        _in_its_own_process(_print_and_sign)
        paths = _written(Path(folder), count)
        _in_its_own_process(_one_core, trust, paths)
        _both_cores(trust, paths)
    print(load())
    return 0


def _in_its_own_process(work: Callable[..., None], *arguments: object) -> None:
    """So that one job's memory is not counted for another's."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pool.submit(work, *arguments).result()


def _print_and_sign() -> None:
    _one_report()
    with tempfile.TemporaryDirectory() as folder:  # the keys are made anew in every process
        _pdfs(world.measure(world.trust(Path(folder))))
        _securesystemslib(Path(folder))
    print(f"    memory {_memory()} MiB")


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _one_report() -> None:
    spent = []
    for _ in range(21):
        began = time.perf_counter()
        make(sample.inspection(), sample.context(prepared=pki.NOW), sample.knowledge(), pki.signer())
        spent.append(time.perf_counter() - began)
    print(f"bind, render, sign: the first of a process {spent[0] * 1000:.0f} ms")
    print(row("bind, render, sign: each after it", [one * 1000 for one in spent[1:]], "ms"))


def _pdfs(measure: Measure) -> None:
    """A PDF is made again and compared; pyHanko checks its signature and looks for changes, and reads no word of it."""
    pdf = world.signed(world.report(), pki.signer()).pdf
    ours, theirs = [], []
    for _ in range(20):
        began = time.perf_counter()
        assert verify_bytes("r.pdf", pdf, measure).code is Code.FINE
        ours.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        _pyhanko(pdf)
        theirs.append((time.perf_counter() - began) * 1000)
    print(row("verify a PDF, its page made again", ours, "ms"))
    print(row("pyHanko, the signature alone", theirs, "ms"))


def _pyhanko(pdf: bytes) -> None:
    from asn1crypto import x509
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    context = ValidationContext(trust_roots=[x509.Certificate.load(pki.root().der)], allow_fetching=False)
    assert validate_pdf_signature(signature, context).bottom_line


def _securesystemslib(folder: Path) -> None:
    """The same envelopes by the library of in-toto: signature and JSON, nothing of what a report says."""
    from cryptography import x509
    from securesystemslib.dsse import Envelope
    from securesystemslib.signer import SSlibKey

    made = world.signed(world.report(), pki.signer(), pdf=False)
    public = x509.load_der_x509_certificate(pki.inspector().der).public_key()
    keyid = json.loads(made.envelope)["signatures"][0]["keyid"]
    key = SSlibKey.from_crypto(public, keyid=keyid)
    measure = world.measure(world.trust(folder))
    ours, theirs = [], []
    for _ in range(300):
        began = time.perf_counter()
        assert verify_bytes("r", made.envelope, measure).code is Code.FINE
        ours.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        Envelope.from_dict(json.loads(made.envelope)).verify([key], 1)
        theirs.append((time.perf_counter() - began) * 1000)
    print(row("verify an envelope and all it says", ours, "ms"))
    print(row("securesystemslib, its signature alone", theirs, "ms"))


def _one_core(trust: Path, paths: list[Path]) -> None:
    count, measure = len(paths), world.measure(read_trust(trust, None))
    began = time.perf_counter()
    verified = [verify_file(path, measure).light for path in paths]
    one = time.perf_counter() - began
    codes = {said.code for said in together(verified)}
    whole = time.perf_counter() - began
    assert codes == {Code.FINE}, codes
    size = paths[0].stat().st_size // 1024
    print(f"{count} envelopes of {size} KiB, one core: {one:.1f} s, {one / count * 1000:.2f} ms each")
    print(f"    chains and numbers {whole - one:.2f} s more; memory {_memory()} MiB")


def _both_cores(trust: Path, paths: list[Path]) -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context, initializer=_begin, initargs=(trust,)) as pool:
        list(pool.map(_code, paths[:200], chunksize=50))  # both have started
        began = time.perf_counter()
        codes = set(pool.map(_code, paths, chunksize=100))
        two = time.perf_counter() - began
        memory = max(pool.map(_memory_of_a_worker, range(4)))
    assert codes == {Code.FINE}, codes
    print(f"the same on two cores: {two:.1f} s, {two / len(paths) * 1000:.2f} ms each")
    print(f"    memory of a worker {memory} MiB")


def _memory_of_a_worker(_: int) -> int:
    return _memory()


def _written(folder: Path, count: int) -> list[Path]:
    """One inspector's reports of one machine, each after the other."""
    paths, previous, plain = [], None, world.report(campaign=None)
    for number in range(1, count + 1):
        counter = replace(plain.counter, number=number)
        report = replace(world.later(plain, number - count), counter=counter, previous=previous)
        made = world.signed(report, pki.signer(), pdf=False)
        previous = made.identity
        path = folder / f"{number:05d}.dsse.json"
        path.write_bytes(made.envelope)
        paths.append(path)
    return paths


def _begin(trust: Path) -> None:
    global _MEASURE
    _MEASURE = world.measure(read_trust(trust, None))


def _code(path: Path) -> Code:
    assert _MEASURE is not None
    return verify_file(path, _MEASURE).code


if __name__ == "__main__":
    sys.exit(main())
