"""A troublesome network: stands between a program and PostgreSQL on a Unix socket of its own."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.conftest import Database

SOCKET = ".s.PGSQL.5432"
SENT_OFF = b"SQ"
"""The messages that end a question: what goes together is late together."""
FINISHED = b"Z\0\0\0\5I"
"""The server's word that a statement is over and its transaction, if any, is committed."""


@dataclass
class Network:
    """Set an attribute to make trouble from now on; the defaults are a network that just works."""

    database: Database
    """The database as it is seen through the network."""
    server: Path
    """The server's own socket."""
    draw: random.Random
    delay: float = 0.0
    """Seconds before a question from the program goes on."""
    cut: float = 0.0
    """The share of new connections that are cut at their first question."""
    swallow: int = 0
    """So many answers to appends still disappear, each with its connection."""
    swallowed: int = 0
    open: threading.Event = field(default_factory=threading.Event)
    """Cleared: nothing goes on in either direction, and nobody is told."""
    lines: set[Line] = field(default_factory=set)

    def cut_all(self) -> None:
        """Cut every connection there is."""
        for line in list(self.lines):
            line.cut()

    def listen(self, door: socket.socket) -> None:
        """Let programs in until the door is closed."""
        with suppress(OSError):
            while True:
                program, _ = door.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self.server))
                Line(self, program, server).begin()


@dataclass(eq=False)
class Line:
    """One connection: a thread in each direction, and which statements are appends."""

    network: Network
    program: socket.socket
    server: socket.socket
    appends: set[bytes] = field(default_factory=set)
    swallows: bool = False

    def begin(self) -> None:
        self.network.lines.add(self)
        doomed = self.network.draw.random() < self.network.cut
        for carry in (lambda: self._questions(doomed), self._answers):
            threading.Thread(target=self._until_cut, args=(carry,), daemon=True).start()

    def cut(self) -> None:
        self.network.lines.discard(self)
        for end in (self.program, self.server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _until_cut(self, carry) -> None:  # type: ignore[no-untyped-def]
        with suppress(OSError, EOFError):
            carry()
        self.cut()

    def _questions(self, doomed: bool) -> None:
        """Message by message, since an append is recognised by the statement it names."""
        self.server.sendall(self._message(b""))
        while True:
            message = self._message(_exactly(self.program, 1))
            if message[:1] in SENT_OFF:
                time.sleep(self.network.delay)
            self.network.open.wait()
            if doomed:
                return
            if self._is_append(message) and self.network.swallow:
                self.network.swallow -= 1
                self.swallows = True
            self.server.sendall(message)

    def _answers(self) -> None:
        withheld = b""
        while answer := self.server.recv(65536):
            self.network.open.wait()
            if not self.swallows:
                self.program.sendall(answer)
                continue
            withheld += answer
            if withheld.endswith(FINISHED):
                self.network.swallowed += 1
                return

    def _message(self, kind: bytes) -> bytes:
        length = _exactly(self.program, 4)
        return kind + length + _exactly(self.program, int.from_bytes(length) - 4)

    def _is_append(self, message: bytes) -> bool:
        """Whether a message binds a statement that was prepared from an append."""
        first, second, *_ = (message[5:] + b"\0\0").split(b"\0")
        if message[:1] == b"P":
            (self.appends.add if b"_append" in second else self.appends.discard)(first)
        return message[:1] == b"B" and second in self.appends


def _exactly(end: socket.socket, count: int) -> bytes:
    found = b""
    while len(found) < count:
        more = end.recv(count - len(found))
        if not more:
            raise EOFError
        found += more
    return found


@contextmanager
def between(database: Database, folder: Path, seed: int = 0) -> Iterator[Network]:
    """A network to a database, heard in a new folder; everything is cut at the end."""
    folder.mkdir()
    seen = replace(database, server=replace(database.server, socket=folder))
    network = Network(seen, database.server.socket / SOCKET, random.Random(seed))
    network.open.set()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(folder / SOCKET))
        door.listen(128)
        threading.Thread(target=network.listen, args=(door,), daemon=True).start()
        yield network
        door.shutdown(socket.SHUT_RDWR)
    network.open.set()
    network.cut_all()
