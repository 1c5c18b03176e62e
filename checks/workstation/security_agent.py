"""Are the protection programs that the unit prescribes here, and do they run?"""

from __future__ import annotations

from checker.api import Actor, Ask, Fail, Pass, Platform, Policy, Remedy, Severity, Text, Verdict, check
from checker.facts.workstation.agents import ProtectionSigns
from checker.facts.workstation.software import listed

_STEPS = (
    Text(
        "立即断开网络，停止使用这台电脑处理涉密信息。",
        "Go offline at once and stop working on secrets with this computer.",
    ),
    Text(
        "保持现状：不要自行重装、卸载或清理，不转发、不复制。",
        "Leave it as it is: do not reinstall, remove, clean up, forward or copy anything.",
    ),
    Text(
        "立即报告本单位保密工作机构，由其判定并登记处置。",
        "Report to the unit's secrecy office at once; it decides and records what is done.",
    ),
    Text("由运维人员恢复防护程序。", "The administrators restore the program."),
)


@check(
    id="workstation.security_agent",
    title=Text("规定的保密防护程序在运行", "The prescribed protection programs are running"),
    why=Text(
        "擅自卸载、停用涉密计算机的保密防护程序是违法行为，也可能说明电脑被人动过。",
        "Removing or stopping the protection of a classified computer is unlawful, and may mean tampering.",
    ),
    severity=Severity.CRITICAL,
    rules=("security-agent-tampered",),
    remedies={
        Platform.WINDOWS: Remedy(Actor.OFFICER, steps=_STEPS, hold=True),
        Platform.LINUX: Remedy(Actor.OFFICER, steps=_STEPS, hold=True),
    },
)
def security_agent(signs: ProtectionSigns, policy: Policy) -> Verdict:
    """Which programs those are, the unit's policy says. A service that is only set to start is not running."""
    agents = policy.software.agents
    if not agents:
        question = Text(
            "本单位没有登记应装哪些保密防护程序。请确认：规定的程序都已安装并在运行？",
            "The unit lists no protection programs. Please confirm: are the prescribed ones installed and running?",
        )
        return Ask(question)
    items = []
    for agent in agents:
        name = Text.name(agent.name)
        if any(listed(running, (*agent.processes, *agent.services)) for running in signs.running):
            continue
        there = any(listed(program, agent.programs) for program in signs.programs)
        there = there or any(listed(service, agent.services) for service in signs.services)
        text = Text("{name}：没有运行", "{name}: not running") if there else Text("{name}：没有安装", "{name}: missing")
        items.append(text.filled(name=name))
    if items:
        return Fail(Text("保密防护程序不在或没有运行。", "A protection program is missing or stopped."), tuple(items))
    return Pass(Text("规定的保密防护程序都在运行。", "All prescribed protection programs are running."))
