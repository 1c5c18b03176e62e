"""A computer in whose every answer somebody has written who he is, in each of the ways that people and programs do."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import Any

from checker.machine.answers import Entry, Host, Interface, Kind, Mount, Output, Process, RegistryKey, Service
from checker.machine.machine import Source
from checker.model.text import Text
from checker.model.unreadable import Unreadable

WORDS = (
    "欧阳芷若",  # what an administrator writes of a person
    "ouyangzhiruo",
    "Zhiruo",
    "13987654321",
    "628899170",
    "ghp8Xk2vQ7r",  # a token in a command line
    "Tianjin4Lou",
    "芷若的热点",  # Wi-Fi names, in any script
    "བོད་ཡིག",
    "ئۇيغۇر",
    "Дружба",
    "radius7.danwei.example",
    "芷若家庭相册",  # what people call their files
    "Kuaijibaobiao",
    "GEHEIM42",
    "138 1234 5678",
    "010-6288-9917",
    "6222 0212 3456 7890",
    "%E6%AC%A7%E9%98%B3",
    "\\346\\254\\247\\351\\230\\263",
)
_LINES = """
# {0} {1} {3}
{1}:x:1777:1777:{0},{6},{4},{3}:/home/{1}:/bin/sh
ssid={7}
ssid="{8}"
network={9} {10}
identity={1}@{11}
domain-suffix-match={11}
ExecStart=/opt/{14}/{13} --token={5} --user {1} -p{3}
Name={12}
/home/{1}/{12}.docx
E:ID_FS_LABEL={13}
user.phone = {3}; {4}; {15}, {16}
Card={17}
file:///home/x/{18} /media/{19} y
"""
LINES = _LINES.format(*WORDS)
_XML = f'<x name="{WORDS[0]}" {WORDS[14]}="{WORDS[1]}"><name>{WORDS[7]}</name><hex>{WORDS[3]}</hex></x>'


class Planted:
    """Answers as another source does, and has all of `WORDS` in each."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def answer(self, verb: str, arguments: tuple[Any, ...], stop: Event) -> Any:
        try:
            reply = self._source.answer(verb, arguments, stop)
        except Unreadable as refusal:
            said = Text(refusal.reason.zh + f"：{WORDS[12]}.docx", refusal.reason.en + f": /home/{WORDS[1]}/{WORDS[5]}")
            raise type(refusal)(said, Text(WORDS[0], WORDS[1]), refusal.cause) from refusal
        if verb == "phone":
            return {name: (code, output + LINES.encode()) for name, (code, output) in reply.items()}
        return planted(reply)


def planted(reply: Any) -> Any:
    match reply:
        case bytes() if reply[:1] in (b"{", b"["):
            return reply  # one that is no JSON any more would be read by nobody
        case bytes():
            return reply + LINES.encode() + _XML.encode()
        case Output():
            return replace(reply, stdout=planted(reply.stdout))
        case Host():
            return replace(reply, name=WORDS[14], release={**reply.release, WORDS[1]: WORDS[0]})
        case RegistryKey():
            values = {
                **reply.values,
                WORDS[1]: WORDS[0],
                WORDS[0]: WORDS[12].encode("utf-16-le"),
                "ProfileName": WORDS[7],
                "ImagePath": rf"C:\{WORDS[14]}\{WORDS[13]}.exe --token={WORDS[5]} -p {WORDS[3]}",
                WORDS[13]: b"\x00\x01" + WORDS[1].encode("utf-16-le"),
            }
            return replace(reply, values=values)
        case dict():
            return {**reply, WORDS[1]: WORDS[0], WORDS[14]: int(WORDS[3])}
        case tuple() | list() if reply:
            return type(reply)([*reply, *_another(reply[0])])
    return reply


def _another(one: Any) -> tuple[Any, ...]:
    """More of the like, with names of people's."""
    match one:
        case Entry():
            return tuple(replace(one, name=word, kind=Kind.FILE) for word in WORDS if "/" not in word)
        case Process():
            return (Process(4999, WORDS[14], f"/home/{WORDS[1]}/{WORDS[13]}", WORDS[1]),)
        case Mount():
            return (
                Mount(
                    f"//{WORDS[11]}/{WORDS[14]}", f"/media/{WORDS[1]}/{WORDS[12]}", "cifs", (f"username={WORDS[1]}",)
                ),
            )
        case Interface():
            return (Interface(WORDS[13][:15], up=True, addresses=()),)
        case Service():
            return (Service(WORDS[13], WORDS[0], "automatic", "running", rf"C:\{WORDS[14]}.exe -t {WORDS[5]}"),)
        case dict():
            return (planted(one),)
    return ()
