"""Keys and trust in the window: each deed is the program's own; a passphrase is handed to it and forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from checker.app import keys
from checker.app.program import Program
from checker.app.refused import Refused
from checker.model.inspection import RulingKind
from checker.model.text import Text
from gui.choosing import Choosing
from gui.dates import day
from gui.pages.keys import DEEDS, FOLDER, SAVE, KeysPage
from gui.work.worker import Mishap, Worker

_SHOWN = Text(
    "{name}，{algorithm}，有效到 {until}。证书指纹：{fingerprint}",
    "{name}, {algorithm}, valid until {until}. Fingerprint of the certificate: {fingerprint}",
)
_REQUESTED = Text(
    "申请已生成：{path}。交给颁发机构；旁边的密钥不要外传。",
    "The request is made: {path}. The key beside it stays here.",
)
_JOINED = Text("可以用来签名的密钥文件：{path}", "A key file to sign with: {path}")
_EXPORTED = Text("{name} 的证书已写入：{path}", "The certificate of {name} was written: {path}")
_LISTED = Text(
    "{name} 已列入，名单版本 {version}。请把信任文件夹发给所有核验的电脑。",
    "{name} is listed; the list is version {version}. Give the folder to every computer that verifies.",
)
_REVOKED = Text(
    "{name} 的证书已吊销，名单版本 {version}。请把信任文件夹发给所有核验的电脑。",
    "The certificate of {name} is revoked; the list is version {version}. Give the folder to all who verify.",
)
_THERE = Text("{path} 已存在，密钥从不覆盖。", "{path} exists; keys are never overwritten.")
_APPROVED = Text(
    "{name} 已批准（文件摘要 {digest}），有效到 {until}：{path}。请和文件放在一起。",
    "Approved by {name} (digest {digest}) until {until}: {path}. Keep it beside the file.",
)
_MADE = Text(
    "已生成：{folder}；根密钥：{root}。请把根密钥移到专用介质，锁入保险柜。",
    "Made: {folder}; the root's key: {root}. Move that to a medium of its own in a safe.",
)
_CHOOSE = Text("选择", "Choose")
Words = Mapping[str, str]


def _show(_: Program, words: Words) -> Text:
    told = keys.described(words["key"], _once(words["secret"]))
    return _SHOWN.filled(
        name=Text.name(told.name), algorithm=told.algorithm, until=day(told.until), fingerprint=told.fingerprint
    )


def _request(_: Program, words: Words) -> Text:
    path = keys.request(Path(words["folder"]), words["unit"], words["name"], _twice(words))
    return _REQUESTED.filled(path=Text.name(str(path)))


def _join(_: Program, words: Words) -> Text:
    out = Path(words["out"])
    keys.join(Path(words["key"]), Path(words["certificate"]), out, _once(words["secret"]))
    return _JOINED.filled(path=Text.name(str(out)))


def _export(_: Program, words: Words) -> Text:
    told = keys.export(words["key"], Path(words["out"]), _once(words["secret"]))
    return _EXPORTED.filled(name=Text.name(told.name), path=Text.name(words["out"]))


def _trust(_: Program, words: Words) -> Text:
    listed = keys.list_as_trusted(
        Path(words["certificate"]),
        Path(words["root"]),
        Path(words["trust"]),
        _once(words["secret"]),
        role=keys.Role(words["role"]),
        restore=words["restore"],
    )
    return _LISTED.filled(name=Text.name(listed.name), version=listed.version)


def _revoke(_: Program, words: Words) -> Text:
    listed = keys.list_as_trusted(
        Path(words["certificate"]),
        Path(words["root"]),
        Path(words["trust"]),
        _once(words["secret"]),
        role=keys.Role(words["role"]),
        revoke=True,
    )
    return _REVOKED.filled(name=Text.name(listed.name), version=listed.version)


def _accept(program: Program, words: Words) -> Text:
    return program.verification.accept(Path(words["trust"]))


def _approve(_: Program, words: Words) -> Text:
    until = date.fromisoformat(words["until"])
    file, kind = Path(words["file"]), RulingKind(words["kind"])
    told = keys.approve(file, kind, until, words["key"], _once(words["secret"]))
    digest, path = told.sha256[:16], Text.name(str(told.path))
    return _APPROVED.filled(name=Text.name(told.approver), digest=digest, until=day(until), path=path)


def _new(_: Program, words: Words) -> Text:
    root = keys.new(Path(words["folder"]), Path(words["root"]), words["unit"], words["name"], _twice(words))
    return _MADE.filled(folder=Text.name(words["folder"]), root=Text.name(str(root)))


_DEEDS: dict[str, Callable[[Program, Words], Text]] = {
    "show": _show,
    "request": _request,
    "join": _join,
    "export": _export,
    "trust": _trust,
    "revoke": _revoke,
    "accept": _accept,
    "approve": _approve,
    "new": _new,
}


def _once(secret: str) -> Callable[[object], str | None]:
    """What was typed; a second question, after a wrong passphrase, is given up."""
    given = iter((secret,))
    return lambda _: next(given, None)


def _twice(words: Words) -> Callable[[object], str | None]:
    given = iter((words["secret"], words["again"]))
    return lambda _: next(given, None)


def done(name: str, program: Program, words: Words) -> Text:
    """Do it; the sentence that says so. Raises a UserError of the program's."""
    try:
        return _DEEDS[name](program, words)
    except FileExistsError as error:
        raise Refused(_THERE.filled(path=Text.name(str(error.args[0])))) from error


class KeysController(QObject):
    """`arrived`, `said`: as `gui.controllers.main.MainController` says of its pages."""

    arrived = Signal(object)
    said = Signal(object)

    def __init__(self, program: Program, worker: Worker, choosing: Choosing) -> None:
        super().__init__()
        self._program, self._worker, self._choosing = program, worker, choosing
        self.page = KeysPage()
        self.page.wanted.connect(self._do)
        self.page.file_wanted.connect(self._choose)

    def show(self) -> None:
        trust = self._program.preferences.get("trust_folder")
        for deed in DEEDS:
            if trust and "trust" in (words := self.page.words(deed)) and not words["trust"]:
                self.page.fill(deed.name, "trust", trust)
        self.arrived.emit(self.page)

    def approve(self, path: Path) -> None:
        """That policy is to be signed."""
        self.show()
        self.page.choose("approve")
        self.page.fill("approve", "file", str(path))

    def _do(self, name: str, words: Words) -> None:
        self.page.begun()

        def then(sentence: Text) -> None:
            self.page.over()
            self.page.inform("done", sentence)
            self.said.emit(sentence)

        def on_error(mishap: Mishap) -> None:
            self.page.over()
            self.page.warn("trouble", mishap.whole)
            self.said.emit(mishap.whole)

        self._worker.do(lambda: done(name, self._program, words), then, on_error)

    def _choose(self, deed: str, field: str, kind: str) -> None:
        path = self.choose(kind)
        if path is not None:
            self.page.fill(deed, field, str(path))

    def choose(self, kind: str) -> Path | None:
        """What a person chooses in the system's dialog."""
        if kind == FOLDER:
            return self._choosing.folder(_CHOOSE)
        return self._choosing.place(_CHOOSE, "") if kind == SAVE else self._choosing.file(_CHOOSE)
