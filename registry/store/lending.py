"""PostgreSQL refuses to run as root, so root lends its programs, files and folders to `nobody`.

For everybody else all of this is nothing.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

NOBODY = 65534
PR_SET_PDEATHSIG = 1


def as_server() -> dict[str, Any]:
    """How subprocess starts a program that works on the server's files."""
    its: dict[str, Any] = {"cwd": "/", "stdin": subprocess.DEVNULL, "start_new_session": True}
    if _is_root():
        its |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    return its


def lend(path: Path) -> None:
    """Let the server's programs own a file or folder."""
    if _is_root():
        os.chown(path, NOBODY, NOBODY)


def is_open_to_server(path: Path) -> bool:
    """Whether the server can walk to a path (or, when it is not made yet, to where it will be)."""
    if not _is_root():
        return True
    while not path.exists():
        path = path.parent
    return all(folder.stat().st_mode & 0o001 for folder in [path, *path.parents])


def elsewhere(folder: Path) -> Path:
    """The home under /var/tmp of what should have been in a folder that the server cannot reach."""
    return Path("/var/tmp") / f"frittvalg-{short_hash(folder)}"  # noqa: S108


def short_hash(path: Path) -> str:
    """Ten signs that stand for a path."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def die_with_parent() -> None:
    """For a child process, before it runs: on Linux it then ends when its parent is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _is_root() -> bool:
    return os.geteuid() == 0
