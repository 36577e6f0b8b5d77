"""The demo's inbox: a small mail server that keeps what it gets, and a page that shows it.

Only on the loopback address, and only for invented people: whoever opens the page reads everything.
"""

from __future__ import annotations

import email
import re
import time
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from markupsafe import Markup, escape

KEPT = 200
ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Received:
    """One mail as the page shows it. `words` is the plain text with links that can be followed."""

    sender: str
    to: str
    subject: str
    date: str
    language: str
    words: Markup


class Folder:
    """Where the mails lie, one file each; it survives a restart."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep a mail. Called by the mail server."""
        name = f"{time.time_ns()}.eml"
        part = self.path / f"{name}.part"
        part.write_bytes(envelope.content)
        part.rename(self.path / name)
        for old in sorted(self.path.glob("*.eml"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return "250 OK"

    def newest(self) -> list[Received]:
        """The mails, the newest first."""
        return [_read(file) for file in sorted(self.path.glob("*.eml"), reverse=True)]


def listen(folder: Folder, port: int) -> Controller:
    """Start the mail server; it runs in a thread of its own until the process ends."""
    controller = Controller(folder, hostname="127.0.0.1", port=port)
    controller.start()
    return controller


def _read(file: Path) -> Received:
    mail = email.message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body(("plain",))
    return Received(
        sender=mail["From"],
        to=mail["To"],
        subject=mail["Subject"],
        date=mail["Date"].datetime.strftime("%d.%m.%Y %H.%M") if mail["Date"] else "",
        language=mail["Content-Language"] or "nb",
        words=_linked(body.get_content() if body else ""),
    )


def _linked(text: str) -> Markup:
    """The text with its addresses as links, and nothing else of it as HTML."""
    safe = str(escape(text))
    return Markup(ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', safe))  # noqa: S704
