"""Did office programs leave copies of documents of their own?"""

from __future__ import annotations

from checker.api import Actor, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.leftovers import AutosaveCopies

_STEPS = (
    Text(
        "先打开办公软件的“文件 → 备份与恢复（管理文档）”，看清副本是什么：可能标有密级的，马上停下，"
        "不要删除，报告保密工作机构。",
        "Open the office program's backups and look what the copies are. If one may carry a classification marking, "
        "stop, delete nothing and report to the secrecy office.",
    ),
    Text("没有问题的，在办公软件的备份管理里清理副本。", "Otherwise clear the copies in the program's backup manager."),
    Text("关闭“自动备份到云端”。", "Switch off backing up to the cloud."),
)
_REMEDY = Remedy(Actor.STAFF, steps=_STEPS, erases=True)


@check(
    id="workstation.autosave_copies",
    title=Text(
        "办公软件没有遗留自动保存的副本",
        "Office programs have left no safety copies behind",
    ),
    why=Text(
        "办公软件会悄悄保存副本；原文件删了、移走了，副本还在电脑里。",
        "Office programs keep copies without a word; the copy stays when the document itself is gone.",
    ),
    severity=Severity.MEDIUM,
    rules=("autosave-temp-copies",),
    remedies={Platform.WINDOWS: _REMEDY, Platform.LINUX: _REMEDY},
)
def autosave_copies(copies: AutosaveCopies, policy: Policy) -> Verdict:
    """Counts alone; what is in the copies is the document search's matter."""
    if copies.number > policy.leftovers.autosave_copies:
        seen = Text(
            "办公软件留下了 {count} 个自动保存或临时副本。",
            "Office programs have left {count} {count:safety copy or temporary file|safety copies or temporary files}.",
        )
        line = Text("{program}：{number} 个", "{program}: {number}")
        items = tuple(line.filled(program=Text.name(name), number=number) for name, number in copies.copies)
        return Fail(seen.filled(count=copies.number), items)
    seen = Text("办公软件的副本共 {count} 个。", "Safety copies of office programs: {count}.")
    return Pass(seen.filled(count=copies.number))
