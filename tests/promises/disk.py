"""Small disks that can be filled, and a server whose data and write-ahead log lie on them."""

from __future__ import annotations

import errno
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from registry.store import embedded
from tests.promises.program import CannotBeShown, served

MEGABYTE = 1 << 20


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of that size, in memory. Raises CannotBeShown where no disk can be mounted."""
    folder.mkdir(parents=True)
    size = f"size={megabytes}m,mode=0755"
    mount = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        raise CannotBeShown("mounting a small disk takes root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not one byte more goes on the disk until the block is over."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (MEGABYTE, 4096, 1):
            _write_until_full(file, b"\0" * size)
    try:
        yield
    finally:
        filler.unlink()


def _write_until_full(file, chunk: bytes) -> None:  # type: ignore[no-untyped-def]
    try:
        while file.write(chunk) == len(chunk):
            pass
    except OSError as full:
        if full.errno != errno.ENOSPC:
            raise


@contextmanager
def served_on(data: Path, wal: Path) -> Iterator[embedded.Server]:
    """A migrated server with its data on one disk and its write-ahead log on another."""
    its = embedded.server(data)
    embedded.start(its)
    embedded.stop(its)
    usual = its.data / "pg_wal"
    subprocess.run(["cp", "-a", str(usual), str(wal)], check=True)
    shutil.rmtree(usual)
    usual.symlink_to(wal / "pg_wal")
    with served(its):
        with psycopg.connect(its.url("postgres", "postgres"), autocommit=True) as admin:
            for setting in ("min_wal_size", "max_wal_size"):
                admin.execute(f"ALTER SYSTEM SET {setting} = '32MB'")
            admin.execute("SELECT pg_reload_conf()")
        yield its
