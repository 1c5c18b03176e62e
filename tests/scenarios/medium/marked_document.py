from checker.model.finding import State
from checker.model.policy import Media, Policy
from tests.scenarios import Scenario
from tests.scenarios.medium import BLANK, damaged, medium, stick, volume, with_another
from tests.scenarios.papers import BROKEN, CLEAN, LEVEL_ALONE, MARKED
from tests.unit.residue.media import File
from tests.worlds.world import DENIED

DELETED_TOO = Policy(media=Media(deleted_content=True))
THERE = File("MARKED.TXT", MARKED, deleted=False)
GONE = File("MARKED.TXT", MARKED)
CLEAN_STICK = volume(File("A.TXT", CLEAN, deleted=False))
LATER = len(CLEAN_STICK) // 512 + 4096  # sectors

SCENARIOS = (
    Scenario("pass", stick(File("A.TXT", CLEAN, deleted=False)), State.PASSED, names=("1 个文件",)),
    Scenario("pass", medium(BLANK), State.PASSED),
    Scenario("pass", stick(File("A.TXT", CLEAN)), State.PASSED, names=("已删除",), policy=DELETED_TOO),
    Scenario("fail", stick(THERE, File("A.TXT", CLEAN, deleted=False)), State.FAILED, names=("机密★10年",)),
    Scenario("fail", stick(File("A.TXT", LEVEL_ALONE, deleted=False)), State.NEEDS_PERSON),
    Scenario("fail", stick(GONE), State.FAILED, names=("已删除的文件", "机密★10年"), policy=DELETED_TOO),
    Scenario("denied", medium(DENIED), State.COULD_NOT_CHECK),
    Scenario("denied", stick(GONE), State.COULD_NOT_CHECK, names=("已删除",)),
    Scenario("hostile", stick(File("A.DOCX", BROKEN, deleted=False)), State.COULD_NOT_CHECK),
    Scenario("hostile", medium(damaged(THERE)), State.COULD_NOT_CHECK),
    Scenario("hostile", medium(b"\xeb\x52\x90NTFS    " + b"\x41" * (1 << 20)), State.COULD_NOT_CHECK),
    Scenario("denied", medium(with_another(CLEAN_STICK, LATER, 4096)), State.COULD_NOT_CHECK, names=("超出介质末尾",)),
    Scenario(
        "denied", medium(CLEAN_STICK[: len(CLEAN_STICK) * 2 // 3]), State.COULD_NOT_CHECK, names=("超出介质末尾",)
    ),
    Scenario("denied", medium(with_another(CLEAN_STICK, 2050, 4096)), State.COULD_NOT_CHECK, names=("重叠",)),
    Scenario("denied", medium(CLEAN_STICK + CLEAN_STICK[2048 * 512 :]), State.COULD_NOT_CHECK, names=("分区表里没有",)),
)
