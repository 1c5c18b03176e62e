import random

from checker.model.finding import State
from tests.scenarios import Scenario
from tests.scenarios.medium import BLANK, damaged, medium, stick, volume
from tests.unit.residue import files
from tests.unit.residue.media import File
from tests.worlds.world import DENIED

THERE = File("A.TXT", b"there " * 900, deleted=False)
GONE = File("B.JPG", files.jpeg(1))


def overwritten() -> bytes:
    """A stick whose free space was wiped with random bytes."""
    image = bytearray(volume(THERE))
    at = image.index(THERE.content) + 8192
    image[at:] = random.Random(1).randbytes(len(image) - at)
    return bytes(image)


def forgotten() -> bytes:
    """Content without any record."""
    image = bytearray(volume(THERE))
    image[-2 << 20 : -1 << 20] = (b"a page of a letter " * 60_000)[: 1 << 20]
    return bytes(image)


SCENARIOS = (
    Scenario("pass", stick(THERE), State.PASSED, names=("都是空白", "1 个")),
    Scenario("pass", medium(BLANK), State.PASSED, names=("不能说明",)),
    Scenario("pass", medium(overwritten()), State.NEEDS_PERSON, names=("没有规律",)),
    Scenario("fail", stick(THERE, GONE), State.FAILED, names=("1 个", "可能恢复")),
    Scenario("fail", medium(forgotten()), State.FAILED, names=("没有清除过",)),
    Scenario("denied", medium(DENIED), State.COULD_NOT_CHECK),
    Scenario("hostile", medium(damaged(GONE)), State.COULD_NOT_CHECK),
)
