"""Nobody waits for ever for the database: not for one answer, and not for many together."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent

from registry.house import House
from registry.store import connection
from registry.store.connection import OutOfTime, Patient, in_time


@pytest.fixture
def patient(database: str) -> Iterator[Patient]:
    with Patient.connect(database, autocommit=True) as its:
        yield its


@pytest.fixture
def no_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request has used up its time when it begins."""
    monkeypatch.setattr(connection, "ALTOGETHER", 0)


def test_an_answer_that_does_not_come_is_given_up_with_its_connection(patient: Patient) -> None:
    patient.patience = 0.1
    with pytest.raises(psycopg.OperationalError):
        patient.execute("SELECT pg_sleep(5)")
    assert patient.closed


def test_many_answers_that_come_soon_are_together_too_much_for_one_request(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE_SECONDS", 0.2)
    many = (patient.execute("SELECT pg_sleep(0.05)") for _ in range(100))
    with in_time(), pytest.raises(psycopg.OperationalError):
        list(many)


@pytest.mark.usefixtures("no_time_left")
def test_the_connection_of_a_request_without_time_serves_the_next(patient: Patient) -> None:
    with in_time(), pytest.raises(OutOfTime):
        patient.execute("SELECT 1")
    assert patient.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.usefixtures("no_time_left")
def test_one_request_without_time_does_not_stop_what_is_stored_for_many(house: House) -> None:
    with in_time():
        event = StoredEvent(uuid4(), 1, "municipality.registered", b"{}")
        assert house.registry.recorder.insert_events([event])
