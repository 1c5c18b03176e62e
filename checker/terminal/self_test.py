"""``--self-test``: whether this copy works on this computer, a line a part."""

from __future__ import annotations

from checker.app.self_test import SelfTest
from checker.model.text import Language, Text
from checker.terminal.console import Console
from checker.terminal.exits import Exit

_ALL = Text("自检通过：{count} 项都正常。", "Self-test passed, every part of {count}.")
_SOME = Text(
    "自检没有通过：{wrong} 项不正常。请不要用这一份检查，把上面的内容交给信息中心。",
    "Self-test failed: {wrong} {wrong:part does|parts do} not work. Do not inspect with this copy; give IT the lines"
    " above.",
)


def run(test: SelfTest, language: Language) -> int:
    """Print each part as it comes; FAULT where one does not work."""
    console = Console(language)
    tried = 0
    wrong = 0
    for one in test:
        tried += 1
        wrong += not one.works
        console.show_line(f"{'✓' if one.works else '✕'} {one.name.to(language)}  {one.what.to(language)}")
    console.show(_SOME.filled(wrong=wrong) if wrong else _ALL.filled(count=tried))
    return Exit.FAULT if wrong else Exit.IN_ORDER
