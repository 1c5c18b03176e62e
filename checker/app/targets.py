"""What ``pc``, ``phone[:SERIAL]`` and ``medium:PATH`` name, and how each is opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING

from checker.app.refused import Refused, Why
from checker.app.workspace import Workspace
from checker.engine.identity import this_computer, this_phone
from checker.machine.live import live_source
from checker.machine.machine import Machine, Source
from checker.model.inspection import Consent
from checker.model.target import DeviceClass, Platform, Target
from checker.model.text import Text
from checker.model.unreadable import Cancelled, Unreadable

if TYPE_CHECKING:
    from checker.machine.phone.source import PhoneSource
    from checker.machine.phone.transport import Device

_UNKNOWN = Text(
    "不认识的检查对象：{target}（可用：pc、phone[:SERIAL]、medium:PATH）",
    "Not a target: {target} (there are: pc, phone[:SERIAL], medium:PATH)",
)
_NOT_READ = Text("这部手机不能用数据线读取", "This phone cannot be read over the cable")
_STOPPED = Text("已停止，手机没有被读取", "Stopped; nothing was read from the phone")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is inspected, and its doors. `source` is called for each inspection: nothing is kept from the one before.

    `consent` is a phone owner's, and was given before `Chosen` was made. `close` lets go of what is held open.
    `phone`: where it is a phone that is read. `by_questions`: nothing can be read of it, everything is asked, in the
    words of `sheet`.
    """

    target: Target
    source: Callable[[], Source]
    consent: Consent | None = None
    close: Callable[[], None] = lambda: None
    phone: PhoneSource | None = None
    by_questions: bool = False
    sheet: str = ""


class Asking:
    """How a person at the screen is asked and told while a target is opened. This one refuses everything.

    `stop` ends the wait for a phone.
    """

    def __init__(self) -> None:
        self.stop = Event()

    def agree(self, device: Device) -> Consent | None:
        """The consent of a phone's owner; None: it is not given, and nothing is read."""
        return None

    def on_wait(self, sentence: Text | None, step: Text | None) -> None:
        """What is being waited for; None: it is over."""


def chosen(named: str, workspace: Workspace, asking: Asking, *, classified: bool = False) -> Chosen:
    """What a name stands for.

    Raises:
        Refused: nothing of that name, it says nothing of itself, or its owner does not agree.
    """
    kind, _, which = named.partition(":")
    try:
        match kind:
            case "pc":
                return of_source(live_source(), classified)
            case "phone":
                return _phone(which, workspace, asking)
            case "medium":
                return _medium(which, workspace)
    except Unreadable as error:
        raise Refused(error.reason, Why.UNREACHABLE, error.how) from error
    raise Refused(_UNKNOWN.filled(target=Text.name(named)))


def of_source(source: Source, classified: bool = False) -> Chosen:
    """A computer or phone behind a source: this computer, or a recorded one."""
    device_class = DeviceClass.CLASSIFIED if classified else DeviceClass.NONCLASSIFIED
    if Machine(source).host.platform is Platform.ANDROID:
        device_class = DeviceClass.PHONE
    return Chosen(this_computer(Machine(source), device_class), lambda: source)


def _phone(which: str, workspace: Workspace, asking: Asking) -> Chosen:
    from checker.engine.consent import REFUSED
    from checker.machine.phone.finder import one

    device = one(which)
    consent = asking.agree(device)
    if consent is None:
        raise Refused(REFUSED, Why.UNREACHABLE)
    return opened_phone(device, consent, workspace, asking)


def opened_phone(device: Device, consent: Consent, workspace: Workspace, asking: Asking) -> Chosen:
    """A phone whose owner agreed; it is reached here, which its owner may have to allow on it.

    One that cannot be read at all is not reached: of that, everything is asked.

    Raises:
        Unreadable: it cannot be reached.
        Refused: stopped while it was waited for.
    """
    from checker.machine.phone.finder import door
    from checker.machine.phone.troubles import SENTENCES, PhoneTrouble, Trouble

    if device.trouble is not None and device.trouble.by_questions:
        return _by_questions(device, consent)

    def on_trouble(trouble: PhoneTrouble | None) -> None:
        asking.on_wait(*((trouble.reason, trouble.how) if trouble is not None else (None, None)))

    prompt = SENTENCES[Trouble.UNAUTHORIZED]
    phone = door(device, workspace.folder, on_trouble, lambda: asking.on_wait(*prompt))
    try:
        phone.open(asking.stop)
    except Cancelled as error:
        phone.close()
        raise Refused(_STOPPED, Why.STOPPED) from error
    except BaseException:
        phone.close()
        raise
    return Chosen(this_phone(device.serial, phone.model), phone.fresh, consent, phone.close, phone)


def _by_questions(device: Device, consent: Consent) -> Chosen:
    # A place on the bus is no phone: answers given for one must not count for the next one there.
    named = device.serial and not device.serial.startswith("usb-")
    identity = device.serial if named else f"{device.serial} {consent.given_by} {consent.at.isoformat()}"
    sheet = device.trouble.sheet if device.trouble is not None else ""
    return Chosen(this_phone(identity, device.model), _Silent, consent, by_questions=True, sheet=sheet)


class _Silent:
    """A phone that cannot be read. Nothing is asked of it."""

    def answer(self, verb: str, arguments: tuple[object, ...], stop: Event) -> object:
        raise Unreadable(_NOT_READ)


def _medium(path: str, workspace: Workspace) -> Chosen:
    from checker.machine.media.source import MediumSource, inspected, this_medium

    computer = live_source()
    medium = inspected(computer, path, workspace.media)
    return Chosen(this_medium(medium), lambda: MediumSource(medium, computer))
