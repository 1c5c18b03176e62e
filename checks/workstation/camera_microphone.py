"""Can this computer see or hear a secure place?"""

from __future__ import annotations

from checker.api import Actor, Ask, NotApplicable, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.camera import Capture

_UNLOCKED = Text("没有策略禁止在锁屏界面打开摄像头", "No policy keeps the camera from being opened on the lock screen")
_STEPS = (
    Text(
        "在涉密场所的，由信息中心拆除或停用摄像头和麦克风；一时拆不了的贴上封条。",
        "In a secure place, IT removes or disables the camera and microphone; seal what cannot be removed at once.",
    ),
    Text(
        "正在被程序使用而你没有开会、没有录音的，退出那个程序并告诉信息中心。",
        "If a program uses one and you are in no meeting and recording nothing, close it and tell IT.",
    ),
    Text(
        "锁屏界面能打开摄像头的，由信息中心启用策略“禁止启用锁屏界面相机”。",
        "Where the lock screen may open the camera, IT enables the policy Prevent enabling lock screen camera.",
    ),
)
_REMEDY = Remedy(Actor.IT, steps=_STEPS)


@check(
    id="workstation.camera_microphone",
    title=Text(
        "涉密场所的联网电脑没有可用的摄像头和麦克风",
        "A networked computer in a secure place has no working camera or microphone",
    ),
    why=Text(
        "联网电脑上的摄像头和麦克风，可能让外人看到、听到涉密场所。",
        "Through the camera and microphone of a networked computer outsiders may see and hear a secure place.",
    ),
    severity=Severity.MEDIUM,
    rules=("camera-mic-networked-secure-area",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def camera_microphone(capture: Capture) -> Verdict:
    """Only a person knows what room this is."""
    if not capture.known:
        return NotApplicable(
            Text("这台电脑没有摄像头，也没有麦克风。", "This computer has neither a camera nor a microphone.")
        )
    question = Text(
        "这台电脑现在有 {cameras} 个摄像头、{microphones} 个麦克风可用。它是否不在涉密场所，或者已拆除、封堵？",
        "{cameras} cameras and {microphones} microphones work on this computer. "
        "Is it outside secure places, or are they removed or sealed?",
    )
    in_use = Text("正在使用：{name}", "In use now: {name}")
    items = [in_use.filled(name=Text.name(name)) for name in capture.in_use]
    if capture.on_lock_screen:
        items.append(_UNLOCKED)
    return Ask(question.filled(cameras=capture.cameras, microphones=capture.microphones), items=tuple(items))
