from checker.machine.answers import Output
from checker.model.finding import State
from tests.scenarios import Scenario
from tests.worlds.phone import FORBIDDEN, GARBAGE, REFUSED, SILENT, changed, listing

SCENARIOS = (
    Scenario("pass", changed({}), State.PASSED),
    Scenario(
        "pass",
        changed({"apps.third": "package:com.intsig.camscanner  installer=com.xiaomi.market\n"}),
        State.NEEDS_PERSON,
        names=("扫描全能王",),
    ),
    Scenario(
        "fail",
        changed({"papers": listing("/sdcard/CamScanner/doc.pdf", "/sdcard/CamScanner/b.pdf")}),
        State.FAILED,
        names=("2 个",),
    ),
    Scenario(
        "fail",
        changed({"papers": listing("/sdcard/Download/CamScanner 11-21-2026.pdf", "/sdcard/Documents/a.pdf")}),
        State.FAILED,
        names=("1 个", "Download"),
    ),
    Scenario(
        "fail", changed({"photos.walk": listing("/sdcard/Pictures/扫描全能王 2026-11-21 10.20_1.jpg")}), State.FAILED
    ),
    Scenario("pass", changed({"papers": listing("/sdcard/Download/scanner_manual.pdf")}), State.PASSED),
    Scenario("denied", REFUSED, State.COULD_NOT_CHECK),
    Scenario("denied", FORBIDDEN, State.COULD_NOT_CHECK),
    Scenario("hostile", GARBAGE, State.COULD_NOT_CHECK),
    Scenario("hostile", SILENT, State.COULD_NOT_CHECK),
    Scenario("denied", changed({"papers": Output(b"", 1)}), State.COULD_NOT_CHECK),
)
