"""Which kinds of devices were paired with this computer by Bluetooth?"""

from __future__ import annotations

from collections import Counter

from checker.api import Actor, Ask, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.bluetooth_peers import BluetoothPeers, Peer

_KINDS = {
    Peer.COMPUTER: Text("电脑", "computer"),
    Peer.PHONE: Text("手机", "phone"),
    Peer.NETWORK: Text("网络接入设备", "network access"),
    Peer.AUDIO: Text("耳机、音箱", "headphones or speakers"),
    Peer.INPUT: Text("键盘、鼠标", "keyboard or mouse"),
    Peer.OTHER: Text("其他设备", "other device"),
}
_STEPS = (
    Text("打开蓝牙设置，逐个看配对过的设备。", "Open the Bluetooth settings and look at each paired device."),
    Text("不认识的、不再用的，选“删除设备”。", "Remove those that are not known or no longer used."),
)


@check(
    id="workstation.bluetooth_peers",
    title=Text("蓝牙没有配对过手机和别的电脑", "No phone and no other computer is paired by Bluetooth"),
    why=Text(
        "配对过的手机和电脑可以不用数据线就传走文件。",
        "Phones and computers that were paired can take files without a cable.",
    ),
    severity=Severity.LOW,
    rules=("pc-wireless-adapters",),
    remedies={
        Platform.WINDOWS: Remedy(Actor.STAFF, steps=_STEPS, opens="ms-settings:bluetooth"),
        Platform.LINUX: Remedy(Actor.STAFF, steps=_STEPS, opens="gnome-control-center bluetooth"),
    },
)
def bluetooth_peers(peers: BluetoothPeers) -> Verdict:
    """Headphones, keyboards and mice take no files; of all else a person says whether it belongs here."""
    counts = Counter(peers.peers)
    asked = tuple(_item(kind, counts[kind]) for kind in Peer if counts[kind] and kind not in (Peer.AUDIO, Peer.INPUT))
    if asked:
        names = Text("、".join(one.zh for one in asked), ", ".join(one.en for one in asked))
        question = Text(
            "蓝牙配对过：{names}。都是单位的、工作需要的设备吗？",
            "Paired by Bluetooth: {names}. Do they all belong to the unit, and does the work need them?",
        )
        return Ask(question.filled(names=names), items=asked)
    if counts:
        return Pass(Text("蓝牙只配对过耳机、键盘一类的设备。", "Only headphones, keyboards and the like are paired."))
    return Pass(Text("蓝牙没有配对过任何设备。", "No device was ever paired by Bluetooth."))


def _item(kind: Peer, number: int) -> Text:
    return Text("{kind} {number} 个", "{kind}: {number}").filled(kind=_KINDS[kind], number=number)
