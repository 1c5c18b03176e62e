"""What may be claimed of a medium, in both languages, and no word more.

Never "clean", never "no data", never conformity with a standard: a blank reading speaks of addresses that a controller
offers, a sample of a fraction, and finding nothing of what was found by the methods used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from checker.knowledge.residue import kinds, searched
from checker.model.text import Text
from checker.residue.cells import Class
from checker.residue.finds import Find, Source, State
from checker.residue.layout import VolumeSeen
from checker.residue.result import Mode, Residue, Unchecked, Verdict
from checker.residue.terms import ENCRYPTED, FILE_SYSTEMS

_CONSTANT = {
    Verdict.ZERO: Text("每个字节都是 0x00", "every byte was 0x00"),
    Verdict.ONES: Text("每个字节都是 0xFF", "every byte was 0xFF"),
    Verdict.CONSTANT: Text(
        "每个扇区内只有一种字节值，或者反复出现的两到四个字节",
        "every sector held one byte value, or two to four bytes over and over",
    ),
}
_ALL_READ = Text(
    "{date} 读取了全部 {sectors} 个可寻址扇区（各 {size} 字节），{what}。",
    "All {sectors} addressable sectors of {size} bytes were read on {date}; {what}.",
)
_PART_READ = Text(
    "{date} 读取的 {read} 中，{what}；其余 {rest} 没有读取。",
    "Of what was read on {date} ({read}), {what}; {rest} were not read.",
)
_UNREADABLE = Text(
    "有 {count} 处共 {size} 读不出来，已列出，属于没有检查。",
    "Places that could not be read: {count} ({size}); they are listed and count as not checked.",
)
_UNIFORM = Text(
    "读到的内容没有任何规律：可能是随机数据覆写过，也可能是加密的卷或压缩数据，无法区分。"
    "要有清除记录（所用工具和日志），或者再用 0x00 或 0xFF 覆写一遍后复检，才能作数。",
    "What was read shows no pattern: it may be a random wipe, an encrypted volume or compressed data; nobody can tell"
    " which. It counts only with a record of the wipe (tool and log), or after one more pass of 0x00 or 0xFF and"
    " another"
    " check.",
)
_FORMATTED = Text(
    "有文件系统，其中没有文件，也没有已删除文件的记录；其余空间读到的都是空白。",
    "There is a file system without files and without records of deleted ones; the rest of the space read was blank.",
)
_DIVIDED = Text(
    "有分区表，分区里没有认得出的文件系统；其余空间读到的都是空白。",
    "There is a partition table, but no file system that is known; the rest of the space read was blank.",
)
_FORMATTED_UNIFORM = Text(
    "有文件系统，其中没有文件，也没有已删除文件的记录；其余空间读到的内容没有任何规律：可能是随机数据覆写过，也可能是加密或压缩数据，无法区分。",
    "There is a file system without files and without records of deleted ones. The rest of the space shows no pattern:"
    " a random wipe, encrypted or compressed data; nobody can tell which.",
)
_CHANGES = Text(
    "内容分成几段：{segments}。没有做完的覆写、加密容器、不同工具先后写过，都会是这样。",
    "It comes in parts: {segments}. A pass that was stopped, an encrypted container, or different tools one after the"
    " other look like this.",
)
_MANY_CHANGES = Text(
    "空白和没有规律的内容交错，共 {count} 段，第一次变化在{place}。",
    "Blank space and space without a pattern take turns, {count} {count:part|parts} in all; the "
    "first change lies at {place}.",
)
_SEGMENTS = {
    Class.UNREAD: Text("没有读取", "not read"),
    Class.ZERO: Text("0x00", "0x00"),
    Class.ONES: Text("0xFF", "0xFF"),
    Class.CONSTANT: Text("单一字节值或短规律", "one byte value or a short pattern"),
    Class.UNIFORM: Text("没有规律", "no pattern"),
    Class.STRUCTURED: Text("有内容", "something"),
    Class.LIVE: Text("文件和文件系统", "files and the file system"),
}
_MOST_SEGMENTS = 6
_RECOVERABLE = Text(
    "没有清除：用普通恢复工具就能取回 {count} 个文件（{kinds}）。",
    "Not wiped. Files that an ordinary recovery tool would bring back: {count} ({kinds}).",
)
_UNDECIDED = Text(
    "没有清除：找到 {count} 个完整的文件（{kinds}），是还在的文件还是已删除的文件，没有查出来。",
    "Not wiped. Whole files found: {count} ({kinds}); whether they are there or were deleted is not known.",
)
_NOT_READ = Text(
    "里面有{kinds}：本程序认得它，但不读取其中的目录。",
    "It holds {kinds}: a kind that is known, and whose folders are not read.",
)
_LOCKED = Text(
    "里面有{kinds}：不解锁就看不到里面。", "It holds {kinds}: nothing of its inside can be seen without the key."
)
_LIVE = Text(
    "没有清除：里面还有 {count} 个没有删除的文件。", "Not wiped. Files on it that were never deleted: {count}."
)
_PIECES = Text(
    "没有清除：找到 {count} 处残留（片段或残缺文件：{kinds}），没有找到能完整取回的文件。",
    "Not wiped. Remnants found (pieces, damaged files): {count} ({kinds}); none would come back whole.",
)
_SOMETHING = Text(
    "不是空白：有 {blocks} 个块（各 4096 字节）存有内容，第一处在{place}{plain}。"
    "用所列方法没有找到所列类型的可恢复文件，但这不等于没有内容。",
    "Not blank: {blocks} {blocks:block|blocks} of 4096 bytes {blocks:holds|hold} something, the first at"
    " {place}{plain}. No recoverable object of the"
    " listed types was found by the listed methods; that does not mean that nothing is there.",
)
_PLAIN = Text(
    "；其中 {blocks} 个不是随机数据（如文字、表格），第一处在{place}",
    "; {blocks} of them {blocks:is|are} no random bytes (texts, tables and the like), the first at {place}",
)
_RECORDS = Text(
    "没有找到能取回的文件，只剩下 {count} 个已删除文件的记录（文件名、大小）："
    "它们原来的位置已经清空、被别的文件占用，或者和其余空闲空间一样，只有没有规律的数据。",
    "No file would come back. What is left are records of {count} {count:deleted file|deleted files} "
    "(names, sizes); their places are blank, in use by others, or hold data without a pattern, as all other free space"
    " does.",
)
_FIRST = Text(
    "不是空白：读到{place}就有内容，复检到此为止。",
    "Not blank: something lies at {place}; the check after the wipe ended there.",
)
_SAMPLE_BLANK = Text(
    "随机抽查：共 {blocks} 个块，按种子 {seed} 随机抽取 {drawn} 个，加上首尾各 1 MiB，读到的都是空白。"
    "可以 {confidence} 的把握说，非空白的不到可寻址空间的 {share}（{size}）。这不能说明没有任何文件留下。",
    "Sampled: {drawn} of {blocks} {blocks:block|blocks}, chosen at random with seed {seed}, and the first and last MiB"
    " were all blank. With {confidence} confidence less than {share} of the addressable area ({size}) is not blank."
    " This does not show that no file is left.",
)
_TENTH_BLANK = Text(
    "读取了十分之一：{read}，把介质等分后每段随机抽两处（种子 {seed}），共 {drawn} 处，"
    "加上首尾各 1 MiB，读到的都是空白。"
    "可以 {confidence} 的把握说，非空白的不到可寻址空间的 {share}（{size}）{reach}。这不能说明没有任何文件留下。",
    "A tenth was read ({read}): two places at random in each of many equal parts (seed {seed}), {drawn} in all, and the"
    " first and last MiB were all blank. With {confidence} confidence less than {share} of the addressable area"
    " ({size}) is not blank{reach}. This does not show that no file is left.",
)
_REACH = Text(
    "；连续超过 {size} 的内容一定会碰到",
    "; a stretch of content longer than {size} would surely have been met",
)
_SAMPLE_BUSY = Text(
    "随机抽查：肯定没有清除成空白。读到的块中有 {busy} 个不是空白，第一处在{place}。",
    "Sampled: surely not wiped blank. Of the blocks read, {busy} {busy:is|are} not blank, the first at {place}.",
)
_SAMPLE_UNIFORM = Text(
    "随机抽查：读到的 {busy} 个非空白块没有任何规律，可能是随机覆写，也可能是加密或压缩数据，无法区分。",
    "Sampled: {busy} {busy:block that is not blank shows|blocks that are not blank show} no pattern: a random wipe,"
    " encrypted or compressed data; nobody can"
    " tell which.",
)
_NOTHING_READ = Text(
    "没有读到任何内容，里面有没有东西，什么都不能说。",
    "Nothing of it could be read, so nothing can be said of what it holds.",
)
_INCOMPLETE = Text("检查没有做完，结论不完整。", "The scan did not end, so the conclusion is incomplete.")
_NOT_SEARCHED = Text(
    "这样检查只看是不是空白，不找文件。要知道哪些文件能取回，请做全面检查。",
    "This check only looks whether the medium is blank and searches for no files. A full check tells what comes back.",
)
_NOT_IN_WHAT_WAS_READ = Text(
    "检查没有做完；读过的部分里，用所列方法没有找到所列类型的可恢复文件。",
    "The scan did not end. In what was read no recoverable object of the listed types was found by the listed methods.",
)
_NO_FINDS = Text(
    "用所列方法没有找到所列类型的可恢复文件。",
    "No recoverable object of the listed types was found by the listed methods.",
)


def statement(residue: Residue) -> Text:
    """The verdict's sentence: what was read, what it was, what may not be concluded."""
    parts = [_main(residue)]
    if residue.not_read:
        parts.append(_NOT_READ.filled(kinds=_named(residue.not_read, FILE_SYSTEMS)))
    if locked := tuple(volume for volume in residue.volumes if volume.state == "encrypted"):
        parts.append(_LOCKED.filled(kinds=_named(locked, ENCRYPTED)))
    if residue.verdict in (Verdict.UNIFORM, Verdict.CONSTANT) and residue.sampled is None:
        parts += _changes(residue)
    if residue.unread:
        size = sum(length for _, length in residue.unread)
        parts.append(_UNREADABLE.filled(count=len(residue.unread), size=amount(size)))
    if Unchecked.PULLED_OUT in residue.unchecked or Unchecked.STOPPED in residue.unchecked:
        parts.append(_INCOMPLETE)
    return Text("".join(part.zh for part in parts), " ".join(part.en for part in parts))


def _named(volumes: Iterable[VolumeSeen], known: Mapping[str, Text]) -> Text:
    names = dict.fromkeys(known.get(volume.kind, Text.name(volume.kind)) for volume in volumes)
    return Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))


def _main(residue: Residue) -> Text:
    if residue.verdict is Verdict.UNKNOWN:
        return _NOTHING_READ
    if residue.sampled is not None and (residue.sampled.drawn or not residue.live):
        return _sampled(residue)
    match residue.verdict:
        case Verdict.ZERO | Verdict.ONES | Verdict.CONSTANT:
            return _blank(residue)
        case Verdict.UNIFORM:
            if residue.mode is Mode.VERIFY:
                return _structured(residue)
            return _FORMATTED_UNIFORM if _file_system(residue) else _UNIFORM
        case Verdict.FORMATTED:
            return _FORMATTED if _file_system(residue) else _DIVIDED
    return _structured(residue)


def _file_system(residue: Residue) -> bool:
    return any(volume.state == "read" for volume in residue.volumes)


def _changes(residue: Residue) -> list[Text]:
    """Where one class ends and another begins, where there is more than one. What file systems keep is left out."""
    segments = [one for one in residue.segments if one.kind is not Class.LIVE]
    if len({one.kind for one in segments}) < 2:
        return []
    if len(segments) > _MOST_SEGMENTS:
        return [_MANY_CHANGES.filled(count=f"{len(segments):,}", place=_place(segments[1].offset))]
    zh, en = list[str](), list[str]()
    for one in segments:
        until, what = amount(min(one.offset + one.size, residue.about.size)), _SEGMENTS[one.kind]
        zh.append(f"到 {until.zh} 为止{what.zh}" if what.zh[0] not in "0" else f"到 {until.zh} 为止是 {what.zh}")
        en.append(f"{what.en} to {until.en}")
    return [_CHANGES.filled(segments=Text("，".join(zh), ", ".join(en)))]


def _blank(residue: Residue) -> Text:
    what, date = _CONSTANT[residue.verdict], residue.ended.date().isoformat()
    unread = sum(length for _, length in residue.unread)
    rest = residue.about.size - residue.read
    if rest - unread > 0 or not residue.whole:
        return _PART_READ.filled(date=date, read=amount(residue.read), what=what, rest=amount(rest))
    sectors = -(-residue.about.size // max(1, residue.about.sector))
    return _ALL_READ.filled(date=date, sectors=f"{sectors:,}", size=residue.about.sector, what=what)


def _structured(residue: Residue) -> Text:
    if residue.mode is Mode.VERIFY and residue.first_busy is not None:
        return _FIRST.filled(place=_place(residue.first_busy))
    recoverable = len(residue.recoverable)
    if recoverable:
        return _RECOVERABLE.filled(count=f"{recoverable:,}", kinds=kind_list(residue.by_kind()))
    if residue.live:
        return _LIVE.filled(count=f"{residue.live:,}")
    if residue.undecided:
        kinds_found = kind_list(_by_kind(residue.undecided))
        return _UNDECIDED.filled(count=f"{len(residue.undecided):,}", kinds=kinds_found)
    if residue.finds and all(find.state is State.TRACE and find.source is Source.RECORD for find in residue.finds):
        return _RECORDS.filled(count=f"{len(residue.finds):,}")
    if residue.finds:
        kinds_found = kind_list(residue.by_kind(recoverable=False))
        return _PIECES.filled(count=f"{len(residue.finds):,}", kinds=kinds_found)
    place = _place(residue.first_busy)
    blocks = residue.blocks.structured + residue.blocks.uniform
    plain = Text("", "")
    if residue.blocks.uniform and residue.blocks.structured:
        where = _place(residue.first_structured)
        plain = _PLAIN.filled(blocks=f"{residue.blocks.structured:,}", place=where)
    return _SOMETHING.filled(blocks=f"{blocks:,}", place=place, plain=plain)


def _by_kind(finds: Iterable[Find]) -> dict[str, int]:
    return dict(Counter(find.kind for find in finds).most_common())


def _sampled(residue: Residue) -> Text:
    sample = residue.sampled
    assert sample is not None
    if sample.fraction is not None:
        return (_TENTH_BLANK if residue.mode is Mode.TENTH else _SAMPLE_BLANK).filled(
            read=amount(sample.read),
            blocks=f"{sample.blocks:,}",
            drawn=f"{sample.drawn:,}",
            seed=sample.seed,
            confidence=f"{sample.confidence:.0%}",
            share=share(sample.fraction),
            size=amount(sample.fraction * residue.about.size),
            reach=_REACH.filled(size=amount(sample.reach)) if sample.reach else Text("", ""),
        )
    if residue.verdict is Verdict.UNIFORM:
        return _SAMPLE_UNIFORM.filled(busy=f"{sample.not_blank:,}")
    return _SAMPLE_BUSY.filled(busy=f"{sample.not_blank:,}", place=_place(residue.first_busy))


def _place(offset: int | None) -> Text:
    if not offset:
        return Text("开头", "its beginning")
    size = amount(offset)
    return Text(f"第 {size.zh}处" if size.zh.endswith("字节") else f" {size.zh} 处", size.en)


def kind_list(counts: dict[str, int], most: int = 5) -> Text:
    """Kinds with their counts, the most frequent first."""
    names = kinds()
    chosen = list(counts.items())[:most]
    zh = [f"{_spaced(names[kind].name.zh)}{count:,} 个" for kind, count in chosen]
    en = [f"{names[kind].name.en}: {count:,}" for kind, count in chosen]
    if len(counts) > most:
        zh[-1] += "等"
        en.append("and others")
    return Text("、".join(zh), ", ".join(en))


def _spaced(name: str) -> str:
    """A name with a space before the number that follows, where it does not end in a full-width sign."""
    return name if name.endswith("）") else f"{name} "


def no_finds(residue: Residue) -> Text:
    """What stands in the place of finds where there are none."""
    if residue.verdict is Verdict.UNKNOWN:
        return _NOTHING_READ
    if residue.mode.samples or residue.mode is Mode.VERIFY:
        return _NOT_SEARCHED
    return _NO_FINDS if residue.whole else _NOT_IN_WHAT_WAS_READ


_UNSORTED = Text(
    "另有 {count} 个完整的文件（{kinds}），是还在的还是已删除的，没有查出来。",
    "Besides, whole files of which it is not known whether they are there or were deleted: {count} ({kinds}).",
)
_FATES = (
    ("searched", Text("搜索过的", "searched")),
    ("live", Text("现有文件，没有逐个查看", "existing files, not looked into")),
    ("own", Text("文件系统自己的", "the file systems' own")),
    ("unread", Text("没有读到的", "not read")),
)
_FATE = Text("{what} {size}", "{what} {size}")
_ALL_OF_IT = Text("介质的去向：{parts}。", "What became of all of it: {parts}.")


def undecided(residue: Residue) -> Text | None:
    """Whole files in file systems that are not read, beside those that come back; None where there are none."""
    if not residue.undecided or not residue.recoverable:
        return None  # without others the statement speaks of them
    return _UNSORTED.filled(count=f"{len(residue.undecided):,}", kinds=kind_list(_by_kind(residue.undecided)))


def fates(residue: Residue) -> Text:
    """What became of every byte of the medium, in one line."""
    sizes = ((what, getattr(residue.fates, name)) for name, what in _FATES)
    parts = [_FATE.filled(what=what, size=amount(size)) for what, size in sizes if size]
    return _ALL_OF_IT.filled(parts=Text("，".join(one.zh for one in parts), ", ".join(one.en for one in parts)))


def listed_types() -> Text:
    """The types that "of the listed types" means, in one line."""
    names = [kind.name for kind in searched()]
    return Text(
        f"所列类型：{'、'.join(name.zh for name in names)}。",
        f"The listed types: {'; '.join(name.en for name in names)}.",
    )


def amount(size: float) -> Text:
    """Bytes as people count them; media are sold in powers of ten."""
    for unit, name in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "KB")):
        if size >= unit:
            return Text.name(f"{size / unit:.3g} {name}" if size / unit < 1000 else f"{size / unit:.0f} {name}")
    return Text(f"{size:.0f} 字节", f"{size:.0f} bytes")


def share(fraction: float) -> str:
    """A share rounded up: a claim of "less than" must not be rounded down."""
    digits = 4
    while digits < 9 and fraction * 100 < 10 ** -(digits - 2):
        digits += 1
    step = 10.0 ** -(digits - 1)
    return f"{-(-fraction * 100 // step) * step:.{digits - 1}f}%"
