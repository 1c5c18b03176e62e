"""The register and its certificates as plain words for their template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from checker.model.text import Language, Text
from checker.report.disposal.payload import LookRef, MediumRef, Register
from checker.report.forms.record import labels
from checker.report.forms.words import day, moment, printed
from checker.residue.wiping import METHODS, SORTS, TECHNIQUES, Method
from checker.residue.wording import amount

_TITLE = Text("介质销毁登记表", "Register of media wiped or destroyed")
_OPENING = Text(
    "下列 {count} 个介质按审批意见清除或销毁；每个介质另有一张证明（第三部分）。清除（Clear）、净化（Purge）、"
    "销毁（Destroy）是 NIST SP 800-88 r2 的用语，不表示介质通过了任何标准的认证。",
    "The {count} {count:medium|media} below {count:was|were} wiped or destroyed as approved; each has a certificate in"
    " part 3. Clear, Purge and Destroy are words of NIST SP 800-88 Rev. 2; no conformity with any standard is claimed.",
)
_COLUMNS = (
    Text("序号", "No."),
    Text("资产编号", "Asset number"),
    Text("序列号", "Serial number"),
    Text("名称、类型、容量", "Name, kind, size"),
    Text("密级", "Level"),
    Text("处置方式", "Method"),
    Text("处置后复查", "Check afterwards"),
    Text("日期", "Date"),
)
_SECTIONS = (
    Text("一、登记", "1. Register"),
    Text("三、逐个证明", "3. Certificates"),
    Text("二、签署", "2. Signatures"),
)
_ROLES = (
    Text("经办人（签字）：{name}", "Operator: {name}"),
    Text("监销人（签字）：{name}", "Witness: {name}"),
    Text("批准人（签字）：{name}", "Approved by: {name}"),
    Text("单位（盖章）", "Unit (stamp)"),
)
_CERTIFICATE = Text("证明 {number}：{name}", "Certificate {number}: {name}")
_DESTROYED = Text("已物理销毁，不复查", "destroyed; nothing to check")
_NOT_BY_US = Text("本程序没有复查", "not checked by this program")
_NOT_LOOKED = Text("本程序没有看过", "not looked at by this program")
_BY_SORT = {sort.value: said for sort, said in SORTS.items()}
_BY_METHOD = {method.value: said for method, said in METHODS.items()}
_BY_TECHNIQUE = {technique.value: said for technique, said in TECHNIQUES.items()}
_MODES = {
    "full": Text("读取没有现有文件占用的全部扇区", "every sector that no live file occupies was read"),
    "everything": Text("读取全部扇区", "every sector was read"),
    "verify": Text("从头读到尾，遇到内容就停", "read from beginning to end, up to the first content"),
    "quick": Text("随机抽查", "a random sample"),
    "tenth": Text("读取十分之一，每段随机两处", "a tenth was read, two random places in each part"),
}
_VERDICTS = {
    "zero": Text("读到的都是 0x00", "all that was read was 0x00"),
    "ones": Text("读到的都是 0xFF", "all that was read was 0xFF"),
    "constant": Text("读到的都是空白", "all that was read was blank"),
    "uniform": Text("读到的没有规律，凭清除记录", "what was read has no pattern; the record of the wipe decides"),
    "formatted": Text("只有空的文件系统", "an empty file system and nothing else"),
}
_UNSIGNED = Text(
    "未签名稿：没有经过数字签名，不能作为登记。", "Not signed: without a digital signature this registers nothing."
)
_SAME = {
    "serial": Text("清除前后是同一个介质：序列号相同", "One medium before and after: its serial number agrees"),
    "bridge": Text(
        "清除前后：USB 给出的序列号相同（可能是读卡器或硬盘盒的）",
        "Before and after: the serial number on USB agrees (it may be the card reader's or the enclosure's)",
    ),
    "session": Text("清除前后没有拔出过", "It was not taken out between before and after"),
    "file": Text("镜像文件，位置相同", "An image file at one place"),
    "said": Text(
        "清除前后是同一个介质：由经办人按资产编号认定",
        "One medium before and after: as the operator says, by its asset number",
    ),
}


def words(register: Register, digest: str) -> dict[str, Any]:
    """All that the template prints."""
    say = _sayer(register.language)
    people, unit = register.people, register.unit
    names = (people.operator, people.witness, people.approver)
    return {
        "language": register.language.value,
        "title": say(_TITLE),
        "author": unit.name,
        "marking": register.marking,
        "number": register.number,
        "digest": digest,
        "labels": labels(register.language) | {"unsigned": say(_UNSIGNED)},
        "head": [
            [say(label), value]
            for label, value in (
                (Text("单　　位", "Unit"), unit.name),
                (Text("部　　门", "Department"), unit.department),
                (Text("地　　点", "Place"), register.place),
                (Text("出具时间", "Made"), moment(register.times.prepared, register.language)),
                (Text("介质个数", "Media"), str(len(register.media))),
                (Text("程　　序", "Program"), f"{say(Text('密检', 'Mijian'))} {register.tool.version}"),
            )
        ],
        "opening": say(_OPENING.filled(count=len(register.media))),
        "sections": [say(one) for one in _SECTIONS],
        "columns": [say(one) for one in _COLUMNS],
        "rows": [_row(number, one, register.language) for number, one in enumerate(register.media, 1)],
        "certificates": [_certificate(number, one, register.language) for number, one in enumerate(register.media, 1)],
        "roles": [say(role.filled(name=name)) for role, name in zip(_ROLES, (*names, ""), strict=True)],
    }


def _row(number: int, one: MediumRef, language: Language) -> list[str]:
    say = _sayer(language)
    named = [one.name, say(_sort(one)), say(amount(one.size)) if one.size else ""]
    done = f"{say(_method(one))}\n{say(_technique(one))}"
    return [
        str(number),
        one.asset_number,
        one.serial,
        "\n".join(part for part in named if part),
        one.level,
        done,
        say(_afterwards(one)),
        day(one.done.at.date(), language),
    ]


def _certificate(number: int, one: MediumRef, language: Language) -> dict[str, Any]:
    say = _sayer(language)
    passes = str(one.done.passes) if one.done.passes else "—"
    head = (
        (Text("编　　号", "Number"), one.id),
        (Text("资产编号", "Asset number"), one.asset_number),
        (Text("序 列 号", "Serial number"), one.serial),
        (Text("类　　型", "Kind"), say(_sort(one))),
        (Text("容　　量", "Size"), say(_size(one.size)) if one.size else "—"),
        (Text("来　　源", "Used by"), one.source),
        (Text("决 定 人", "Decided by"), f"{one.decided_by}　{moment(one.decided_at, language)}"),
        (Text("去　　向", "Goes to"), one.destination),
        (Text("方　　法", "Method (NIST SP 800-88 Rev. 2)"), say(_method(one))),
        (Text("做　　法", "Technique"), say(_technique(one))),
        (Text("工具或单位", "Tool or firm"), one.done.tool),
        (Text("遍　　数", "Passes"), passes),
        (Text("经 手 人", "Done by"), one.done.who),
        (Text("完成时间", "Done at"), moment(one.done.at, language)),
    )
    lines = [
        (Text("处置前", "Before"), _looked(one.before, _NOT_LOOKED, language)),
        (Text("处置后复查", "Check afterwards"), _looked(one.after, _afterwards(one), language)),
        (Text("是否同一个", "Same medium"), say(_SAME[one.same_by]) if one.after is not None else "—"),
        (Text("自带的擦除", "Drive's own erase"), say(one.sanitize_state)),
        (Text("隐藏区域", "Hidden areas"), say(one.hidden)),
        (Text("备用单元", "Spare cells"), say(one.spare)),
    ]
    return {
        "title": say(_CERTIFICATE.filled(number=number, name=Text.name(one.name))),
        "head": [[say(label), value] for label, value in head],
        "lines": [[say(label), value] for label, value in lines],
    }


def _looked(look: LookRef | None, otherwise: Text, language: Language) -> str:
    say = _sayer(language)
    if look is None:
        return say(otherwise)
    how = _MODES.get(look.mode, Text.name(look.mode))
    parts = [f"{moment(look.at, language)}　{say(how)}", say(look.said)]
    if look.bound is not None:
        parts.append(say(look.bound))
    if look.not_checked:
        joined = Text("；".join(one.zh for one in look.not_checked), "; ".join(one.en for one in look.not_checked))
        parts.append(say(Text("没有检查：{what}", "Not checked: {what}").filled(what=joined)))
    return "\n".join(parts)


def _afterwards(one: MediumRef) -> Text:
    if one.after is not None:
        seen = _VERDICTS.get(one.after.verdict, Text.name(one.after.verdict))
        how = one.after.bound or _MODES.get(one.after.mode, Text.name(one.after.mode))
        return Text(f"{seen.zh}；{how.zh}", f"{seen.en}; {how.en}")
    return _DESTROYED if one.done.method == Method.DESTROY else _NOT_BY_US


def _sort(one: MediumRef) -> Text:
    return _BY_SORT.get(one.sort) or Text.name(one.sort)


def _method(one: MediumRef) -> Text:
    return _BY_METHOD.get(one.done.method) or Text.name(one.done.method)


def _technique(one: MediumRef) -> Text:
    return _BY_TECHNIQUE.get(one.done.technique) or Text.name(one.done.technique)


def _size(size: int) -> Text:
    return Text("{short}（{size:,} 字节）", "{short} ({size:,} bytes)").filled(short=amount(size), size=size)


def _sayer(language: Language) -> Callable[[Text], str]:
    return lambda text: printed(text, language)
