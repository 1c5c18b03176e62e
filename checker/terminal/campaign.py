"""``campaign``: a quarterly inspection as a file that reports bind to, who has come in so far, and its end."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from checker.model.error import UserError
from checker.model.text import Language, Text
from checker.store.inspections import default_folder
from checker.terminal import arguments
from checker.terminal.exits import Exit

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret
    from checker.report.ledger.campaign import Campaign, PolicyRef
    from checker.report.ledger.sequence import Irregular, Listed

_CHINA = timezone(timedelta(hours=8))


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = actions.add_parser("new", help="新建检查任务 / make a campaign")
    new.add_argument("file", type=Path, metavar="FILE", help="写到哪里 / where it goes")
    new.add_argument("--name", required=True, help="任务名称 / its name")
    new.add_argument("--since", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="开始日 / first day")
    new.add_argument("--until", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD", help="结束日 / last day")
    new.add_argument("--roster", type=Path, metavar="FILE", help="设备名册 / devices that are expected (CSV)")
    new.add_argument("--policy", type=Path, metavar="FILE", help="单位策略文件 / the unit's policy (TOML)")
    new.add_argument(
        "--any-tool", action="store_true", help="不限检查工具版本 / any version of the program may inspect"
    )
    new.add_argument("--trust", type=Path, metavar="DIR", help="同时写入信任文件夹 / put it on the list of trust too")
    new.add_argument("--sign", type=arguments.key, metavar="KEY", help="根密钥 / the root's key (with --trust)")
    show = actions.add_parser("show", help="任务情况、谁还没来 / what it asks and who is missing")
    close = actions.add_parser("close", help="结束任务，保存结果 / end it and keep what it came to")
    for one in (show, close):
        one.add_argument("file", type=Path, metavar="FILE", help="检查任务文件 / the campaign's file")
    for one in (new, show, close):
        one.add_argument("--db", type=arguments.database, metavar="URL", help="汇总库 / the roll-up's database")
        one.add_argument("--store", type=Path, metavar="DIR", help="汇总库的默认位置 / where it is by default")


def run(options: argparse.Namespace, language: Language, ask: AskSecret | None = None) -> int:
    """Of `options.action`: "new" writes `options.file`, "show" tells of it, "close" keeps what is missing.

    `options.db` is the roll-up's database, where "show" and "close" look for reports, and "new" for machine ids.
    """
    from checker.report.files import NotWritten
    from checker.report.keys.signer import KeyTrouble

    try:
        if options.action == "new":
            return _new(options, language, ask)
        return _show(options, language, close=options.action == "close")
    except UserError as trouble:
        _tell(trouble.reason, language)
        if isinstance(trouble, NotWritten):
            return Exit.FAULT
        return trouble.code if isinstance(trouble, KeyTrouble) else Exit.USAGE
    except (OSError, ValueError) as error:
        _tell(_UNREADABLE.filled(why=Text.name(str(error))), language)
        return Exit.USAGE


def _new(options: argparse.Namespace, language: Language, ask: AskSecret | None) -> int:
    from checker.report.files import write
    from checker.report.ledger.campaign import new, read_roster
    from checker.report.sign.tool import tree_sha256
    from checker.store.session import knowledge_digest

    if (options.trust is None) != (options.sign is None):
        _tell(_TRUST_AND_KEY, language)
        return Exit.USAGE
    if os.path.exists(options.file):  # False of what cannot be reached: writing it says why
        _tell(_THERE.filled(path=Text.name(str(options.file))), language)
        return Exit.USAGE
    expected = read_roster(options.roster.read_bytes()) if options.roster else ()
    if options.db is not None:
        expected = _recognised(options.db, expected)
    made = new(
        name=options.name,
        not_before=datetime.combine(options.since, time.min, _CHINA).astimezone(UTC),
        not_after=datetime.combine(options.until, time.max, _CHINA).replace(microsecond=0).astimezone(UTC),
        rules_sha256=knowledge_digest(),
        tools=() if options.any_tool else (tree_sha256(),),
        policy=_policy(options.policy),
        expected=expected,
    )
    write(options.file, made.encoded)
    if options.trust is not None:
        try:
            _into_trust(options, made, language, ask)
        except BaseException:  # it may be asked for again by the same name
            options.file.unlink(missing_ok=True)
            raise
    _tell(_MADE.filled(path=Text.name(str(options.file)), count=len(expected), digest=made.manifest.sha256), language)
    unknown = sum(not one.machine_id for one in expected)
    if unknown:
        _tell(_NOT_RECOGNISED.filled(count=unknown), language)
    return Exit.IN_ORDER


def _recognised(url: str, expected: tuple[Listed, ...]) -> tuple[Listed, ...]:
    from checker.store.rollup.database import RollupDatabase

    with RollupDatabase.open(url) as book:
        known = book.machine_ids()
    return tuple(replace(one, machine_id=one.machine_id or known.get(one.asset_number, "")) for one in expected)


def _policy(path: Path | None) -> PolicyRef:
    from checker.report.digests import sha256
    from checker.report.ledger.campaign import PolicyRef
    from checker.store.policies import read_policy

    if path is None:
        return PolicyRef()
    return PolicyRef(version=read_policy(path).unit.version, sha256=sha256(path.read_bytes()))


def _into_trust(options: argparse.Namespace, made: Campaign, language: Language, ask: AskSecret | None) -> None:
    """Put the campaign on the list of trust, signed anew by the root, one version up."""
    from checker.report.keys.open import open_key
    from checker.report.keys.trust import read_trust, write_trust
    from checker.terminal.report import prompt

    trust = read_trust(options.trust, (options.store or default_folder()) / "trust-versions.json")
    listed = trust.next(datetime.now(UTC).replace(microsecond=0))
    listed = replace(listed, campaigns=(*listed.campaigns, made.manifest))
    with open_key(options.sign, ask or prompt(language)) as signer:
        from checker.report.keys.signer import KeyTrouble, fingerprint

        if fingerprint(signer.certificate) != trust.root:
            raise KeyTrouble(_NOT_THE_ROOT, 12)
        write_trust(options.trust, listed, signer)
    _tell(_TRUSTED.filled(version=listed.version), language)


def _show(options: argparse.Namespace, language: Language, *, close: bool) -> int:
    from checker.report.ledger.campaign import read_campaign
    from checker.report.ledger.sequence import Fault

    campaign = read_campaign(options.file)
    manifest = campaign.manifest
    for label, value in _head(campaign):
        print(f"{label.to(language)}: {value.to(language)}")
    from checker.store.rollup.database import RollupDatabase, default_file, default_url
    from checker.terminal.rollup import attendance_of

    folder = options.store or default_folder()
    if options.db is None and not close and not default_file(folder).exists():
        print(_NOTHING_YET.to(language))
        return Exit.IN_ORDER
    with RollupDatabase.open(options.db or default_url(folder)) as book:
        came, told = attendance_of(book, campaign)
    count = Counter(one.fault for one in told)
    missing = count[Fault.MISSING_DEVICE] + count[Fault.SWAPPED_DEVICE]
    expected = len(campaign.details.expected)
    if expected:
        print(_STANDS.filled(expected=expected, came=expected - missing, missing=missing).to(language))
    else:
        print(_CAME.filled(came=len({one.machine_id for one in came})).to(language))
    for one in told:
        print(f"  {one.sentence.to(language)}")
    if close:
        _keep(options.file, campaign, [one.identity for one in came], told)
        _tell(_CLOSED.filled(path=Text.name(str(_closing(options.file)))), language)
        if datetime.now(UTC) < manifest.not_after:
            _tell(_EARLY, language)
    return Exit.INCOMPLETE if told else Exit.IN_ORDER


def _head(campaign: Campaign) -> Iterator[tuple[Text, Text]]:
    manifest, details = campaign.manifest, campaign.details
    first, last = (
        one.astimezone(_CHINA).strftime("%Y-%m-%d %H:%M") for one in (manifest.not_before, manifest.not_after)
    )
    yield Text("检查任务", "Campaign"), Text.name(manifest.name)
    yield Text("时间", "Time"), Text.name(f"{first} – {last}")
    yield Text("名册", "Roster"), Text("{n} 台设备", "{n} devices").filled(n=len(details.expected))
    yield Text("规则库", "Rules"), Text.name(manifest.rules_sha256[:16])
    tools = Text.name(", ".join(one[:16] for one in manifest.tools)) if manifest.tools else Text("不限", "any")
    yield Text("检查工具", "Program"), tools
    default = Text("程序自带", "the program's own")
    yield Text("单位策略", "Policy"), Text.name(details.policy.sha256[:16]) if details.policy.sha256 else default
    yield Text("任务摘要", "Digest"), Text.name(manifest.sha256)


def _keep(path: Path, campaign: Campaign, identities: list[str], told: tuple[Irregular, ...]) -> None:
    """What the campaign came to, beside its file: the reports by digest under one Merkle root, and what is missing."""
    import msgspec

    from checker.report.files import write
    from checker.report.ledger.merkle import Tree

    ordered = sorted(identities)
    kept = {
        "schema": "mijian.campaign-closed/1",
        "campaign": campaign.manifest.sha256,
        "name": campaign.manifest.name,
        "closed": datetime.now(UTC).replace(microsecond=0),
        "summary": {
            "expected": len(campaign.details.expected),
            "reports": len(ordered),
            **{fault.value: count for fault, count in Counter(one.fault for one in told).items()},
        },
        "root": Tree(bytes.fromhex(one) for one in ordered).root().hex(),
        "reports": ordered,
        "irregular": [{"fault": one.fault, "who": one.who.zh, "sentence": one.sentence} for one in told],
    }
    write(_closing(path), msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n")


def _closing(path: Path) -> Path:
    return path.with_suffix(".closed.json")


def _tell(text: Text, language: Language) -> None:
    print(text.to(language), file=sys.stderr, flush=True)


_UNREADABLE = Text("文件不能使用：{why}", "A file cannot be used: {why}")
_NOTHING_YET = Text(
    "还没有汇总过报告，不知道谁还没来；请先用 rollup 汇总。",
    "No report was rolled up yet, so nobody knows who is missing; use rollup first.",
)
_THERE = Text("{path} 已存在，检查任务从不覆盖。", "{path} exists; campaigns are never overwritten.")
_TRUST_AND_KEY = Text("--trust 和 --sign 要一起给出。", "--trust and --sign go together.")
_MADE = Text(
    "检查任务已生成：{path}，名册 {count} 台，摘要 {digest}。",
    "The campaign was made: {path}, {count} devices, digest {digest}.",
)
_NOT_RECOGNISED = Text(
    "有 {count} 台设备没有机器标识，按资产编号认；下次检查起可从汇总库取得（--db）。",
    "{count} devices have no machine id and are recognised by asset number; from the next campaign on --db gives it.",
)
_NOT_THE_ROOT = Text("这不是信任文件夹的根密钥。", "This is not the root key of the trust folder.")
_TRUSTED = Text("已写入信任名单，版本 {version}。", "Put on the list of trust, version {version}.")
_STANDS = Text(
    "应到 {expected} 台，已到 {came} 台，缺 {missing} 台。", "Expected {expected}, came {came}, missing {missing}."
)
_CAME = Text("已到 {came} 台（任务没有名册）。", "{came} devices came (the campaign has no roster).")
_CLOSED = Text("检查任务结果已保存：{path}", "What the campaign came to was saved: {path}")
_EARLY = Text(
    "任务的结束时间还没有到；之后到的报告仍会计入，可再次 close。",
    "The campaign's end has not come; later reports still count, and it can be closed again.",
)
