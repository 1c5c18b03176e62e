"""Somebody at a terminal: starts a program on a pseudo-terminal and answers what it asks. Runs inside, as a program."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import sys

SECONDS = 300.0
SILENT = 99  # its exit status where the program says nothing more that anybody knows to answer


def type_to(argv: list[str], answers: list[tuple[str, str | int]]) -> int:
    """Each time the end of what is shown fits a pattern, its answer is typed; a number ends it with that status.

    The same answer is typed as often as it is asked for, five times at most. Otherwise the program's own exit status.
    """
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(argv[0], argv)
    shown, left = "", dict.fromkeys((pattern for pattern, _ in answers), 5)
    while select.select([terminal], [], [], SECONDS)[0]:
        try:
            content = os.read(terminal, 4096)
        except OSError:  # it has ended
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        shown += content.decode("utf-8", "replace")
        for pattern, answer in answers:
            if re.search(pattern + r"\s*(?:\x1b\[[0-9;?]*[a-zA-Z])*$", shown):
                left[pattern] -= 1
                if isinstance(answer, int) or left[pattern] < 0:
                    os.kill(child, signal.SIGKILL)
                    return answer if isinstance(answer, int) else SILENT
                os.write(terminal, f"{answer}\n".encode())
                shown = ""
                break
    os.kill(child, signal.SIGKILL)
    return SILENT


if __name__ == "__main__":
    sys.exit(type_to(**json.loads(sys.argv[1])))
