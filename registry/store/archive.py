"""The archive: a copy of the server's write-ahead log, written while the server writes it."""

from __future__ import annotations

import logging
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from registry.store import embedded
from registry.store.lending import as_server, die_with_parent, lend

log = logging.getLogger("frittvalg.archive")


def follow(its: embedded.Server, wal: Path) -> subprocess.Popen[bytes]:
    """Write the server's log to a folder as it is made, until the program is ended.

    Everything that was committed is on the disk of the archive a moment later.
    """
    slot = _slot(its, wal)
    return subprocess.Popen(  # noqa: S603
        [
            its.binaries / "pg_receivewal", f"--directory={wal / slot}", f"--slot={slot}",
            f"--dbname={its.url('postgres', 'postgres')}", "--synchronous", "--no-loop", "-w",
        ],
        preexec_fn=die_with_parent,  # noqa: PLW1509
        **as_server(),
    )  # fmt: skip


def is_followed(its: embedded.Server) -> bool:
    """Whether an archive follows the server just now."""
    with superuser(its) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_replication_slots WHERE slot_name LIKE 'archive%' AND active"
        ).fetchone()
    return found is not None


def parts(wal: Path, system: str) -> list[Path]:
    """The parts of an archive that came from one database, oldest first."""
    return sorted(wal.glob(f"archive_{system}_*"))


def moment_and_system(connection: psycopg.Connection) -> tuple[datetime, str]:
    """The server's time, and the number that its copies share and no other database has."""
    row = connection.execute(
        "SELECT clock_timestamp(), system_identifier::text FROM pg_control_system()"
    ).fetchone()
    assert row is not None
    return row[0].astimezone(UTC), row[1]


def superuser(its: embedded.Server, database: str = "postgres") -> psycopg.Connection:
    """A connection for what only the server's own role may do."""
    return psycopg.connect(its.url("postgres", database), autocommit=True)


def _slot(its: embedded.Server, wal: Path) -> str:
    """The slot that holds on to what is not archived; its part of the archive has the same name.

    When one of the two is gone, or the slot fell too far behind, both begin anew. So a new or a
    restored server in the same folder never continues the archive of another.
    """
    with superuser(its) as connection:
        slots = connection.execute(
            "SELECT slot_name, active, wal_status = 'lost' FROM pg_replication_slots"
            " WHERE slot_name LIKE 'archive%'"
        ).fetchall()
        for name, active, lost in slots:
            if (wal / name).is_dir() and not lost:
                return str(name)
            if not active:
                connection.execute("SELECT pg_drop_replication_slot(%s)", (name,))
        now, system = moment_and_system(connection)
        slot = f"archive_{system}_{now:%Y%m%d%H%M%S%f}"
        connection.execute("SELECT pg_create_physical_replication_slot(%s, true)", (slot,))
    (wal / slot).mkdir(mode=0o700)
    lend(wal / slot)
    log.warning("Arkivet begynner på nytt. Ta en sikkerhetskopi å gå ut fra: frittvalg backup")
    return slot
