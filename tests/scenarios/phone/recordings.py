from checker.machine.answers import Output
from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, OWN, REFUSED, SILENT, changed, listing
from tests.worlds.world import DENIED

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario("pass", changed({"recordings": listing("/sdcard/Music/song.mp3")}), State.PASSED),
    Scenario(
        "fail",
        changed(
            {"recordings": listing("/sdcard/Recordings/会议.m4a", b"/sdcard/MIUI/sound_recorder/new\nline\xff.mp3")}
        ),
        State.FAILED,
        names=("2 个录音",),
    ),
    Scenario(
        "pass",
        changed({"recordings": listing("/sdcard/Download/会议录音20260101.m4a", "/sdcard/Documents/开会.mp3")}),
        State.NEEDS_PERSON,
        names=("Download：1 个", "Documents：1 个"),
    ),
    Scenario("pass", changed({"recordings": listing("/sdcard/Download/通话录音_1.m4a")}), State.PASSED),
    Scenario("denied", changed({"volumes": f"{OWN}public:8,1 mounted usbdrive1\n"}), State.COULD_NOT_CHECK),
    Scenario("denied", changed({"volumes": f"{OWN}public:8,1 unmountable\n"}), State.COULD_NOT_CHECK),
    Scenario("denied", changed({"volumes": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", changed({"volumes": f"{OWN}public:8,1 mounted 5E9A1B2C3D4E5F60\n"}), State.COULD_NOT_CHECK),
    Scenario(
        "pass",
        changed(
            {
                "volumes": f"{OWN}public:8,1 mounted 5E9A1B2C3D4E5F60\n",
                "volumes.seen": "/storage/5E9A1B2C3D4E5F60/\n/storage/emulated/\n/storage/self/\n",
            }
        ),
        State.PASSED,
    ),
    Scenario(
        "denied",
        changed({"storage.open": Output(b"/sdcard/\n/sdcard/DCIM\nls: /sdcard/Download: Permission denied\n", 1)}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("denied", changed({"recordings": Output(b"", 1)}), State.COULD_NOT_CHECK),
    Scenario(
        "denied", changed({"storage.open": Output(b"ls: /sdcard/: Permission denied\n", 1)}), State.COULD_NOT_CHECK
    ),
    Scenario("hostile", changed({"recordings": b"-5\tx\t../../x\0"}), State.COULD_NOT_CHECK),
)
