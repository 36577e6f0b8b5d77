"""Where things are and how the program may be used, read once from the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


class UnsafeConfiguration(Exception):
    """The program refuses to start; the sentence says what to change."""


@dataclass(frozen=True)
class Settings:
    """`mode` is demo, test or production. Without a database address an embedded one is used."""

    mode: str
    var: Path
    port: int
    key_file: Path
    database_url: str | None
    owner_url: str | None
    projector_url: str | None
    help_phone: str
    retention_url: str | None = None
    backups: Path = Path("var.backups")
    smtp_url: str | None = None
    """smtp://user:password@host:port, or smtps://. Without it no e-mail is sent."""
    mail_from: str | None = None
    site_url: str | None = None
    """Where people find the website: what links in e-mail begin with."""

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"


def from_environment() -> Settings:
    """Read the settings. Raises UnsafeConfiguration when one cannot be understood."""
    env = os.environ
    var = Path(env.get("FRITTVALG_VAR", "var")).resolve()
    mode = env.get("FRITTVALG_MODE", "production")
    if mode not in ("demo", "test", "production"):
        raise UnsafeConfiguration("FRITTVALG_MODE må være demo, test eller production.")
    try:
        port = int(env.get("PORT", "8000"))
    except ValueError:
        raise UnsafeConfiguration("PORT må være et tall, for eksempel 8000.") from None
    return Settings(
        mode=mode,
        var=var,
        port=port,
        key_file=Path(env.get("FRITTVALG_KEY_FILE", f"{var}.key")),
        database_url=env.get("DATABASE_URL"),
        owner_url=env.get("DATABASE_OWNER_URL"),
        projector_url=env.get("DATABASE_PROJECTOR_URL"),
        help_phone=env.get("FRITTVALG_HELP_PHONE", "00 12 34 56"),
        retention_url=env.get("DATABASE_RETENTION_URL"),
        backups=Path(env.get("FRITTVALG_BACKUPS", f"{var}.backups")).resolve(),
        smtp_url=env.get("SMTP_URL") or None,
        mail_from=env.get("MAIL_FROM"),
        site_url=env.get("FRITTVALG_URL"),
    )
