"""The HOLD protocol in one sentence each: what everybody does first who meets a suspected marking.

The steps that follow are a check's remedy (`checks.hold`) and a report's form; these are what both fronts say at once.
None of them ever tells anybody to delete, wipe or copy.
"""

from __future__ import annotations

from checker.model.text import Text

FILES = Text(
    "发现疑似标密文件，先停下：停止使用，断开网络，不转发、不复制、不移动、不删除，马上报告本单位保密工作机构。是否属于"
    "国家秘密，由保密行政管理部门鉴定。",
    "Suspected markings were found. Stop first: do not use, copy, forward, move or delete these files. Go offline and "
    "report to the unit's secrecy office at once. Only the secrecy administration can say whether they are state "
    "secrets.",
)
MEDIUM = Text(
    "发现疑似标密，先停下：停止使用这个介质，不复制、不删除、不格式化，马上报告本单位保密工作机构。",
    "Suspected markings were found. Stop using this medium; do not copy, delete or format anything. Report to the "
    "unit's secrecy office at once.",
)
FINDING = Text(
    "先停下：不要复制、移动或删除，断开网络，马上报告保密员。",
    "Stop first: do not copy, move or delete anything. Disconnect the network and report to the secrecy officer now.",
)
WAITING = Text(
    "这次检查发现了疑似标密、或还要人核对的文件，一切先保持原状：不清除、不删除、不格式化。报告保密工作机构，由其处理完后，再办这一项。",
    "This inspection found a suspected marking, or one that somebody has still to look at. Everything stays as it is: "
    "wipe, delete and format nothing. Report to the secrecy office; this item waits for its word.",
)
"""In the place of steps that wipe or delete."""
