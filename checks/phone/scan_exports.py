"""No exports of scanner apps lie about."""

from checker.api import Actor, Ask, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import KnownApps
from checker.facts.phone.leftovers import ScanExports

_FOLDER = Text("{folder}：{count} 个", "{folder}: {count}")


@check(
    id="phone.scan_exports",
    title=Text(
        "扫描、识图软件没有留下文件的导出件", "Scanning and text-recognition apps have left no exported papers behind"
    ),
    why=Text(
        "扫描软件导出的文件往往就是文件原件的样子，还可能同步到云端。",
        "What scanner apps export looks like the paper itself, and may be in a cloud too.",
    ),
    severity=Severity.HIGH,
    rules=("scan-app-export-leftover",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "先看导出件上有没有密级字样；有的保持原样，断网并报告本单位保密工作机构。",
                    "Look for a secrecy level on the exports first; if there is one, leave them as they "
                    "are, go offline and report to the unit's secrecy office.",
                ),
                Text(
                    "没有密级但属内部件的，登记后在软件内和导出文件夹中都清除。",
                    "Internal papers without a level: log them, then remove them in the app and in its export folder.",
                ),
                Text(
                    "卸载把图片上传到网上识别的软件；公务文件不用小程序识图、翻译。",
                    "Uninstall apps that upload pictures for recognition; never feed office papers to mini-programs.",
                ),
                Text(
                    "需要识别文字时，使用单位指定的离线软件。",
                    "When text must be recognised, use the offline program that the unit provides.",
                ),
            ),
            erases=True,
        ),
    },
)
def scan_exports(exports: ScanExports, known: KnownApps) -> Verdict:
    if exports.folders:
        seen = Text(
            "还有 {count} 个扫描软件导出的文件",
            "There {count:is|are} {count} {count:file|files} that scanner apps exported",
        )
        items = tuple(_FOLDER.filled(folder=Text.name(folder), count=count) for folder, count in exports.folders)
        return Fail(seen.filled(count=sum(count for _, count in exports.folders)), items)
    if known.scanners:
        question = Text(
            "下列扫描软件里没有工作文件，云同步也已关闭，对吗？",
            "These scanner apps hold no work papers, and their cloud sync is off. Is that right?",
        )
        return Ask(question, items=tuple(app.label for app in known.scanners))
    return Pass(Text("没有发现扫描软件导出的文件", "No exports of scanner apps were found"))
