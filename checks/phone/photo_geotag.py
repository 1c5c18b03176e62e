"""The camera does not write the place into photos."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.leftovers import PhotoPlaces

_ENOUGH = 3  # photos; fewer say little of a setting


@check(
    id="phone.photo_geotag",
    title=Text("相机拍照不写入位置", "The camera does not write the place into photos"),
    why=Text(
        "带位置的照片一发出去，就说出了单位或住处。", "A photo with its place tells where the unit or the home is."
    ),
    severity=Severity.LOW,
    rules=("photo-geotag-on",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "打开相机 → 设置，关闭“地理位置”或“保存位置信息”。",
                    "Camera → settings: turn off “location” or “save location”.",
                ),
                Text(
                    "设置 → 应用 → 相机 → 权限 → 位置，选“不允许”。",
                    "Settings → Apps → Camera → Permissions → Location: choose “Don't allow”.",
                ),
                Text("发照片前，在分享页选择不带位置信息。", "When sharing a photo, choose to leave out its location."),
            ),
        ),
    },
)
def photo_geotag(photos: PhotoPlaces) -> Verdict:
    if photos.placed:
        seen = Text(
            "最近 {sampled} 张照片中有 {placed} 张带有拍摄位置",
            "{placed} of the newest {sampled} photos say where they were taken",
        )
        return Fail(seen.filled(sampled=photos.sampled, placed=photos.placed))
    if (
        photos.camera_may_locate is False and photos.sampled
    ):  # without a photo nobody knows that it is the camera in use
        return Pass(
            Text(
                "相机没有位置权限，最近的照片也不带位置",
                "The camera may not locate, and the newest photos have no place in them",
            )
        )
    if photos.sampled >= _ENOUGH:
        return Pass(
            Text("最近 {sampled} 张照片都不带位置", "None of the newest {sampled} photos has a place in it").filled(
                sampled=photos.sampled
            )
        )
    return Ask(
        Text("相机设置里的“地理位置”已关闭，对吗？", "“Location” is off in the camera's settings. Is that right?")
    )
