"""``phones``: what is connected, and why a phone cannot be used."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from checker.model.text import Language, Text
from checker.terminal.exits import Exit

if TYPE_CHECKING:
    from checker.machine.phone.transport import Device

SCHEMA = "mijian.phones/1"

_READY = Text("可以检查", "can be checked")
_LINE = Text("{phone}：{state}", "{phone}: {state}")
_NEXT = Text("  {step}", "  {step}")
_NONE = Text("没有发现手机", "No phone was found")


@dataclass(frozen=True, slots=True)
class Row:
    """`serial_tail`: the last four signs; `trouble`: its name, None where the phone can be checked."""

    model: str
    serial_tail: str
    way: str
    trouble: str | None
    sentence: Text
    step: Text | None
    questions: bool


@dataclass(frozen=True, slots=True)
class Summary:
    phones: int
    ready: int


@dataclass(frozen=True, slots=True)
class Phones:
    """The file that ``phones --json`` writes."""

    schema: str
    summary: Summary
    phones: tuple[Row, ...]


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", type=Path, metavar="FILE", help="写入文件，- 为标准输出 / to a file, - for stdout")


def run(options: argparse.Namespace, language: Language) -> int:
    """Say what is there. The status is 0 where a phone can be checked, 3 where none can."""
    from checker.machine.phone.finder import phones
    from checker.terminal.outputs import Outputs, on_stdout

    outputs = Outputs(language)
    rows = tuple(row(device) for device in phones())
    _show(rows, language, sys.stderr if on_stdout(options.json) else sys.stdout)
    if options.json is not None:
        import msgspec

        ready = sum(one.trouble is None for one in rows)
        text = (
            msgspec.json.format(msgspec.json.encode(Phones(SCHEMA, Summary(len(rows), ready), rows)), indent=1) + b"\n"
        )
        outputs.write(options.json, text)
    return outputs.exit(Exit.IN_ORDER if any(one.trouble is None for one in rows) else Exit.NOTHING_CHECKED)


def row(device: Device) -> Row:
    from checker.machine.phone.troubles import SENTENCES

    trouble = device.trouble
    sentence, step = (_READY, None) if trouble is None else SENTENCES[trouble]
    tail = device.serial[-4:] if device.serial else ""
    by_questions = trouble is not None and trouble.by_questions
    return Row(device.model, tail, device.way, trouble, sentence, step, by_questions)


def _show(rows: tuple[Row, ...], language: Language, stream: TextIO) -> None:
    from checker.machine.phone.troubles import SENTENCES, Trouble

    if not rows:
        print(_NONE.to(language), file=stream)
        print(_NEXT.filled(step=SENTENCES[Trouble.NO_DEVICE][1]).to(language), file=stream)
    for one in rows:
        name = Text.name(f"{one.model or 'Android'} …{one.serial_tail}")
        print(_LINE.filled(phone=name, state=one.sentence).to(language), file=stream)
        if one.step is not None:
            print(_NEXT.filled(step=one.step).to(language), file=stream)


def schema() -> dict[str, Any]:
    """The JSON Schema of the file."""
    import msgspec

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **msgspec.json.schema(Phones),
    }
