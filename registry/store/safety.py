"""The program refuses to start on a configuration that could lose or leak something (promise P4)."""

from __future__ import annotations

import os

import psycopg

from registry.settings import UnsafeConfiguration
from registry.store.migrate import missing

MUST_BE_ON = ("fsync", "full_page_writes", "data_checksums")
WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
LOG_TABLES = (
    "log.registry_events",
    "log.case_events",
    "log.registry_commands",
    "log.case_commands",
)


def check_environment() -> None:
    """Settings that would let the event library bypass the log's own function."""
    for name, value in os.environ.items():
        if name.endswith("POSTGRES_ENABLE_DB_FUNCTIONS") and value.lower() not in (
            "",
            "no",
            "n",
            "0",
        ):
            raise UnsafeConfiguration(
                f"{name} må ikke være satt: da kan lesere hoppe over hendelser. Fjern den."
            )
        if name.endswith("CREATE_TABLE") and value.lower() in ("yes", "y", "1", "true"):
            raise UnsafeConfiguration(
                f"{name} må ikke være satt: tabellene lages av migreringene. Fjern den."
            )


def check_database(connection: psycopg.Connection, *, demo: bool = False) -> None:
    """The server and the role the application signs in with. Raises UnsafeConfiguration."""
    if _setting(connection, "synchronous_commit") in ("off", "local"):
        raise UnsafeConfiguration(
            "synchronous_commit må være on: ellers kan noe som er bekreftet, gå tapt."
        )
    for name in MUST_BE_ON:
        if _setting(connection, name) != "on":
            raise UnsafeConfiguration(f"{name} må være on i databasen.")
    row = connection.execute(
        "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    if row is None or row[0]:
        raise UnsafeConfiguration(
            "Programmet må ikke logge på databasen som superbruker. Bruk rollen frittvalg_app."
        )
    _check_log_rights(connection)
    row = connection.execute("SELECT ahead <> '0' FROM log.clock").fetchone()
    if row and row[0] and not demo:
        raise UnsafeConfiguration(
            "Databasens klokke er flyttet, som i demoen. Bruk en annen database i drift."
        )
    check_migrated(connection)


def check_migrated(connection: psycopg.Connection) -> None:
    """Raises UnsafeConfiguration when the code knows tables that the database does not have."""
    if behind := missing(connection):
        raise UnsafeConfiguration(
            f"Databasen mangler {', '.join(behind)}. Kjør frittvalg migrate først."
        )


def _check_log_rights(connection: psycopg.Connection) -> None:
    for table in LOG_TABLES:
        for right in WRITES:
            row = connection.execute(
                "SELECT has_table_privilege(%s, %s)", (table, right)
            ).fetchone()
            if row and row[0]:
                raise UnsafeConfiguration(
                    f"Rollen kan gjøre {right} på {table}. Loggen skal bare kunne føyes til."
                    " Bruk rollen frittvalg_app, eller ta retten fra den."
                )


def _setting(connection: psycopg.Connection, name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
    assert row is not None
    return str(row[0])
