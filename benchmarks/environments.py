"""The packages we compare with, in environments of their own under var/bench, made from their locks.

There are two because the PyPI packages `matching` and `mentor-match` install a module of the same name.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "bench"
UV = ROOT / ".venv" / "bin" / "uv"


def python_of(name: str) -> Path:
    """The interpreter of `bench` or `bench-mentor-match`; the environment is made when it is not there."""
    lock, folder = ROOT / "requirements" / f"{name}.txt", HOME / name
    python, stamp = folder / "bin" / "python", folder / "lock.txt"
    if not stamp.exists() or stamp.read_text() != lock.read_text():
        print(f"installing {lock.name} ...", file=sys.stderr, flush=True)
        subprocess.run([UV, "venv", "--quiet", "--clear", "--python", sys.executable, folder], check=True)
        subprocess.run(
            [UV, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", lock], check=True
        )
        stamp.write_text(lock.read_text())
    return python
