"""Backups of the embedded server: copies of all of it, and the archive of what came after each.

A backup folder holds base-<time> (a copy that was checked, and what is said about it), wal/ (the
archive), erased.list, and unfinished-* (what was broken off; the next backup throws it away).
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from registry.store import archive, embedded, fingerprint, manifest
from registry.store.erasure import ErasedList, RedactedList, sync_folder
from registry.store.lending import elsewhere, is_open_to_server, lend

KEPT = timedelta(days=30)
SEGMENT_BYTES = 16 * 1024 * 1024


class NotPossible(Exception):
    """What is asked for cannot be done with the backups there are; the sentence says why."""


@dataclass(frozen=True)
class About:
    """What is written beside a base copy. A restore can lead to any moment from `taken_at` on.

    `events` and `log_hash` are how the logs stood when the copying began.
    """

    taken_at: str
    system: str
    timeline: int
    start: str
    end: str
    events: dict[str, int]
    log_hash: str


@dataclass(frozen=True)
class Base:
    """A base copy that was whole when it was made."""

    folder: Path
    about: About

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def taken_at(self) -> datetime:
        return datetime.fromisoformat(self.about.taken_at)

    @property
    def first_file(self) -> str:
        """The name of the file of the write-ahead log where the copy begins."""
        start = location(self.about.start)
        return f"{self.about.timeline:08X}{start >> 32:08X}{start % 2**32 // SEGMENT_BYTES:08X}"


@dataclass(frozen=True)
class Backups:
    """A folder of backups."""

    folder: Path

    @property
    def wal(self) -> Path:
        return self.folder / "wal"

    @property
    def redacted(self) -> RedactedList:
        """Which texts were redacted, for the same reason."""
        return RedactedList(self.folder / "redacted.list")

    @property
    def erased(self) -> ErasedList:
        """Which cases were erased: beside the backups, so that none of them brings one back."""
        return ErasedList(self.folder / "erased.list")

    def bases(self) -> list[Base]:
        """The base copies, oldest first."""
        return [
            Base(its, About(**json.loads((its / "about.json").read_text())))
            for its in sorted(self.folder.glob("base-*"))
        ]

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One at a time makes or deletes copies; what an earlier one left half done goes."""
        with (self.folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise NotPossible(
                    "En annen sikkerhetskopi er i gang. Vent til den er ferdig."
                ) from None
            for left in self.folder.glob("unfinished-*"):
                shutil.rmtree(left)
            yield


def backups_in(folder: Path) -> Backups:
    """The backups of a folder, made when it is not there; elsewhere if the server cannot reach it."""
    its = Backups(folder if is_open_to_server(folder) else elsewhere(folder))
    its.wal.mkdir(parents=True, exist_ok=True)
    return its


def location(lsn: str) -> int:
    """A place in the write-ahead log as a number: 0/2000028 is 33554472."""
    high, low = lsn.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def first_location(file: str) -> int:
    """Where a file of the write-ahead log begins."""
    return (int(file[8:16], 16) << 32) + int(file[16:24], 16) * SEGMENT_BYTES


def take(its: embedded.Server, backups: Backups) -> Base:
    """Copy the whole server while it works, and check the copy.

    Raises ServerFailed, Damaged or NotPossible; then there is no new copy.
    """
    with backups.alone():
        made = backups.folder / "unfinished-base"
        data = made / "data"
        data.mkdir(mode=0o700, parents=True)
        lend(data)
        try:
            about = _copy(its, data)
            with (made / "about.json").open("w") as file:
                json.dump(asdict(about), file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            taken_at = datetime.fromisoformat(about.taken_at)
            final = made.rename(backups.folder / f"base-{taken_at:%Y%m%dT%H%M%S.%fZ}")
            sync_folder(backups.folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    return Base(final, about)


def clear(its: embedded.Server, backups: Backups, now: datetime) -> tuple[int, int]:
    """Delete base copies older than 30 days, except the newest, and what of the archive none needs.

    Returns how many copies and how many files of the archive went.
    """
    with backups.alone():
        every = backups.bases()
        old = [base for base in every[:-1] if base.taken_at < now - KEPT]
        for base in old:
            shutil.rmtree(
                base.folder.rename(base.folder.with_name(f"unfinished-{base.folder.name}"))
            )
        kept = [base for base in every if base not in old]
        return len(old), sum(_clear_part(its, part, kept) for part in backups.wal.iterdir())


def _copy(its: embedded.Server, data: Path) -> About:
    with archive.superuser(its, "frittvalg") as connection:
        events = fingerprint.log_lengths(connection)
        log_hash = fingerprint.log_hash(connection)
        embedded.run(
            its, "pg_basebackup", f"--pgdata={data}", f"--dbname={its.url('postgres', 'postgres')}",
            "--wal-method=stream", "--checkpoint=fast", "--no-password",
            f"--manifest-checksums={manifest.CHECKSUMS}",
        )  # fmt: skip
        taken_at, system = archive.moment_and_system(connection)
    manifest.verify(its, data)
    (span,) = manifest.read(data)["WAL-Ranges"]
    where = (span["Timeline"], span["Start-LSN"], span["End-LSN"])
    return About(taken_at.isoformat(), system, *where, events, log_hash)


def _clear_part(its: embedded.Server, part: Path, kept: list[Base]) -> int:
    before = len(list(part.iterdir()))
    needed = [base for base in kept if part.name.startswith(f"archive_{base.about.system}_")]
    if not needed:
        shutil.rmtree(part)
        return before
    first = min((base.first_file for base in needed), key=lambda name: name[8:])
    embedded.run(its, "pg_archivecleanup", part, first)
    return before - len(list(part.iterdir()))
