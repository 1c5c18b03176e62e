"""``phones``: what is connected, and why a phone cannot be used."""

from __future__ import annotations

import argparse
from pathlib import Path

from checker.app import phones
from checker.app.phones import SENTENCES, Row, Trouble
from checker.model.text import Language, Text
from checker.terminal.console import Console
from checker.terminal.exits import Exit
from checker.terminal.outputs import Outputs, on_stdout

_LINE = Text("{phone}：{state}", "{phone}: {state}")
_NONE = Text("没有发现手机", "No phone was found")


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", type=Path, metavar="FILE", help="写入文件，- 为标准输出 / to a file, - for stdout")


def run(options: argparse.Namespace, language: Language) -> int:
    """Say what is there. The status is 0 where a phone can be checked, 3 where none can."""
    console = Console(language).beside(on_stdout(options.json))
    outputs = Outputs(console)
    found = phones.published(phones.listed())
    _show(found.phones, console)
    if options.json is not None:
        outputs.write(options.json, phones.encoded(found))
    return outputs.exit(Exit.IN_ORDER if found.summary.ready else Exit.NOTHING_CHECKED)


def _show(rows: tuple[Row, ...], console: Console) -> None:
    if not rows:
        console.show(_NONE)
        console.show(SENTENCES[Trouble.NO_DEVICE][1], "  ")
    for one in rows:
        name = Text.name(f"{one.model or 'Android'} …{one.serial_tail}")
        console.show(_LINE.filled(phone=name, state=one.sentence))
        if one.step is not None:
            console.show(one.step, "  ")
