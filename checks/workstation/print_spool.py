"""Do printed documents stay behind in the spool folder?"""

from __future__ import annotations

from datetime import timedelta

from checker.api import Actor, Fail, NotApplicable, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.spool import PrintSpool

_LOOK = Text(
    "先看打印队列里是什么文件：可能标有密级的，马上停下，不要删除，报告保密工作机构。",
    "First look what is in the queue. If it may carry a classification marking, stop, delete nothing and report.",
)


@check(
    id="workstation.print_spool",
    title=Text("打印后不留文件副本", "No copy of a document stays behind after printing"),
    why=Text(
        "打印任务会在电脑里存一份文件；卡住的、或被设成“保留”的，会一直留在那里。",
        "Printing makes a copy of the file on the computer; jobs that got stuck, or are set to be kept, stay there.",
    ),
    severity=Severity.MEDIUM,
    rules=("print-spool-leftover",),
    remedies={
        Platform.WINDOWS: Remedy(
            Actor.STAFF,
            steps=(
                _LOOK,
                Text(
                    "打开“设置 → 打印机和扫描仪”，选打印机，点“打开打印队列”，取消不要的任务。",
                    "Open the queue and cancel it.",
                ),
                Text(
                    "在“打印机属性 → 高级”里取消“保留打印的文档”。",
                    "In the printer's properties, under Advanced, clear “Keep printed documents”.",
                ),
            ),
            opens="ms-settings:printers",
            erases=True,
        ),
        Platform.LINUX: Remedy(
            Actor.IT,
            steps=(
                _LOOK,
                Text(
                    "打开“设置 → 打印机”，查看任务，取消不要的。", "Open Settings > Printers and cancel what is stuck."
                ),
                Text(
                    "把打印服务的 PreserveJobFiles 设为 No，再重启打印服务。",
                    "Set PreserveJobFiles to No in the print service's settings and restart it.",
                ),
            ),
            opens="gnome-control-center printers",
            erases=True,
        ),
    },
)
def print_spool(spool: PrintSpool, policy: Policy) -> Verdict:
    """A job of today may be waiting for paper; older ones are forgotten."""
    if not spool.installed:
        return NotApplicable(Text("这台电脑没有安装打印服务。", "This computer has no print service."))
    hours = policy.leftovers.spool_hours
    limit = spool.read_at - timedelta(hours=hours)
    old = sum(written < limit for written in spool.written)
    if old:
        seen = Text(
            "打印缓存里有 {count} 个超过 {hours} 小时的文件副本。",
            "The spool folder holds {count} {count:copy of a document that is|copies of documents that "
            "are} older than {hours} {hours:hour|hours}.",
        )
        return Fail(seen.filled(count=old, hours=hours), _keepers(spool))
    if spool.kept_by:
        seen = Text("有打印机被设置为打印后保留文件。", "Printers are set to keep documents after printing.")
        return Fail(seen, _keepers(spool))
    seen = Text(
        "打印缓存里没有超过 {hours} 小时的文件副本。",
        "No copy in the spool folder is older than {hours} {hours:hour|hours}.",
    )
    return Pass(seen.filled(hours=hours))


def _keepers(spool: PrintSpool) -> tuple[Text, ...]:
    line = Text("打印后保留文件：{name}", "Keeps documents after printing: {name}")
    return tuple(line.filled(name=Text.name(name)) for name in spool.kept_by)
