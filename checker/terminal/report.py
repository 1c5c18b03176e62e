"""``report``: a result as a signed report, printed and for machines."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app.reporting import Reporting, read_result, sheets
from checker.app.workspace import Workspace
from checker.engine.catalog import Catalog
from checker.model.error import UserError
from checker.model.text import Language
from checker.terminal import arguments
from checker.terminal.console import Console
from checker.terminal.exits import Exit, of_trouble

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    parser.add_argument(
        "result",
        type=Path,
        metavar="RESULT",
        help="检查结果文件；或签好的报告 PDF，配合下面的 --request、--take、--trust"
        " / the result of an audit (JSON); or a signed report (PDF), with --request, --take or --trust",
    )
    parser.add_argument(
        "--pdf", type=Path, metavar="FILE", help="报告写到哪里，默认在结果文件旁 / default: beside the result"
    )
    parser.add_argument(
        "--sign",
        type=arguments.key,
        metavar="KEY",
        help="密钥文件（.p12、.pem）或令牌；不给则打印未签名稿 / key file, or pkcs11:MODULE?token=LABEL;"
        " without it the print is marked as not signed",
    )
    parser.add_argument(
        "--context",
        type=Path,
        metavar="FILE",
        help="填报文件：单位、人员、设备；默认用上次填写的 / particulars (TOML); default: as filled in last time",
    )
    parser.add_argument("--campaign", type=Path, metavar="FILE", help="检查任务文件 / the campaign's file")
    parser.add_argument("--store", type=Path, metavar="DIR", help="流水号保存位置 / where running numbers are kept")
    sheets = (
        ("--ofd", "同样的页，OFD 版式文件 / the same pages as OFD, GB/T 33190"),
        ("--notice", "整改通知单 / notice of rectification (PDF)"),
        ("--notice-docx", "整改通知单，可继续编辑 / the notice as a document to go on writing in (DOCX)"),
        ("--self-check", "自查表 / self-check form (PDF)"),
        ("--media-scrap", "介质报废登记表 / register of scrapped media (PDF)"),
        ("--csv", "逐项结果 / every item as CSV"),
        ("--xlsx", "逐项结果 / every item as a workbook (XLSX)"),
        ("--sarif", "SARIF 2.1.0"),
        ("--oscal", "OSCAL assessment-results"),
    )
    parser.add_argument(
        "--request", type=Path, metavar="FILE", help="时间戳申请写到哪里 / where a request for a time stamp goes (.tsq)"
    )
    parser.add_argument(
        "--take", type=Path, metavar="FILE", help="时间戳服务器给的文件，放入报告 / what the server gave (.tsr)"
    )
    parser.add_argument(
        "--trust",
        type=Path,
        metavar="DIR",
        help="信任文件夹：里面的颁发者证书和吊销列表放入报告 / its issuers and revocation lists go into the report",
    )
    for name, help_text in sheets:
        parser.add_argument(name, type=Path, metavar="FILE", help=help_text)


def run(catalog: Catalog, options: argparse.Namespace, language: Language, ask: AskSecret | None = None) -> int:
    """Sign `options.result` with `options.sign` and write `options.pdf`, with its envelope beside it.

    Without a key the form is printed and marked as not signed: it uses up no number, and `verify` refuses it.
    `options.notice`, `self_check`, `media_scrap`, `csv`, `xlsx` … : where sheets and copies go, if any.
    `options.context` is the TOML file of particulars, `options.campaign` a campaign's manifest; `ask` shows a prompt
    for a passphrase or PIN, by default on the terminal.
    """
    console = Console(language)
    try:
        if options.request is not None or options.take is not None or options.trust is not None:
            return _stamp(options, console)
        workspace = Workspace.at(options.store)
        written = Reporting(lambda: catalog, workspace).make(
            read_result(options.result, workspace),
            options.pdf or options.result.with_suffix(".pdf"),
            options.sign,
            ask or console.ask_secret,
            context=options.context,
            campaign=options.campaign,
            beside={name: path for name in sheets() if (path := getattr(options, name)) is not None},
            language=language,
        )
    except UserError as trouble:
        console.say(trouble.reason)
        return of_trouble(trouble)
    console.say(written.sentence, *written.troubles)
    return Exit.FAULT if written.troubles else Exit.IN_ORDER


def _stamp(options: argparse.Namespace, console: Console) -> int:
    """Of a report that is signed already: ask for a time stamp, or put in what came."""
    from checker.app import stamping

    if options.request is not None:
        console.say(stamping.request(options.result, options.request))
    if options.take is not None or options.trust is not None:
        out = options.pdf or options.result
        console.say(*stamping.complete(options.result, options.take, options.trust, out))
    return Exit.IN_ORDER
