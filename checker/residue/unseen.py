"""What a scan did not see, in words: its own gaps, and what the drive keeps to itself by its own word."""

from __future__ import annotations

from checker.model.text import Text
from checker.residue.drives import Drive, Hidden
from checker.residue.result import About, Residue, Unchecked
from checker.residue.terms import UNCHECKED
from checker.residue.wording import amount

_HIDDEN = {
    Hidden.NOT_SAID: Text("有没有隐藏区域（HPA、DCO），没有查出来", "whether areas are hidden (HPA, DCO) is not known"),
    Hidden.CANNOT: Text("硬盘说它没有 HPA 和 DCO", "the drive says that it has no HPA and no DCO"),
    Hidden.CAN: Text(
        "硬盘能设隐藏区域（HPA 或 DCO），设了没有看不出来；用 hdparm -N 查看",
        "the drive can hide areas (HPA or DCO); whether it does is not seen from here: ask with hdparm -N",
    ),
    Hidden.NONE: Text("问过硬盘：没有隐藏区域（HPA、DCO）", "the drive was asked: no area is hidden (HPA, DCO)"),
    Hidden.SET: Text(
        "硬盘说它还有 {size} 没有交出来（HPA 或 DCO）：清除和复查都到不了那里，先用 hdparm -N 取消隐藏再清除",
        "the drive says that it keeps {size} to itself (HPA or DCO): neither wipe nor check reaches that; take the"
        " limit away first, with hdparm -N",
    ),
}
_OTHER_UNITS = Text(
    "其他命名空间（同一块硬盘分出的其他部分）：没有检查", "Other namespaces of the same drive were not checked"
)


def hidden_words(said: Drive) -> Text:
    """Whether the drive keeps areas to itself, by its own word."""
    words = _HIDDEN[said.hidden]
    return words.filled(size=amount(said.hidden_bytes)) if said.hidden is Hidden.SET else words


def not_checked(residue: Residue, *, looked_into: bool = False) -> tuple[Text, ...]:
    """What was not checked. `looked_into`: the files that are there went through the document engine."""
    seen = (Unchecked.LIVE_FILES,) if looked_into else ()
    return tuple(_words(reason, residue.about) for reason in residue.unchecked if reason not in seen)


def _words(reason: Unchecked, about: About) -> Text:
    """Of hidden areas, as much as the drive itself told."""
    if reason is not Unchecked.HIDDEN_AREA or about.hidden is Hidden.NOT_SAID:
        return UNCHECKED[reason]
    if about.hidden in (Hidden.NONE, Hidden.CANNOT):
        return _OTHER_UNITS
    return hidden_words(Drive(hidden=about.hidden, hidden_bytes=about.hidden_bytes))
