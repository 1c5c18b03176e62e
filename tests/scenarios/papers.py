"""Small documents and the two computers that the document checks are tried on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from checker.model.target import Platform
from checker.model.unreadable import Unreadable
from tests.worlds.world import World

HOME = "/home/wang"
USER = r"C:\Users\wang"
HERE = f"{HOME}/文档"
THERE = rf"{USER}\Documents"
MARKED = "机密★10年\n某某单位文件\n某发〔2019〕3号\n正文".encode()
LEVEL_ALONE = "机密\n关于某项工作的报告\n".encode()
INTERNAL = "内部资料 注意保存\n某某情况\n".encode()
EXAM = "绝密★启用前\n2024年期末考试\n数学试卷\n".encode()
CLEAN = "关于召开会议的通知\n各部门：\n".encode()

Files = Mapping[str, bytes | str | Unreadable]


def linux(files: Files | None = None) -> World:
    return World(files={f"{HOME}/.bashrc": "", **(files or {})})


def windows(files: Files | None = None) -> World:
    return World(Platform.WINDOWS, files={rf"{USER}\ntuser.ini": "", **(files or {})})


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {names}>{body}</w:document>")
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


DELETED = "<w:p><w:del><w:r><w:delText>机密★5年</w:delText></w:r></w:del></w:p>"
LOWERED = docx(paragraph("秘密★1年") + DELETED)
BROKEN = b"PK\x03\x04" + bytes(range(256)) * 4
BOMB = docx('<!DOCTYPE x [<!ENTITY a "b">]>' + paragraph("通知"))
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
PEOPLE = "\n".join(f"138{number:08d}" for number in range(60)).encode()
STRANGE = "\x1b[31m\u202e" + "名" * 150 + ".txt"
