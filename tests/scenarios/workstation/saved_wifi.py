from __future__ import annotations

from typing import Any

from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.wireless import NETWORK, WIFI_CARD, key_file, linux, on_the_bus, profile, windows
from tests.worlds.world import DENIED, World

_FOLDER = "/etc/NetworkManager/system-connections"
_SUPPLICANT = "/etc/wpa_supplicant/wpa_supplicant.conf"
_PSK = 'network={\n\tssid="office"\n\tpsk=0123\n}\n'
_FREE = 'network={\n\t# airport\n\tssid="Airport-Free"\n\tkey_mgmt=NONE\n}\n'
_CONNMAN = "wifi_0011_6672656577_managed_none"


def _saved(**files: str) -> World:
    return linux(files={f"{_FOLDER}/{name}.nmconnection": text for name, text in files.items()})


def _wifi(name: str, security: dict[str, Any] | None = None, **connection: Any) -> dict[str, Any]:
    groups: dict[str, Any] = {"connection": {"id": name, **connection}, "802-11-wireless": {"ssid": name.encode()}}
    return groups if security is None else {**groups, "802-11-wireless-security": security}


def _windows(*profiles: Any) -> World:
    return windows((NETWORK, WIFI_CARD), win32={"wlan_profiles": list(profiles)})


_GOOD = _wifi("office", {"key-mgmt": "wpa-psk", "proto": ("rsn",), "pairwise": ("ccmp",)})

_INTERFACES = "/etc/network/interfaces"

SCENARIOS = (
    Scenario("pass", linux(), State.PASSED, ("没有保存",)),
    Scenario("pass", _saved(a=key_file("office", "key-mgmt=wpa-psk"), b=key_file("sae", "key-mgmt=sae")), State.PASSED),
    Scenario("pass", _saved(lan="[connection]\nid=lan\ntype=ethernet\n"), State.PASSED),
    # This computer's own hotspot is no network that it joins.
    Scenario("pass", _saved(a=key_file("own", mode="ap")), State.PASSED),
    Scenario("fail", _saved(a=key_file("Airport-Free")), State.FAILED, ("Ai***e：没有密码，自动连接",)),
    Scenario("fail", _saved(a=key_file("110;109;")), State.FAILED, ("n***",)),
    Scenario("fail", _saved(a=key_file("old", "key-mgmt=none\nwep-key-type=1")), State.FAILED, ("WEP",)),
    Scenario("fail", _saved(a=key_file("old", "key-mgmt=wpa-psk\nproto=wpa;")), State.FAILED, ("过时的 WPA",)),
    Scenario("fail", _saved(a=key_file("hand", automatic="false")), State.FAILED, ("手动连接",)),
    Scenario("fail", linux(bus=on_the_bus(_GOOD, _wifi("咖啡馆免费", autoconnect=True))), State.FAILED, ("咖啡***费",)),
    Scenario("fail", linux(bus=on_the_bus(_wifi("x", {"key-mgmt": "owe"}))), State.FAILED, ("只加密不认证",)),
    Scenario("fail", linux(files={_SUPPLICANT: _PSK + _FREE}), State.FAILED, ("Ai***e",)),
    Scenario("pass", linux(files={_SUPPLICANT: _PSK}), State.PASSED),
    Scenario("fail", linux(files={"/var/lib/iwd/=467265652057692d4669.open": ""}), State.FAILED, ("Fr***i",)),
    Scenario("pass", linux(files={"/var/lib/iwd/office.psk": "[Security]\nPassphrase=x\n"}), State.PASSED),
    Scenario(
        "fail",
        linux(files={f"/var/lib/connman/{_CONNMAN}/settings": f"[{_CONNMAN}]\nAutoConnect=true\n"}),
        State.FAILED,
        ("fr***w：没有密码，自动连接",),
    ),
    Scenario(
        "fail",
        linux(files={"/etc/network/interfaces": "auto wlan0\niface wlan0 inet dhcp\n  wireless-essid freewifi\n"}),
        State.FAILED,
        ("fr***i",),
    ),
    Scenario("pass", linux(bus=on_the_bus(_GOOD)), State.PASSED, ("1 个",)),
    # What one source finds stands, whatever another refuses; what it does not find is not known.
    Scenario("fail", linux(bus=on_the_bus(_wifi("freewifi"), DENIED)), State.FAILED),
    Scenario("denied", linux(bus=on_the_bus(_GOOD, DENIED)), State.COULD_NOT_CHECK),
    Scenario("denied", World(), State.COULD_NOT_CHECK),
    # Wherever it is named: sourced files, files that wpa-conf points to, netplan's YAML; a copy of an editor's is none.
    Scenario(
        "fail",
        linux(
            files={
                _INTERFACES: "source /srv/net/*.cfg\n",
                "/srv/net/a.cfg": "auto w\niface w inet dhcp\n wpa-ssid cafe1\n",
            }
        ),
        State.FAILED,
        ("ca***1：没有密码，自动连接",),
    ),
    Scenario(
        "fail",
        linux(
            files={
                _INTERFACES: "iface w inet dhcp\n wpa-conf /srv/w.conf\n",
                "/srv/w.conf": 'network={  # here\n ssid="cafe1" # no key\n key_mgmt=NONE # open\n}\n',
            }
        ),
        State.FAILED,
        ("ca***1：没有密码，自动连接",),
    ),
    Scenario(
        "fail",
        linux(files={"/etc/netplan/w.yaml": "network:\n  wifis:\n    w:\n      access-points:\n        cafe1: {}\n"}),
        State.FAILED,
        ("ca***1：没有密码，自动连接",),
    ),
    Scenario("pass", linux(files={f"{_FOLDER}/old.nmconnection~": key_file("cafe1")}), State.PASSED, ("没有保存",)),
    Scenario("hostile", linux(files={"/etc/netplan/w.yaml": "network: *all\n"}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux(files={_SUPPLICANT: "include=/srv/more\n"}), State.COULD_NOT_CHECK),
    Scenario("denied", linux(files={f"{_FOLDER}/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", linux(files={"/var/lib/iwd/": DENIED}), State.COULD_NOT_CHECK),
    Scenario("hostile", _saved(a="[wifi]\nssid\n"), State.COULD_NOT_CHECK),
    Scenario("hostile", _saved(a=key_file("x", "key-mgmt=wpa-quantum")), State.COULD_NOT_CHECK),
    Scenario("hostile", linux(files={_SUPPLICANT: "network={\n ssid=zz\n"}), State.COULD_NOT_CHECK),
    Scenario("hostile", linux(files={_SUPPLICANT: "\0\0\0\0"}), State.COULD_NOT_CHECK),
    Scenario("pass", linux(files={_SUPPLICANT: "blob-base64-ca={\nSGVsbG8h\nQUJD\n}\n" + _PSK}), State.PASSED),
    Scenario("hostile", linux(bus=on_the_bus({"connection": 3})), State.COULD_NOT_CHECK),
    Scenario("hostile", _saved(a=key_file("\x1b[31m\u202ered;;")), State.FAILED, ("\\x1b",)),
    Scenario("pass", windows(), State.PASSED, ("没有保存",)),
    Scenario("pass", _windows(profile("office", "WPA2PSK", "AES"), profile("new", "WPA3SAE", "AES")), State.PASSED),
    Scenario("fail", _windows(profile("Airport-Free", "open", "none")), State.FAILED, ("Ai***e：没有密码，自动连接",)),
    Scenario("fail", _windows(profile("old", "WPAPSK", "TKIP")), State.FAILED, ("过时",)),
    Scenario("fail", _windows(profile("old", "open", "WEP", mode="manual")), State.FAILED, ("WEP", "手动")),
    Scenario("fail", _windows(profile("friend", "open", "none", kind="IBSS")), State.FAILED, ("手动",)),
    Scenario("denied", windows((NETWORK, WIFI_CARD)), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    # A profile of another account.
    Scenario("denied", _windows({"interface": "WLAN", "name": "x", "xml": ""}), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(profile("x", "WPA9", "AES")), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        _windows({"interface": "", "name": "x", "xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><WLANProfile/>"}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("hostile", _windows(7), State.COULD_NOT_CHECK),
    Scenario("hostile", windows((NETWORK, WIFI_CARD), win32={"wlan_profiles": "none"}), State.COULD_NOT_CHECK),
)  # fmt: skip
