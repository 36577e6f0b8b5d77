"""Leads a new server from a base copy, through the archive, to a moment."""

from __future__ import annotations

import re
import shlex
import shutil
import time
from datetime import UTC, datetime

from registry.domain.values import OSLO
from registry.store import archive, embedded, manifest
from registry.store.backup import Backups, Base, NotPossible, first_location, location
from registry.store.lending import lend

LOG = "recovery.log"
TOO_SHORT = "recovery ended before configured recovery target was reached"
LAST = re.compile(r"last completed transaction was at log time (\S+ \S+)")
FETCH = (
    'for f in {parts}/%f.partial {parts}/%f; do test -f "$f" && found="$f"; done;'
    ' cp "$found" "%p" || cp "${{found%%.partial}}" "%p"'
)
"""The newest beginning of a file, or the whole file; it may become whole while it is copied."""


def choose(backups: Backups, to: datetime | None) -> Base:
    """The newest base copy from which a moment (None: the end) can be reached. Raises NotPossible."""
    every = backups.bases()
    if not every:
        raise NotPossible(
            f"Det er ingen sikkerhetskopier i {backups.folder}. Ta en: frittvalg backup"
        )
    for base in reversed(every):
        if (to is None or base.taken_at <= to) and not _was_left(backups, base):
            return base
    raise NotPossible(
        f"Den eldste sikkerhetskopien er fra {shown(every[0].taken_at)}."
        " Lengre tilbake er det ikke mulig å gå."
    )


def recover(its: embedded.Server, backups: Backups, base: Base, to: datetime | None) -> None:
    """Start a new server as everything was at a moment, or at the end of the archive.

    Raises Damaged for a copy that is not whole any more, NotPossible when the archive ends before
    the moment, ServerFailed for anything else.
    """
    manifest.verify(its, base.data)
    _lay_out(its, base)
    embedded.begin(its, _settings(backups, base, to), LOG)
    while not embedded.answers(its):
        if not embedded.is_running(its):
            raise _why(its, base, to)
        time.sleep(0.1)
    if to is None:
        _must_be_at_the_end(its, backups, base)


def shown(moment: datetime) -> str:
    """A moment as it is read in Norway."""
    return f"{moment.astimezone(OSLO):%Y-%m-%d kl. %H.%M.%S}"


def _lay_out(its: embedded.Server, base: Base) -> None:
    its.data.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(base.data, its.data)
    (its.data / "server.log").unlink(missing_ok=True)
    (its.data / "recovery.signal").touch()
    for path in [its.data, *its.data.rglob("*")]:
        lend(path)


def _settings(backups: Backups, base: Base, to: datetime | None) -> str:
    parts = shlex.quote(str(backups.wal / f"archive_{base.about.system}_"))
    fetch = FETCH.format(parts=parts.replace("%", "%%") + "*")
    settings = {"restore_command": fetch, "hot_standby": "off"}
    if to is not None:
        settings["recovery_target_time"] = to.astimezone(UTC).isoformat(" ")
        settings["recovery_target_action"] = "promote"
    return "".join(f"{name} = '{_quoted(value)}'\n" for name, value in settings.items())


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def _must_be_at_the_end(its: embedded.Server, backups: Backups, base: Base) -> None:
    """An archive with a hole leads no further than to the hole."""
    parts = archive.parts(backups.wal, base.about.system)
    files = [file.name for part in parts for file in part.iterdir() if file.suffix != ".history"]
    with archive.superuser(its) as connection:
        row = connection.execute("SELECT pg_last_wal_replay_lsn()::text").fetchone()
    assert row is not None
    if files and location(row[0]) < first_location(max(files)):
        raise NotPossible(
            f"Arkivet har et hull. Det siste foran hullet er fra {_last(its, base)}."
            " Gå til et tidspunkt før det med --to."
        )


def _why(its: embedded.Server, base: Base, to: datetime | None) -> Exception:
    said = (its.data / LOG).read_text(errors="replace")
    if to is None or TOO_SHORT not in said:
        return embedded.ServerFailed(f"Databasen kom ikke fram. Den sa:\n{said[-2000:]}")
    return NotPossible(
        f"Arkivet når ikke fram til {shown(to)}. Det siste som kan hentes, er fra {_last(its, base)}."
        " Uten --to hentes alt som er arkivert."
    )


def _last(its: embedded.Server, base: Base) -> str:
    """When the last transaction was that the archive led to."""
    said = LAST.findall((its.data / LOG).read_text(errors="replace"))
    return shown(datetime.fromisoformat(said[-1]) if said else base.taken_at)


def _was_left(backups: Backups, base: Base) -> bool:
    """Whether the copy is of a time that was left: somebody went back to before it and on from there.

    The newest history in the archive tells where each timeline was left.
    """
    told = [
        file
        for part in archive.parts(backups.wal, base.about.system)
        for file in part.glob("*.history")
    ]
    if not told:
        return False
    newest = max(told, key=lambda file: file.name)
    for line in newest.read_text().splitlines():
        timeline, left_at = line.split()[:2]
        if int(timeline) == base.about.timeline:
            return location(left_at) < location(base.about.end)
    return False
