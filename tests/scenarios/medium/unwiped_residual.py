from checker.model.finding import State
from tests.scenarios import Scenario
from tests.scenarios.medium import BLANK, damaged, medium, stick
from tests.unit.residue import files
from tests.unit.residue.media import File
from tests.worlds.world import DENIED

SCENARIOS = (
    Scenario("pass", medium(BLANK), State.NEEDS_PERSON, names=("每个字节都是 0x00", "没有检查")),
    Scenario("pass", stick(), State.NEEDS_PERSON, names=("清除记录",)),
    Scenario("fail", stick(File("A.JPG", files.jpeg(1))), State.FAILED, names=("没有清除", "JPEG", "1 个")),
    Scenario("fail", stick(File("A.TXT", b"there " * 900, deleted=False)), State.FAILED, names=("没有删除",)),
    Scenario("denied", medium(DENIED), State.COULD_NOT_CHECK),
    Scenario("hostile", medium(damaged(File("A.JPG", files.jpeg(1)))), State.FAILED, names=("JPEG",)),
)
