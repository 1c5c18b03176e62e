"""Inspections and answers in one SQLite file, written as they come, so that a killed run loses one check at most."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import msgspec
from platformdirs import user_data_path

from checker.content.evidence import finding_written_down
from checker.engine import witness
from checker.engine.seals import Seal, own_seals
from checker.machine import keeping
from checker.machine.parsing import decoded
from checker.model.answer import Answer
from checker.model.error import UserError
from checker.model.finding import Finding
from checker.model.inspection import Inspection, Provenance
from checker.model.text import Text
from checker.store import rows
from checker.store.wal import write_ahead

_WAIT = 5.0  # seconds that one program waits for another


_NOT_BEGUN = Text("检查的开始没有存上，结果也就没有保存", "Its beginning could not be kept, and so nor was the result")


class SaveFailed(UserError):
    """Results cannot be kept; `reason` says where."""


def default_folder() -> Path:
    """Where results are kept unless somebody says otherwise."""
    return user_data_path("mijian", appauthor=False)


class Store:
    """What was inspected on this computer. Every method raises SaveFailed where the disk or the file refuses.

    Two programs may use one store at once: SQLite's write-ahead log lets them take turns.
    """

    def __init__(self, folder: Path) -> None:
        """Open the store in a folder, which is made where it is not there yet."""
        self._path = folder / "inspections.sqlite3"
        try:
            keeping.database(self._path)
            self._seals = own_seals(folder)
        except OSError as error:
            raise self._failed(error) from error
        with self._refusals():
            self._database = sqlite3.connect(self._path, timeout=_WAIT, check_same_thread=False)
            write_ahead(self._database, _WAIT)
            self._database.execute("PRAGMA synchronous = NORMAL")
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
            if version > rows.VERSION:
                raise SaveFailed(
                    Text(
                        "结果库来自更新的版本，请升级本程序：{path}",
                        "The result store is of a newer version; please update this program: {path}",
                    ).filled(path=Text.name(str(self._path)))
                )
            rows.migrate(self._database, version)

    def close(self) -> None:
        self._database.close()

    def begin(self, inspection: Inspection) -> None:
        """Keep an inspection and the findings it has so far."""
        card = msgspec.json.encode(replace(inspection, findings=()))
        row = (inspection.id, inspection.target.key, _text(inspection.began), _text(inspection.ended), card)
        with self._refusals(), self._database:
            self._database.execute("INSERT OR REPLACE INTO inspection VALUES (?, ?, ?, ?, ?, NULL)", row)
            self._put(inspection.id, inspection.findings)

    def keep(self, inspection_id: str, findings: Iterable[Finding]) -> None:
        """Keep findings; one of the same check is replaced."""
        with self._refusals(), self._database:
            self._put(inspection_id, findings)

    def end(self, inspection: Inspection) -> None:
        """Keep what the inspection says of itself now: when it ended, how long it took, whose consent it has.

        Raises SaveFailed also where its beginning was never kept.
        """
        card = msgspec.json.encode(replace(inspection, findings=()))
        row = (_text(inspection.ended), card, inspection.id)
        with self._refusals(), self._database:
            done = self._database.execute("UPDATE inspection SET ended = ?, card = ? WHERE id = ?", row)
            if done.rowcount == 0:
                raise SaveFailed(_NOT_BEGUN)
            rows.seal_row(self._database, self._seals, inspection.id)

    def inspection(self, inspection_id: str) -> Inspection | None:
        return next(self._inspections("WHERE id = ?", inspection_id), None)

    def last(self, target_key: str) -> Inspection | None:
        """The newest complete inspection of a target."""
        where = "WHERE target_key = ? AND ended IS NOT NULL ORDER BY began DESC LIMIT 1"
        return next(self._inspections(where, target_key), None)

    def finished(self, target_key: str, most: int) -> tuple[Inspection, ...]:
        """The newest complete inspections of a target, at most so many."""
        where = f"WHERE target_key = ? AND ended IS NOT NULL ORDER BY began DESC LIMIT {most:d}"
        return tuple(self._inspections(where, target_key))

    def everything(self, most: int) -> tuple[Inspection, ...]:
        """The newest complete inspections of every target, at most so many."""
        return tuple(self._inspections(f"WHERE ended IS NOT NULL ORDER BY began DESC LIMIT {most:d}"))

    def forget(self, inspection_ids: Iterable[str]) -> None:
        """Remove inspections, and write over where they lay."""
        going = [(one,) for one in inspection_ids]
        with self._refusals():
            self._database.execute("PRAGMA secure_delete = ON")
            with self._database:
                rows.forget(self._database, going)
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what the log still holds of them, too

    def unfinished(self, target_key: str) -> Inspection | None:
        """The newest inspection of a target, where it was interrupted."""
        newest = next(self._inspections("WHERE target_key = ? ORDER BY began DESC LIMIT 1", target_key), None)
        return newest if newest is not None and newest.ended is None else None

    def answer(self, answer: Answer) -> None:
        blob = msgspec.json.encode(answer)
        place = (answer.target_key, answer.check_id, _text(answer.at))
        seal = str(self._seals.seal(*rows.answer_parts(*place, blob)))
        with self._refusals(), self._database:
            self._database.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", (*place, blob, seal))

    def answers(self, target_key: str) -> tuple[Answer, ...]:
        """All answers ever given on a target through this program, oldest first; which still hold is the engine's
        matter. One without our seal is nobody's word: the question is asked again."""
        query = "SELECT check_id, at, answer, seal FROM answer WHERE target_key = ? ORDER BY at"
        with self._refusals():
            found = self._database.execute(query, (target_key,)).fetchall()
            return tuple(
                decoded(blob, Answer)
                for check_id, at, blob, seal in found
                if self._seals.holds(Seal.read(seal), *rows.answer_parts(target_key, check_id, at, blob))
            )

    def latest(self) -> datetime | None:
        """The latest time that anything kept here names: a clock that says less was set back since."""
        query = "SELECT max(at) FROM (SELECT began AS at FROM inspection UNION ALL SELECT ended FROM inspection)"
        with self._refusals():
            (at,) = self._database.execute(query).fetchone()
            return datetime.fromisoformat(at) if at else None

    def _put(self, inspection_id: str, findings: Iterable[Finding]) -> None:
        rows.put(self._database, self._seals, inspection_id, map(finding_written_down, findings))

    def _inspections(self, where: str, *arguments: str) -> Iterator[Inspection]:
        with self._refusals():
            query = f"SELECT id, ended, card, seal FROM inspection {where}"
            for inspection_id, ended, card, seal in self._database.execute(query, arguments).fetchall():
                row = rows.Row(inspection_id, ended, card, Seal.read(seal))
                found = rows.read(self._database, self._seals, row)
                end = datetime.fromisoformat(ended) if ended else None
                inspection = decoded(card, Inspection)
                inspection = replace(inspection, findings=found.findings, ended=end)
                if found.sealed:
                    witness.note(inspection, Provenance.RESUMED)
                yield inspection

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, TypeError, ValueError) as error:
            raise self._failed(error) from error

    def _failed(self, error: Exception) -> SaveFailed:
        if isinstance(error, PermissionError) or "readonly" in str(error) or "unable to open" in str(error):
            reason = Text("结果文件夹不能写入：{path}", "The result folder cannot be written: {path}")
        elif "full" in str(error) or getattr(error, "errno", None) == 28:
            reason = Text("磁盘已满，结果没有保存：{path}", "The disk is full; the result was not saved: {path}")
        else:
            reason = Text("结果库无法使用：{path}({error})", "The result store cannot be used: {path} ({error})")
        return SaveFailed(reason.filled(path=Text.name(str(self._path)), error=Text.name(str(error))))


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
