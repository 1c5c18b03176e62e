"""How each kind of medium is wiped: with which of its own commands, spelt for this very one; and what that is called.

Clear, Purge and Destroy are NIST SP 800-88 Rev. 2's words. None of this says that a medium conforms to it. What a
method is called errs on the side of less: an overwrite is a Clear wherever it is done, ATA's old secure erase as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from checker.model.text import Text
from checker.residue.drives import Drive, Sanitized, Sort


class Method(StrEnum):
    CLEAR = "clear"
    PURGE = "purge"
    DESTROY = "destroy"


class Technique(StrEnum):
    """How it is done."""

    OVERWRITE = "overwrite"
    SANITIZE_BLOCK = "sanitize_block_erase"
    SANITIZE_CRYPTO = "sanitize_crypto_erase"
    SANITIZE_OVERWRITE = "sanitize_overwrite"
    SECURE_ERASE = "secure_erase"
    FORMAT_NVM = "format_nvm"
    RESET = "reset"  # by the device's own menu
    PHYSICAL = "physical"

    @property
    def method(self) -> Method:
        if self is Technique.PHYSICAL:
            return Method.DESTROY
        drives_own = (Technique.SANITIZE_BLOCK, Technique.SANITIZE_CRYPTO, Technique.SANITIZE_OVERWRITE)
        return Method.PURGE if self in drives_own else Method.CLEAR


METHODS = {
    Method.CLEAR: Text("清除（Clear）", "Clear"),
    Method.PURGE: Text("净化（Purge）", "Purge"),
    Method.DESTROY: Text("销毁（Destroy）", "Destroy"),
}
TECHNIQUES = {
    Technique.OVERWRITE: Text("整盘覆写", "all of it overwritten"),
    Technique.SANITIZE_BLOCK: Text("硬盘自带的块擦除（sanitize）", "the drive's own block erase (sanitize)"),
    Technique.SANITIZE_CRYPTO: Text("硬盘自带的密钥擦除（sanitize）", "the drive's own cryptographic erase (sanitize)"),
    Technique.SANITIZE_OVERWRITE: Text("硬盘自带的覆写（sanitize）", "the drive's own overwrite (sanitize)"),
    Technique.SECURE_ERASE: Text("ATA 安全擦除", "ATA secure erase"),
    Technique.FORMAT_NVM: Text("NVMe 格式化（带擦除）", "NVMe format with erasing"),
    Technique.RESET: Text("设备自带的恢复出厂或清除功能", "the device's own reset or erase function"),
    Technique.PHYSICAL: Text("粉碎、熔化等物理销毁", "physical destruction (shredded, melted or the like)"),
}
SORTS = {
    Sort.HARD_DISK: Text("机械硬盘", "hard disk"),
    Sort.SATA_SSD: Text("SATA 固态硬盘", "SATA solid-state disk"),
    Sort.NVME_SSD: Text("NVMe 固态硬盘", "NVMe solid-state disk"),
    Sort.USB_DISK: Text("移动硬盘", "USB disk"),
    Sort.STICK: Text("U 盘", "USB stick"),
    Sort.CARD: Text("存储卡", "memory card"),
    Sort.PHONE: Text("手机", "phone"),
    Sort.COPIER: Text("复印机、打印机硬盘", "a copier's or printer's disk"),
    Sort.DISC: Text("光盘", "optical disc"),
    Sort.IMAGE: Text("镜像文件", "image file"),
    Sort.OTHER: Text("其他介质", "another medium"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One way to wipe; `commands` are run by a person as administrator, in this order."""

    technique: Technique
    said: Text
    commands: tuple[str, ...] = ()


_BY_OVERWRITE = Text("整盘覆写一遍 0x00，并由工具自己复读最后一遍：", "Overwrite all of it once with 0x00, read back:")
_BY_DISKPART = Text(
    "在 Windows 上：以管理员身份运行 diskpart，用 list disk 认准编号 N，再依次输入（clean all 把每个扇区写成 0）：",
    "On Windows: run diskpart as administrator, find its number N by list disk, then type (clean all writes 0 to every"
    " sector):",
)
_CRYPTO = Text(
    "首选：硬盘自带的密钥擦除，几秒钟完成，备用单元也失效：",
    "First choice: the drive's own cryptographic erase; it takes seconds and covers spare cells:",
)
_BLOCK = Text("硬盘自带的块擦除，备用单元也擦：", "The drive's own block erase; it covers spare cells:")
_DRIVE_OVERWRITES = Text(
    "硬盘自带的覆写，坏道和隐藏区也写：", "The drive's own overwrite; it covers bad and hidden places:"
)
_SECURE = Text(
    "硬盘没有 sanitize，用 ATA 安全擦除（口令只为这一次，擦完自动取消）：",
    "The drive has no sanitize: ATA secure erase (the password is for this once and is taken off by it):",
)
_FROZEN = Text(
    "这块硬盘现在冻结了安全擦除：先让电脑睡眠再唤醒，然后马上运行：",
    "This drive has its secure erase frozen at the moment: put the computer to sleep and wake it, then at once:",
)
_FORMAT = Text("NVMe 格式化并擦除用户数据：", "NVMe format that erases user data:")
_ON_LINUX = Text(
    "Windows 没有这样的命令：用硬盘厂商的工具，或者接到装有 Linux 的电脑上运行：",
    "Windows has no such command: use the maker's tool, or connect it to a computer with Linux and run there:",
)
_ASK_IT = Text(
    "先问硬盘支持哪一种（只读），再从下面选一条：", "First ask the drive which it supports (read-only), then choose:"
)
_STICK = Text(
    "没有可靠的整体擦除命令：覆写一遍只到控制器给出的地址。不再使用的，或者存过工作内容的，按销毁处理。",
    "There is no reliable erase command: one overwrite reaches only the addresses that the controller offers. What is"
    " no longer used, or held work, is destroyed.",
)
_BRIDGE = Text(
    "隔着 USB 看不到硬盘自己的擦除命令：能拆下来直接接 SATA 或 NVMe 的，接好后再做一次，用它自己的 sanitize。",
    "Through USB the drive's own erase commands are not seen: where it can be taken out and connected by SATA or NVMe,"
    " do that and use its own sanitize.",
)
_PHONE = Text(
    "退出所有账号和“查找手机”，在“设置”里恢复出厂，并勾选格式化内部存储；取出存储卡和 SIM 卡另行处理。",
    "Sign out of all accounts and of “find my phone”, reset it in the settings with its internal storage formatted;"
    " take out memory and SIM cards, which are dealt with on their own.",
)
_COPIER = Text(
    "在设备管理菜单里执行“初始化全部数据”或“硬盘覆写”；退租、报废的，要求厂商把硬盘拆下留给单位，按硬盘处理。",
    "Run “initialise all data” or “overwrite the disk” in its administrator's menu; on return or scrapping have the"
    " maker take the disk out and leave it to the unit, where it is dealt with as a disk.",
)
_DESTROY_ONLY = Text("不能擦除，直接销毁。", "It cannot be erased; it is destroyed.")
_BY_OTHERS = Text(
    "存过涉密内容的：不要自行覆写、销毁或再用，登记、审批后由两人以上送指定单位销毁，现场监销。",
    "If it held classified content: do not overwrite, destroy or reuse it; it is registered, approved and taken by two"
    " people to the designated destroyer, who is watched at work.",
)

SANITIZED = {
    Sanitized.NOT_SAID: Text("没有查出来", "not known"),
    Sanitized.NEVER: Text("从没有执行过自带的擦除", "it never erased itself by its own command"),
    Sanitized.DONE: Text("最近一次自带的擦除成功", "its last own erase succeeded"),
    Sanitized.RUNNING: Text("自带的擦除正在进行", "its own erase is running"),
    Sanitized.FAILED: Text("最近一次自带的擦除失败", "its last own erase failed"),
}
_SINCE = Text("；从那以后没有写过", "; nothing was written since")
_WRITTEN = Text("；从那以后又写过", "; it was written to since")
_SPARE_REACHED = Text("备用单元：硬盘自带的擦除连它们一起处理", "spare cells: the drive's own erase covers them")
_SPARE_NOT = Text(
    "备用单元：覆写到不了，从外面也看不到", "spare cells: an overwrite does not reach them, and nobody sees them"
)
_SPARE_NONE = Text("备用扇区：从外面看不到", "spare sectors: not seen from outside")
_SPARE_DESTROYED = Text("备用单元：随介质一起销毁", "spare cells: destroyed with the medium")


def ways(sort: Sort, path: str, said: Drive) -> tuple[Way, ...]:
    """The ways to wipe a medium of a kind, the best first; `path` is what the system calls it."""
    return tuple(_ways(sort, path or "/dev/sdX", said))


def destroyed_by_others() -> Text:
    """What comes before any way: a medium that held classified content is wiped by nobody here."""
    return _BY_OTHERS


def state_words(said: Drive) -> Text:
    """The drive's word on its last sanitize."""
    words = SANITIZED[said.sanitized]
    if said.sanitized is Sanitized.DONE and said.untouched is not None:
        more = _SINCE if said.untouched else _WRITTEN
        return Text(words.zh + more.zh, words.en + more.en)
    return words


def spare_words(sort: Sort, technique: Technique | None) -> Text:
    """What became of places that a drive keeps to itself."""
    if technique is Technique.PHYSICAL:
        return _SPARE_DESTROYED
    if technique is not None and technique.method is Method.PURGE:
        return _SPARE_REACHED
    return _SPARE_NONE if sort.flash is False else _SPARE_NOT


def _ways(sort: Sort, path: str, said: Drive) -> Iterator[Way]:
    if _windows(path) and sort in (Sort.HARD_DISK, Sort.STICK, Sort.CARD, Sort.USB_DISK, Sort.OTHER):
        said_more = {Sort.STICK: _STICK, Sort.CARD: _STICK, Sort.USB_DISK: _BRIDGE}.get(sort)
        words = _BY_DISKPART if said_more is None else _both(said_more, _BY_DISKPART)
        yield Way(Technique.OVERWRITE, words, ("select disk N", "clean all"))
        return
    if _windows(path) and sort in (Sort.SATA_SSD, Sort.NVME_SSD):
        yield Way(Technique.SANITIZE_BLOCK, _ON_LINUX)
        path = "/dev/sdX" if sort is Sort.SATA_SSD else "/dev/nvme0n1"
    match sort:
        case Sort.HARD_DISK:
            if said.overwrite:
                yield Way(Technique.SANITIZE_OVERWRITE, _DRIVE_OVERWRITES, (_hdparm("overwrite hex:00000000", path),))
            yield _overwrite(path)
        case Sort.SATA_SSD:
            yield from _sata(path, said)
        case Sort.NVME_SSD:
            yield from _nvme(path, said)
        case Sort.USB_DISK:
            yield Way(Technique.OVERWRITE, _BRIDGE)
            yield _overwrite(path)
        case Sort.STICK | Sort.CARD:
            yield Way(Technique.PHYSICAL, _STICK)
            yield _overwrite(path)
        case Sort.PHONE:
            yield Way(Technique.RESET, _PHONE, ("mijian audit --target phone --profile disposal",))
        case Sort.COPIER:
            yield Way(Technique.RESET, _COPIER)
        case Sort.DISC:
            yield Way(Technique.PHYSICAL, _DESTROY_ONLY)
        case _:
            yield _overwrite(path)


def _overwrite(path: str) -> Way:
    return Way(Technique.OVERWRITE, _BY_OVERWRITE, (f"sudo nwipe --method=zero --verify=last {path}",))


def _sata(path: str, said: Drive) -> Iterator[Way]:
    if said.sanitizes is None:
        yield Way(
            Technique.SANITIZE_BLOCK, _ASK_IT, (f"sudo hdparm -I {path}", f"sudo hdparm --sanitize-status {path}")
        )
    if said.crypto is not False:
        yield Way(Technique.SANITIZE_CRYPTO, _CRYPTO, (_hdparm("crypto-scramble", path), _status(path)))
    if said.block is not False:
        yield Way(Technique.SANITIZE_BLOCK, _BLOCK, (_hdparm("block-erase", path), _status(path)))
    if not said.sanitizes and said.secure_erase is not False:
        erase = "--security-erase-enhanced" if said.enhanced else "--security-erase"
        password = f"sudo hdparm --user-master u --security-set-pass mijian {path}"
        commands = (password, f"sudo hdparm --user-master u {erase} mijian {path}")
        yield Way(Technique.SECURE_ERASE, _FROZEN if said.frozen else _SECURE, commands)
    if said.sanitizes is False and said.secure_erase is False:
        yield _overwrite(path)


def _nvme(path: str, said: Drive) -> Iterator[Way]:
    controller = re.sub(r"(nvme\d+)n\d+(?:p\d+)?$", r"\1", path)
    log = f"sudo nvme sanitize-log {controller}"
    if said.sanitizes is None:
        yield Way(Technique.SANITIZE_BLOCK, _ASK_IT, (f"sudo nvme id-ctrl -H {controller} | grep -i sanitize", log))
    if said.crypto is not False:
        yield Way(Technique.SANITIZE_CRYPTO, _CRYPTO, (f"sudo nvme sanitize {controller} --sanact=4", log))
    if said.block is not False:
        yield Way(Technique.SANITIZE_BLOCK, _BLOCK, (f"sudo nvme sanitize {controller} --sanact=2", log))
    if not said.sanitizes:
        ses = 2 if said.enhanced else 1
        yield Way(Technique.FORMAT_NVM, _FORMAT, (f"sudo nvme format {path} --ses={ses}",))


def _hdparm(what: str, path: str) -> str:
    return f"sudo hdparm --yes-i-know-what-i-am-doing --sanitize-{what} {path}"


def _status(path: str) -> str:
    return f"sudo hdparm --sanitize-status {path}"


def _windows(path: str) -> bool:
    return path.startswith("\\\\")


def _both(first: Text, second: Text) -> Text:
    return Text(first.zh + second.zh, f"{first.en} {second.en}")
