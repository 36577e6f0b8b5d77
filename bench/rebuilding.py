"""How fast a read model is built again, against the library's own runner in the same run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, zip_longest
from uuid import uuid4

import psycopg
from eventsourcing.persistence import StoredEvent, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg import sql

from bench.rows import QUICK, Row, against
from registry.domain.places import Places
from registry.house import House
from registry.projections import places
from registry.store import logs, projector
from registry.store.logs import environment
from registry.store.migrate import create_read_schema
from registry.store.transcoding import register
from tests.conftest import Database
from tests.scenario import act

STREAMS, EVENTS_A_STREAM = (50, 40) if QUICK else (200, 100)
BESIDE = "bench_again"


def measure(database: Database, house: House) -> list[Row]:
    """The read model of places, from a log of some thousand events."""
    fill(database, house)
    with psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner:
        ours = best_of_three(owner, house)
    stock = with_the_librarys_runner(database)
    return [against("rebuild a read model, events/s", ours, stock, 15, "the library's own runner")]


def fill(database: Database, house: House) -> None:
    """Places that are taken one after the other, all suppliers side by side."""
    opened = [Places.open(act(), uuid4(), 100_000) for _ in range(STREAMS)]
    for its in opened:
        for _ in range(EVENTS_A_STREAM - 1):
            its.take(act(), uuid4())
    side_by_side = zip_longest(*(its.collect_events() for its in opened))
    to_stored = house.cases.mapper.to_stored_event
    copy_in(database, "case", (to_stored(event) for event in chain(*side_by_side) if event))


def copy_in(database: Database, log: str, events: Iterator[StoredEvent]) -> int:
    """Put events into a log past its function, as only its owner can; how many."""
    table, count = sql.Identifier("log", f"{log}_events"), 0
    columns = "(originator_id, originator_version, topic, state) FROM STDIN"
    with (
        psycopg.connect(database.url("frittvalg_owner"), autocommit=True) as owner,
        owner.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} {}").format(table, sql.SQL(columns))) as copy,
    ):
        for its in events:
            copy.write_row((its.originator_id, its.originator_version, its.topic, its.state))
            count += 1
    return count


def best_of_three(owner: psycopg.Connection, house: House) -> float:
    best = 0.0
    for _ in range(3):
        with fresh_schema(owner):
            started = time.perf_counter()
            written = projector.catch_up(owner, house.cases, [places.model], BESIDE)
            best = max(best, written / (time.perf_counter() - started))
    return best


@contextmanager
def fresh_schema(owner: psycopg.Connection) -> Iterator[None]:
    with owner.transaction():
        create_read_schema(owner, BESIDE)
    try:
        yield
    finally:
        owner.execute(f"DROP SCHEMA {BESIDE} CASCADE")


class StockLog(logs.Application):  # type: ignore[type-arg]
    """The same log as the library opens it."""

    name = "case"

    def register_transcodings(self, transcoder):  # type: ignore[no-untyped-def]
        super().register_transcodings(transcoder)
        register(transcoder)


class StockView(PostgresTrackingRecorder):
    """The same statements, one event a transaction, with the library's own tracking."""

    def take(self, event, tracking: Tracking) -> None:  # type: ignore[no-untyped-def]
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            for statement, values in places.model.statements(event):
                cursor.execute(statement.replace(" places ", f" {BESIDE}.places "), values)


class StockProjection(Projection[StockView]):
    name = "stock"

    def process_event(self, event, tracking: Tracking) -> None:  # type: ignore[no-untyped-def]
        self.view.take(event, tracking)


def with_the_librarys_runner(database: Database) -> float:
    """Events a second through ProjectionRunner."""
    owner_url = database.url("frittvalg_owner")
    env = environment(owner_url) | {"STOCK_CREATE_TABLE": "yes", "POSTGRES_POOL_SIZE": "5"}
    del env["APPLICATION_RECORDER_TOPIC"]
    with psycopg.connect(owner_url, autocommit=True) as owner, fresh_schema(owner):
        started = time.perf_counter()
        with ProjectionRunner(
            application_class=StockLog,
            projection_class=StockProjection,
            view_class=StockView,
            env=env,
        ) as runner:
            last = runner.app.recorder.max_notification_id() or 0
            while (runner.view.max_tracking_id(StockLog.name) or 0) < last:
                time.sleep(0.01)
        return last / (time.perf_counter() - started)
