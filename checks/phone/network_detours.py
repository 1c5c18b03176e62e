"""The phone's traffic does not pass through somebody else's hands."""

from checker.api import Actor, Ask, Fail, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.settings import PhoneDetours

_PROXY = Text("设有代理服务器", "A proxy server is set")
_RESOLVER = Text("设有自己填写的专用 DNS", "A private DNS server was entered by hand")
_CERTIFICATES = Text("装有 {count} 个自己添加的证书", "{count} {count:certificate was|certificates were} added")


@check(
    id="phone.network_detours",
    title=Text("手机上网不经过来历不明的代理和证书", "The phone's traffic passes no unknown proxy or certificate"),
    why=Text(
        "有人装了证书、设了代理，就能看到手机上网的内容。",
        "Whoever installed a certificate and set a proxy can read what goes over the network.",
    ),
    severity=Severity.HIGH,
    rules=("apk-risky-special-access",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "设置 → WLAN → 当前网络 → 代理，选“无”。",
                    "Settings → Wi-Fi → the network in use → Proxy: choose “None”.",
                ),
                Text(
                    "设置 → 安全 → 加密与凭据 → 信任的凭据 → 用户，删除来历不明的证书。",
                    "Settings → Security → Encryption & credentials → Trusted credentials → User: remove unknown ones.",
                ),
                Text(
                    "单位统一安装的，请保密员核对后保留。",
                    "What the unit itself installed stays, once the officer has compared it.",
                ),
            ),
        ),
    },
)
def network_detours(detours: PhoneDetours) -> Verdict:
    found = []
    if detours.proxy:
        found.append(_PROXY)
    if detours.certificates:
        found.append(_CERTIFICATES.filled(count=detours.certificates))
    if detours.resolver:
        found.append(_RESOLVER)
    if detours.proxy and detours.certificates:
        return Fail(
            Text("手机上网的内容可能被人看到", "What goes over the network may be read by others"), tuple(found)
        )
    # A proxy that was set in one Wi-Fi stands in none of the settings: nothing that is read rules it out.
    question = Text(
        "手机上没有来历不明的证书、代理和 DNS，单位统一安装的除外，对吗？（每个 Wi-Fi 自己的代理从数据线上看不到：设置"
        " → WLAN → 网络详情 → 代理；证书：设置 → 安全 → 加密与凭据 → 用户证书）",
        "There is no unknown certificate, proxy or DNS server on the phone, apart from what the unit installed. Is that"
        " right? (A proxy of a single Wi-Fi network cannot be seen over the cable: Settings → Wi-Fi → the network →"
        " Proxy. Certificates: Settings → Security → Encryption & credentials → Trusted credentials → User.)",
    )
    return Ask(question, items=tuple(found))
