"""Chains of rules, and which packets get through them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from checker.machine import refusals
from checker.probes.linux.packet_filter.packets import NOBODY, Condition, Flow, Space, Vantage

_DEPTH = 64  # chains that lead into one another; the kernel itself follows 16, and refuses circles
_STEPS = 400_000  # rules looked at for one computer
_FORWARD_HOOK = "forward"


class Word(StrEnum):
    ACCEPT = "accept"
    REFUSE = "refuse"
    RETURN = "return"
    ASK = "ask"  # a program decides, which nobody can foresee


@dataclass(frozen=True, slots=True)
class Jump:
    """`back`: what the chain does not decide comes back here; otherwise it goes back to where this chain came from."""

    chain: str
    back: bool = True


@dataclass(frozen=True, slots=True)
class Translate:
    """Another destination, or another port, or both. None: as it was."""

    address: int | None = None
    port: int | None = None


Verdict = Word | Jump | Translate


@dataclass(frozen=True, slots=True)
class Rule:
    conditions: tuple[Condition, ...]
    verdict: Verdict

    def met(self, space: Space, vantage: Vantage, among: Flow) -> Flow:
        for condition in self.conditions:
            if not among.may:
                break
            among = among & condition.met(space, vantage)
        return among


@dataclass(frozen=True, slots=True)
class Hook:
    """A chain that the kernel itself enters. `devices`: only for packets of those interfaces; None: of all."""

    chain: str
    place: str  # "ingress" | "prerouting" | "input" | "forward"
    priority: int
    accepts: bool  # what happens to a packet that no rule decides
    translates: bool = False  # of type nat
    devices: tuple[str, ...] | None = None


@dataclass(slots=True)
class Ruleset:
    """Of one address family: rules by chain, and the hooks."""

    chains: dict[str, list[Rule]] = field(default_factory=dict)
    hooks: list[Hook] = field(default_factory=list)

    def beside(self, other: Ruleset) -> Ruleset:
        """Both at once: a packet has to get past either. Their chains do not know of one another."""
        return Ruleset({**self.chains, **other.chains}, [*self.hooks, *other.hooks])

    @property
    def conditions(self) -> Iterable[Condition]:
        for rules in self.chains.values():
            for rule in rules:
                for condition in rule.conditions:
                    yield from condition.parts()


class Walk:
    """Sends packets through a ruleset.

    Raises:
        Unreadable: chains lead in a circle, or there are more rules than anybody has.
    """

    def __init__(self, ruleset: Ruleset, space: Space) -> None:
        self._ruleset, self._space = ruleset, space
        self._steps = 0

    def delivered(self, packets: int, vantage: Vantage) -> Flow:
        """Which of them get to a program of this computer, or to what it passes them on to."""
        flow = Flow(packets, packets)
        moved: list[tuple[Flow, Translate]] = []
        for place in ("ingress", "prerouting"):
            flow, turned = self._through(place, flow, vantage)
            moved += turned
        arrived = self._through("input", flow, vantage)[0]
        for turned_flow, to in moved:
            arrived |= self._onward(turned_flow, to, vantage)
        return arrived

    def _onward(self, flow: Flow, to: Translate, vantage: Vantage) -> Flow:
        vantage = replace(vantage, port=vantage.port if to.port is None else to.port)
        if to.address is None or to.address == vantage.destination:
            return self._through("input", flow, vantage)[0]
        vantage = replace(vantage, destination=to.address, forwarded=True)
        return self._through(_FORWARD_HOOK, flow, vantage)[0]

    def _through(self, place: str, flow: Flow, vantage: Vantage) -> tuple[Flow, list[tuple[Flow, Translate]]]:
        """Those that get through all chains of one place, and those that were given another destination there."""
        moved: list[tuple[Flow, Translate]] = []
        for hook in sorted(self._ruleset.hooks, key=lambda one: one.priority):
            if hook.place != place or (hook.devices is not None and vantage.interface not in hook.devices):
                continue
            turned: list[tuple[Flow, Translate]] = []
            accepted, left = self._chain(hook.chain, flow, vantage, turned, _DEPTH)
            flow = accepted | left if hook.accepts else accepted
            if hook.translates:
                moved += turned
        return flow, moved

    def _chain(
        self, name: str, flow: Flow, vantage: Vantage, moved: list[tuple[Flow, Translate]], depth: int
    ) -> tuple[Flow, Flow]:
        """Which packets a chain accepts, and which it leaves to whoever sent them there."""
        if depth == 0:
            raise refusals.malformed("nftables/iptables")
        accepted = returned = NOBODY
        for rule in self._ruleset.chains.get(name, ()):
            if not flow.may:
                break
            self._steps += 1
            if self._steps > _STEPS:
                raise refusals.too_large("nftables/iptables")
            hit = rule.met(self._space, vantage, flow)
            if not hit.may:
                continue
            flow = flow.without(hit)
            match rule.verdict:
                case Word.ACCEPT:
                    accepted |= hit
                case Word.RETURN:
                    returned |= hit
                case Word.ASK:
                    accepted |= Flow(0, hit.may)
                case Word.REFUSE:
                    pass
                case Translate() as to:
                    moved.append((hit, to))
                case Jump(chain, back):
                    let_in, left = self._chain(chain, hit, vantage, moved, depth - 1)
                    accepted |= let_in
                    if back:
                        flow |= left
                    else:
                        returned |= left
        return accepted, returned | flow


Rulesets = Mapping[str, Ruleset]
"""By address family: "ip", "ip6"."""
