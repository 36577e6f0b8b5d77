"""`frittvalg demo`: starts everything, loads the invented nation, says where to look, stops it all."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TextIO

import psycopg

from registry.demo import clock
from registry.demo.card import Bar, announce, write_people
from registry.demo.load import DemoCode, Loader
from registry.demo.nation import Nation
from registry.demo.plan import plan
from registry.house import open_house
from registry.projections import MODELS
from registry.settings import Settings
from registry.store import embedded, migrate, projector
from registry.store.lending import die_with_parent
from registry.vault import MasterKey

CLIENT = "frittvalg-demo"
PORT_SECONDS = 10
PORTS = 3
"""The website, signing in with the inbox, and the mail server of the inbox: one after another."""
SENDER = "Frittvalg <varsler@frittvalg.example>"


@dataclass
class Child:
    """A process of the demo and where its log stands."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None


def demo(settings: Settings) -> int:
    """Run the demo until it is stopped; returns the exit code."""
    settings.var.mkdir(parents=True, exist_ok=True)
    with (settings.var / "demo.lock").open("w") as lock, ExitStack() as stack:
        if not _alone(lock):
            print(f"Frittvalg kjører alt. Alt om den står i {settings.var / 'demo.json'}.")
            return 0
        for port in range(settings.port, settings.port + PORTS):
            if not _becomes_free(port):
                print(f"Port {port} er opptatt. Velg en annen: PORT=8100 make demo")
                return 1
        return Demo(settings, stack).run()


class Demo:
    """Everything that runs while the demo does."""

    def __init__(self, settings: Settings, stack: ExitStack) -> None:
        self._settings = settings
        self._stack = stack
        self._stopping = False
        self._server = embedded.server(settings.var)
        self._site = f"http://127.0.0.1:{settings.port}"
        self._issuer = f"http://127.0.0.1:{settings.port + 1}"

    def run(self) -> int:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)
        self._start_database()
        nation = plan()
        codes = self._load(nation)
        write_people(self._owner, self._people_file, self._issuer, nation)
        children = self._children()
        self._stack.callback(_end, children)
        for child in children:
            self._start(child)
        self._wait_until_ready()
        announce(self._settings.var, self._site, nation, codes, f"{self._issuer}/innboks")
        self._supervise(children)
        print("\nStopper …", end="", flush=True)
        self._stack.close()
        print(" alt er stoppet. Start igjen med make demo; ingenting er glemt.")
        return 0

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _start_database(self) -> None:
        print("Starter databasen …", flush=True)
        embedded.start(self._server)
        self._stack.callback(embedded.stop, self._server)
        embedded.prepare(self._server)
        migrate.migrate(self._url("frittvalg_owner"))
        self._owner = psycopg.connect(self._url("frittvalg_owner"), autocommit=True)
        self._stack.callback(self._owner.close)

    def _load(self, nation: Nation) -> list[DemoCode]:
        """Load the nation the first time; afterwards only its time goes on."""
        kept = self._settings.var / "codes.json"
        if not self._is_loaded(kept):
            self._empty()
            codes = self._load_all(nation)
            kept.write_text(json.dumps([[code.code, code.municipality] for code in codes]))
        clock.resume(self._owner)
        clock.remember(self._owner)
        self._stack.callback(clock.remember, self._owner)
        return [DemoCode(*pair) for pair in json.loads(kept.read_text())] if kept.exists() else []

    def _is_loaded(self, kept: Path) -> bool:
        """What was ever in use is not loaded again: a restored database may come without its codes."""
        row = self._owner.execute(
            "SELECT last_seen IS NOT NULL, EXISTS (SELECT FROM log.registry_events) FROM log.clock"
        ).fetchone()
        assert row is not None
        was_used, has_events = row
        return bool(was_used or (has_events and kept.exists()))

    def _empty(self) -> None:
        """Throw away a nation whose loading was broken off."""
        tables = self._owner.execute(
            "SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables"
            " WHERE schemaname IN ('log', 'vault', 'engine', 'read', 'jobs') AND tablename <> 'clock'"
        ).fetchone()
        assert tables is not None
        self._owner.execute(f"TRUNCATE {tables[0]}")

    def _load_all(self, nation: Nation) -> list[DemoCode]:
        key = MasterKey.from_file(self._settings.key_file, create=True)
        house = open_house(self._url("frittvalg_app"), key)
        try:
            codes = Loader(house, Bar(sys.stderr)).load(nation)
            with psycopg.connect(self._url("frittvalg_projector"), autocommit=True) as writer:
                for log in (house.registry, house.cases):
                    projector.catch_up(writer, log, MODELS)
        finally:
            house.close()
        self._owner.execute("ANALYZE")
        return codes

    @property
    def _people_file(self) -> Path:
        return self._settings.var / "people.json"

    def _children(self) -> list[Child]:
        secret = secrets.token_urlsafe(24)
        addresses = [f"{self._site}{prefix}" for prefix in ("", "/nn", "/en")]
        provider = [sys.executable, "-m", "provider", "--port", str(self._settings.port + 1)]
        provider += ["--people", str(self._people_file), "--client-id", CLIENT]
        provider += ["--client-secret", secret, "--inbox", str(self._settings.var / "inbox")]
        provider += ["--smtp-port", str(self._settings.port + 2)]
        for address in addresses:
            provider += ["--redirect-uri", f"{address}/logg-inn/svar"]
            provider += ["--post-logout-uri", f"{address}/logg-ut"]
        os.environ |= {
            "FRITTVALG_MODE": "demo",
            "FRITTVALG_VAR": str(self._settings.var),
            "FRITTVALG_KEY_FILE": str(self._settings.key_file),
            "DATABASE_URL": self._url("frittvalg_app"),
            "DATABASE_PROJECTOR_URL": self._url("frittvalg_projector"),
            "OIDC_ISSUER": self._issuer,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": secret,
            "SMTP_URL": f"smtp://127.0.0.1:{self._settings.port + 2}",
            "MAIL_FROM": SENDER,
            "FRITTVALG_URL": self._site,
        }
        program = [sys.executable, "-m", "registry.cli"]
        return [
            Child("innlogging", provider),
            Child("projektor", [*program, "project"]),
            Child("arkiv", [*program, "archive"]),
            Child("e-post", [*program, "mail"]),
            Child("nettsted", [*program, "serve"]),
        ]

    def _start(self, child: Child) -> None:
        log = self._settings.var / "logs" / f"{child.name}.log"
        log.parent.mkdir(exist_ok=True)
        with log.open("ab") as out:
            child.process = subprocess.Popen(  # noqa: S603
                child.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509
            )

    def _supervise(self, children: list[Child]) -> None:
        """Start again what stops, until the demo is stopped; note how far its time has come."""
        beat = 0
        while not self._stopping:
            time.sleep(0.3)
            for child in children:
                if child.process and child.process.poll() is not None and not self._stopping:
                    print(f"{child.name} stoppet og startes igjen.", flush=True)
                    self._start(child)
            beat += 1
            if beat % 100 == 0:
                clock.remember(self._owner)

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not self._stopping:
            if not _is_free(self._settings.port) and not _is_free(self._settings.port + 1):
                return
            time.sleep(0.1)

    def _url(self, role: str) -> str:
        return self._server.url(role)


def _end(children: list[Child]) -> None:
    """Stop the processes this demo started, the website first."""
    for child in reversed(children):
        if child.process and child.process.poll() is None:
            child.process.terminate()
    for child in reversed(children):
        if child.process:
            try:
                child.process.wait(10)
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()


def _alone(lock: TextIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _becomes_free(port: int) -> bool:
    """Whether a port is free, or is soon: the processes of a demo that was killed are ending."""
    deadline = time.monotonic() + PORT_SECONDS
    while not _is_free(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
