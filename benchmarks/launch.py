"""Runs the command that is given and prints what it used: processor seconds, peak memory, how it ended.

A process inherits its peak memory from the one that starts it. This one is small, so the figure is the command's own.
"""

import json
import os
import sys

pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(pid, 0)
print(
    json.dumps(
        {
            "process_seconds": used.ru_utime + used.ru_stime,
            "peak_mb": used.ru_maxrss / 1024,
            "ended": os.waitstatus_to_exitcode(status),
        }
    )
)
