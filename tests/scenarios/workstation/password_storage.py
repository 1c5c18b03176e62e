from __future__ import annotations

from typing import Any

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

LSA = r"HKLM\SYSTEM\CurrentControlSet\Control\Lsa"
WDIGEST = r"HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\WDigest"
LAPS = r"HKLM\SOFTWARE\Microsoft\Policies\LAPS"
BY_POLICY = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\LAPS"
OLD_LAPS = r"HKLM\SOFTWARE\Policies\Microsoft Services\AdmPwd"
COMPONENT = (
    r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\GPExtensions\{D76B9641-3288-4f75-942D-087DE603E3EA}"
)
DEBIAN = "password [success=1 default=ignore] pam_unix.so obscure yescrypt\npassword requisite pam_deny.so\n"


def _windows(lsa: dict[str, Any] | None = None, **keys: Any) -> World:
    return World(Platform.WINDOWS, registry={LSA: lsa or {}, **keys})


def _linux(stack: str, defs: str | None = None) -> World:
    files: dict[str, Any] = {"/etc/pam.d/passwd": "@include common-password\n", "/etc/pam.d/common-password": stack}
    return World(files=files if defs is None else {**files, "/etc/login.defs": defs})


def _unix(word: str) -> str:
    return DEBIAN.replace("yescrypt", word)


SCENARIOS = (
    Scenario("pass", _windows(), State.PASSED, ("没有设置 LSA 保护", "没有用 LAPS")),
    Scenario(
        "pass", _windows({"RunAsPPL": 2, "NoLMHash": 1}, **{LAPS: {"BackupDirectory": 1}}), State.PASSED, ("由 LAPS",)
    ),
    Scenario("pass", _windows(**{OLD_LAPS: {"AdmPwdEnabled": 1}, COMPONENT: {}}), State.PASSED, ("由 LAPS",)),
    # A value whose component is missing does nothing; the first policy that speaks is the one that counts.
    Scenario("pass", _windows(**{OLD_LAPS: {"AdmPwdEnabled": 1}}), State.PASSED, ("没有安装它的组件",)),
    Scenario(
        "pass",
        _windows(**{LAPS: {"BackupDirectory": 0}, BY_POLICY: {"BackupDirectory": 2}}),
        State.PASSED,
        ("没有用 LAPS",),
    ),
    Scenario("fail", _windows({"NoLMHash": 0}), State.FAILED, ("LM 散列",)),
    Scenario("fail", _windows({"LmCompatibilityLevel": 2}), State.FAILED, ("过时的 LM",)),
    Scenario("fail", _windows({"RestrictAnonymousSAM": 0}), State.FAILED, ("列出账户名",)),
    Scenario("fail", _windows({"EveryoneIncludesAnonymous": 1}), State.FAILED, ("Everyone",)),
    Scenario("fail", _windows(**{WDIGEST: {"UseLogonCredential": 1}}), State.FAILED, ("明文留在内存",)),
    Scenario("denied", World(Platform.WINDOWS, registry={LSA: DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", _windows(None, **{WDIGEST: DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows({"NoLMHash": "1"}), State.COULD_NOT_CHECK),
    Scenario("pass", _linux(DEBIAN), State.PASSED),
    Scenario("pass", _linux(_unix(""), "# ENCRYPT_METHOD DES\nENCRYPT_METHOD SHA512\n"), State.PASSED),
    Scenario("fail", _linux(_unix("md5")), State.FAILED, ("MD5",)),
    Scenario("fail", _linux(_unix("")), State.FAILED, ("DES",)),
    Scenario("fail", _linux(_unix(""), "ENCRYPT_METHOD MD5\n"), State.FAILED, ("MD5",)),
    Scenario("denied", World(files={"/etc/pam.d/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux("password required pam_other.so\n"), State.COULD_NOT_CHECK),
    Scenario("hostile", _linux(_unix(""), "ENCRYPT_METHOD ROT13\n"), State.COULD_NOT_CHECK),
)
