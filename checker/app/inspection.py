"""From a command's options to a session: which target, which policy, which store."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from checker.app import targets
from checker.app.targets import Asking, Chosen, Trouble
from checker.engine.catalog import Catalog
from checker.knowledge.rulebook import rulebook
from checker.machine.keeping import exposed
from checker.machine.machine import Source
from checker.machine.recording import Recorder, Replay
from checker.model.inspection import Consent
from checker.model.policy import Policy
from checker.model.target import Platform
from checker.model.text import Text
from checker.model.unreadable import Unreadable
from checker.model.waiver import Waiver
from checker.store.inspections import SaveFailed, Store, default_folder
from checker.store.policies import PolicyFault, read_policy, read_waivers
from checker.store.reviews import closed_by_the_officer
from checker.store.session import Session
from checker.terminal.exits import Exit

if TYPE_CHECKING:
    from checker.machine.phone.source import PhoneSource
    from checker.machine.phone.transport import Device


@dataclass(frozen=True, slots=True)
class Opened:
    """A session, what the person must be told before it begins, and how to keep a recording of it."""

    session: Session
    warnings: tuple[Text, ...]
    save_recording: Callable[[Path], Path]
    close: Callable[[], None] = lambda: None
    phone: PhoneSource | None = None


def open_session(catalog: Catalog, options: argparse.Namespace, asking: Asking | None = None) -> Opened:
    """Open what an audit needs. `asking` None: nobody is at the screen, and a phone's owner cannot agree.

    Raises:
        Trouble: wrong options, an unusable policy file or recording, or a computer that says nothing of itself.
    """
    policy, waivers = _policy(options)
    if options.classified and not policy.scope.classified_rules:
        reason = Text(
            "涉密计算机检查没有启用：须由单位批准，并在策略文件中设置 [scope] classified_rules = true",
            "Checks for classified computers are off: the unit must approve them and set"
            " [scope] classified_rules = true in its policy file",
        )
        raise Trouble(reason, Exit.USAGE)
    if options.record and options.target.startswith("medium:"):
        reason = Text("存储介质的检查不录制：录下来就是内容", "A medium is not recorded: that would be its content")
        raise Trouble(reason, Exit.USAGE)
    return open_chosen(catalog, options, _chosen(options, asking or Asking()), policy, waivers)


def open_phone(
    catalog: Catalog, options: argparse.Namespace, device: Device, consent: Consent, asking: Asking
) -> Opened:
    """Open what the audit of a phone needs, after its owner agreed.

    Raises:
        Trouble: as above, or it was stopped.
        Unreadable: the phone cannot be reached.
    """
    policy, waivers = _policy(options)
    return open_chosen(catalog, options, targets.opened_phone(options, device, consent, asking), policy, waivers)


def open_chosen(
    catalog: Catalog, options: argparse.Namespace, chosen: Chosen, policy: Policy, waivers: tuple[Waiver, ...]
) -> Opened:
    recorder = Recorder(chosen.source()) if options.record else None
    store, warnings = _store(options)
    session = Session(
        target=chosen.target,
        catalog=catalog,
        rulebook=rulebook(),
        source=chosen.source if recorder is None else _always(recorder),
        store=store,
        policy=policy,
        waivers=waivers,
        recorded_from=options.replay.name if options.replay else None,
        consent=chosen.consent,
        cache=_cache(options, chosen),
        by_questions=chosen.by_questions,
        sheet=chosen.sheet,
    )
    return Opened(session, warnings, recorder.save if recorder else _no_recording, chosen.close, chosen.phone)


def _cache(options: argparse.Namespace, chosen: Chosen) -> Path | None:
    """Where files of this very computer that were clean are remembered; the page of documents keeps its own there."""
    if options.replay is not None or chosen.target.platform not in (Platform.LINUX, Platform.WINDOWS):
        return None
    return (options.store or default_folder()) / "documents" / "cache.sqlite"


def _policy(options: argparse.Namespace) -> tuple[Policy, tuple[Waiver, ...]]:
    try:
        policy = read_policy(options.policy) if options.policy else Policy()
        waivers = read_waivers(options.waivers) if options.waivers else ()
    except PolicyFault as fault:
        raise Trouble(fault.reason, Exit.USAGE) from fault
    if options.deleted_content:
        policy = replace(policy, media=replace(policy.media, deleted_content=True))
    closed = closed_by_the_officer((options.store or default_folder()) / "documents")
    if closed and options.replay is None:
        documents = replace(policy.documents, closed=(*policy.documents.closed, *closed))
        policy = replace(policy, documents=documents)
    return policy, waivers


def _chosen(options: argparse.Namespace, asking: Asking) -> Chosen:
    if options.replay is None:
        return targets.chosen(options, asking)
    try:
        return targets.of_source(Replay(options.replay), options.classified)
    except OSError as error:
        reason = Text("读不到录制文件：{path}", "The recording cannot be read: {path}")
        raise Trouble(reason.filled(path=Text.name(str(options.replay))), Exit.USAGE) from error
    except ValueError as error:
        reason = Text("不是可用的录制文件：{why}", "Not a usable recording: {why}")
        raise Trouble(reason.filled(why=Text.name(str(error))), Exit.USAGE) from error
    except Unreadable as error:
        raise Trouble(error.reason, Exit.NOTHING_CHECKED) from error


def _always(source: Source) -> Callable[[], Source]:
    return lambda: source


def _store(options: argparse.Namespace) -> tuple[Store | None, tuple[Text, ...]]:
    """A replayed computer is not this one: its results are not kept here."""
    if options.replay is not None and options.store is None:
        return None, ()
    try:
        store = Store(options.store or default_folder())
    except SaveFailed as failure:
        goes_on = Text("检查继续进行，结果只在屏幕上", "The check goes on; its result is on the screen only")
        return None, (failure.reason, goes_on)
    told = exposed(options.store or default_folder())
    return store, () if told is None else (told,)


def _no_recording(folder: Path) -> Path:
    raise FileNotFoundError(folder)
