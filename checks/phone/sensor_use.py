"""No app uses camera, microphone or location in the background."""

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import Sensor, SensorsInUse, SensorUse

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
    rules=("apk-risky-special-access",),
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
    recent = [use for use in sensors.uses if use.background and use.days is not None and use.days < _DAYS]
    wrong = [use for use in recent if use.sensor is not Sensor.LOCATION]
    if wrong:
        return Fail(
            Text("有应用最近在后台使用过摄像头或麦克风", "Apps used camera or microphone in the background recently"),
            tuple(_named(use) for use in wrong),
        )
    if recent:
        seen = Text("有应用最近在后台使用过定位", "Apps used the location in the background recently")
        return Fail(seen, tuple(_named(use) for use in recent), Severity.MEDIUM)
    return Pass(
        Text(
            "最近没有应用在后台使用摄像头、麦克风或定位",
            "No app used camera, microphone or location in the background recently",
        )
    )


def _named(use: SensorUse) -> Text:
    if not use.days:
        return Text("{app}：{sensor}，正在使用", "{app}: {sensor}, in use now").filled(
            app=use.app.label, sensor=_SENSORS[use.sensor]
        )
    text = Text("{app}：{sensor}，{days} 天前", "{app}: {sensor}, {days} days ago")
    return text.filled(app=use.app.label, sensor=_SENSORS[use.sensor], days=f"{use.days:.1f}")
