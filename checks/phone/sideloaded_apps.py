"""Every app came from a store that counts."""

from fnmatch import fnmatchcase

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.apps import Came, Installed, InstalledApps

_WAYS = {
    Came.CABLE: Text("用电脑装上", "installed from a computer"),
    Came.FILE: Text("打开安装包装上", "installed from a package file"),
    Came.APP: Text("由其他应用装上", "installed by another app"),
    Came.NOBODY: Text("没有安装来源", "no installer is named"),
    Came.MOVED: Text("从另一部手机搬来", "copied from another phone"),
}


@check(
    id="phone.sideloaded_apps",
    title=Text("手机应用都来自可信的应用商店", "Every app on the phone came from a trusted store"),
    why=Text(
        "不是从商店来的应用没有人查过，常被用来窃密。",
        "Nobody has looked at an app that came from no store; such apps are used for spying.",
    ),
    severity=Severity.HIGH,
    rules=("apk-sideloaded-unknown",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "逐个核对提示的应用：是谁装的、从哪里来、还用不用。",
                    "For each app that is named: who installed it, where from, is it in use.",
                ),
                Text(
                    "说不清来历的，先断网，再卸载，然后用手机管家全盘查杀。",
                    "If nobody knows, go offline, uninstall it, then run a full scan with the phone manager.",
                ),
                Text(
                    "确实要用的，从手机厂商或单位的应用商店重新安装。",
                    "If it is needed, install it again from the maker's or the unit's store.",
                ),
                Text(
                    "怀疑是别人故意植入的，不要卸载，停用手机并报告本单位保密工作机构。",
                    "If you suspect that somebody planted it, do not uninstall; stop using the phone and "
                    "report to the unit's secrecy office.",
                ),
            ),
        ),
    },
)
def sideloaded_apps(installed: InstalledApps, policy: Policy) -> Verdict:
    if installed.stalking:
        seen = Text(
            "有 {count} 个应用在公开的监控软件名单上（名单日期 {day}），不要卸载，停用手机并报告",
            "{count} {count:app is on|apps are on} a public list of stalkerware (list of {day}): do not "
            "uninstall, stop using the phone and report",
        )
        named = tuple(one.label for one in installed.stalking)
        return Fail(seen.filled(count=len(named), day=installed.listed), named, Severity.CRITICAL)
    outside = [one for one in installed.apps if one.came is not Came.STORE and not _approved(one, policy)]
    wrong = [one for one in outside if one.came is not Came.MOVED]
    if wrong:
        seen = Text(
            "{count} 个应用不是从可信的应用商店安装的", "{count} {count:app did|apps did} not come from a trusted store"
        )
        return Fail(seen.filled(count=len(wrong)), tuple(_named(one) for one in wrong))
    if outside:
        question = Text(
            "有 {count} 个应用是换机时从另一部手机搬来的，看不出原来从哪里安装。机主确认原来都是从应用商店装的吗？",
            "{count} {count:app was copied|apps were copied} from another phone, and nothing tells where "
            "that one had them from. Does the owner confirm that they all came from a store?",
        )
        return Ask(question.filled(count=len(outside)), items=tuple(_named(one) for one in outside))
    if installed.by_label and installed.apps:
        seen = Text(
            "自己安装的 {count} 个应用都写着可信的来源（安卓 10 及更早的系统只有这一个记录，用电脑安装时可以冒充）",
            "{count:The one app that was added names|All {count} apps that were added name} a trusted source (Android"
            " 10 and older keep no other record, and whoever installs from a computer can fake it)",
        )
        return Pass(seen.filled(count=len(installed.apps)))
    seen = Text(
        "自己安装的 {count} 个应用都来自可信的来源",
        "{count:The one app that was added|All {count} apps that were added} came from trusted sources",
    )
    return Pass(seen.filled(count=len(installed.apps)))


def _approved(one: Installed, policy: Policy) -> bool:
    wanted = {digest.replace(":", "").lower() for digest in policy.phone.approved_certificates}
    names = policy.phone.approved_apps
    return one.certificate in wanted - {""} or any(fnmatchcase(one.app.package, name) for name in names)


def _named(one: Installed) -> Text:
    way = _WAYS[one.came]
    if one.by is not None:
        way = Text("{way}：{by}", "{way}: {by}").filled(way=way, by=one.by.label)
    if not one.certificate:
        return Text("{app}，{way}", "{app}, {way}").filled(app=one.app.label, way=way)
    text = Text("{app}，{way}，签名 {sign}…", "{app}, {way}, signer {sign}…")
    return text.filled(app=one.app.label, way=way, sign=one.certificate[:16])
