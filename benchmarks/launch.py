"""Runs a command and prints what it used: processor seconds, peak memory, how it ended.

The first argument is how many processor seconds it may take. A process inherits its peak memory from the one that
starts it. This one is small, so the figure is the command's own.
"""

import json
import os
import resource
import sys

resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1]) + 5))
pid = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
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
