"""The whole product running for a test: website, projector and provider on a database of its own.

E-mail too, when a test starts it; what is sent comes to the provider's inbox.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

import psycopg

from registry.demo.card import write_people
from registry.demo.nation import Nation
from tests.conftest import Database

CLIENT, SECRET = "tests", "a secret for tests only"


@dataclass
class Site:
    """A running product. `kill` ends one of its processes without warning; `start` starts it."""

    base: str
    issuer: str
    database: Database
    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def start(self, name: str) -> None:
        port = self.base.rpartition(":")[2]
        program = [sys.executable, "-m", "registry.cli"]
        command = {
            "serve": [*program, "serve"],
            "project": [*program, "project"],
            "mail": [*program, "mail"],
            "provider": self._provider(port),
        }[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, stdout=log, stderr=log, env=self.environment, start_new_session=True
            )

    def kill(self, name: str) -> None:
        os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def wait_until_ready(self, seconds: float = 30) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(self.base + "/readyz", timeout=2):
                    return
            except (URLError, OSError):
                time.sleep(0.1)
        raise AssertionError((self.folder / "serve.log").read_text()[-3000:])

    def stop(self) -> None:
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()

    def _provider(self, port: str) -> list[str]:
        command = [sys.executable, "-m", "provider", "--port", self.issuer.rpartition(":")[2]]
        command += ["--people", str(self.folder / "people.json")]
        command += ["--client-id", CLIENT, "--client-secret", SECRET]
        command += ["--inbox", str(self.folder / "inbox")]
        command += ["--smtp-port", self.environment["SMTP_URL"].rpartition(":")[2]]
        for prefix in ("", "/nn", "/en"):
            command += ["--redirect-uri", f"{self.base}{prefix}/logg-inn/svar"]
            command += ["--post-logout-uri", f"{self.base}{prefix}/logg-ut"]
        return command


@contextmanager
def running(
    database: Database, folder: Path, key_file: Path, nation: Nation | None = None, workers: int = 1
) -> Iterator[Site]:
    """Start everything on a database; stop it afterwards."""
    *sites, mail_port = free_ports(3)
    base, issuer = (f"http://127.0.0.1:{port}" for port in sites)
    site = Site(base, issuer, database, folder)
    site.environment = environment(database, key_file) | {
        "FRITTVALG_MODE": "test",
        "FRITTVALG_VAR": str(folder),
        "FRITTVALG_WORKERS": str(workers),
        "PORT": base.rpartition(":")[2],
        "OIDC_ISSUER": issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": SECRET,
        "SMTP_URL": f"smtp://127.0.0.1:{mail_port}",
        "MAIL_FROM": "Frittvalg <varsler@frittvalg.example>",
        "FRITTVALG_URL": base,
    }
    _write_people(database, folder / "people.json", issuer, nation)
    try:
        for name in ("provider", "project", "serve"):
            site.start(name)
        site.wait_until_ready()
        yield site
    finally:
        site.stop()


def environment(database: Database, key_file: Path) -> dict[str, str]:
    """What a process of the product is told, so that it works on a database."""
    return os.environ | {
        "FRITTVALG_KEY_FILE": str(key_file),
        "DATABASE_URL": database.url(),
        "DATABASE_OWNER_URL": database.url("frittvalg_owner"),
        "DATABASE_PROJECTOR_URL": database.url("frittvalg_projector"),
    }


def _write_people(database: Database, file: Path, issuer: str, nation: Nation | None) -> None:
    if nation is None:
        file.write_text("[]")
        return
    with psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner:
        write_people(owner, file, issuer, nation)


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses just now."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports
