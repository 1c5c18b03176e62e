from checker.model.finding import State
from tests.scenarios import Scenario
from tests.scenarios.medium import BLANK, damaged, medium, stick
from tests.unit.residue.media import File
from tests.worlds.world import DENIED

BIN = "$RECYCLE.BIN"
BINNED = File("$R1.DOC", b"x" * 900, deleted=False, folder=BIN)
NAMES = (
    File("$I1.DOC", b"\2" * 90, deleted=False, folder=BIN),
    File("desktop.ini", b"[.ShellClassInfo]", deleted=False, folder=BIN),
)

SCENARIOS = (
    Scenario("pass", stick(*NAMES, File("A.DOC", b"x" * 90, deleted=False)), State.PASSED),
    Scenario("pass", medium(BLANK), State.PASSED),
    Scenario("fail", stick(BINNED, *NAMES), State.FAILED, names=("1 个文件",)),
    Scenario("denied", medium(DENIED), State.COULD_NOT_CHECK),
    Scenario("hostile", medium(damaged(BINNED)), State.COULD_NOT_CHECK),
)
