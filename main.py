"""Mijian 密检： the only place where engine, checks and screen meet.

The window by default; ``main.py --help`` lists what else there is. Commands import what they need when they run: an
audit on the terminal loads no Qt, and the window paints before the first rule is read.
"""

from __future__ import annotations

import os
import signal
import sys

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until a command runs, Ctrl+C has nothing to keep and to say

_ROOT = os.path.dirname(os.path.abspath(__file__))
if not getattr(sys, "frozen", False) and _ROOT not in sys.path:
    # An isolated Python leaves the program's own folder out. Last: nothing that is put there stands for the library's.
    sys.path.append(_ROOT)

from pathlib import Path

from checker.machine import elevation, isolation, listed, own_code


def _own_code() -> list[Path]:
    """Everything that runs: the program, its environment, the interpreter and its library."""
    if getattr(sys, "frozen", False):
        return [Path(sys.executable).parent]
    # All that could be imported, whatever it is called: libraries ask for modules that need not be there.
    ours = [entry for entry in Path(_ROOT).iterdir() if not entry.name.startswith(".")]
    library = own_code.library(Path(os.__file__).parent, sys.path)
    return [*ours, Path(sys.prefix), Path(sys.executable), *library]


if __name__ == "__main__":
    if getattr(sys, "frozen", False):
        isolation.clean()  # it began isolated: packaging/begin_isolated.py; what was prepared since wrote variables
    else:
        isolation.begin(__file__, sys.argv[1:])

    from multiprocessing import freeze_support

    freeze_support()  # a frozen program starts itself again for each of its processes
    own_code.guard(_own_code(), shelves=[Path(_ROOT), Path(os.__file__).parent])

import argparse
import locale
import logging
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

import checker
from checker.terminal import arguments, logs, streams
from checker.terminal.exits import Exit
from checker.model.target import Profile
from checker.model.text import Language, Text

if TYPE_CHECKING:
    from checker.engine.catalog import Catalog

log = logging.getLogger(__name__)
_CRASHED = Text(
    "程序出错，已停止，这次没有结果。请把下面的内容交给信息中心：",
    "The program failed and stopped; there is no result. Please give IT what stands below:",
)


def main(argv: list[str] | None = None, *, leave: bool = False) -> int:
    """Run one command; the return value is the exit status. `leave` the folder in which the caller stands first."""
    with streams.kept() as shown:
        options = _parser().parse_args(argv)
        if leave:
            isolation.settle(options)
        recent = logs.start(verbose=options.verbose)
        language = Language(options.language) if options.language else _language()
        return shown.exit(_tried(options, language, recent), language)


def _tried(options: argparse.Namespace, language: Language, recent: logs.Recent) -> int:
    try:
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        return _run(options, language, recent)
    except KeyboardInterrupt:
        return Exit.STOPPED
    except listed.Altered as altered:
        sys.stderr.write(f"{_refusal(altered, language)}\n")
        return Exit.UNAVAILABLE
    except Exception:  # never to be taken for a result: Python's own status would be 1, "something to put right"
        log.exception("a crash")
        sys.stderr.write(f"{_CRASHED.to(language)}\n\n{recent.text()}\n")
        return Exit.FAULT


def _run(options: argparse.Namespace, language: Language, recent: logs.Recent) -> int:
    match options.command:
        case None if options.self_test:
            return _self_test(language)
        case None if options.read_as_admin:
            return _read_as_admin(options.to)
        case None:
            return _window(options, language, recent)
        case "audit":
            from checker.terminal import audit

            return audit.run(audit.elevated(catalog(), language) if options.as_admin else catalog(), options, language)
        case "checks":
            from checker.terminal import checks
            from checker.knowledge.rulebook import rulebook

            return checks.run(catalog(), rulebook(), options, language)
        case "report":
            from checker.terminal import report

            return report.run(catalog(), options, language)
        case name:
            return int(_module(name).run(options, language))


def catalog() -> Catalog:
    """Every check and probe of the product and the unit's own, found by walking their packages."""
    listed.guard_checks()
    import checker.probes
    import checks
    from checker.engine.catalog import Catalog
    from checker.knowledge.local import local_files
    from checker.knowledge.rulebook import rulebook

    found = Catalog().add(checker.probes).add(checks).add_local(checks, rulebook().rules)
    return found.add_data(local_files())


def _refusal(altered: listed.Altered, language: Language) -> str:
    return "\n".join(text.to(language) for text in (altered.reason, altered.how) if text is not None)


def _window(options: argparse.Namespace, language: Language, recent: logs.Recent) -> int:
    from checker.machine import display

    if refused := display.refusal(Path(_ROOT) / "packaging" / "system-packages.txt"):
        sys.stderr.write(f"{refused.zh}\n{refused.en}\n")  # in both: whoever set it up may read either
        return Exit.UNAVAILABLE
    display.start_no_bus()
    try:
        listed.guard_checks()
    except listed.Altered as altered:
        from gui.refused import show

        return show(_refusal(altered, language), Exit.UNAVAILABLE)

    from checker.app.program import Program
    from gui.app import run

    return run(Program(catalog, arguments.request(options), recent.text, options.language), language)


def _read_as_admin(pipe: str) -> int:
    """The part that polkit or UAC starts: it answers its list, on standard output or on that pipe, and ends."""
    from io import BytesIO

    from checker.app.elevated import hand_over

    if sys.platform == "win32":
        from checker.machine.windows import accounts, reader

        if not accounts.is_admin():
            return Exit.USAGE
        content = BytesIO()
        hand_over(catalog(), content)
        reader.hand_over(pipe, content.getvalue())
        return Exit.IN_ORDER
    if os.geteuid() != 0 or pipe:
        return Exit.USAGE
    hand_over(catalog(), sys.stdout.buffer)
    return Exit.IN_ORDER


def _self_test(language: Language) -> int:
    from checker.app.self_test import Part, SelfTest
    from checker.terminal import self_test

    commands = Part(Text("命令", "Commands"), _commands)
    window = Part(Text("窗口", "Window"), _drawn)
    return self_test.run(SelfTest(catalog, (commands, window)), language)


def _drawn() -> Text:
    from gui.self_test import drawn  # here: where Qt does not load, that is what this part tells

    return drawn(catalog)


def _commands() -> Text:
    for name in _MORE:
        _module(name)
    return Text("{count} 个", "{count}").filled(count=len(_MORE))


def _module(name: str) -> ModuleType:
    """A command's module: ``options(parser)`` adds its arguments, ``run(options, language)`` gives the exit status."""
    return import_module(f"checker.terminal.{name}")


# Commands that bring their own arguments.
_MORE = {
    "documents": "查找标密文件和文件照片 / photos, scans and files that carry markings",
    "residue": "存储介质里还残留什么、是否已清除 / what is left on a medium, or is it wiped",
    "dispose": "介质的处置：看、决定、清除、复查、登记 / a medium's disposal, up to the signed register",
    "phones": "连接着哪些手机、为什么不能检查 / what is connected, and why a phone cannot be used",
    "report": "把检查结果做成签名报告和表格 / a signed report and forms from a result",
    "verify": "验证报告 / verify reports",
    "campaign": "一次检查任务 / a quarterly inspection: roster, nonce, digests",
    "rollup": "汇总全单位的报告 / roll up the organisation's reports",
    "keys": "签名用的钥匙 / test and inspector keys",
    "update": "规则和产品表：看现状，采用更新包 / rules and tables: what is there, take an update in",
}


_BEFORE_A_COMMAND = ("policy", "waivers", "store")  # paths that may be named there


class _Parser(argparse.ArgumentParser):
    """With `brings`, it asks its module for its arguments once it is the one that was named: no other is imported."""

    def __init__(self, *arguments: Any, brings: bool = False, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._brings = brings

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self._brings:
            _module(self.prog.rpartition(" ")[2]).options(self)
            _keep_what_was_said(self)
            for action in self._actions:
                if isinstance(action, argparse._SubParsersAction):  # ``keys new``: what every command has, it has too
                    for parser in action.choices.values():
                        _common_options(parser)
                        _keep_what_was_said(parser)
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(Exit.USAGE, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    common = _Parser(add_help=False)
    _common_options(common)
    parser = _Parser(prog="mijian", description="保密自查与检查 / secrecy inspection")
    _common_options(parser)
    parser.add_argument("--version", action="version", version=f"mijian {checker.__version__}")
    parser.add_argument(
        "--self-test",
        action="store_true",
        help="这一份程序在这台电脑上是否正常 / whether this copy of the program works on this computer",
    )
    parser.add_argument(elevation.READER, action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--to", metavar="PIPE", default="", help=argparse.SUPPRESS)
    _session_options(parser)
    parser.set_defaults(language=None, verbose=False, classified=False, **dict.fromkeys(_BEFORE_A_COMMAND))
    parser.set_defaults(target="pc", replay=None, record=None, deleted_content=False)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    audit = commands.add_parser("audit", parents=[common], help="检查一个对象 / audit one target")
    _session_options(audit)
    audit.add_argument(
        "--profile",
        choices=[profile.value for profile in Profile],
        help="日常、季度、出行、报废；不写：电脑和手机日常，介质季度 / left out: daily, of a medium quarterly",
    )
    audit.add_argument(
        "--target",
        type=arguments.target,
        default="pc",
        metavar="pc|phone[:SERIAL]|medium:PATH",
        help="检查什么：这台电脑、手机、介质 / what to audit: this computer, a phone, a medium",
    )
    audit.add_argument(
        "--deleted-content",
        action="store_true",
        help="介质：已删除、能恢复的文件也看内容 / media: look into deleted files that would come back, too",
    )
    audit.add_argument(
        "--json", type=Path, metavar="FILE", help="结果写入文件，- 为标准输出 / result file, - for stdout"
    )
    audit.add_argument(
        "--sign",
        type=arguments.key,
        metavar="KEY",
        help="检查完当场签名（密钥文件或令牌）/ sign on the spot: key file, or pkcs11:MODULE?token=LABEL",
    )
    audit.add_argument(
        "--pdf", type=Path, metavar="FILE", help="签名报告写到哪里（与 --sign 同用）/ where the report goes"
    )
    audit.add_argument(
        "--context", type=Path, metavar="FILE", help="填报文件，默认用上次填写的 / particulars (TOML), with --sign"
    )
    audit.add_argument("--campaign", type=Path, metavar="FILE", help="检查任务文件 / the campaign's file, with --sign")
    audit.add_argument("--record", type=Path, metavar="DIR", help="保存脱敏录制 / keep a redacted recording")
    audit.add_argument("--replay", type=Path, metavar="FILE", help="检查一份录制 / audit a recording")
    audit.add_argument(
        "--as-admin",
        action="store_true",
        help="Linux 安装版：列出只有管理员能读的几项，系统问过口令后读取 /"
        " the installed copy on Linux: lists what only an administrator can read, and reads it after the system asked",
    )
    audit.add_argument("--resume", action="store_true", help="接着上次中断的检查 / go on with an interrupted audit")
    audit.add_argument(
        "--beside",
        type=Path,
        metavar="RESULT",
        help="与同一台电脑另一次检查（例如用 sudo 运行的）的结果合并 / merge that of another run here",
    )
    audit.add_argument("--ask", metavar="NAME", help="在终端回答待确认项，NAME 为回答人 / answer questions as NAME")
    audit.add_argument(
        "--details", action="store_true", help="逐个列出没有查看的和原因 / list what was not looked at, and why"
    )
    checks = commands.add_parser("checks", parents=[common], help="规则目录 / the catalogue of rules and checks")
    checks.add_argument("--coverage", action="store_true", help="每条规则由什么覆盖 / what covers each rule (default)")
    checks.add_argument("--json", type=Path, metavar="FILE", help="写入文件，- 为标准输出 / to a file, - for stdout")
    checks.add_argument("--verify", type=Path, metavar="FILE", help="一项自编检查是否可用 / is a local check sound")
    checks.add_argument(
        "--sign",
        type=arguments.key,
        metavar="KEY",
        help="批准本单位自己的全部检查、规则和产品表 / approve all of the unit's own checks, rules and tables",
    )
    checks.add_argument(
        "--until", type=date.fromisoformat, metavar="DAY", help="批准到哪天，最长一年 / its last day, a year at most"
    )
    for name, words in _MORE.items():
        commands.add_parser(name, parents=[common], help=words, description=words, brings=True)
    return parser


def _common_options(parser: argparse.ArgumentParser) -> None:
    """Given before a command or after it: where one place does not name them, the other's word stays."""
    keep: dict[str, Any] = {"default": argparse.SUPPRESS}
    languages = [language.value for language in Language]
    parser.add_argument("--language", choices=languages, help="zh 中文 / en English", **keep)
    parser.add_argument("--verbose", action="store_true", help="技术日志 / technical log on stderr", **keep)


def _keep_what_was_said(parser: argparse.ArgumentParser) -> None:
    """A command with an option of its own by that name takes what was said before it, too: ``--store DIR rollup``."""
    for action in parser._actions:
        if action.dest in _BEFORE_A_COMMAND:
            action.default = argparse.SUPPRESS


def _session_options(parser: argparse.ArgumentParser) -> None:
    """Before the command or after it, too: a policy that is named and not used would let pass what it forbids."""
    keep: dict[str, Any] = {"default": argparse.SUPPRESS}
    parser.add_argument("--policy", type=Path, metavar="FILE", help="单位策略文件 / the unit's policy (TOML)", **keep)
    parser.add_argument("--waivers", type=Path, metavar="FILE", help="例外清单 / the waiver book (TOML)", **keep)
    parser.add_argument("--store", type=Path, metavar="DIR", help="结果保存位置 / where results are kept", **keep)
    parser.add_argument(
        "--classified", action="store_true", help="按涉密计算机检查 / audit as a classified computer", **keep
    )


def _language() -> Language:
    """English where the system speaks it, Chinese everywhere else: it is the first language here."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return Language.EN if spoken.lower().startswith("en") else Language.ZH


if __name__ == "__main__":
    sys.exit(main(leave=True))
