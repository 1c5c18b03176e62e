"""Chinese for words of Qt's own dialogs that the translation that comes with Qt leaves in English."""

from __future__ import annotations

from PySide6.QtCore import QTranslator

_WORDS = {
    ("QAbstractFileIconProvider", "Folder"): "文件夹",
    ("QAbstractFileIconProvider", "File Folder"): "文件夹",
    ("QAbstractFileIconProvider", "Drive"): "磁盘",
    ("QAbstractFileIconProvider", "File"): "文件",
    ("QAbstractFileIconProvider", "%1 File"): "%1 文件",
    ("QFileDialog", "Cancel"): "取消",
    ("QFileSystemModel", "%1 bytes"): "%1 字节",
}


class QtWords(QTranslator):
    def isEmpty(self) -> bool:
        return False  # else Qt does not ask it

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:  # type: ignore[override]
        """None: the next translator is asked."""
        return _WORDS.get((context, source))
