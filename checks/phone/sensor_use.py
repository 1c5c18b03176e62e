"""No app uses camera, microphone or location in the background."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import Seen, Sensor, SensorsInUse, SensorUse

_DAYS = 7.0
_SENSORS = {
    Sensor.CAMERA: Text("摄像头", "camera"),
    Sensor.MICROPHONE: Text("麦克风", "microphone"),
    Sensor.LOCATION: Text("定位", "location"),
}


@check(
    id="phone.sensor_use",
    title=Text(
        "没有应用在后台使用摄像头、麦克风和定位", "No app uses camera, microphone or location in the background"
    ),
    why=Text(
        "后台使用摄像头、麦克风或定位，等于把手机变成窃听窃照的器材。",
        "Camera, microphone or location used in the background turn a phone into a bug.",
    ),
    severity=Severity.HIGH,
    # The second rule is of the daily check, too: what people call spyware is looked for every day.
    rules=("apk-risky-special-access", "apk-sideloaded-unknown"),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "设置 → 隐私 → 权限使用记录，看提示的应用是什么时候用的。",
                    "Settings → Privacy → Permission use: see when the apps that are named used them.",
                ),
                Text(
                    "在权限管理里把摄像头、麦克风和位置改为“不允许”或“仅使用期间允许”。",
                    "In the permission manager set camera, microphone and location to “Don't allow” or "
                    "“Only while in use”.",
                ),
                Text(
                    "机主说不清用途的，停用手机，交保密员送检。",
                    "If the owner cannot say what for, stop using the phone and give it to the officer for inspection.",
                ),
            ),
        ),
    },
)
def sensor_use(sensors: SensorsInUse) -> Verdict:
    recent = [use for use in sensors.uses if use.running or use.days < _DAYS]
    hidden = [use for use in recent if use.seen is Seen.BACKGROUND]
    wrong = [use for use in hidden if use.sensor is not Sensor.LOCATION]
    if wrong:
        return Fail(
            Text("有应用最近在后台使用过摄像头或麦克风", "Apps used camera or microphone in the background recently"),
            tuple(_named(use) for use in wrong),
        )
    if hidden:
        seen = Text("有应用最近在后台使用过定位", "Apps used the location in the background recently")
        return Fail(seen, tuple(_named(use) for use in hidden), Severity.MEDIUM)
    aside = [use for use in recent if use.seen is Seen.SERVICE and use.sensor is not Sensor.LOCATION]
    if aside:
        question = Text(
            "下列应用不在屏幕上时也用过摄像头或麦克风（如通话、录音），都是机主自己开始的，对吗？",
            "These apps used camera or microphone while something else was on screen, as for a call or a recording. The"
            " owner began each of them. Is that right?",
        )
        return Ask(question, items=tuple(_named(use) for use in aside))
    return Pass(
        Text(
            "最近没有应用在后台使用摄像头、麦克风或定位",
            "No app used camera, microphone or location in the background recently",
        )
    )


def _named(use: SensorUse) -> Text:
    text = Text("{app}：{sensor}，{when}", "{app}: {sensor}, {when}")
    return text.filled(app=use.app.label, sensor=_SENSORS[use.sensor], when=_when(use))


def _when(use: SensorUse) -> Text:
    """As people say it: minutes, hours, days."""
    if use.running:
        return Text("正在使用", "in use now")
    minutes = int(use.days * 1440)
    if minutes < 1:
        return Text("刚刚", "just now")
    if minutes < 60:
        return Text("{number} 分钟前", "{number} {number:minute|minutes} ago").filled(number=minutes)
    if minutes < 2880:
        return Text("{number} 小时前", "{number} {number:hour|hours} ago").filled(number=minutes // 60)
    return Text("{number} 天前", "{number} {number:day|days} ago").filled(number=minutes // 1440)
