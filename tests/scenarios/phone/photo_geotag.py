from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, details, listing
from tests.worlds.world import DENIED

NAMES = tuple(f"/sdcard/DCIM/Camera/IMG_{index}.jpg" for index in range(3))
SHOTS = listing(*NAMES)
CAMERA = {"app.details com.android.camera": details("com.android.camera", granted=("ACCESS_FINE_LOCATION",))}
ROUGHLY = {"app.details com.android.camera": details("com.android.camera", granted=("ACCESS_COARSE_LOCATION",))}
NO_PLACE = b"\xff\xd8\xff\xe0\0\x04ab\xff\xda"
# Exif with one directory that points to another, which holds GPSLatitude (tag 2).
_TIFF = b"II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0\x01\0\x02\0\x05\0\x03\0\0\0\0\0\0\0\0\0\0\0"
_EXIF = b"\xff\xd8\xff\xe1" + (len(_TIFF) + 8).to_bytes(2, "big") + b"Exif\0\0" + _TIFF
PLACED = {f"file {name}": _EXIF for name in NAMES}
CLEAN = {f"file {name}": NO_PLACE for name in NAMES}
BROKEN = {f"file {name}": b"\xff\xd8\xff\xe1\xff\xffExif\0\0II*\0\xff\xff\xff\xff" for name in NAMES}
HEIF = "/sdcard/DCIM/Camera/IMG_9.HEIC"
MIXED = {"photos.walk": listing(*NAMES, HEIF), **CLEAN, f"file {HEIF}": b"\0\0\0\x18ftypheic" + _TIFF}

SCENARIOS = (
    Scenario("pass", changed({"photos.walk": SHOTS, **CLEAN, **CAMERA}), State.PASSED),
    Scenario("pass", changed({"photos.walk": listing(NAMES[0]), f"file {NAMES[0]}": NO_PLACE}), State.PASSED),
    Scenario("pass", changed({}), State.NEEDS_PERSON),
    Scenario("pass", changed(ROUGHLY), State.NEEDS_PERSON),
    Scenario(
        "pass",
        changed({**ROUGHLY, "photos.walk": listing(NAMES[0]), f"file {NAMES[0]}": NO_PLACE}),
        State.NEEDS_PERSON,
    ),
    Scenario("fail", changed({"photos.walk": SHOTS, **PLACED}), State.FAILED, names=("3 张",)),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("pass", changed(CAMERA), State.NEEDS_PERSON),
    Scenario("denied", changed({"photos.walk": DENIED, "storage.open": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", changed({"photos.walk": SHOTS, **BROKEN, **CAMERA}), State.PASSED),
    Scenario("denied", changed(MIXED), State.COULD_NOT_CHECK),
    Scenario("denied", changed({"photos.walk": SHOTS, **CLEAN, f"file {NAMES[1]}": b""}), State.COULD_NOT_CHECK),
)
