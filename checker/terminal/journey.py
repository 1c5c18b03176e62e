"""A medium's way out on the terminal: what is not said by an option is asked, one medium or a batch of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from checker.app.disposal import NOT_ENDED, NOT_WIPED, STEPS, Decision, Disposal, Sort, Step, Technique, Wiped
from checker.app.disposals import (
    SORTS,
    TECHNIQUES,
    Disposals,
    destroyed_by_others,
    hidden_words,
    state_words,
    ways,
)
from checker.app.medium import LOOKS_INTO, Attached, Media, Mode, Scanning, amount, not_checked, statement
from checker.model import hold
from checker.model.error import UserError
from checker.model.text import Text, shown
from checker.terminal.console import Console, stopping
from checker.terminal.exits import Exit

LOOKS = {"quick": Mode.QUICK, "tenth": Mode.TENTH, "full": Mode.FULL, "everything": Mode.EVERYTHING}
CHECKS = {**LOOKS, "verify": Mode.VERIFY}
DECISIONS = {
    "w": Decision.WIPE,
    "清": Decision.WIPE,
    "d": Decision.DESTROY,
    "销": Decision.DESTROY,
    "k": Decision.KEEP,
    "继": Decision.KEEP,
}
_LINE = Text("{id}  {name}（{sort}{size}）  {asset}  {step}", "{id}  {name} ({sort}{size})  {asset}  {step}")
_LOOKING = Text("正在查看……", "Looking …")
_DECIDE = Text(
    "怎么处置？[w 清除 / d 销毁 / k 继续使用 / 回车 以后再定] ",
    "What becomes of it? [w: wipe / d: destroy / k: keep / Enter: later] ",
)
_WHO = Text("谁决定、谁经手（姓名）：", "Who decides and does it (name): ")
_ASSET = Text("资产编号（可用扫码枪；没有就按回车）：", "Asset number (a scanner will do; Enter: none): ")
_SERIAL = Text(
    "读不到序列号，请输入标签上的（没有就按回车）：", "No serial number is readable; as on its label (Enter: none): "
)
_DRIVE_SAYS = Text("自带的擦除：{state}；{hidden}。", "Its own erase: {state}; {hidden}.")
_HOW = Text(
    "怎样清除（由信息中心执行，本程序不清除任何东西）：", "How to wipe it (IT does; this program wipes nothing):"
)
_WHICH = Text("用了哪一种？[{choices} / 回车 还没有做] ", "Which was used? [{choices} / Enter: not done yet] ")
_TOOL = Text("所用工具和版本（例如 nwipe 0.34）：", "Tool and its version (nwipe 0.34, say): ")
_PASSES = Text("覆写了几遍：", "Passes of overwriting: ")
_HIDDEN = Text(
    "隐藏区域的查看结果（hdparm -N；没有看就按回车）：", "Hidden areas, as hdparm -N says (Enter: not looked): "
)
_FIRM = Text("由哪个单位销毁（还没有就按回车）：", "Destroyed by which firm or unit (Enter: not yet): ")
_READY = Text(
    "可以登记了。等登记的有 {count} 个：mijian dispose --register",
    "Ready for the register; media that wait for it: {count}. mijian dispose --register",
)
_NEXT = Text("插入第 {number} 个介质，按回车；q 结束：", "Plug in medium {number} and press Enter; q ends: ")
_SEVERAL = Text("哪一个？[{choices}] ", "Which one? [{choices}] ")
_NO_NEW = Text("没有看到新插入的介质。", "No medium was plugged in anew.")
_BATCH_DONE = Text("这一批看了 {count} 个。", "Media of this batch: {count}.")
_NOT_A_NUMBER = Text("请输入数字。", "A number, please.")
_PROGRESS = Text("{share}", "{share}")


class Journey:
    """One medium, as far as it goes now: what an option does not say is asked."""

    def __init__(self, disposals: Disposals, options: argparse.Namespace, console: Console, look: str = "full") -> None:
        self._disposals, self._options, self._console = disposals, options, console
        self._look = LOOKS[options.look or look]
        self._who = options.by

    def go(self, disposal: Disposal) -> int:
        """Take steps until one waits for something."""
        disposal = self._described(disposal)
        self._console.show(line(disposal))
        doing: dict[Step, Callable[[Disposal], Disposal | None]] = {
            Step.LOOK: lambda one: self._looked(one, self._look),
            Step.DECIDE: self._decided,
            Step.WIPE: self._wiped,
            Step.CHECK: lambda one: self._looked(one, CHECKS[self._options.check]),
            Step.DESTROY: self._destroyed,
        }
        while (step := doing.get(disposal.step)) is not None:
            checked = disposal.step is Step.CHECK
            taken = step(disposal)
            if taken is None:
                break
            disposal = taken
            if checked and disposal.step in (Step.WIPE, Step.CHECK):
                self._console.say(NOT_WIPED if disposal.step is Step.WIPE else NOT_ENDED)
                return Exit.TO_FIX if disposal.step is Step.WIPE else Exit.INCOMPLETE
        return self._ended(disposal)

    def _ended(self, disposal: Disposal) -> int:
        match disposal.step:
            case Step.HELD:
                self._console.say(hold.MEDIUM)
                return Exit.TO_FIX
            case Step.REGISTER:
                self._console.say(_READY.filled(count=len(self._disposals.at(Step.REGISTER))))
                return Exit.IN_ORDER
            case Step.KEPT | Step.DONE:
                return Exit.IN_ORDER
        self._console.show(line(disposal))
        return Exit.INCOMPLETE

    def _described(self, disposal: Disposal) -> Disposal:
        given = self._options
        said = {
            name: shown(getattr(given, name).strip(), 120)
            for name in ("asset_number", "serial", "level", "source", "destination")
            if getattr(given, name).strip()
        }
        disposal = replace(disposal, **said)  # type: ignore[arg-type]
        if given.kind:
            disposal = replace(disposal, sort=Sort(given.kind))
        return self._disposals.keep(disposal)

    def _looked(self, disposal: Disposal, mode: Mode) -> Disposal:
        scanning = self._disposals.look(disposal, mode, content=not self._options.no_content)
        self._console.say(_LOOKING)
        with stopping(scanning.stop):
            self._watch(scanning)
        self._console.clear()
        looked = self._disposals.looked(disposal, scanning)
        residue = scanning.scanned.residue
        assert residue is not None
        self._console.show(statement(residue))
        for text in not_checked(residue, looked_into=scanning.scanned.contained is not None):
            self._console.show(text, "  · ")
        return looked

    def _watch(self, scanning: Scanning) -> None:
        for sight in scanning:
            if sight.moment is None:
                self._console.clear()
                self._console.say(LOOKS_INTO)
            elif sight.moment.total:
                self._console.renew(_PROGRESS.filled(share=f"{sight.moment.done / sight.moment.total:6.1%}"))

    def _decided(self, disposal: Disposal) -> Disposal | None:
        self._console.say(destroyed_by_others())
        given = self._options.decision
        decision = Decision(given) if given else DECISIONS.get(self._console.ask(_DECIDE).lower()[:1])
        if decision is None:
            return None
        return self._disposals.keep(disposal.decided(decision, self._name()))

    def _wiped(self, disposal: Disposal) -> Disposal | None:
        self._console.show(_DRIVE_SAYS.filled(state=state_words(disposal.drive), hidden=hidden_words(disposal.drive)))
        self._console.show(_HOW)
        for way in ways(disposal.sort, disposal.path, disposal.drive):
            self._console.show(way.said, "  ")
            for command in way.commands:
                self._console.show_line(f"      {command}")
        known = dict.fromkeys(way.technique for way in ways(disposal.sort, disposal.path, disposal.drive))
        techniques: list[Technique] = [one for one in (*known, Technique.OVERWRITE) if one is not Technique.PHYSICAL]
        techniques = list(dict.fromkeys(techniques))
        technique = Technique(self._options.done) if self._options.done else self._chosen(techniques)
        if technique is None:
            return None
        tool = self._options.tool or self._console.ask(_TOOL)
        passes = self._passes(technique)
        hidden = self._options.hidden
        if not hidden and not self._options.done and disposal.sort in (Sort.HARD_DISK, Sort.SATA_SSD):
            hidden = self._console.ask(_HIDDEN)
        done = Wiped(technique, tool, passes, self._name(), datetime.now(UTC), hidden)
        return self._disposals.keep(disposal.done(done))

    def _chosen(self, techniques: list[Technique]) -> Technique | None:
        for number, one in enumerate(techniques, 1):
            self._console.show(TECHNIQUES[one], f"  {number}  ")
        choice = self._console.ask(_WHICH.filled(choices=f"1–{len(techniques)}"))
        if not choice.isdecimal() or not 1 <= int(choice) <= len(techniques):
            return None
        return techniques[int(choice) - 1]

    def _passes(self, technique: Technique) -> int:
        if technique not in (Technique.OVERWRITE, Technique.SANITIZE_OVERWRITE):
            return 0
        if self._options.passes or self._options.done:
            return max(1, int(self._options.passes))
        while not (typed := self._console.ask(_PASSES)).isdecimal():
            if not typed:
                return 1
            self._console.say(_NOT_A_NUMBER)
        return max(1, int(typed))

    def _destroyed(self, disposal: Disposal) -> Disposal | None:
        firm = self._options.tool or self._console.ask(_FIRM)
        if not firm:
            return None
        done = Wiped(Technique.PHYSICAL, firm, 0, self._name(), datetime.now(UTC))
        return self._disposals.keep(disposal.done(done))

    def _name(self) -> str:
        if not self._who:
            self._who = self._console.ask(_WHO)
        return str(self._who)

    def named(self, disposal: Disposal) -> Disposal:
        """With an asset number and, where none is readable, a serial number, as a person types or scans them."""
        if not disposal.asset_number:
            disposal = replace(disposal, asset_number=shown(self._console.ask(_ASSET), 60))
        if not disposal.serial:
            disposal = replace(disposal, serial=shown(self._console.ask(_SERIAL), 60))
        return self._disposals.keep(disposal)


class Batch:
    """One medium after another: Enter takes what was plugged in since, a key decides, Enter is the next one."""

    def __init__(self, disposals: Disposals, media: Media, options: argparse.Namespace, console: Console) -> None:
        self._disposals, self._media, self._options, self._console = disposals, media, options, console
        self._seen: set[tuple[str, tuple[str, ...], str]] = set()

    def run(self) -> int:
        journey = Journey(self._disposals, self._options, self._console, look="quick")
        number, worst = 0, Exit.IN_ORDER
        while self._console.ask(_NEXT.filled(number=number + 1)).lower() != "q":
            found = self._plugged_in()
            if found is None:
                if self._console.ended:
                    break
                continue
            try:
                disposal = journey.named(self._disposals.of_medium(found.path))
                worst = max(worst, Exit(journey.go(disposal)))
            except UserError as trouble:
                self._console.say(trouble.reason)
                worst = max(worst, Exit.INCOMPLETE)
                continue
            number += 1
        self._console.say(_BATCH_DONE.filled(count=number))
        return worst

    def _plugged_in(self) -> Attached | None:
        new = [one for one in self._media.attached() if one.external and one.size and _mark(one) not in self._seen]
        if not new:
            self._console.say(_NO_NEW)
            return None
        chosen = new[0]
        if len(new) > 1:
            for number, one in enumerate(new, 1):
                self._console.show_line(
                    f"  {number}  {one.path}  {one.name}  {amount(one.size).to(self._console.language)}"
                )
            typed = self._console.ask(_SEVERAL.filled(choices=f"1–{len(new)}"))
            if not typed.isdecimal() or not 1 <= int(typed) <= len(new):
                return None
            chosen = new[int(typed) - 1]
        self._seen.add(_mark(chosen))
        return chosen


def line(disposal: Disposal) -> Text:
    """One medium in one line, with its next step."""
    size = amount(disposal.size)
    return _LINE.filled(
        id=disposal.id,
        name=Text.name(disposal.name),
        sort=SORTS[disposal.sort],
        size=Text(f"，{size.zh}", f", {size.en}") if disposal.size else Text("", ""),
        asset=disposal.asset_number or disposal.serial or "—",
        step=STEPS[disposal.step],
    )


def _mark(one: Attached) -> tuple[str, tuple[str, ...], str]:
    return one.path, one.serials, one.session
