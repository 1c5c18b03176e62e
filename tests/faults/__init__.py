"""Killed between two writes, and disks that refuse: injected into the real system calls of a real process (strace)."""
