"""Everything one process needs, opened once: pool, logs, texts, codes, mailboxes and the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg_pool import ConnectionPool

from registry.application.desk import LogDesk, Registrar
from registry.begun import Begun
from registry.mail.mailboxes import Mailboxes
from registry.store.connection import CONNECT_SECONDS, Patient
from registry.store.erasure import RedactedList
from registry.store.logs import CaseLog, RegistryLog, environment
from registry.texts import Texts
from registry.vault import CaseKeys, Codes, Invitations, MasterKey


@dataclass(frozen=True)
class House:
    pool: ConnectionPool
    registry: RegistryLog
    cases: CaseLog
    registrar: Registrar
    public_key: Ed25519PublicKey
    """What the signed heads of the logs are checked with."""
    mailboxes: Mailboxes

    def close(self) -> None:
        self.registry.close()
        self.cases.close()
        self.pool.close()


def open_house(database_url: str, master: MasterKey, redacted: RedactedList | None = None) -> House:
    """Open what a process needs. Never before a fork: the pools belong to one process.

    With `redacted`, what is taken away in this process stays away when a backup is put back.
    """
    pool = ConnectionPool(
        database_url,
        connection_class=cast(type[psycopg.Connection], Patient),
        kwargs={"autocommit": True, "connect_timeout": CONNECT_SECONDS},
        min_size=2,
        max_size=6,
        timeout=3,
        open=True,
    )
    env = environment(database_url)
    registry = RegistryLog(env)
    cases = CaseLog(env, CaseKeys(pool, master))
    registrar = Registrar(
        LogDesk(registry, pool),
        LogDesk(cases, pool),
        Texts(pool, redacted),
        Codes(pool, master),
        Begun(pool),
        Invitations(pool, master),
    )
    return House(
        pool, registry, cases, registrar, master.signing_key().public_key(), Mailboxes(pool, master)
    )
