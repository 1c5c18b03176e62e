"""Why a phone cannot be read: every way has its own word, its own sentence and its own next step."""

from __future__ import annotations

from enum import StrEnum

from checker.knowledge.phone_sheet import HARMONY, IPHONE
from checker.model.text import Text
from checker.model.unreadable import Unreadable


class Trouble(StrEnum):
    NO_DEVICE = "no_device"
    CHARGE_ONLY = "charge_only"
    BUSY = "busy"
    DRIVER = "driver"
    NO_PERMISSION = "no_permission"
    UNAUTHORIZED = "unauthorized"
    REFUSED = "refused"
    OFFLINE = "offline"
    LOCKED = "locked"
    SEVERAL = "several"
    LOST = "lost"
    HUNG = "hung"
    RESTRICTED = "restricted"
    HARMONY_NEXT = "harmony_next"
    IPHONE = "iphone"
    TOO_LONG = "too_long"
    MALFORMED = "malformed"
    GARBLED = "garbled"
    WIRELESS = "wireless"
    SILENT = "silent"
    SHEET = "sheet"

    @property
    def by_questions(self) -> bool:
        """Such a phone cannot be read, or not before its owner changes it: the list of questions is offered."""
        return self in (Trouble.HARMONY_NEXT, Trouble.IPHONE, Trouble.CHARGE_ONLY, Trouble.SHEET)

    @property
    def sheet(self) -> str:
        """The system whose words the list of questions has; "" for Android's."""
        return {Trouble.IPHONE: IPHONE, Trouble.HARMONY_NEXT: HARMONY}.get(self, "")

    @property
    def passing(self) -> bool:
        """The owner's "yes" on the phone can still come, or the phone can wake up: it is waited for."""
        return self in (Trouble.UNAUTHORIZED, Trouble.OFFLINE)


_SHEET = Text(
    "请手机主人按手机自查表逐项回答",
    "Have the phone's owner go through the self-check sheet for phones, question by question",
)

# What was seen, and what to do next.
SENTENCES: dict[Trouble, tuple[Text, Text]] = {
    Trouble.NO_DEVICE: (
        Text("没有发现手机", "No phone was found"),
        Text(
            "用能传数据的线连接手机，在手机上选“传输文件”，并在“开发者选项”里打开“USB 调试”；连不上的手机用手机自查表"
            "（mijian audit --target phone:sheet）",
            "Connect the phone with a data cable, choose “File transfer” on it, and turn on “USB debugging” in"
            " Developer options; for a phone that cannot be connected there is the self-check sheet (mijian audit"
            " --target phone:sheet)",
        ),
    ),
    Trouble.CHARGE_ONLY: (
        Text("手机已连接，但没有打开“USB 调试”", "The phone is connected, but “USB debugging” is off"),
        Text(
            "在“开发者选项”里打开“USB 调试”；华为手机还要打开“仅充电模式下允许 ADB 调试”，三星手机请先关闭“自动拦截”。"
            "没有这个开关的手机（如 HarmonyOS 5 以上）打开手机自查表，由机主逐项回答",
            "Turn on “USB debugging” in Developer options; on a Huawei phone also “Allow ADB debugging in charge only"
            " mode”, on a Samsung phone first turn off “Auto Blocker”. A phone without that switch (as with HarmonyOS 5"
            " and later) gets the self-check sheet, answered by its owner",
        ),
    ),
    Trouble.BUSY: (
        Text("手机正被另一个程序占用（如手机助手）", "Another program, such as a phone assistant, is using the phone"),
        Text(
            "请关闭那个程序后再试；本程序不会替您结束它", "Close that program and try again; this one never ends others"
        ),
    ),
    Trouble.DRIVER: (
        Text("这台电脑缺少手机的驱动程序", "This computer has no driver for the phone"),
        Text(
            "请信息中心安装手机厂商的驱动或 adb，然后重新插线",
            "Have IT install the maker's driver or adb, then plug the cable in again",
        ),
    ),
    Trouble.NO_PERMISSION: (
        Text("当前用户无权使用这个 USB 设备", "The current user may not use this USB device"),
        Text(
            "请信息中心安装安卓手机的 udev 规则，然后重新插线",
            "Have IT install the udev rules for Android phones, then plug the cable in again",
        ),
    ),
    Trouble.UNAUTHORIZED: (
        Text("手机还没有允许这台电脑", "The phone has not allowed this computer yet"),
        Text(
            "解锁手机，在弹出的窗口点“允许 USB 调试”；没有弹窗时，在“开发者选项”里点“撤销 USB 调试授权”，再重新插线",
            "Unlock the phone and tap “Allow USB debugging”; if nothing pops up, tap “Revoke USB debugging"
            " authorisations” in Developer options and plug the cable in again",
        ),
    ),
    Trouble.REFUSED: (
        Text("手机拒绝了这台电脑的请求", "The phone refused this computer"),
        Text(
            "机主同意检查时，重新插线，在弹出的窗口点“允许 USB 调试”；不同意就到此为止",
            "If the owner agrees to the check, plug the cable in again and tap “Allow USB debugging”; otherwise stop",
        ),
    ),
    Trouble.OFFLINE: (
        Text("手机没有响应", "The phone does not respond"),
        Text("请解锁手机，拔下数据线再插上", "Unlock the phone, pull out the cable and plug it in again"),
    ),
    Trouble.LOCKED: (
        Text("手机已锁屏，部分内容读不到", "The phone is locked, so part of it cannot be read"),
        Text("请机主解锁手机后再查", "Have the owner unlock the phone, then check again"),
    ),
    Trouble.SEVERAL: (
        Text("检测到多台手机", "Several phones are connected"),
        Text(
            "请选择其中一台，或只留下要检查的那台", "Choose one of them, or leave only the one to be checked connected"
        ),
    ),
    Trouble.LOST: (
        Text("与手机的连接中断", "The connection to the phone was lost"),
        Text(
            "已读到的内容都保留着；一分钟内把同一部手机重新插上会自动继续，以后再查也从中断处接着做",
            "What was read is kept; plug the same phone in again within a minute and it goes on by itself, and a later"
            " check goes on from there, too",
        ),
    ),
    Trouble.HUNG: (
        Text("手机长时间没有回答这一项", "The phone did not answer this for a long time"),
        Text("解锁手机后再查这一项", "Unlock the phone and check this one again"),
    ),
    Trouble.SHEET: (
        Text("不读取手机，按自查表检查", "The phone is not read; the self-check sheet is gone through"),
        _SHEET,
    ),
    Trouble.SILENT: (
        Text("手机没有回答，正在重新连接……", "The phone does not answer; connecting again …"),
        Text("请看一下手机是不是锁屏了或者死机了", "See whether the phone is locked or has frozen"),
    ),
    Trouble.GARBLED: (
        Text(
            "从数据线收到的内容读不懂，多半是上一次连接没有正常结束",
            "What comes over the cable makes no sense; most likely an earlier connection did not end properly",
        ),
        Text(
            "拔下数据线，等几秒再插上，然后再查", "Pull out the cable, wait a few seconds, plug it in and check again"
        ),
    ),
    Trouble.WIRELESS: (
        Text(
            "手机开的是“无线调试”，本程序只通过数据线检查",
            "The phone offers “Wireless debugging”; this program checks over the cable alone",
        ),
        Text(
            "在“开发者选项”里关闭“无线调试”，打开“USB 调试”，用数据线连接后再查",
            "In Developer options turn “Wireless debugging” off and “USB debugging” on, connect the cable and check"
            " again",
        ),
    ),
    Trouble.RESTRICTED: (
        Text("手机系统不允许读取这一项", "The phone's system does not let this be read"),
        Text("请按说明在手机上核对", "Compare on the phone itself, as the steps say"),
    ),
    Trouble.HARMONY_NEXT: (
        Text("这是 HarmonyOS NEXT 手机，不能用数据线检查", "A HarmonyOS NEXT phone cannot be checked over the cable"),
        _SHEET,
    ),
    Trouble.IPHONE: (Text("苹果手机不能用数据线检查", "An iPhone cannot be checked over the cable"), _SHEET),
    Trouble.TOO_LONG: (
        Text("手机的回答太长，没有读完这一项", "The phone's answer is too long; this one was not read to its end"),
        Text("请机主在手机上打开看，由保密员人工核对", "Have the owner open it on the phone and the officer look"),
    ),
    Trouble.MALFORMED: (
        Text("手机的回答不合规矩，已停止读取", "The phone's answer broke the rules, so reading was stopped"),
        Text("停用这部手机，交保密员送检", "Stop using this phone and give it to the secrecy officer for inspection"),
    ),
}


class PhoneTrouble(Unreadable):
    """A phone that cannot be read, and why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(*SENTENCES[trouble])
        self.trouble = trouble
