"""In plain words what of a file was not looked at, the same on the screen and on the terminal."""

from __future__ import annotations

import re

from checker.facts.content.document import Missed, Read, Seen
from checker.model.text import Text, shown

WORDS = {
    Read.LINK: Text("链接，没有跟过去看", "a link, which was not followed"),
    Read.NO_FILE: Text("管道或设备，不是文件", "a pipe or a device, not a file"),
    Read.NOT_ASKED: Text("按要求没有看", "left out, as was asked"),
    Read.ENCRYPTED: Text("设了密码或已加密", "protected by a password or encrypted"),
    Read.DAMAGED: Text("已损坏", "damaged"),
    Read.TOO_LARGE: Text("过大、过多或嵌套过深", "too large, too many or nested too deep"),
    Read.REFUSED: Text("构造异常，拒绝打开", "built to do harm, not opened"),
    Read.UNSUPPORTED: Text("本版本读不了的格式", "of a kind this version cannot read"),
    Read.CHANGED: Text("读取时有变动或已消失", "changed or gone while it was read"),
    Read.DENIED: Text("没有权限查看", "no right to look"),
    Read.TOO_SLOW: Text("读取超时", "took too long"),
    Read.CRASHED: Text("解码程序崩溃", "its decoder failed"),
    Read.PARTLY: Text("只看到一部分", "seen in part only"),
}
_LINE = Text("{counted}没有看到：{why}", "{counted} not seen: {why}")
_NAMED = Text("{line}（{names}）", "{line} ({names})")
_SHOWN = 3  # names of parts
_PAGE = re.compile(r"(?:(.*), )?page (\d+)")
_PICTURE = re.compile(r"picture (\d+(?:\.\w+)?)")
_PICTURES = Text("图片 {number}", "picture {number}")
_PAGES = Text("{inside}第 {number} 页", "{inside}page {number}")
_PARTS = {  # what readers call the parts that have no name of their own
    "content": Text("内容", "content"),
    "directory": Text("目录", "directory"),
    "end of file": Text("文件末尾", "end of the file"),
    "end of the archive": Text("压缩包末尾", "end of the archive"),
    "end of the stream": Text("压缩数据末尾", "end of the packed data"),
    "end of the image": Text("光盘映像末尾", "end of the disc image"),
    "hole": Text("中间缺一段", "a piece in the middle"),
    "table of objects": Text("对象索引", "table of objects"),
    "what follows": Text("其余部分", "the rest"),
    "what follows the archive": Text("压缩包后面的内容", "what follows the archive"),
    "what follows the stream": Text("压缩数据后面的内容", "what follows the packed data"),
    "remarks": Text("图片里的说明文字", "what is written beside the picture"),
    "zero bytes": Text("没有写完的一段", "a piece that was never written"),
    "root folder": Text("根文件夹", "root folder"),
    "payload": Text("安装包里的文件", "the package's files"),
    "further bookmarks": Text("其余书签", "further bookmarks"),
}


def lacking(seen: Seen) -> Text:
    """Why a file was not read or, for one that was read in part, how much of it was not and why."""
    if not seen.missed:
        return WORDS.get(seen.read, Text(seen.read.value, seen.read.value))
    lines = [_said(one) for one in seen.missed]
    if seen.read is not Read.PARTLY and seen.read in WORDS:
        lines.insert(0, WORDS[seen.read])
    return Text("；".join(line.zh for line in lines), "; ".join(line.en for line in lines))


def _said(missed: Missed) -> Text:
    line = _LINE.filled(counted=missed.unit.counted(missed.number), why=WORDS.get(missed.why, Text("?", "?")))
    if not missed.names:
        return line
    names = [part_name(name) for name in missed.names[:_SHOWN]]
    more = "…" if missed.number > len(names) else ""
    zh, en = "、".join(name.zh for name in names) + more, ", ".join(name.en for name in names) + more
    return _NAMED.filled(line=line, names=Text(zh, en))


def part_name(name: str) -> Text:
    """A part as one calls it: a page by its number, a container's own name as it is."""
    page = _PAGE.fullmatch(name)
    if page is not None:
        return _PAGES.filled(inside=shown(page[1]) + " " if page[1] else "", number=page[2])
    picture = _PICTURE.fullmatch(name)
    if picture is not None:
        return _PICTURES.filled(number=picture[1])
    return _PARTS.get(name, Text.name(name))
