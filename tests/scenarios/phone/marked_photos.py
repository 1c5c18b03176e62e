from checker.machine.answers import Output
from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, OWN, REFUSED, SILENT, changed, holding
from tests.worlds.world import DENIED

MARKED = "机密★10年\n关于某项工作的通知\n"
SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario("pass", holding({"/sdcard/Documents/notes.txt": "去买菜\n"}), State.PASSED),
    Scenario(
        "fail", holding({"/sdcard/Download/某某通知.txt": MARKED}), State.FAILED, names=("Download/某某…", "机密★10年")
    ),
    Scenario("fail", holding({"/sdcard/DCIM/.globalTrash/a\nb.txt": MARKED}), State.FAILED),
    Scenario("pass", holding({"/sdcard/Android/data/com.tencent.mm/files/x.txt": MARKED}), State.PASSED),
    Scenario("pass", holding({"/sdcard/Pictures/.thumbnails/7.txt": MARKED}), State.PASSED),
    Scenario("pass", holding({"/sdcard/Download/聊天记录.txt": MARKED}), State.PASSED),
    Scenario("fail", holding({"/sdcard/Download/a.html": f"<html><body>{MARKED}</html>"}), State.FAILED),
    Scenario("hostile", holding({"/sdcard/Download/a.rar": b"Rar!\x1a\x07\x01\0" + bytes(99)}), State.COULD_NOT_CHECK),
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
    Scenario("hostile", holding({"/sdcard/DCIM/a.jpg": b"\xff\xd8\xff\xe0" + bytes(64)}), State.COULD_NOT_CHECK),
    Scenario("hostile", holding({"/sdcard/DCIM/../../data/x.txt": MARKED}), State.PASSED),
    Scenario(
        "hostile", holding({"/sdcard/DCIM/a.txt": MARKED}, lied={"/sdcard/DCIM/a.txt": 1 << 40}), State.COULD_NOT_CHECK
    ),
    Scenario(
        "hostile", holding({"/sdcard/DCIM/gone.txt": "x"}, lied={"/sdcard/DCIM/gone.txt": 9}), State.COULD_NOT_CHECK
    ),
)
