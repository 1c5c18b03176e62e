from checker.model.finding import State
from tests.scenarios import Scenario
from tests.scenarios.medium import BLANK, damaged, medium, stick
from tests.scenarios.papers import BROKEN, CLEAN, PEOPLE
from tests.unit.residue.media import File
from tests.worlds.world import DENIED

SCENARIOS = (
    Scenario("pass", stick(File("A.TXT", CLEAN, deleted=False)), State.PASSED),
    Scenario("pass", medium(BLANK), State.PASSED),
    Scenario("fail", stick(File("A.CSV", PEOPLE, deleted=False)), State.FAILED, names=("60",)),
    Scenario("denied", medium(DENIED), State.COULD_NOT_CHECK),
    Scenario("hostile", stick(File("A.DOCX", BROKEN, deleted=False)), State.COULD_NOT_CHECK),
    Scenario("hostile", medium(damaged(File("A.TXT", CLEAN, deleted=False))), State.COULD_NOT_CHECK),
)
