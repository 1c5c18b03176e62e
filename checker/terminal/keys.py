"""``keys``: new keys for a test or a small unit, and what a key file holds."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app import keys
from checker.app.verification import Verification
from checker.app.workspace import Workspace
from checker.model.error import UserError
from checker.model.inspection import RulingKind
from checker.model.text import Language, Text
from checker.terminal import arguments
from checker.terminal.console import Console
from checker.terminal.exits import Exit, of_trouble

if TYPE_CHECKING:
    from checker.report.keys.signer import AskSecret

_THERE = Text("{path} 已存在，密钥从不覆盖。", "{path} exists; keys are never overwritten.")
_MADE = Text(
    "已生成：{folder}，根密钥：{root}。请把根密钥移到专用介质锁入保险柜，不要留在检查用的电脑上。",
    "Made: {folder}, and the root key: {root}. Move the root key to a medium in a safe; it must not stay on an"
    " inspection computer.",
)
_TOGETHER = Text(
    "注意：根密钥和检查人密钥在同一个文件夹里。拿到根密钥的人可以任命检查人，请把根密钥移到别处。",
    "Note: the root key and an inspector's key are in the same folder. Whoever has the root key can appoint inspectors;"
    " move it elsewhere.",
)
_ROOT_AND_TRUST = Text("--root 和 --trust 要一起给出。", "--root and --trust go together.")
_LISTED = Text(
    "{name} 已列入信任名单，名单版本 {version}。请把信任文件夹发给所有核验的电脑。",
    "{name} is on the list of trust, now version {version}. Give the trust folder to every computer that verifies.",
)
_REVOKED = Text(
    "{name} 的证书已吊销，名单版本 {version}。请把信任文件夹发给所有核验的电脑。",
    "The certificate of {name} is revoked; the list is version {version}. Give the folder to all who verify.",
)


_EXPORTED = Text("{name} 的证书已写入：{path}。", "The certificate of {name} was written: {path}.")
_REQUESTED = Text(
    "证书申请已生成：{path}。交给颁发机构；旁边的密钥不要外传。颁发下来后运行 mijian keys join。",
    "The request is made: {path}. Take it to the authority; the key beside it stays here. Then run mijian keys join.",
)
_JOINED = Text("可以用来签名的密钥文件：{path}。", "A key file to sign with: {path}.")
_APPROVED = Text(
    "{name} 已批准（文件摘要 {digest}），有效到 {day}：{path}。请和文件放在一起。",
    "Approved by {name} (digest {digest}) until {day}: {path}. Keep it beside the file.",
)


def options(parser: argparse.ArgumentParser) -> None:
    """Add what `run` reads."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    new = actions.add_parser("new", help="生成根密钥和检查人密钥 / make a root key and an inspector's key")
    new.add_argument("folder", type=Path, metavar="DIR", help="写到哪个文件夹 / where they go")
    new.add_argument(
        "--root-folder",
        type=Path,
        metavar="DIR",
        help="根密钥写到哪里，最好是专用介质；默认 DIR/root / where the root key goes, best a medium of its own",
    )
    new.add_argument("--unit", required=True, help="单位名称 / the unit's name")
    new.add_argument("--name", required=True, help="检查人姓名 / the inspector's name")
    new.add_argument("--root", type=Path, metavar="KEY", help="用已有的根密钥签发 / issue under this root")
    new.add_argument("--trust", type=Path, metavar="DIR", help="同时列入信任文件夹 / put it on this list of trust")
    new.add_argument("--sm2", action="store_true", help="国密 SM2 密钥 / SM2 keys")
    new.add_argument("--collector", action="store_true", help="归集人，签署台账存根 / signs the ledger's checkpoints")
    trust = actions.add_parser("trust", help="列入信任名单或吊销 / list a certificate as trusted, or revoke it")
    trust.add_argument("certificate", type=Path, metavar="CERT", help="证书（PEM 或 DER）/ a certificate")
    trust.add_argument("--trust", type=Path, metavar="DIR", required=True, help="信任文件夹 / the trust folder")
    trust.add_argument("--root", type=Path, metavar="KEY", required=True, help="根密钥 / the root's key")
    role = trust.add_mutually_exclusive_group()
    role.add_argument("--collector", action="store_true", help="归集人，签署台账存根 / signs the ledger's checkpoints")
    role.add_argument(
        "--approver", action="store_true", help="批准人，批准策略和例外 / approves policies, waivers and local checks"
    )
    role.add_argument(
        "--time-stamps", action="store_true", help="时间戳服务器的证书 / of the server whose time stamps count"
    )
    trust.add_argument(
        "--restore", default="", metavar="REASON", help="恢复已吊销的证书，写明理由 / take a revocation back, and why"
    )
    trust.add_argument("--revoke", action="store_true", help="吊销 / from now on it signs nothing that is believed")
    approve = actions.add_parser(
        "approve", help="批准策略、例外、误报决定或自编检查 / approve a policy, waivers, decisions or a local check"
    )
    approve.add_argument("file", type=Path, metavar="FILE", help="被批准的文件 / the file")
    approve.add_argument(
        "--kind",
        choices=[kind.value for kind in RulingKind],
        required=True,
        help="是什么文件：策略、例外、误报决定、自编检查 / what it is",
    )
    approve.add_argument(
        "--until",
        type=date.fromisoformat,
        required=True,
        metavar="DAY",
        help="有效到哪天，最长一年 / its last day, a year at most",
    )
    approve.add_argument(
        "--sign", type=arguments.key, required=True, metavar="KEY", help="批准人的密钥 / the approver's key"
    )
    accept = actions.add_parser(
        "accept", help="确认信任文件夹换了根证书 / let this computer know a trust folder's new root"
    )
    accept.add_argument("trust", type=Path, metavar="DIR", help="信任文件夹 / the trust folder")
    accept.add_argument("--store", type=Path, metavar="DIR", help="记在哪里 / where it is remembered")
    export = actions.add_parser("export", help="导出密钥的证书 / write a key's certificate")
    export.add_argument("key", type=arguments.key, metavar="KEY", help="密钥文件或令牌 / key file or token")
    export.add_argument("file", type=Path, metavar="FILE", help="写到哪里（PEM）/ where it goes (PEM)")
    request = actions.add_parser("request", help="生成密钥和证书申请（CSR）/ a key, and a request for its certificate")
    request.add_argument("folder", type=Path, metavar="DIR", help="写到哪个文件夹 / where they go")
    request.add_argument("--unit", required=True, help="单位名称 / the unit's name")
    request.add_argument("--name", required=True, help="检查人姓名 / the inspector's name")
    request.add_argument("--sm2", action="store_true", help="国密 SM2 密钥 / an SM2 key")
    join = actions.add_parser(
        "join", help="把颁发下来的证书和密钥合成一个文件 / a key and the certificate that came for it"
    )
    join.add_argument("key", type=Path, metavar="KEY", help="申请时生成的密钥 / the key as request made it")
    join.add_argument("certificate", type=Path, metavar="CERT", help="颁发下来的证书 / the certificate")
    join.add_argument("file", type=Path, metavar="FILE", help="写到哪里（.p12）/ where it goes (.p12)")
    show = actions.add_parser("show", help="密钥是谁的、有效期 / whose a key is and until when")
    show.add_argument(
        "key", type=arguments.key, metavar="KEY", help="密钥文件或令牌 / key file or token: pkcs11:MODULE?token=LABEL"
    )


def run(options: argparse.Namespace, language: Language, ask: AskSecret | None = None) -> int:
    """Of `options.action`: "new" makes keys in `options.folder` for `options.name` of `options.unit`, under
    `options.root` where that is given; "trust" lists or revokes `options.certificate`; "show" tells what
    `options.key` is.
    """
    console = Console(language)
    actions = {
        "new": _new,
        "trust": _trust,
        "approve": _approve,
        "accept": _accept,
        "export": _export,
        "request": _request,
        "join": _join,
        "show": _show,
    }
    try:
        return actions[options.action](options, console, ask or console.ask_secret)
    except FileExistsError as error:
        console.say(_THERE.filled(path=Text.name(str(error.args[0]))))
        return Exit.USAGE
    except UserError as trouble:
        console.say(trouble.reason)
        return of_trouble(trouble)


def _new(options: argparse.Namespace, console: Console, ask: AskSecret) -> int:
    if (options.root is None) != (options.trust is None):
        console.say(_ROOT_AND_TRUST)
        return Exit.USAGE
    if options.root is None:
        root_folder = options.root_folder or options.folder / "root"
        root = keys.new(options.folder, root_folder, options.unit, options.name, ask, sm2=options.sm2)
        console.say(_MADE.filled(folder=Text.name(str(options.folder)), root=Text.name(str(root))))
        _warn_of(root_folder, options.folder, console)
        return Exit.IN_ORDER
    listed = keys.issue(
        options.root,
        options.trust,
        options.folder,
        options.unit,
        options.name,
        ask,
        collector=options.collector,
        sm2=options.sm2,
    )
    console.say(_LISTED.filled(name=Text.name(listed.name), version=listed.version))
    _warn_of(options.root.parent, options.folder, console)
    return Exit.IN_ORDER


def _warn_of(root_folder: Path, folder: Path, console: Console) -> None:
    """Whoever copies a folder with both keys in it gives the unit's trust away with an inspector's key."""
    if root_folder.resolve() == folder.resolve():
        console.say(_TOGETHER)


def _trust(options: argparse.Namespace, console: Console, ask: AskSecret) -> int:
    asked = {
        keys.Role.COLLECTOR: options.collector,
        keys.Role.APPROVER: options.approver,
        keys.Role.TIMER: options.time_stamps,
    }
    role = next((one for one, wanted in asked.items() if wanted), keys.Role.INSPECTOR)
    listed = keys.list_as_trusted(
        options.certificate, options.root, options.trust, ask, role=role, revoke=options.revoke, restore=options.restore
    )
    words = _REVOKED if options.revoke else _LISTED
    console.say(words.filled(name=Text.name(listed.name), version=listed.version))
    return Exit.IN_ORDER


def _approve(options: argparse.Namespace, console: Console, ask: AskSecret) -> int:
    done = keys.approve(options.file, RulingKind(options.kind), options.until, options.sign, ask)
    words = _APPROVED.filled(
        name=Text.name(done.approver),
        path=Text.name(str(done.path)),
        digest=done.sha256[:16],
        day=options.until.isoformat(),
    )
    console.say(words)
    return Exit.IN_ORDER


def _accept(options: argparse.Namespace, console: Console, _: AskSecret) -> int:
    console.say(Verification(Workspace.at(getattr(options, "store", None))).accept(options.trust))
    return Exit.IN_ORDER


def _export(options: argparse.Namespace, console: Console, ask: AskSecret) -> int:
    key = keys.export(options.key, options.file, ask)
    console.say(_EXPORTED.filled(name=Text.name(key.name), path=Text.name(str(options.file))))
    return Exit.IN_ORDER


def _request(options: argparse.Namespace, console: Console, ask: AskSecret) -> int:
    path = keys.request(options.folder, options.unit, options.name, ask, sm2=options.sm2)
    console.say(_REQUESTED.filled(path=Text.name(str(path))))
    return Exit.IN_ORDER


def _join(options: argparse.Namespace, console: Console, ask: AskSecret) -> int:
    keys.join(options.key, options.certificate, options.file, ask)
    console.say(_JOINED.filled(path=Text.name(str(options.file))))
    return Exit.IN_ORDER


def _show(options: argparse.Namespace, console: Console, ask: AskSecret) -> int:
    key = keys.described(options.key, ask)
    for label, value in (
        (Text("姓名", "Name"), key.name),
        (Text("算法", "Algorithm"), key.algorithm),
        (Text("有效期至", "Valid until"), key.until.isoformat()),
        (Text("证书指纹", "Fingerprint"), key.fingerprint),
    ):
        console.show_line(f"{label.to(console.language)}: {value}")
    return Exit.IN_ORDER
