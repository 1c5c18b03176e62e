"""Phones that differ from an ordinary one in one thing that real ones print, inspected whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from checker.knowledge.stalkerware import stalkerware
from checker.model.finding import State
from tests.unit.phone.inspected import inspected
from tests.worlds.phone_peer import StandInPhone
from tests.worlds.whole_phones import APP, BRANDS, Whole, printed

SYSTEM, DETAILS = "pm list packages -s --user 0", f"dumpsys package {APP}"
_LOCKED = "User State:\n  User 0\n    CredentialType: PIN\n"


@dataclass(frozen=True)
class Other:
    """`more` stands behind what the command prints, `instead` in the place of all of it, `turned` of a part of it."""

    name: str
    brand: str
    level: int
    check: str
    state: State
    more: dict[str, str] = field(default_factory=dict)
    instead: dict[str, str] = field(default_factory=dict)
    turned: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name


def _user(number: int) -> dict[str, str]:
    """The commands that one more user answers: no app beside the system's."""
    said = {f"pm list packages {kind} --user {number}": "" for kind in ("-3 -i", "-3", "-d")}
    return {**said, f"pm list packages -s --user {number}": "package:android\n"}


PASSED, FAILED, UNKNOWN = State.PASSED, State.FAILED, State.COULD_NOT_CHECK
_STORE = {DETAILS: ("com.meizu.mstore", "cn.nubia.neostore")}
OTHERS = (
    Other(
        "a listed spying app that root put into the system's part", "Xiaomi HyperOS", 34, "sideloaded_apps", FAILED,
        more={SYSTEM: f"package:{min(stalkerware().packages)}\n"},
    ),
    Other(
        "a system beside the maker's own (DSU)", "Google", 34, "system_integrity", FAILED,
        more={"getprop": "[ro.gsid.image_running]: [1]\n"},
    ),
    Other(
        "no system beside the maker's own", "Google", 34, "system_integrity", PASSED,
        more={"getprop": "[ro.gsid.image_running]: [0]\n"},
    ),
    Other(
        "adb is root, and the development build hides itself", "Meizu", 33, "system_integrity", FAILED,
        more={"getprop": "[service.adb.root]: [1]\n"},
    ),
    Other(
        "adb listens at a list of places", "Google", 35, "usb_debugging", FAILED,
        more={"getprop": "[service.adb.listen_addrs]: [vsock:5555,tcp:0.0.0.0:5555]\n"},
    ),
    Other(
        "adb listens to the phone itself alone", "Google", 35, "usb_debugging", State.NEEDS_PERSON,
        more={"getprop": "[service.adb.listen_addrs]: [tcp:localhost:5555]\n"},
    ),
    Other(
        "a guest, who has no code", "Samsung", 33, "screen_lock", PASSED,
        more={"pm list users": "\tUserInfo{10:Guest:404}\n"},
        instead={"dumpsys lock_settings": f"{_LOCKED}  User 10\n    CredentialType: NONE\n", **_user(10)},
    ),
    Other(
        "a second space without a code", "Samsung", 33, "screen_lock", FAILED,
        more={"pm list users": "\tUserInfo{10:Other:410}\n"},
        instead={"dumpsys lock_settings": f"{_LOCKED}  User 10\n    CredentialType: NONE\n", **_user(10)},
    ),
    Other(
        "a tablet whose system nobody can enter", "Google", 36, "screen_lock", PASSED,
        instead={
            "am get-current-user": "10\n",
            "pm list users": "Users:\n\tUserInfo{0:System:813} running\n\tUserInfo{10:Alice:c12} running\n",
            "dumpsys lock_settings": f"{_LOCKED.replace('User 0', 'User 10')}  User 0\n    CredentialType: NONE\n",
            "dumpsys trust": ' User "Alice" (id=10, flags=0xc12) (current): trustManaged=0, deviceLocked=0\n',
            "settings --user 10 get system screen_off_timeout": "30000\n",
            "settings --user 10 get secure lock_screen_lock_after_timeout": "5000\n",
            "settings --user 10 get secure lock_screen_allow_private_notifications": "0\n",
            **_user(10),
        },
    ),
    Other(
        "a code of digits or letters, and no word which", "Huawei HarmonyOS", 31, "screen_lock", PASSED,
        turned={"dumpsys lock_settings": ("CredentialType: PIN", "CredentialType: PASSWORD_OR_PIN")},
    ),
    Other(
        "a card that was pulled out", "Samsung", 34, "memory_card", PASSED,
        more={"sm list-volumes all": "public:179,1 bad_removal ABCD-1234\n"},
    ),
    Other(
        "Huawei's part of the system, of one word", "Huawei HarmonyOS", 31, "sideloaded_apps", PASSED,
        more={SYSTEM: "package:androidhwext\n"},
    ),
    Other(
        "an app of one word, which nobody can install", "Huawei HarmonyOS", 31, "sideloaded_apps", UNKNOWN,
        more={
            "pm list packages -3 -i --user 0": "package:odd  installer=null\n",
            "pm list packages -3 --user 0": "package:odd\n",
        },
    ),
    Other(
        "nubia's own store", "Meizu", 33, "sideloaded_apps", PASSED, turned=_STORE,
    ),
    Other(
        "two networks at once, the second one open", "OPPO", 34, "saved_wifi", FAILED,
        more={
            "cmd wifi status": 'Wifi is connected to "Home"\nWifiInfo: SSID: "Home", Security type: 2, x\n'
            'Wifi is connected to "Free"\nWifiInfo: SSID: "Free", Security type: 0, x\n'
        },
    ),
    Other(
        "a list of networks that ends with its head", "vivo", 35, "saved_wifi", UNKNOWN,
        instead={"cmd wifi list-networks": "Network Id      SSID                         Security type\n"},
    ),
    Other(
        "encrypted, and by nothing", "Huawei EMUI", 29, "encryption", UNKNOWN,
        turned={"getprop": ("[ro.crypto.type]: [file]", "[ro.crypto.type]: [none]")},
    ),
    Other(
        "shared over Bluetooth", "vivo", 35, "radio_extras", FAILED,
        more={"dumpsys tethering": "    bt-pan - TetheredState - lastError = 0\n"},
    ),
    Other(
        "a build of a kind that nobody knows", "OPPO", 34, "system_integrity", UNKNOWN,
        turned={"getprop": ("[ro.build.type]: [user]", "[ro.build.type]: [factory]")},
    ),
    Other(
        "a switch for developers in a word that nobody knows", "OPPO", 34, "system_integrity", UNKNOWN,
        turned={"getprop": ("[ro.debuggable]: [0]", "[ro.debuggable]: [true]")},
    ),
    Other(
        "a keyboard in use that is in no list of apps", "Samsung", 34, "input_methods", UNKNOWN,
        instead={"settings get secure default_input_method": "com.example.ghost/.Keys\n"},
    ),
    Other(
        "access to all files in a word that nobody knows", "Google", 34, "special_access", UNKNOWN,
        turned={"dumpsys appops": ("CAMERA: mode=ignore", "MANAGE_EXTERNAL_STORAGE: mode=7")},
    ),
    Other(
        "a network in a form that no Android 9 has", "Meizu", 28, "saved_wifi", UNKNOWN,
        turned={"dumpsys wifi": (" * ID: 0 SSID: ", " * NET: 0 SSID: ")},
    ),
    Other(
        "an access point in a state of the maker's own", "Meizu", 28, "radio_extras", State.NEEDS_PERSON,
        turned={"dumpsys wifi": ("mode: IdleState", "mode: TurboState")},
    ),
    Other(
        "a network whose name begins like a list's head", "Google", 34, "saved_wifi", UNKNOWN,
        more={"cmd wifi list-networks": "No networks of mine    open\n"},
    ),
)  # fmt: skip


_GOOD = (
    "    codePath=/data/app/x\n    lastUpdateTime=2026-11-01 08:00:00\n    installerPackageName=com.android.vending\n"
    "    packageSource=2\n    initiatingPackageName=com.android.vending\n    originatingPackageName=null\n"
    "    install permissions:\n    User 0: installed=true\n      runtime permissions:\n"
)
FORGED = {
    "all of it": f"1.0\n{_GOOD}\nQueries:\n",
    "all of it, and the rest another app's": f"1.0\n{_GOOD}\nQueries:\n  Package [com.example.other] (1):\n",
    "all of it, and the rest its first state": f"1.0\n{_GOOD}\nHidden system packages:\n  Package [{APP}] (1):\n",
    "who began the installation": "1.0\n    initiatingPackageName=com.android.vending\n",
}


@pytest.mark.parametrize("check", ["sideloaded_apps", "special_access", "background_location"])
@pytest.mark.parametrize("version", FORGED.values(), ids=FORGED)
def test_an_app_that_writes_the_systems_record_of_itself_is_not_believed(
    version: str, check: str, phone: Callable[..., StandInPhone], tmp_path: Path
) -> None:
    spoilt = Whole(BRANDS[0], 34, spoilt=True)
    said = {name: text for name, (_, text) in printed(spoilt).items()}
    said[DETAILS] = said[DETAILS].replace("versionName=1.0\n", f"versionName={version}")
    _, found = inspected(spoilt, said, phone, tmp_path, (check,))
    assert found[check].state is UNKNOWN
    assert "做过手脚" in found[check].message.zh


def test_an_app_that_adds_permissions_of_its_own_before_the_real_ones_is_not_believed(
    phone: Callable[..., StandInPhone], tmp_path: Path
) -> None:
    asks = "    requested permissions:\n      x\n    install permissions:\n    User 0: installed=true\n"
    spoilt = Whole(BRANDS[0], 34, spoilt=True)
    said = {name: text for name, (_, text) in printed(spoilt).items()}
    said[DETAILS] = said[DETAILS].replace("    install permissions:", f"{asks}\nQueries:\n    install permissions:")
    _, found = inspected(spoilt, said, phone, tmp_path, ("special_access",))
    assert found["special_access"].state is UNKNOWN


def test_an_app_that_shares_its_user_id_is_no_forger(phone: Callable[..., StandInPhone], tmp_path: Path) -> None:
    whole = Whole(BRANDS[0], 34, spoilt=False)
    said = {name: text for name, (_, text) in printed(whole).items()}
    said[DETAILS] += (
        "  SharedUser [com.example] (1):\n    install permissions:\n      android.permission.INTERNET: granted=true\n"
        "    User 0: \n      runtime permissions:\n        android.permission.RECORD_AUDIO: granted=true, flags=[ ]\n"
        "\nPackage Changes:\n  Sequence number=3\n  User 0:\n    seq=1, package=com.example.other\n"
    )
    _, found = inspected(whole, said, phone, tmp_path, ("sideloaded_apps",))
    assert found["sideloaded_apps"].state is PASSED


@pytest.mark.parametrize("other", OTHERS, ids=str)
def test_what_a_phone_prints_besides_is_judged_as_it_should(
    other: Other, phone: Callable[..., StandInPhone], tmp_path: Path
) -> None:
    brand = next(one for one in BRANDS if one.name == other.brand)
    whole = Whole(brand, other.level, spoilt=False)
    said = {name: text for name, (_, text) in printed(whole).items()} | other.instead
    for name, (before, after) in other.turned.items():
        assert before in said[name]
        said[name] = said[name].replace(before, after)
    for name, text in other.more.items():
        said[name] = said.get(name, "") + text
    _, found = inspected(whole, said, phone, tmp_path, (other.check,))
    assert found[other.check].state is other.state


def test_a_screen_that_never_goes_dark_is_said_in_words(phone: Callable[..., StandInPhone], tmp_path: Path) -> None:
    whole = Whole(BRANDS[0], 34, spoilt=False)
    said = {name: text for name, (_, text) in printed(whole).items()}
    said["settings get system screen_off_timeout"] = "2147483647\n"
    _, found = inspected(whole, said, phone, tmp_path, ("screen_lock",))
    assert [text.zh for text in found["screen_lock"].items] == ["没人用也一直亮着，不会自动熄屏"]


@pytest.mark.parametrize(
    ("command", "text", "check", "words"),
    [
        ("cmd wifi list-networks", "5                                      open\n", "saved_wifi", "没有名称的网络"),
        ("getprop", "[ro.huawei.build.version.security_patch]: [2099-12-01]\n", "patch_age", "这台电脑的日期"),
    ],
)
def test_an_odd_value_is_said_in_words(
    command: str, text: str, check: str, words: str, phone: Callable[..., StandInPhone], tmp_path: Path
) -> None:
    whole = Whole(BRANDS[0], 34, spoilt=False)
    said = {name: text for name, (_, text) in printed(whole).items()}
    said[command] += text
    _, found = inspected(whole, said, phone, tmp_path, (check,))
    told = " ".join(one.zh for one in (found[check].message, *found[check].items))
    assert words in told
    assert " -" not in told
