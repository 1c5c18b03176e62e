"""Photos of documents, markings and office files: what is found, and at what cost beside full reading of every picture.

    ./mijian bench documents [--seed N] [--only PART ...] [--peers PYTHON] [--real FOLDER ...]

PART: fresh (made-up pictures of a fresh seed), real (folders of real pictures), chinese (real pictures of Chinese
papers), album, heavy (both beside the peers), rate (a whole album on two cores), office, again (20,000 unchanged ones).
Without peers only our own side is measured: `benchmarks/documents/peers.py` says how their environment is made;
Tesseract is Debian's. The last lines are the
gates; the exit status is 1 where one does not hold.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread

import psutil
from PIL import Image, ImageOps

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.documents import capture, chinese, sets
from benchmarks.documents.engines import Answer, Engine, Peers, Tiny, judged, ours, part, seen, tesseract
from benchmarks.documents.score import Gates, Share, ratio
from benchmarks.documents.sets import Sample
from benchmarks.measure import load
from checker.content.inspection import Order
from checker.content.scan import Scan
from checker.content.source import Item
from checker.facts.content.marking import Bucket

PARTS = ("fresh", "real", "chinese", "album", "heavy", "rate", "office", "again")
FIXTURES = Path(__file__).resolve().parents[3] / "shared" / "fixtures" / "photos"
_MIB = 1 << 20
_MOST_MEMORY = 500.0  # MiB
_PHOTOS, _SECONDS = 20_000, 600.0


@dataclass
class Run:
    """What all parts share."""

    options: argparse.Namespace
    folder: Path
    peers: Peers | None
    engines: dict[str, Engine]
    gates: Gates
    real: list[Sample]
    wrong: list[tuple[Sample, Answer]]

    @property
    def papers(self) -> list[Sample]:
        """Real pictures of documents."""
        return [sample for sample in self.real if sample.doc]

    @property
    def behind(self) -> list[Path]:
        """Backgrounds of made-up pictures."""
        photographs = (one.path for one in self.real if one.way in sets.PHOTOGRAPHS)
        return [path for path in photographs if path.suffix in capture.PICTURES and path.stat().st_size > 150_000]


def main(arguments: list[str] | None = None) -> int:
    options = _options(sys.argv[2:] if arguments is None else arguments)
    print(f"{load()}; seed {options.seed}")
    peers = _peers(options.peers)
    made = Path(options.keep) if options.keep else Path(tempfile.mkdtemp(prefix="mijian-bench-", dir=options.folder))
    try:
        run = Run(
            options,
            made,
            peers,
            _engines(peers),
            Gates(),
            sets.real(options.real),
            [],
        )
        print(f"real pictures: {len(run.real)}, {len(run.papers)} of them documents")
        for name in options.only or PARTS:
            print(f"\n== {name}; {load()}")
            _RUNS[name](run)
        _show_wrong(run)
    finally:
        if peers is not None:
            peers.close()
        if not options.keep:
            shutil.rmtree(made, ignore_errors=True)
    print(f"\n{load()}")
    return run.gates.show()


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().getrandbits(31))
    parser.add_argument("--only", nargs="*", choices=PARTS)
    parser.add_argument("--peers", type=Path, help="the Python of the peers' environment")
    parser.add_argument("--real", type=Path, nargs="*", default=[FIXTURES], help="folders, see documents/real.py")
    parser.add_argument("--chinese", type=Path, default=chinese.FOLDER, help="a folder, see documents/chinese.py")
    parser.add_argument("--fresh", type=int, nargs=3, default=[200, 100, 150], metavar=("MARKED", "UNMARKED", "OTHERS"))
    parser.add_argument("--album", type=int, default=400, help="pictures of the album")
    parser.add_argument("--compared", type=int, default=60, help="pictures that the peers read, too")
    parser.add_argument("--photos", type=int, default=1000, help="pictures of the measured rate")
    parser.add_argument("--office", type=int, default=20, help="files of each kind")
    parser.add_argument("--again", type=int, default=20_000, help="unchanged files")
    parser.add_argument("--folder", type=Path, help="where pictures are made")
    parser.add_argument("--keep", type=Path, help="make them here and leave them")
    parser.add_argument("--missed", type=Path, help="a folder for small pictures of what was judged wrongly")
    return parser.parse_args(arguments)


def _peers(python: Path | None) -> Peers | None:
    if python is None or not python.is_file():
        print("no --peers: RapidOCR, python-docx, openpyxl and python-pptx are left out")
        return None
    peers = Peers(python)
    print("peers: " + ", ".join(f"{name} {version}" for name, version in peers.versions.items()))
    return peers


def _engines(peers: Peers | None) -> dict[str, Engine]:
    engines: dict[str, Engine] = {"ours": ours, "PP-OCRv6 tiny": Tiny()}
    if peers is not None and "rapidocr_onnxruntime" in peers.versions:
        engines["RapidOCR"] = peers.rapidocr
        peers.rapidocr(Path())  # its models are loaded before it is timed
    if shutil.which("tesseract") is None:
        print("tesseract is not installed (Debian: tesseract-ocr, tesseract-ocr-chi-sim); it is left out")
    else:
        engines["Tesseract"] = tesseract
    return engines


# -- what is found ----------------------------------------------------------------------------------------------------


def _table(rows: list[tuple[Sample, Answer]], key: str) -> None:
    """By kind or way of capture: pictures said to be documents, markings found, markings that are none."""
    groups = defaultdict[str, list[tuple[Sample, Answer]]](list)
    for sample, answer in rows:
        groups[f"{'paper' if sample.doc else 'other'}: {getattr(sample, key)}"].append((sample, answer))
    print(f"  {'by ' + key:34} {'number':>6} {'document':>9} {'marked':>7} {'found':>6} {'quiet':>6} {'false':>6}")
    for name in sorted(groups, key=lambda one: (not one.startswith("paper"), one)):
        some = groups[name]
        marked = [answer for sample, answer in some if sample.mark]
        found, quiet = sum(one.found for one in marked), sum(one.marking.bucket is Bucket.QUIET for one in marked)
        false = sum(answer.found for sample, answer in some if not sample.mark)
        documents = sum(bool(answer.document) for _, answer in some)
        print(f"  {name:34} {len(some):6} {documents:9} {len(marked):7} {found:6} {quiet:6} {false:6}")


def _judged_all(run: Run, samples: list[Sample]) -> list[tuple[Sample, Answer]]:
    rows = [(sample, ours(sample.path)) for sample in samples]
    made = [(sample, answer) for sample, answer in rows if sample.path.is_relative_to(run.folder)]  # no one else's
    run.wrong += [one for one in made if (one[0].mark and not one[1].found) or bool(one[1].document) != one[0].doc]
    return rows


def _fresh(run: Run) -> None:
    marked, unmarked, others = run.options.fresh
    samples = sets.fresh(run.folder / "fresh", run.options.seed, marked, unmarked, others, run.behind)
    rows = _judged_all(run, samples)
    _table(rows, "kind")
    _table(rows, "way")
    recall, whole, level, false, papers, said = Share(), Share(), Share(), Share(), Share(), Share()
    for sample, answer in rows:
        if sample.mark:
            recall.add(answer.found)
            if sample.whole:
                whole.add(answer.found)
            if answer.found and answer.marking.level:
                level.add(answer.marking.level in "".join(sample.mark.split()))
        else:
            false.add(answer.found)
        if sample.doc:
            papers.add(bool(answer.document))
        if answer.document:
            said.add(bool(sample.doc))
    for sample, answer in rows:
        if sample.mark and not answer.found:
            said_of = f"{answer.stage}, {answer.marking.bucket} {answer.marking.text}"
            print(f"    missed: {sample.mark} {sample.kind} {sample.way} whole={sample.whole}: {said_of}")
        elif answer.found and not sample.mark:
            print(f"    false: {sample.kind} {sample.way}: {answer.marking.bucket} {answer.marking.text}")
    print(f"  markings found {recall}; wholly within the frame {whole}; level right {level}")
    print(f"  documents found {papers}; of those said to be documents, right {said}; {_cost(rows)}")
    run.gates.ask("fresh draw: marking recall at least 98 %", recall.share >= 0.98, str(recall))
    run.gates.ask("fresh draw: no false marking", false.hits == 0, str(false))


def _cost(rows: list[tuple[Sample, Answer]]) -> str:
    spent = [answer.cpu for _, answer in rows]
    return f"ours {1e3 * statistics.mean(spent):.0f} ms a picture, median {1e3 * statistics.median(spent):.0f}"


def _real(run: Run) -> None:
    rows = _judged_all(run, run.real)
    _table(rows, "way")
    _table(rows, "kind")
    false = Share()
    for sample, answer in rows:
        false.add(answer.found)
        if answer.found:
            print(f"    false: {sample.path.name}: {answer.marking.bucket} {answer.marking.text}")
        if sample.doc is not None and answer.document != sample.doc:
            print(f"    {'missed' if sample.doc else 'taken for one'}: {sample.path.name} ({answer.stage})")
    recall, precision, heic, receipts = Share(), Share(), Share(), Share()
    for sample, answer in rows:
        if sample.kind == "HEIC":
            heic.add(answer.document == sample.doc)
        elif sample.kind == "receipt":
            receipts.add(bool(answer.document))
        elif sample.doc is not None:
            if sample.doc:
                recall.add(bool(answer.document))
            if answer.document:
                precision.add(bool(sample.doc))
    stages = Counter(answer.stage for _, answer in rows)
    print(f"  decided at: {dict(stages.most_common())}; {_cost(rows)}")
    print(f"  documents found {recall}; of those said to be documents, right {precision}")
    print(f"  HEIC right {heic}; receipts said to be documents {receipts}")
    enough = len(rows) >= 1000
    run.gates.ask(
        "real: no false marking on 1,000", None if not enough and not false.hits else false.hits == 0, str(false)
    )
    run.gates.ask("real: document recall at least 95 %", recall.share >= 0.95 if recall.number else None, str(recall))
    run.gates.ask(
        "real: document precision at least 95 %", precision.share >= 0.95 if precision.number else None, str(precision)
    )


# -- at what cost -----------------------------------------------------------------------------------------------------


def _album_of(run: Run) -> list[Sample]:
    return sets.album(run.folder / "album", run.options.seed, run.options.album, run.real, run.peers)


def _album(run: Run) -> None:
    samples = _album_of(run)
    rows = _judged_all(run, samples)
    mix = Counter(sample.way for sample in samples)
    size = sum(sample.path.stat().st_size for sample in samples) / len(samples) / 1e6
    print(f"  {len(samples)} pictures, {size:.2f} MB each: {dict(mix.most_common())}")
    print(f"  decided at: {dict(Counter(answer.stage for _, answer in rows).most_common())}; {_cost(rows)}")
    some = _stratified(samples, run.options.compared, run.options.seed)
    _beside(run, some, "album", {"RapidOCR": 40.0, "PP-OCRv6 tiny": 7.0})


def _stratified(samples: list[Sample], number: int, seed: int) -> list[Sample]:
    """A subset with the shares of the whole, to a picture."""
    groups, chance = defaultdict[str, list[Sample]](list), random.Random(f"{seed} compared")
    for sample in samples:
        groups[sample.way].append(sample)
    found = []
    for group in groups.values():
        wanted = max(1, round(number * len(group) / len(samples)))
        found += chance.sample(group, min(len(group), wanted))
    chance.shuffle(found)
    return found


def _heavy(run: Run) -> None:
    """Half documents, half pictures that are none: made-up ones, and the real documents."""
    half = run.options.compared // 2
    samples = sets.fresh(run.folder / "heavy", run.options.seed + 1, half - half // 3, half // 3, half, run.behind)
    samples += run.papers[: half // 3]
    _judged_all(run, samples)
    _beside(run, samples, "document-heavy", {"RapidOCR": 15.0, "PP-OCRv6 tiny": 3.5})


def _beside(run: Run, samples: list[Sample], name: str, least: dict[str, float]) -> None:
    """Every engine reads every picture, one after the other, beginning with another one each time."""
    answers = defaultdict[str, list[Answer]](list)
    engines = list(run.engines)
    for number, sample in enumerate(samples):
        turn = number % len(engines)
        for engine in (*engines[turn:], *engines[:turn]):
            answers[engine].append(run.engines[engine](sample.path))
    heic = sum(sample.path.suffix == ".heic" for sample in samples)
    print(f"  beside the peers: {len(samples)} pictures, {sum(bool(s.doc) for s in samples)} documents, {heic} HEIC")
    marked = [bool(sample.mark) for sample in samples]
    for engine in engines:
        some = answers[engine]
        recall, plain = Share(), Share()
        for one, mark in zip(some, marked, strict=True):
            if mark:
                recall.add(one.found)
                plain.add(one.contains)
        false = sum(one.found for one, mark in zip(some, marked, strict=True) if not mark)
        wrong = sum(one.contains for one, mark in zip(some, marked, strict=True) if not mark)
        spent = [one.cpu for one in some]
        failed = sum(bool(one.trouble) for one in some)
        print(
            f"  {engine:14} {1e3 * statistics.mean(spent):7.0f} ms, median {1e3 * statistics.median(spent):6.0f}; "
            f"markings {recall}, false {false}; a keyword anywhere {plain}, false {wrong}; failed {failed}"
        )
    own = answers["ours"]
    own_found = sum(one.found for one, mark in zip(own, marked, strict=True) if mark)
    for engine in engines[1:]:
        some = answers[engine]
        times, low, high = ratio([one.cpu for one in own], [one.cpu for one in some])
        each = statistics.median(b.cpu / max(1e-6, a.cpu) for a, b in zip(own, some, strict=True))
        wall = sum(one.wall for one in some) / sum(one.wall for one in own)
        clock = f"{each:.0f}x median, {wall:.1f}x by the clock"
        print(f"  {engine}: {times:.1f}x in processor ({low:.1f}–{high:.1f}), {clock}")
        if engine in least:
            seen_of = f"{times:.1f}x ({low:.1f}–{high:.1f}) on {len(samples)}"
            run.gates.ask(f"{name}: {least[engine]:.0f}x {engine}", times >= least[engine], seen_of)
        found = sum(one.found for one, mark in zip(some, marked, strict=True) if mark)
        told = f"{own_found} against {found} of {sum(marked)}"
        run.gates.ask(f"{name}: at least {engine}'s marking recall", own_found >= found, told)
    for engine in least:
        if engine not in engines:
            run.gates.ask(f"{name}: {least[engine]:.0f}x {engine}", None, "not installed")


# -- a whole album on two cores ---------------------------------------------------------------------------------------


class _Folder:
    """A source without a computer around it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def items(self) -> Iterator[Item]:
        waiting = [self._folder]
        while waiting:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    else:
                        stat = entry.stat(follow_symlinks=False)
                        yield Item(entry.path, stat.st_size, stat.st_mtime)

    def part(self, path: str, offset: int, size: int) -> bytes:
        return part(path, offset, size)


def _rate(run: Run) -> None:
    samples, folder = _album_of(run), run.folder / "rate"
    sets.multiplied(samples, folder, run.options.photos)
    scan, states = Scan(_Folder(folder), 2, cached=False), Counter[str]()
    with _watched() as peaks:
        begun, before = time.monotonic(), _processor()
        for one in scan:
            states[one.read.value] += 1
        seconds, spent = time.monotonic() - begun, _processor() - before
    number = run.options.photos
    for_all = seconds * _PHOTOS / number
    bytes_read = f"{scan.progress.bytes / seconds / 1e6:.0f} MB/s of files"
    print(f"  {number} pictures, 2 processes: {seconds:.1f} s, {number / seconds:.1f} a second, {bytes_read}")
    print(f"  processor {spent:.1f} s, {1e3 * spent / number:.0f} ms a picture; states {dict(states)}")
    print(f"  memory: worker {peaks['worker']:.0f} MiB, this process {peaks['own']:.0f} MiB (benchmark included)")
    undisturbed = spent * _PHOTOS / number / 2
    told = f"{for_all:.0f} s by the clock from {number}, {undisturbed:.0f} s if both cores were free; {load()}"
    run.gates.ask("20,000 photos within 600 s on 2 cores", for_all <= _SECONDS, told)
    run.gates.ask("at most 500 MiB a process", peaks["worker"] < _MOST_MEMORY, f"worker {peaks['worker']:.0f} MiB")
    shutil.rmtree(folder)


def _processor() -> float:
    """Seconds of processor time of this process and of those that it started, running ones included."""
    this, times = psutil.Process(), sum(os.times()[:4])
    for child in this.children():
        try:
            used = child.cpu_times()
            times += used.user + used.system
        except psutil.Error:
            continue
    return times


class _watched:  # noqa: N801  used like a function
    """The largest memory of this process and of those that a scan starts, MiB, looked at ten times a second."""

    def __enter__(self) -> dict[str, float]:
        self._peaks, self._end = {"own": 0.0, "worker": 0.0}, Event()
        self._before = {child.pid for child in psutil.Process().children()}
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()
        return self._peaks

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        this = psutil.Process()
        while not self._end.wait(0.1):
            self._peaks["own"] = max(self._peaks["own"], this.memory_info().rss / _MIB)
            for child in this.children():
                if child.pid in self._before:
                    continue
                try:
                    self._peaks["worker"] = max(self._peaks["worker"], child.memory_info().rss / _MIB)
                except psutil.Error:
                    continue


# -- office files -----------------------------------------------------------------------------------------------------

_ROUNDS = 16  # one of ours takes 15 ms, in which a shared processor may be anywhere; the first is left out
_LIBRARIES = {"docx": "python-docx", "xlsx": "openpyxl", "pptx": "python-pptx"}


def _office(run: Run) -> None:
    if run.peers is None:
        run.gates.ask("office files: 10x the usual libraries", None, "no peers")
        return
    folder = run.folder / "office"
    folder.mkdir(parents=True, exist_ok=True)
    marks = ("机密★10年", "秘密★长期", "绝密★30年", "内部资料 注意保存")
    for kind, library in _LIBRARIES.items():
        if library not in run.peers.versions:
            run.gates.ask(f"{kind}: 10x {library}", None, "not installed")
            continue
        marked = list[bool]()
        for number in range(run.options.office):
            path, mark = folder / f"{number:04d}.{kind}", marks[number // 2 % 4] if number % 2 == 0 else ""
            run.peers.ask(do="make", kind=kind, to=str(path), seed=run.options.seed + number, mark=mark)
            marked.append(bool(mark))
        paths = sorted(folder.glob(f"*.{kind}"))
        rounds = [(_all_ours(paths), _all_theirs(run.peers, kind, paths)) for _ in range(_ROUNDS)]
        if kind == "pptx":
            slides = _middle([_all_theirs(run.peers, "slides", paths) for _ in range(_ROUNDS)][1:])
            print(f"  its slides alone: {statistics.mean(one.cpu for one in slides) * 1e3:.1f} ms of {library}")
        own, theirs = (_middle([pair[side] for pair in rounds[1:]]) for side in (0, 1))
        times, low, high = ratio([one.cpu for one in own], [one.cpu for one in theirs])
        found = sum(one.found for one, mark in zip(own, marked, strict=True) if mark)
        other = sum(one.found for one, mark in zip(theirs, marked, strict=True) if mark)
        false = sum(one.found for one, mark in zip(own, marked, strict=True) if not mark)
        mean, peer_mean = (statistics.mean(one.cpu for one in some) * 1e3 for some in (own, theirs))
        size = statistics.mean(path.stat().st_size for path in paths) / 1000
        told = f"{mean:.2f} ms against {peer_mean:.1f} ms of {library}, {times:.1f}x ({low:.1f}–{high:.1f})"
        finds = f"finds {found} against {other} of {sum(marked)}, {false} false"
        print(f"  {kind} ({len(paths)} of {size:.0f} kB): {told}; {finds}")
        run.gates.ask(
            f"{kind}: 10x {library}, same or more finds", times >= 10 and found >= other, f"{times:.1f}x; {finds}"
        )


def _all_ours(paths: list[Path]) -> list[Answer]:
    return [_office_ours(path) for path in paths]


def _all_theirs(peers: Peers, kind: str, paths: list[Path]) -> list[Answer]:
    replies = [peers.ask(do="read", kind=kind, path=str(path)) for path in paths]
    return [judged(one["found"] or [], one["cpu"], one["wall"], one["trouble"]) for one in replies]


def _middle(rounds: list[list[Answer]]) -> list[Answer]:
    """Each file's answer with its median time; rounds of the two went in turn, the first one is left out."""
    return [replace(each[0], cpu=statistics.median(one.cpu for one in each)) for each in zip(*rounds, strict=True)]


def _office_ours(path: Path) -> Answer:
    """All that we do with a file, judging included; the library only reads."""
    wall, cpu = time.perf_counter(), time.process_time()
    one = seen(path, Order())
    return Answer(time.process_time() - cpu, time.perf_counter() - wall, one.marking, stage=one.read.value)


# -- once more --------------------------------------------------------------------------------------------------------


def _again(run: Run) -> None:
    """The same 20,000 files twice with one cache. Small files: what is asked is what an unchanged one costs."""
    folder, number = run.folder / "again", run.options.again
    tiny = _tiny_jpeg()
    for index in range(number):
        below = folder / f"{index // 500:03d}"
        below.mkdir(parents=True, exist_ok=True)
        name, content = (f"IMG_{index}.jpg", tiny) if index % 20 == 0 else (f"{index}.txt", b"")
        (below / name).write_bytes(content + f"note {index}".encode())
    times = []
    for _ in range(3):
        begun = time.monotonic()
        scan = Scan(_Folder(folder), 2, cache=run.folder / "again.sqlite")
        for _ in scan:  # what stands behind a picture has a line of its own: files are counted by the scan
            pass
        files = scan.progress.files
        times.append(time.monotonic() - begun)
    print(f"  {files} files: first {times[0]:.1f} s, again {times[1]:.2f} s and {times[2]:.2f} s")
    told = f"{statistics.mean(times[1:]):.1f} s for {files} files"
    run.gates.ask("20,000 unchanged files within seconds", max(times[1:]) < 10, told)
    shutil.rmtree(folder)


def _tiny_jpeg() -> bytes:
    import io

    out = io.BytesIO()
    Image.new("RGB", (64, 64), (30, 90, 160)).save(out, "JPEG")
    return out.getvalue()


_RUNS: dict[str, Callable[[Run], None]] = {
    "fresh": _fresh,
    "real": _real,
    "chinese": lambda run: chinese.measure(run.options.chinese, ours, run.gates),
    "album": _album,
    "heavy": _heavy,
    "rate": _rate,
    "office": _office,
    "again": _again,
}


def _show_wrong(run: Run) -> None:
    if run.options.missed is None:
        return
    run.options.missed.mkdir(parents=True, exist_ok=True)
    for number, (sample, answer) in enumerate(run.wrong[:12]):
        with Image.open(sample.path) as image:
            small = ImageOps.exif_transpose(image).convert("RGB")
        small.thumbnail((360, 360))
        what = "marking-missed" if sample.mark and not answer.found else "missed" if sample.doc else "taken-for-one"
        name = f"{number:02d}-{what}-{sample.kind}-{sample.way}.jpg".replace(" ", "-")
        small.save(run.options.missed / name, quality=60)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
