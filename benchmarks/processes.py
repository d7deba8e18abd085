"""Resource usage of processes, read from /proc: CPU time and resident memory of a whole tree."""

from __future__ import annotations

import os
import resource
from collections import defaultdict
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def tree(root: int) -> list[int]:
    """List a process and all its descendants."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for folder in _PROC.iterdir():
        if folder.name.isdecimal():
            fields = _stat(int(folder.name))
            if fields:
                children[int(fields[1])].append(int(folder.name))
    found = [root]
    for pid in found:
        found.extend(children[pid])
    return found


def cpu_seconds(pids: list[int]) -> float:
    """User and system time of the processes so far."""
    stats = [fields for fields in map(_stat, pids) if fields]
    return sum(int(fields[11]) + int(fields[12]) for fields in stats) / _TICKS


def resident_megabytes(pids: list[int]) -> float:
    """Proportional set size: what several share counts once."""
    return sum(map(_pss_kilobytes, pids)) / 1024


def _stat(pid: int) -> list[str]:
    """The fields behind the name in /proc/<pid>/stat; none when the process has gone."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []


def _pss_kilobytes(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def children_cpu_seconds() -> float:
    """Processor time, in seconds, of all child processes that have ended.

    Unlike wall time it hardly depends on what else the machine is doing.
    """
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
