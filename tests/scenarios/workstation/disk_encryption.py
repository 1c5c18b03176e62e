import json

from checker.machine.answers import Mount, Output
from checker.model.finding import State
from checker.model.target import Platform
from tests.scenarios import Scenario
from tests.worlds.world import DENIED, World

LSBLK = ("lsblk", "-J", "-p", "-o", "NAME,TYPE,FSTYPE,TRAN,MOUNTPOINT,PARTTYPE,SIZE")
LAPTOP = {"/sys/class/dmi/id/chassis_type": "10\n"}
BATTERY = {"/sys/class/power_supply/BAT1/type": "Battery\n", "/sys/class/power_supply/AC/type": "Mains\n"}
MOUSE = {"/sys/class/power_supply/hid-1/type": "Battery\n", "/sys/class/power_supply/hid-1/scope": "Device\n"}
Tree = dict[str, object]


def node(name: str, kind: str, *children: Tree) -> Tree:
    return {"name": f"/dev/{name}", "type": kind, **({"children": list(children)} if children else {})}


def bare(name: str, kind: str = "part", **columns: str) -> Tree:
    return {**node(name, kind), **columns}


LUKS = node(
    "nvme0n1",
    "disk",
    node("nvme0n1p1", "part"),
    node(
        "nvme0n1p2", "part", node("mapper/luks", "crypt", node("mapper/vg-root", "lvm"), node("mapper/vg-home", "lvm"))
    ),
)
PLAIN = node("sda", "disk", node("sda1", "part"), node("sda2", "part"))
BOOT = Mount("/dev/nvme0n1p1", "/boot", "ext4", ("rw",))
ENCRYPTED = (Mount("/dev/mapper/vg-root", "/", "ext4", ()), Mount("/dev/mapper/vg-home", "/home", "ext4", ()), BOOT)


def _linux(*tree: Tree, mounts: tuple[Mount, ...] | None = ENCRYPTED, files: dict[str, str] = LAPTOP) -> World:
    return World(files=files, programs={LSBLK: json.dumps({"blockdevices": tree})}, mounts=mounts)


ROOT_ON_SDA = (Mount("/dev/sda1", "/", "ext4", ()),)

ENCLOSURE = "Win32_SystemEnclosure"
SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
C, D = Mount("C:\\", "C:\\", "NTFS", ("rw", "fixed")), Mount("D:\\", "D:\\", "NTFS", ("rw", "fixed"))
STICK = Mount("E:\\", "E:\\", "FAT32", ("rw", "removable"))


def _windows(kind: object = (10,), mounts: tuple[Mount, ...] | None = (C, STICK), **win32: object) -> World:
    named = {("bitlocker_state", f"{key[-1]}:") if key[:-1] == "state_" else key: value for key, value in win32.items()}
    return World(
        Platform.WINDOWS,
        wmi={ENCLOSURE: ({"ChassisTypes": kind},)},
        mounts=mounts,
        win32=named,
        registry={rf"{SERVICES}\Tcpip": {}},
    )


def _volume(letter: str, protection: int, conversion: int) -> dict[str, object]:
    return {"letter": letter, "protection": protection, "conversion": conversion}


VERACRYPT = World(
    Platform.WINDOWS,
    wmi={ENCLOSURE: ({"ChassisTypes": (9,)},)},
    mounts=(C,),
    win32={("bitlocker_state", "C:"): 2},
    registry={rf"{SERVICES}\veracrypt": {"Start": 0}},
)

SCENARIOS = (
    Scenario("pass", _linux(LUKS), State.PASSED, ("2 个",)),
    Scenario("pass", _linux(LUKS, files=BATTERY), State.PASSED),
    Scenario(
        "pass",
        _linux(PLAIN, mounts=ROOT_ON_SDA, files={"/sys/class/dmi/id/chassis_type": "3\n", **MOUSE}),
        State.NOT_APPLICABLE,
        ("台式机",),
    ),
    Scenario("fail", _linux(PLAIN, mounts=ROOT_ON_SDA), State.FAILED, ("/：没有加密",)),
    Scenario(
        "fail",
        _linux(LUKS, PLAIN, mounts=(*ENCRYPTED, Mount("/dev/sda2", "/data", "ext4", ()))),
        State.FAILED,
        ("/data",),
    ),
    # One leg of a volume group lies bare.
    Scenario("fail", _linux(LUKS, node("sdb", "disk", node("mapper/vg-home", "lvm"))), State.FAILED, ("/home",)),
    Scenario(
        "fail",
        _linux(PLAIN, mounts=(*ROOT_ON_SDA, Mount("/home/.ecryptfs/wang", "/home/wang", "ecryptfs", ()))),
        State.NEEDS_PERSON,
        ("eCryptfs",),
    ),
    # Beside an encrypted system: swap, a second disk, another system that nobody mounted.
    *(
        Scenario("fail", _linux(LUKS, second), State.FAILED, names)
        for second, names in (
            (bare("sdb1", fstype="swap", mountpoint="[SWAP]"), ("/dev/sdb1（交换分区",)),
            (bare("sdb1", fstype="ext4"), ("/dev/sdb1（没有挂载）：没有加密",)),
            (bare("sdb1", fstype="ntfs", tran="sata"), ("/dev/sdb1",)),
        )
    ),
    *(
        Scenario("pass", _linux(LUKS, second), State.PASSED)
        for second in (
            bare("sdb1", fstype="crypto_LUKS"),
            bare("sdb1", fstype="vfat", parttype="c12a7328-f81f-11d2-ba4b-00a0c93ec93b"),
            bare("sdb", kind="disk", fstype="exfat", tran="usb"),
            bare("sr0", kind="rom", fstype="iso9660"),
            bare("loop0", kind="loop", fstype="squashfs"),
        )
    ),
    # Without a sign of what it holds: it may be empty, or encrypted without a header.
    Scenario("denied", _linux(LUKS, bare("sdb1")), State.COULD_NOT_CHECK, ("/dev/sdb1",)),
    Scenario("denied", _linux(LUKS, bare("sdb1", fstype="BitLocker")), State.COULD_NOT_CHECK, ("/dev/sdb1",)),
    *(
        Scenario(
            "fail" if said == "off" else "pass" if said.startswith("aes") else "hostile",
            World(
                files=LAPTOP,
                programs={LSBLK: json.dumps({"blockdevices": [LUKS]}), ("zfs", "get"): f"{said}\n"},
                mounts=(*ENCRYPTED, Mount("tank/home", "/tank", "zfs", ())),
            ),
            state,
        )
        for said, state in (
            ("off", State.FAILED),
            ("aes-256-gcm", State.PASSED),
            ("-", State.COULD_NOT_CHECK),
            ("rot13", State.COULD_NOT_CHECK),
        )
    ),
    # Neither a battery nor a known kind of case: a desktop is not assumed.
    Scenario("denied", _linux(PLAIN, files={"/sys/class/dmi/id/chassis_type": "1\n"}), State.COULD_NOT_CHECK),
    Scenario("denied", World(programs={LSBLK: "{}"}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files=LAPTOP, mounts=ENCRYPTED, programs={LSBLK: DENIED}), State.COULD_NOT_CHECK),
    Scenario("denied", World(files=LAPTOP, mounts=ENCRYPTED), State.COULD_NOT_CHECK),  # no lsblk
    Scenario("denied", _linux(LUKS, mounts=None), State.COULD_NOT_CHECK),
    Scenario(
        "denied", _linux(LUKS, mounts=(Mount("overlay", "/", "overlay", ()), *ENCRYPTED[1:])), State.COULD_NOT_CHECK
    ),
    Scenario("hostile", World(files=LAPTOP, mounts=ENCRYPTED, programs={LSBLK: "{" * 9999}), State.COULD_NOT_CHECK),
    Scenario(
        "hostile",
        World(files=LAPTOP, mounts=ENCRYPTED, programs={LSBLK: '{"blockdevices": [7]}'}),
        State.COULD_NOT_CHECK,
    ),
    Scenario(
        "hostile",
        World(files=LAPTOP, mounts=ENCRYPTED, programs={LSBLK: Output(b'{"blockdevices": []}', 0)}),
        State.COULD_NOT_CHECK,
    ),
    Scenario(
        "hostile",
        _linux(PLAIN, mounts=ROOT_ON_SDA, files={"/sys/class/dmi/id/chassis_type": "\u0663\n"}),
        State.COULD_NOT_CHECK,
    ),
    Scenario("pass", _windows(state_C=1), State.PASSED),
    Scenario("pass", _windows(encryptable_volumes=[_volume("C:", 1, 1), _volume("E:", 0, 0)]), State.PASSED),
    Scenario("pass", _windows((3,), mounts=(C,)), State.NOT_APPLICABLE),
    # A USB hard disk calls itself fixed.
    Scenario(
        "pass", _windows(mounts=(C, D), state_C=1, removable_drives=[{"letter": "D:", "bus": "usb"}]), State.PASSED
    ),
    Scenario("fail", _windows(mounts=(C, D), state_C=1, state_D=2), State.FAILED, ("D:：没有加密",)),
    Scenario("fail", _windows(encryptable_volumes=[_volume("C:", 0, 1)]), State.FAILED, ("暂停",)),
    Scenario("fail", VERACRYPT, State.NEEDS_PERSON, ("VeraCrypt", "C:")),
    Scenario("denied", World(Platform.WINDOWS), State.COULD_NOT_CHECK),
    Scenario("denied", _windows(), State.COULD_NOT_CHECK),
    Scenario("denied", _windows(mounts=None), State.COULD_NOT_CHECK),
    Scenario("denied", World(Platform.WINDOWS, wmi={ENCLOSURE: DENIED}, mounts=(C,)), State.COULD_NOT_CHECK),
    # Other numbers of the shell's property are told differently by different people.
    Scenario("hostile", _windows(state_C=5), State.COULD_NOT_CHECK, ("C:",)),
    Scenario("hostile", _windows(state_C=True), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(mounts=()), State.COULD_NOT_CHECK),
    Scenario("hostile", World(Platform.WINDOWS, wmi={ENCLOSURE: ()}, mounts=(C,)), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows("10", state_C=1), State.COULD_NOT_CHECK),
    Scenario("hostile", _windows(encryptable_volumes=[7, {"letter": None}], state_C=2), State.FAILED),
)
