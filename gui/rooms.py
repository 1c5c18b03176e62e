"""The rooms of the window, in the order of the rail."""

from __future__ import annotations

from enum import Enum

from checker.model.text import Text


class Room(Enum):
    """An icon of `gui.icons.drawn` and a name."""

    COMPUTER = "computer", Text("本机", "This computer")
    DEVICES = "devices", Text("手机与介质", "Phones and media")
    TASKS = "tasks", Text("检查任务", "Inspections")
    FILES = "files", Text("文件与照片", "Files and photos")
    REPORTS = "report", Text("报告", "Reports")
    SETTINGS = "gear", Text("设置与帮助", "Settings and help")

    @property
    def icon(self) -> str:
        return self.value[0]

    @property
    def words(self) -> Text:
        return self.value[1]
