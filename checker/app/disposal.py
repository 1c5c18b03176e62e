"""The disposal of a medium, from what it holds to the line in the register: which step is next, and what was said.

A step follows from what is known, so that nothing can be left out or come in another order: what it holds, the
officer's decision, the wiping or the destruction, the check after the wipe, the register. While a marking is suspected
there is no next step at all. Days may lie between two steps: what is known is kept, and a medium is known again by its
identity.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum, auto
from typing import TYPE_CHECKING

from checker.app.refused import Refused, Why
from checker.model.text import Text, shown
from checker.residue.drives import Drive, Hidden, Sanitized, Sort
from checker.residue.result import Mode, Verdict
from checker.residue.wiping import Method, Technique

if TYPE_CHECKING:
    from checker.app.medium import Scanned

__all__ = [
    "NOT_ENDED",
    "NOT_WIPED",
    "STEPS",
    "Decision",
    "Disposal",
    "Drive",
    "Hidden",
    "Look",
    "Method",
    "SameBy",
    "Sanitized",
    "Sort",
    "Step",
    "Technique",
    "Wiped",
    "look_of",
]


class Step(StrEnum):
    """What is next."""

    LOOK = auto()  # what does it hold?
    HELD = auto()  # a marking is suspected: everything stops
    DECIDE = auto()  # the officer says what becomes of it
    WIPE = auto()
    CHECK = auto()  # after the wipe
    DESTROY = auto()
    REGISTER = auto()
    DONE = auto()
    KEPT = auto()  # it stays in use


class Decision(StrEnum):
    WIPE = "wipe"
    DESTROY = "destroy"
    KEEP = "keep"


class SameBy(StrEnum):
    """How the medium after is known to be the medium before."""

    SERIAL = "serial"  # of its own
    BRIDGE = "bridge"  # a serial number on USB, which may be the card reader's
    SESSION = "session"  # it was not taken out
    FILE = "file"  # an image at one place
    SAID = "said"  # by the person who did it, by its asset number


STEPS = {
    Step.LOOK: Text("先看里面有什么", "look at what it holds"),
    Step.HELD: Text("疑似标密，保持原状，先报告", "suspected marking: left as it is, reported first"),
    Step.DECIDE: Text("等保密员决定", "waits for the officer's decision"),
    Step.WIPE: Text("等清除", "to be wiped"),
    Step.CHECK: Text("等复查", "to be checked after the wipe"),
    Step.DESTROY: Text("等销毁", "to be destroyed"),
    Step.REGISTER: Text("可以登记", "ready for the register"),
    Step.DONE: Text("已登记", "registered"),
    Step.KEPT: Text("继续使用", "stays in use"),
}
NOT_WIPED = Text(
    "复查没有通过：还没有清除干净，请再清除一次，或改为销毁。",
    "The check shows that it is not wiped: wipe it again, or destroy it.",
)
NOT_ENDED = Text(
    "复查没有做完，或有读不出的地方：再查一次。用随机数据覆写的，用 --check full；一直读不出的按销毁处理。",
    "The check did not end, or places cannot be read: check again. After a random wipe use --check full; what stays"
    " unreadable is destroyed.",
)


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the medium came to, before or after. `said`: the sentence that may be claimed, no word more.

    read       bytes of it; `unread` those that could not be
    fraction   of a sample without a find: with 99 % confidence less of the medium than this is not blank
    ended      nothing cut it short
    content    the files' content was looked into; `marked` and `review` are of that
    """

    at: datetime
    mode: Mode
    verdict: Verdict
    something: bool
    said: Text
    read: int
    unread: int = 0
    fraction: float | None = None
    recoverable: int = 0
    undecided: int = 0
    live: int = 0
    ended: bool = True
    content: bool = False
    marked: int = 0
    review: int = 0
    not_checked: tuple[Text, ...] = ()

    @property
    def shows_a_wipe(self) -> bool:
        """Whether what was read is what a wipe leaves, and all that should have been read was."""
        left = (Verdict.ZERO, Verdict.ONES, Verdict.CONSTANT, Verdict.UNIFORM, Verdict.FORMATTED)
        return self.ended and not self.something and not self.unread and self.verdict in left


@dataclass(frozen=True, slots=True)
class Wiped:
    """What a person says was done. `tool` with its version; `hidden`: what they found of hidden areas, in their words.

    `passes`: of an overwrite; 0: the technique has none.
    """

    technique: Technique
    tool: str
    passes: int
    who: str
    at: datetime
    hidden: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disposal:
    """One medium on its way out. `id` is ours; `key` the medium's identity, `path` where it was last.

    `serial` and `asset_number` stand in the register; `level`, `source` and `destination` are people's words.
    """

    id: str
    begun: datetime
    key: str
    path: str
    same_by: SameBy
    sort: Sort
    name: str
    size: int
    serial: str = ""
    asset_number: str = ""
    level: str = ""
    source: str = ""
    destination: str = ""
    drive: Drive = field(default_factory=Drive)
    before: Look | None = None
    decision: Decision | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    wiped: Wiped | None = None
    after: Look | None = None
    registered: str = ""  # the register's identity

    @property
    def step(self) -> Step:
        if self.registered:
            return Step.DONE
        if self.sort.readable and self.before is None:
            return Step.LOOK
        if any(look is not None and (look.marked or look.review) for look in (self.before, self.after)):
            return Step.HELD
        match self.decision:
            case None:
                return Step.DECIDE
            case Decision.KEEP:
                return Step.KEPT
            case Decision.DESTROY:
                return Step.DESTROY if self.wiped is None else Step.REGISTER
        if self.wiped is None:
            return Step.WIPE
        if not self.sort.readable:
            return Step.REGISTER
        if self.after is None:
            return Step.CHECK
        if self.after.shows_a_wipe:
            return Step.REGISTER
        return Step.WIPE if self.after.something else Step.CHECK

    def looked(self, look: Look) -> Disposal:
        """With what a look came to: the one before, as long as nothing was wiped; else the one after."""
        if self.registered:
            raise Refused(_REGISTERED)
        if self.wiped is None or self.decision is not Decision.WIPE:
            return replace(self, before=look)
        return replace(self, after=look)

    def decided(self, decision: Decision, who: str, at: datetime | None = None) -> Disposal:
        """With the officer's word; another word is possible until it is registered.

        Raises:
            Refused: nobody knows what it holds, a marking is suspected, or no name.
        """
        self._guard()
        if self.step is Step.LOOK:
            raise Refused(_NOT_LOOKED)
        if not who.strip():
            raise Refused(_NO_NAME)
        at = at or datetime.now(UTC)
        return replace(
            self, decision=decision, decided_by=shown(who.strip(), 60), decided_at=at, wiped=None, after=None
        )

    def done(self, wiped: Wiped) -> Disposal:
        """With what was done to it. What was seen after an earlier wipe no longer counts.

        Raises:
            Refused: nothing was decided, it does not go with the decision, or a word is missing.
        """
        self._guard()
        if self.decision not in (Decision.WIPE, Decision.DESTROY):
            raise Refused(_NOT_DECIDED)
        if (wiped.technique is Technique.PHYSICAL) != (self.decision is Decision.DESTROY):
            raise Refused(_NOT_AS_DECIDED)
        if not wiped.who.strip() or not wiped.tool.strip():
            raise Refused(_NO_TOOL)
        tidy = replace(
            wiped,
            tool=shown(wiped.tool.strip(), 80),
            who=shown(wiped.who.strip(), 60),
            hidden=shown(wiped.hidden.strip(), 120),
        )
        return replace(self, wiped=tidy, after=None)

    def _guard(self) -> None:
        if self.registered:
            raise Refused(_REGISTERED)
        if self.step is Step.HELD:
            raise Refused(_HELD)


def look_of(scanned: Scanned) -> Look:
    """A scan as a look.

    Raises:
        Refused: it was stopped before anything was known.
    """
    from checker.app.medium import Standing, Unchecked, not_checked, standing, statement

    residue, contained = scanned.residue, scanned.contained
    if residue is None:
        raise Refused(_NOTHING_YET, Why.STOPPED)
    cut_short = (Unchecked.PULLED_OUT, Unchecked.STOPPED, Unchecked.LIMIT, Unchecked.FIRST_FOUND)
    return Look(
        at=residue.ended,
        mode=residue.mode,
        verdict=residue.verdict,
        # What was met by a check that ends at it is content, even where one block has no pattern to tell it by.
        something=standing(residue) is Standing.SOMETHING,
        said=statement(residue),
        read=residue.read,
        unread=sum(length for _, length in residue.unread),
        fraction=residue.sampled.fraction if residue.sampled is not None else None,
        recoverable=len(residue.recoverable),
        undecided=len(residue.undecided),
        live=residue.live,
        ended=not any(one in residue.unchecked for one in cut_short),
        content=contained is not None,
        marked=len(contained.marked) if contained is not None else 0,
        review=contained.review if contained is not None else 0,
        not_checked=not_checked(residue, looked_into=contained is not None),
    )


_REGISTERED = Text("已经登记，不能再改。", "It is in the register already and no longer changes.")
_HELD = Text(
    "里面有疑似标密的文件还没有定下来：介质保持原样，不清除、不销毁，先报告。",
    "A file with a suspected marking is still open: the medium stays as it is, is neither wiped nor destroyed, and is"
    " reported first.",
)
_NOT_LOOKED = Text("先看介质里有什么，再定怎么处置。", "First look at what it holds; then decide.")
_NOT_DECIDED = Text("先由保密员定下怎么处置。", "The officer decides first.")
_NOT_AS_DECIDED = Text(
    "做法和决定不一致：决定清除的，不能登记为物理销毁；决定销毁的，只能登记为物理销毁。要改，请先改决定。",
    "That is not what was decided: what is to be wiped is not registered as destroyed, nor the other way round. Change"
    " the decision first.",
)
_NO_NAME = Text("要写明是谁决定的。", "Who decides has to be named.")
_NO_TOOL = Text(
    "要写明用什么工具（名称和版本）或由哪个单位做的，谁经手。",
    "Which tool (name and version) or which firm did it, and who was there, has to be named.",
)
_NOTHING_YET = Text("已停止，还没有结果。", "Stopped; there is no result yet.")
