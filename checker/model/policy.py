"""A unit's policy: thresholds and lists, with defaults that are safe without a file.

The file is TOML with one table per section; `checker.store.policies` reads it and explains mistakes. The numbers
are proposals of this product unless the comment names a rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from ipaddress import ip_network

from checker.model.target import DeviceClass


@dataclass(frozen=True, slots=True)
class Unit:
    """Who issued this policy."""

    name: str = ""
    version: str = "default"
    secrecy_office: str = ""  # whom to call about a suspected marking, with the number: the screen shows it then


@dataclass(frozen=True, slots=True)
class Scope:
    """Which parts of the catalogue are on beyond the ordinary."""

    classified_rules: bool = False  # Law Art. 32: only after the unit approved the tool for classified computers


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium of the unit's register. `device_class`: which kind of computer it may be plugged into."""

    serial: str
    device_class: DeviceClass = DeviceClass.NONCLASSIFIED
    label: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """USB storage. `registered` empty: the unit keeps its register elsewhere, and a person is asked to compare."""

    registered: tuple[Medium, ...] = ()
    look_back_days: int = 92  # a quarter: rule usb-storage-history is part of the quarterly inspection
    deleted_content: bool = False  # media-marked-document: look into what is deleted and would come back, too


@dataclass(frozen=True, slots=True)
class Computer:
    """A computer of the unit's ledger. It is found by its serial number, else by its name; "" is not compared."""

    name: str = ""
    serial: str = ""
    asset_number: str = ""
    model: str = ""
    disks: tuple[str, ...] = ()  # serial numbers
    installed: date | None = None  # the day of the system's installation
    device_class: DeviceClass = DeviceClass.NONCLASSIFIED


@dataclass(frozen=True, slots=True)
class Ledger:
    """The unit's device ledger, as far as it was put into the policy."""

    computers: tuple[Computer, ...] = ()


@dataclass(frozen=True, slots=True)
class Leftovers:
    """How much may be left behind. Zero: the bin is emptied and lists are cleared before an inspection."""

    recycle_bin_documents: int = 0
    recent_documents: int = 0
    autosave_copies: int = 0
    spool_hours: int = 24  # rule print-spool-leftover: no job older than a day


@dataclass(frozen=True, slots=True)
class Protection:
    """How old protection may be, in days."""

    signature_days: int = 7  # av-signature-old: computers on a network
    signature_days_offline: int = 30  # av-signature-old: computers without one
    offline: bool = False  # this unit's computers get their signatures by hand
    patch_days: int = 60  # os-patch-age-pc


@dataclass(frozen=True, slots=True)
class Agent:
    """A protection program that a unit has to have. It runs where one of the processes or services runs.

    Names compare without case; ``*`` and ``?`` stand for anything.
    """

    name: str
    programs: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    processes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Software:
    """What a unit has approved, by name; ``*`` and ``?`` stand for anything, case does not count. Empty: no list."""

    approved: tuple[str, ...] = ()  # unknown-software-pc
    approved_autostarts: tuple[str, ...] = ()  # pc-autostart-unknown; approved programs count too
    approved_remote_control: tuple[str, ...] = ()  # remote-control-software: ids as the product's table calls them
    approved_cloud_sync: tuple[str, ...] = ()  # pc-cloud-sync-client: ids likewise
    approved_sharing: tuple[str, ...] = ()  # pc-nearby-sharing: ids likewise
    approved_shares: tuple[str, ...] = ()  # shared-folders-open: share names
    agents: tuple[Agent, ...] = ()  # security-agent-tampered


@dataclass(frozen=True, slots=True)
class Passwords:
    """What a computer has to ask of passwords; the numbers are those of the rule password-policy-weak."""

    min_length: int = 8
    min_classes: int = 3  # of: capital letters, small letters, digits, other signs
    max_age_days: int = 90
    lockout_attempts: int = 5  # locked after that many wrong passwords at the latest


@dataclass(frozen=True, slots=True)
class Screen:
    """When an unattended screen has to be locked."""

    lock_minutes: int = 10  # screen-lock-timeout: at most 600 s


@dataclass(frozen=True, slots=True)
class Network:
    """The unit's networks. `inner_prefixes` are those of its inner network, as in ``10.20.0.0/16``; empty: not told."""

    inner_prefixes: tuple[str, ...] = ()  # pc-dual-homed

    def __post_init__(self) -> None:
        for prefix in self.inner_prefixes:
            ip_network(prefix)  # its ValueError says what is wrong with it


@dataclass(frozen=True, slots=True)
class Phone:
    """Staff phones. Apps by package name (``*`` and ``?`` stand for anything) or by their signer's SHA-256 (hex)."""

    approved_apps: tuple[str, ...] = ()  # apk-sideloaded-unknown, apk-risky-special-access
    approved_certificates: tuple[str, ...] = ()  # likewise
    patch_days: int = 183  # phone-patch-age: half a year
    security_app_days: int = 183  # phone-security-app: updated within half a year
    screen_off_seconds: int = 60  # phone-screen-lock: its card says one minute
    lock_after_seconds: int = 60  # likewise, counted from when the screen goes dark
    find_device: bool | None = None  # phone-find-and-wipe: True: wanted, False: unwanted (location is off), None: asked


@dataclass(frozen=True, slots=True)
class Documents:
    """What the search for marked documents may look at, and how far it goes within an inspection.

    The limits keep a daily inspection short, and those of media and phones; what they leave out is said to be unknown.
    A computer's quarterly, travel and disposal inspections have none but `longest_seconds`, ``mijian documents`` none.
    """

    folders: tuple[str, ...] = ()  # besides the whole computer: a share that the unit wants looked at
    most_files: int = 20_000
    most_seconds: int = 600
    longest_seconds: int = 0  # of a computer's other inspections, for each kind of place; 0: as long as it takes
    pictures: bool = True
    cards: bool = True  # photo-official-header-on-phone: photos of receipts, tickets and people's cards are asked about
    outbox: str = ""  # publish-premark-check, publish-pii-unredacted: where drafts for publication wait
    controlled: tuple[str, ...] = ()  # work-secret-unprotected: where internal papers may lie
    received_files: bool = False  # im-received-file-marked-doc: off until the unit decides otherwise
    personal_numbers: int = 50  # bulk-personal-data-file: as many in one file are a bulk
    commercial_secrets: bool = False  # work-secret-unprotected: marks of trade secrets count as internal ones
    numbers_salt: str = ""  # doc-cites-classified-docno
    numbers: tuple[str, ...] = ()  # SHA-256 of salt and number, hexadecimal; never the numbers themselves
    closed: tuple[str, ...] = ()  # SHA-256 of files that the officer closed as false alarms; the page of documents adds


@dataclass(frozen=True, slots=True)
class Reports:
    """What a signed report needs."""

    one_run: bool = False  # inspected and signed by one run of the program: no result is taken from a file or the store
    waiver_days: int = 366  # how far ahead a waiver may be granted at most: a year, or less
    signed_checks: bool = False  # the unit's own checks, rules and tables count where an approver signed them alone


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything a unit can set. A check that needs a threshold takes this as a parameter."""

    unit: Unit = field(default_factory=Unit)
    scope: Scope = field(default_factory=Scope)
    media: Media = field(default_factory=Media)
    ledger: Ledger = field(default_factory=Ledger)
    leftovers: Leftovers = field(default_factory=Leftovers)
    protection: Protection = field(default_factory=Protection)
    software: Software = field(default_factory=Software)
    passwords: Passwords = field(default_factory=Passwords)
    screen: Screen = field(default_factory=Screen)
    network: Network = field(default_factory=Network)
    phone: Phone = field(default_factory=Phone)
    documents: Documents = field(default_factory=Documents)
    reports: Reports = field(default_factory=Reports)

    def class_of(self, computer: Computer | None) -> DeviceClass | None:
        """What a computer is used for, as its ledger entry says.

        Without an entry it is non-classified as long as this program is not approved for classified computers; after
        that it is not known.
        """
        if computer is not None:
            return computer.device_class
        return None if self.scope.classified_rules else DeviceClass.NONCLASSIFIED
