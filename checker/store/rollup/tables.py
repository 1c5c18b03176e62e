"""The roll-up's tables, the same in SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, SmallInteger, Table, Text

from checker.model.finding import State
from checker.model.severity import Severity

# 1 had no `unseen`, 2 no `stated`, 3 no `aside`, 4 no deadlines, 5 one generation for all quarters: made on opening.
VERSION = 6
metadata = MetaData()
STATES = tuple(State)  # a state is kept as its place here, so the order is part of the tables' version
SEVERITIES = tuple(Severity)

# One row.
state_of_tables = Table("rollup", metadata, Column("version", Integer, nullable=False))

# Times are ISO 8601 in UTC with whole seconds, so that they sort as text. `current`: the machine's newest report of its
# quarter, which is the one that counts; `latest`: its newest of all.
report = Table(
    "report",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("identity", Text, nullable=False, unique=True),
    Column("file", Text, nullable=False),
    Column("code", SmallInteger, nullable=False),
    Column("number", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("department", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("asset_number", Text, nullable=False),
    Column("machine_id", Text, nullable=False),
    Column("campaign", Text, nullable=False),
    Column("inspector", Text, nullable=False),
    Column("signer", Text, nullable=False),
    Column("counter", BigInteger, nullable=False),
    Column("previous", Text),
    Column("began", Text, nullable=False),
    Column("prepared", Text, nullable=False),
    Column("received", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("latest", Boolean, nullable=False),
    Index("report_of_period", "period", "current", "machine_id"),
    Index("report_of_machine", "machine_id", "began"),
    Index("report_of_inspector", "inspector", "id"),
    Index("report_of_department", "period", "department", "current"),
)

check = Table(
    "checked",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, unique=True),
    Column("title_zh", Text, nullable=False),
    Column("title_en", Text, nullable=False),
)

# What was seen, where something is open. Most machines are told the same, so each sentence is kept once, under the
# first 63 bits of its SHA-256: whoever writes knows its number without asking.
sentence = Table(
    "sentence",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    Column("report_id", Integer, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    Column("check_id", Integer, ForeignKey("checked.id"), primary_key=True, autoincrement=False),
    Column("state", SmallInteger, nullable=False),
    Column("severity", SmallInteger, nullable=False),
    Column("due", Text),
    Column("owner", Text, nullable=False),
    Column("sentence_id", BigInteger),
    Index("finding_of_state", "state", "check_id", "report_id"),
    sqlite_with_rowid=False,
)

# What a finding did not look at and leaves unknown, a row a cause. `number` 0: nobody knows how many. Reports of the
# version before have none.
unseen = Table(
    "unseen",
    metadata,
    Column("report_id", Integer, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    Column("check_id", Integer, ForeignKey("checked.id"), primary_key=True, autoincrement=False),
    Column("cause", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

# Reports whose machine is in order by what a person answered alone: nothing was read. Reports that were taken in by a
# version before this table have no row.
stated = Table(
    "stated",
    metadata,
    Column("report_id", Integer, ForeignKey("report.id"), primary_key=True, autoincrement=False),
)

# Reports that are kept and counted nowhere: withdrawn by a person, or no longer believed when they were judged again.
# `code`: the verifier's word, 0 of one that was withdrawn. Their running numbers were used all the same.
aside = Table(
    "aside",
    metadata,
    Column("report_id", Integer, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    Column("code", SmallInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# Of what fails by each machine's newest report: the first deadline since it was last in order.
deadline = Table(
    "deadline",
    metadata,
    Column("report_id", Integer, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    Column("check_id", Integer, ForeignKey("checked.id"), primary_key=True, autoincrement=False),
    Column("due", Text, nullable=False),
    Index("deadline_by_day", "due"),
    sqlite_with_rowid=False,
)

# One row. `last_id`: reports up to this one have been counted; `generation` rises with each change of what is counted.
settled = Table(
    "settled",
    metadata,
    Column("last_id", BigInteger, nullable=False),
    Column("generation", BigInteger, nullable=False),
)

# The quarters that reports came of. `generation` rises with each change of what is counted in that quarter.
quarter = Table(
    "quarter",
    metadata,
    Column("period", Text, primary_key=True),
    Column("generation", BigInteger, nullable=False),
)

# Answers as they were worked out (JSON), by what was asked of which quarter, held against what: worth nothing once the
# generation of either is another.
answered = Table(
    "answered",
    metadata,
    Column("asked", Text, primary_key=True),
    Column("period", Text, nullable=False),
    Column("earlier", Text, nullable=False),
    Column("generation", BigInteger, nullable=False),
    Column("content", Text, nullable=False),
)

# What is out of order in the reports of one inspector or one machine (`kind`: which), by what it says of itself.
irregular = Table(
    "irregular",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("whose", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("fault", Text, nullable=False),
    Column("who_zh", Text, nullable=False),
    Column("who_en", Text, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    Column("reports", Text, nullable=False),
)

# A row a kind: reports up to this one were followed.
followed = Table(
    "followed",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("last_id", BigInteger, nullable=False),
)
