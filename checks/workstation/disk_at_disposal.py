"""Before a computer leaves the unit: is every disk in it dealt with?"""

from __future__ import annotations

from checker.api import Actor, Ask, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.ledger import Disks

_REMEDY = Remedy(
    Actor.OFFICER,
    steps=(
        Text(
            "涉密电脑：拆下全部硬盘，登记后送指定机构销毁，不得自行清除后再用。",
            "Classified computer: take out all disks, register them and send them to the designated destroyer. "
            "Do not wipe them for further use.",
        ),
        Text(
            "非涉密电脑：用合格的工具整盘覆写，再用本程序复检，然后移交。",
            "Open computer: overwrite each disk as a whole with an approved tool, check it again with this program, "
            "then hand the computer over.",
        ),
        Text("填写处置审批单，清点人和监督人签字。", "Fill in the disposal form; two people sign it."),
    ),
    erases=True,
)


@check(
    id="workstation.disk_at_disposal",
    title=Text("报废或移交前，硬盘已清除或拆下", "Before the computer leaves, its disks are wiped or taken out"),
    why=Text(
        "删除和格式化去不掉内容；休眠文件和页面文件里还有办公时内存的内容。",
        "Deleting and formatting do not remove content, and hibernation and page files hold what was in memory.",
    ),
    severity=Severity.CRITICAL,
    rules=("pc-disk-at-disposal",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def disk_at_disposal(disks: Disks) -> Verdict:
    """A computer that runs this program has a disk that is not wiped, so a person has to say what becomes of it."""
    question = Text(
        "这台电脑里有 {count} 块硬盘。报废或移交前，是否已安排逐块清除并复检，或者拆下登记送销？",
        "This computer has disks ({count}). Is it arranged that each is wiped and checked again, or taken out, "
        "registered and destroyed, before the computer leaves?",
    )
    memory = (
        _memory(Text("休眠文件（内存的完整副本）", "Hibernation file (all of the memory)"), disks.hibernation),
        _memory(Text("页面文件或交换分区（内存的一部分）", "Page file or swap (parts of the memory)"), disks.swap),
    )
    items = (*(disk.line for disk in disks.disks), *(line for line in memory if line is not None))
    return Ask(question.filled(count=len(disks.disks)), items=items)


def _memory(what: Text, there: bool | None) -> Text | None:
    if there is False:
        return None
    state = Text("有", "yes") if there else Text("读不到，按有处理", "could not be read; take it as yes")
    return Text("{what}：{state}", "{what}: {state}").filled(what=what, state=state)
