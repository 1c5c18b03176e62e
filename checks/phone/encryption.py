"""The phone's storage is encrypted."""

from checker.api import Actor, Fail, Pass, Platform, Remedy, Severity, Text, Verdict, check
from checker.facts.phone.settings import PhoneEncryption


@check(
    id="phone.encryption",
    title=Text("手机存储已加密", "The phone's storage is encrypted"),
    why=Text(
        "没有加密的手机丢失后，拆下存储就能读出全部内容。",
        "Without encryption, whoever finds the phone can read its storage chip.",
    ),
    severity=Severity.MEDIUM,
    rules=("phone-encryption",),
    remedies={
        Platform.ANDROID: Remedy(
            Actor.STAFF,
            (
                Text(
                    "设置 → 安全 → 加密与凭据，看是否已加密。",
                    "Settings → Security → Encryption: see whether it is encrypted.",
                ),
                Text(
                    "未加密但能加密的，设好锁屏口令、接上电源后开启。",
                    "If it can be, set a lock code, connect power and turn encryption on.",
                ),
                Text(
                    "不支持加密的机型，不再用于公务。", "A model that cannot be encrypted is no longer used for work."
                ),
            ),
        ),
    },
)
def encryption(encryption: PhoneEncryption) -> Verdict:
    if encryption.state == "encrypted":
        seen = Text("手机存储已加密（{kind}）", "The phone's storage is encrypted ({kind})")
        return Pass(seen.filled(kind=Text.name(encryption.kind or "—")))
    if encryption.state == "unsupported":
        return Fail(Text("这部手机不支持存储加密", "This phone does not support encryption of its storage"))
    return Fail(Text("手机存储没有加密", "The phone's storage is not encrypted"))
