"""Runs commands as cold processes, in turns, and keeps what each took."""

import os
import statistics
import subprocess
import time


class Case:
    """One command and its runs.

    `every`: it takes part in each round (1), in every second one (2), …; `limit`: at most that many times.
    `output`: where its standard output goes.
    """

    def __init__(self, key, title, argv, *, every=1, limit=None, environment=None, cwd=None, output=os.devnull):
        self.key, self.title, self.argv = key, title, [str(word) for word in argv]
        self.every, self.limit, self.environment, self.cwd, self.output = every, limit, environment, cwd, output
        self.seconds, self.cpu_seconds, self.kilobytes = [], [], []
        self.complaints = ""
        self.trouble = None

    def run(self, log):
        """Once: wall and CPU seconds, and peak resident memory of the largest process in it.

        The kernel counts the memory of the process that starts another one until the
        other's program is in place, so no figure can be below this program's own size.
        """
        with open(self.output, "wb") as output, open(log, "wb") as complaints:
            start = time.perf_counter()
            child = subprocess.Popen(
                self.argv, stdin=subprocess.DEVNULL, stdout=output, stderr=complaints,
                env=self.environment, cwd=self.cwd)
            _, status, used = os.wait4(child.pid, 0)
            elapsed = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        self.seconds.append(elapsed)
        self.cpu_seconds.append(used.ru_utime + used.ru_stime)
        self.kilobytes.append(used.ru_maxrss)
        with open(log, encoding="utf-8", errors="replace") as complaints:
            self.complaints = complaints.read()
        if child.returncode != 0:
            self.trouble = f"exit status {child.returncode}: {self.complaints[-400:].strip()}"

    def takes_part(self, round_number):
        return round_number % self.every == 0 and (self.limit is None or len(self.seconds) < self.limit)

    @property
    def median(self):
        return statistics.median(self.seconds)

    @property
    def median_cpu(self):
        return statistics.median(self.cpu_seconds)

    @property
    def megabytes(self):
        return max(self.kilobytes) / 1000


def interleave(cases, rounds, log, progress):
    """A B C A B C …: what disturbs the machine disturbs all of them.

    Round 0 only warms the file cache, with the cases that have no limit; its times are dropped.
    """
    for number in range(rounds + 1):
        for case in cases:
            if number == 0 and case.limit is not None:
                continue
            if not case.takes_part(number):
                continue
            progress(f"round {number} of {rounds}: {case.title}")
            case.run(log)
    for case in cases:
        if case.limit is None:
            del case.seconds[0], case.cpu_seconds[0]
    return cases
