"""Everything one process needs, opened once: pool, logs, texts, codes and the desk for commands."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg_pool import ConnectionPool

from registry.application.desk import LogDesk, Registrar
from registry.store.logs import CaseLog, RegistryLog, environment
from registry.texts import Texts
from registry.vault import CaseKeys, Codes, MasterKey


@dataclass(frozen=True)
class House:
    pool: ConnectionPool
    registry: RegistryLog
    cases: CaseLog
    registrar: Registrar

    def close(self) -> None:
        self.registry.close()
        self.cases.close()
        self.pool.close()


def open_house(database_url: str, master: MasterKey) -> House:
    """Open what a process needs. Never before a fork: the pools belong to one process."""
    pool = ConnectionPool(
        database_url, min_size=2, max_size=6, timeout=5, open=True, kwargs={"autocommit": True}
    )
    env = environment(database_url)
    registry = RegistryLog(env)
    cases = CaseLog(env, CaseKeys(pool, master))
    registrar = Registrar(
        LogDesk(registry, pool), LogDesk(cases, pool), Texts(pool), Codes(pool, master)
    )
    return House(pool, registry, cases, registrar)
