"""``verify``: one line a file, and the exit status is the worst code (`checker.report.verify.codes`)."""

from __future__ import annotations

import argparse
from pathlib import Path

from checker.app.verification import Verification, counted_notes, encoded, worst
from checker.app.workspace import Workspace
from checker.model.text import Language, Text
from checker.terminal.console import Console
from checker.terminal.exits import Exit
from checker.terminal.outputs import Outputs, on_stdout

_NOTED = Text("注意（{count} 个文件）：{note}", "Note ({count} {count:file|files}): {note}")
_NOTHING = Text("没有找到报告文件。", "No report was found.")
_LINE = Text("{file}  {sentence}", "{file}  {sentence}")


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    parser.add_argument(
        "files", type=Path, nargs="+", metavar="FILE", help="报告、文件夹或 ZIP 压缩包 / reports, folders, packages"
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
    """Verify `options.files` against `options.trust`; write `options.json` where it is given."""
    from checker.report.keys.trust import UntrustedFolder
    from checker.report.verify.codes import Code

    console = Console(language).beside(on_stdout(options.json))
    outputs = Outputs(console)
    outputs.look(options.json)
    workspace = Workspace.at(getattr(options, "store", None))
    receipts = getattr(options, "receipts", None)
    verifying = Verification(workspace).verify(tuple(options.files), options.trust, receipts)
    try:
        for _ in verifying:  # the files are told together, when all are known
            pass
    except UntrustedFolder as error:
        console.say(error.reason)
        return Code.UNUSABLE_TRUST
    console.say(*verifying.notes)
    verified = verifying.verdict
    if not verified:
        console.say(_NOTHING)
        return Exit.USAGE
    for one in verified:
        console.show(_LINE.filled(file=Text.name(one.file), sentence=one.sentence))
    for note, count in counted_notes(verified).items():
        console.say(_NOTED.filled(count=count, note=note))
    if options.json is not None:
        outputs.write(options.json, encoded(verified))
    return outputs.exit(worst(verified))
