"""``verify``: one line a file, and the exit status is the worst code (`checker.report.verify.codes`)."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from checker.model.text import Language, Text
from checker.store.inspections import default_folder
from checker.terminal.exits import Exit
from checker.terminal.outputs import Outputs, on_stdout

if TYPE_CHECKING:
    from checker.report.verify.report import Measure

_NOTED = Text("注意（{count} 个文件）：{note}", "Note ({count} files): {note}")


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="报告或存放报告的文件夹 / reports, or folders of them"
    )
    parser.add_argument("--trust", type=Path, metavar="DIR", help="信任文件夹 / the trust folder")
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="结果写入文件，- 为标准输出 / to a file, - for stdout"
    )
    parser.add_argument(
        "--receipts", type=Path, metavar="DIR", help="归集回执所在文件夹 / the folder of the ledger's receipts"
    )
    parser.add_argument(
        "--store", type=Path, metavar="DIR", help="记住信任版本的位置 / where the list of trust's version is remembered"
    )


def run(options: argparse.Namespace, language: Language) -> int:
    """Verify `options.files` (files or folders) against `options.trust`; write `options.json` where it is given."""
    from checker.report.keys.trust import UntrustedFolder
    from checker.report.verify.codes import Code
    from checker.report.verify.report import exit_code, together, verify_file
    from checker.report.verify.verification import encoded

    try:
        measure = held_against(options.trust, getattr(options, "store", None), getattr(options, "receipts", None))
    except UntrustedFolder as trouble:
        _tell(trouble.reason, language)
        return Code.UNUSABLE_TRUST
    for note in measure.trust.notes if measure.trust is not None else ():
        _tell(note, language)
    paths = tuple(_files(options.files))
    if not paths:
        _tell(Text("没有找到报告文件。", "No report was found."), language)
        return Exit.USAGE
    outputs = Outputs(language)
    outputs.look(options.json)
    verified = together(verify_file(path, measure).light for path in paths)
    stream = sys.stderr if on_stdout(options.json) else sys.stdout
    for one in verified:
        print(f"{Text.name(one.file).to(language)}  {one.sentence.to(language)}", file=stream)
    for note, count in Counter(note for one in verified for note in one.notes).items():
        _tell(_NOTED.filled(count=count, note=note), language)
    if options.json is not None:
        outputs.write(options.json, encoded(verified))
    return outputs.exit(exit_code(verified))


def held_against(trust: Path | None, store: Path | None = None, receipts: Path | None = None) -> Measure:
    """What this computer holds reports against: a trust folder, the rules it came with, and receipts if asked for.

    Raises:
        UntrustedFolder: the folder cannot be used.
    """
    from checker.report.keys.trust import read_trust
    from checker.report.verify.report import Measure
    from checker.store.session import known_rulebooks

    memory = (store or default_folder()) / "trust-versions.json"
    return Measure(None if trust is None else read_trust(trust, memory), known_rulebooks(), receipts=receipts)


def _files(named: Iterable[Path]) -> Iterable[Path]:
    """A folder stands for the reports in it: of a PDF and its envelope of the same name, both."""
    for path in named:
        try:
            inside = [one for one in path.iterdir() if one.name.endswith((".pdf", ".dsse.json"))]
        except OSError:  # no folder, or one that is shut: a line says what is wrong with it
            inside = [path]
        yield from sorted(inside)


def _tell(text: Text, language: Language) -> None:
    print(text.to(language), file=sys.stderr, flush=True)
