"""What the situations are called, and what a person is told before beginning one."""

from __future__ import annotations

from checker.model.target import Profile
from checker.model.text import Text

NAMES = {
    Profile.DAILY: Text("日常自查", "Everyday check"),
    Profile.TRAVEL: Text("出行前检查", "Before a journey"),
    Profile.QUARTERLY: Text("季度保密检查", "Quarterly inspection"),
    Profile.DISPOSAL: Text("报废、移交前检查", "Before disposal or hand-over"),
}

SITUATIONS = {
    Profile.DAILY: Text("看看这台电脑平时的保密设置是否到位。", "See whether this computer is set up as it should be."),
    Profile.TRAVEL: Text(
        "带着这台电脑外出或出境之前：全部文件都看。", "Before you take this computer on a trip or abroad: all files."
    ),
    Profile.QUARTERLY: Text("每季度一次：全部项目、全部文件。", "Once a quarter: every item and all files."),
    Profile.DISPOSAL: Text(
        "电脑要报废、送修或交给别人之前。", "Before this computer is scrapped, repaired or handed to somebody else."
    ),
}
