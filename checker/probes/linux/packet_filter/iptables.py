"""What iptables-save prints: rules of the tables that incoming packets meet. See iptables-extensions(8)."""

from __future__ import annotations

import ipaddress
import shlex
from collections.abc import Callable, Collection, Iterator, Mapping

from checker.machine.refusals import malformed
from checker.probes.linux.packet_filter import packets as p
from checker.probes.linux.packet_filter.chains import Hook, Jump, Rule, Ruleset, Translate, Verdict, Word
from checker.probes.linux.packet_filter.nft import addresses, protocol

# Where the chains of each table are entered, and in which order (linux/netfilter_ipv4.h).
_PRIORITIES = {"raw": -300, "mangle": -150, "nat": -100, "filter": 0, "security": 50}
_PLACES = {"PREROUTING": "prerouting", "INPUT": "input", "FORWARD": "forward"}
_VERDICTS = {"ACCEPT": Word.ACCEPT, "DROP": Word.REFUSE, "REJECT": Word.REFUSE, "RETURN": Word.RETURN}
_VERDICTS |= {"TARPIT": Word.REFUSE, "STEAL": Word.REFUSE, "QUEUE": Word.ASK, "NFQUEUE": Word.ASK}
_VERDICTS |= {"TPROXY": Word.ASK, "SYNPROXY": Word.ASK}
# Targets after which the next rule has its turn.
_HARMLESS = {"LOG", "NFLOG", "ULOG", "AUDIT", "TRACE", "CT", "NOTRACK", "CHECKSUM", "CLASSIFY", "TCPMSS", "TOS", "DSCP"}
_HARMLESS |= {"MARK", "CONNMARK", "SET", "TTL", "HL", "ECN", "RATEEST", "SECMARK", "CONNSECMARK", "IDLETIMER", "TEE"}
_HARMLESS |= {"TCPOPTSTRIP", "LED", "MASQUERADE", "SNAT"}
_MARKS = (" -j MARK ", " -j CONNMARK ")
# Matches that say nothing by being named, and those whose own words follow.
_SILENT = {"tcp", "udp", "multiport", "conntrack", "state", "addrtype", "comment", "limit", "hashlimit", "iprange"}
_SILENT |= {"pkttype", "mark", "connmark", "icmp", "icmp6", "icmpv6", "ipv6-icmp", "recent", "connlimit", "rpfilter"}
_SILENT |= {"mac", "sctp", "dccp", "esp", "ah", "udplite", "standard"}
# Headers that a plain packet of TCP or UDP does not have.
_NOT_THERE = {"rt", "frag", "hbh", "dst", "mh", "ipv6header", "eui64"}
# Words of matches that narrow how often, or how it is counted: nothing for a first packet.
_COUNTED = (
    *("--limit-", "--hashlimit-", "--connlimit-mask", "--connlimit-saddr", "--connlimit-daddr", "--name", "--rsource"),
    *("--rdest", "--mask", "--seconds", "--hitcount", "--reap", "--rttl", "--validmark", "--loose", "--accept-local"),
)


def ruleset(text: str, family: str, tables: Collection[str] = tuple(_PRIORITIES)) -> Ruleset:
    """One listing, of one address family. `tables`: what is read of it.

    Raises:
        Unreadable: no such listing.
    """
    found = Ruleset()
    marks = any(word in text for word in _MARKS)
    table = ""
    try:
        for line in text.splitlines():
            place = f"{family} {table}"
            if line.startswith("*"):
                table = line[1:].strip()
            elif table not in tables and line.startswith((":", "-A")):
                continue
            elif line.startswith(":"):
                name, policy, *_ = line[1:].split()
                _declare(found, table, place, name, policy)
            elif line.startswith("-A"):
                _, chain, *words = shlex.split(line)
                found.chains.setdefault(f"{place} {chain}", []).extend(_Reader(words, place, marks).rules())
            elif line and not line.startswith(("#", "COMMIT")):
                raise malformed("iptables-save")
    except (ValueError, KeyError) as error:
        raise malformed("iptables-save") from error
    return found


def _declare(found: Ruleset, table: str, place: str, name: str, policy: str) -> None:
    key = f"{place} {name}"
    found.chains.setdefault(key, [])
    if name in _PLACES and policy != "-":
        priority = 100 if (table, name) == ("nat", "INPUT") else _PRIORITIES[table]
        found.hooks.append(Hook(key, _PLACES[name], priority, policy != "DROP", table == "nat"))


class _Reader:
    """Reads the words of one rule."""

    def __init__(self, words: list[str], place: str, marks: bool) -> None:
        self._words, self._place, self._marks = words, place, marks
        self._matches: list[str] = []

    def rules(self) -> Iterator[Rule]:
        """One, or none where it decides nothing."""
        conditions: list[p.Condition] = []
        verdict: Verdict | None = None
        while self._words:
            negated = self._words[0] == "!"
            word = self._words[int(negated)]
            del self._words[: 1 + negated]
            if word in ("-j", "-g"):
                verdict = self._target(self._words.pop(0), back=word == "-j")
                break
            condition = self._condition(word)
            if condition is not None:
                conditions.append(condition.otherwise() if negated else condition)
        if verdict is not None:
            yield Rule(tuple(conditions), verdict)

    def _target(self, name: str, back: bool) -> Verdict | None:
        """Its own words are all that is left."""
        if name in _VERDICTS:
            return _VERDICTS[name]
        if name in _HARMLESS:
            return None
        if name in ("DNAT", "REDIRECT"):
            return self._translation()
        return Jump(f"{self._place} {name}", back)

    def _translation(self) -> Verdict:
        for option, value in zip(self._words, self._words[1:], strict=False):
            if option == "--to-ports" and value.isdecimal():
                return Translate(None, int(value))
            if option == "--to-destination":
                address, colon, port = (value, "", "") if value.count(":") > 1 and "]" not in value else _apart(value)
                if "-" not in value:
                    return Translate(int(ipaddress.ip_address(address.strip("[]"))), int(port) if colon else None)
        return Word.ASK

    def _values(self) -> list[str]:
        """What belongs to an option: the words up to the next one."""
        found = []
        while (
            self._words and not (self._words[0].startswith("-") and len(self._words[0]) > 1) and self._words[0] != "!"
        ):
            found.append(self._words.pop(0))
        return found

    def _condition(self, word: str) -> p.Condition | None:
        if word == "-m":
            self._matches.append(self._words.pop(0))
            if self._matches[-1] in _NOT_THERE:
                return p.Fixed(False)
            unknown = self._matches[-1] not in _SILENT
            return p.Unclear(f"-m {self._matches[-1]}") if unknown else None
        values = self._values()
        if self._matches and self._matches[-1] not in _SILENT and word.startswith("--"):
            return None  # a word of a match of which all is said already
        if word in _ADDRESSES:
            return p.Within(_ADDRESSES[word], (addresses(values[0]),))
        if word in _PORTS:
            ports = tuple(p.Within(field, _ports(values[0])) for field in _PORTS[word])
            return ports[0] if len(ports) == 1 else p.AnyOf(ports)
        return self._other(word, values)

    def _other(self, word: str, values: list[str]) -> p.Condition | None:
        first = values[0] if values else ""
        if word in _TRUE_AT_FIRST or word.startswith(_COUNTED):
            return None
        if word in _FALSE_AT_FIRST:
            return p.Fixed(False)
        if word in _OF_NAMES:
            return _OF_NAMES[word](set(first.split(",")))
        match word:
            case "-i":
                return p.Arrived((f"{first[:-1]}*" if first.endswith("+") else first,))
            case "-o":
                return p.AllOf((p.Not(p.Here()), p.Unclear("-o")))
            case "-p":
                return p.Within(p.Field.PROTOCOL, ((0, 255),) if first == "all" else ((protocol(first),) * 2,))
            case "--src-range" | "--dst-range":
                ends = tuple(int(ipaddress.ip_address(one)) for one in first.split("-"))
                field = p.Field.SOURCE if word == "--src-range" else p.Field.DESTINATION
                return p.Within(field, ((ends[0], ends[-1]),))
            case "--tcp-flags":
                looked, wanted = (set(one.split(",")) for one in values)
                return p.tcp(p.Fixed(wanted == ({"SYN"} if looked == {"ALL"} else {"SYN"} & looked or {"NONE"})))
            case "--syn":
                return p.tcp(p.Fixed(True))
            case "--mark":
                return p.Unclear("mark") if self._marks else p.Fixed(int(first.partition("/")[0], 0) == 0)
        return p.Unclear(word)


# Of the first packet of a connection by a stranger: nothing came before it, no rule names its hardware address, the way
# back to it is there, and it is of TCP or UDP.
_TRUE_AT_FIRST = {"--comment", "--set", "--limit", "--hashlimit", "--hashlimit-upto", "--connlimit-upto"}
_FALSE_AT_FIRST = {"--hashlimit-above", "--connlimit-above", "--rcheck", "--update", "--remove", "--invert", "-f"}
_FALSE_AT_FIRST |= {"--icmp-type", "--icmpv6-type", "--mac-source"}


def _state(names: set[str]) -> p.Condition:
    return p.AnyOf((p.Fixed("NEW" in names), p.AllOf((p.Fixed("DNAT" in names), p.Translated()))))


_OF_NAMES: Mapping[str, Callable[[set[str]], p.Condition]] = {
    "--ctstate": _state,
    "--state": _state,
    "--ctdir": lambda names: p.Fixed("ORIGINAL" in names),
    "--ctstatus": lambda names: p.Fixed("NONE" in names),
    "--dst-type": lambda names: p.AllOf((p.Here(), p.Fixed("LOCAL" in names))),
    "--pkt-type": lambda names: p.Fixed(bool(names & {"unicast", "host"})),
}
_ADDRESSES = {"-s": p.Field.SOURCE, "-d": p.Field.DESTINATION}
_PORTS = {
    "--dport": (p.Field.PORT,),
    "--dports": (p.Field.PORT,),
    "--sport": (p.Field.SOURCE_PORT,),
    "--sports": (p.Field.SOURCE_PORT,),
    "--ports": (p.Field.PORT, p.Field.SOURCE_PORT),
}


def _ports(text: str) -> p.Ranges:
    found = []
    for one in text.split(","):
        first, colon, last = one.partition(":")
        found.append((int(first or 0), int(last or p.PORTS - 1) if colon else int(first)))
    return tuple(found)


def _apart(text: str) -> tuple[str, str, str]:
    return text.rpartition(":") if ":" in text else (text, "", "")
