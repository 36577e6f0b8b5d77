"""What was deleted is not left in the files either: a key that lies there opens a stolen copy."""

from __future__ import annotations

from uuid import UUID

import psycopg

from registry.house import House
from registry.store.erasure import erase, rewrite
from tests.conftest import Database
from tests.story import open_case, tell


def test_an_erased_cases_key_is_gone_from_the_disk_when_its_table_is_written_anew(
    house: House, fresh: Database
) -> None:
    story = tell(house.registrar)
    other, case = open_case(house.registrar, story), open_case(house.registrar, story)
    key = wrapped_key(fresh, case)
    with psycopg.connect(fresh.url("frittvalg_retention"), autocommit=True) as retention:
        erase(retention, [case])
    assert is_on_disk(fresh, key), "this test must be able to see a key that is only deleted"
    with psycopg.connect(fresh.url("frittvalg_owner"), autocommit=True) as owner:
        rewrite(owner)
    assert not is_on_disk(fresh, key)
    assert is_on_disk(fresh, wrapped_key(fresh, other))


def wrapped_key(fresh: Database, case: UUID) -> bytes:
    with psycopg.connect(fresh.url()) as connection:
        row = connection.execute(
            "SELECT wrapped_key FROM vault.case_keys WHERE case_id = %s", (case,)
        ).fetchone()
    assert row is not None
    return bytes(row[0])


def is_on_disk(fresh: Database, secret: bytes) -> bool:
    """Whether any file of the database holds these bytes."""
    with psycopg.connect(fresh.url("postgres"), autocommit=True) as admin:
        row = admin.execute(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        admin.execute("CHECKPOINT")
    assert row is not None
    files = (fresh.server.data / "base" / str(row[0])).iterdir()
    return any(secret in file.read_bytes() for file in files)
