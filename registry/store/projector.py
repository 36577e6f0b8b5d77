"""The projector: reads each log in order and writes the read models with their position.

A batch is one transaction over all read models of a log, so an event has its effect exactly once.
The next batch is read while one is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from uuid import UUID

import psycopg
from psycopg import sql

from registry.projections.model import ReadModel
from registry.store import reading
from registry.store.logs import Log
from registry.store.parking import Parked, everything_parked, is_poison, park, reason_of
from registry.store.reading import Read, read

Progress = Callable[[int], None]


def _silent(_position: int) -> None:
    pass


class AnotherWasFaster(Exception):
    """Another projector has written these events; begin again from where it is."""


def catch_up(
    connection: psycopg.Connection,
    log: Log,
    models: Iterable[ReadModel],
    schema: str = "read",
    progress: Progress = _silent,
) -> int:
    """Write everything that waits; returns how many events it was.

    `progress` is told the position after each batch.
    """
    of_log = [model for model in models if model.log == log.name]
    connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
    total = 0
    while True:
        behind, start, stop = _who_is_behind(connection, log, of_log)
        try:
            total += _follow(connection, log, behind, start, stop, progress)
        except AnotherWasFaster:
            continue
        if stop is None:
            return total


def _who_is_behind(
    connection: psycopg.Connection, log: Log, models: list[ReadModel]
) -> tuple[list[ReadModel], int, int | None]:
    """The models furthest behind, their position, and where the next one stands (None: nowhere).

    They stand together except when a read model is new: it then comes up to the others first.
    """
    rows = connection.execute("SELECT model, position FROM tracking").fetchall()
    positions: dict[str, int] = dict(rows)
    for model in models:
        if model.name not in positions:
            positions[model.name] = _begin(connection, log, model)
    at = {model: positions[model.name] for model in models}
    start, *later = sorted(set(at.values()))
    return [m for m in models if at[m] == start], start, later[0] if later else None


def _begin(connection: psycopg.Connection, log: Log, model: ReadModel) -> int:
    """A new read model stands before the first event; returns that position."""
    connection.execute(
        "INSERT INTO tracking VALUES (%s, %s, 0) ON CONFLICT DO NOTHING", (model.name, log.name)
    )
    return 0


def _follow(
    connection: psycopg.Connection,
    log: Log,
    models: list[ReadModel],
    start: int,
    stop: int | None,
    progress: Progress,
) -> int:
    total = 0
    with ExitStack() as stack:
        events = read(connection, log, start, stop)
        ahead: Future[list[Read]] | None = None
        reader: tuple[ThreadPoolExecutor, psycopg.Connection] | None = None
        while events:
            if len(events) == reading.BATCH:
                reader = reader or _reader(stack, connection)
                ahead = reader[0].submit(read, reader[1], log, events[-1].position, stop)
            write(connection, models, start, events)
            total, start = total + len(events), events[-1].position
            progress(start)
            events, ahead = (ahead.result() if ahead else []), None
    if stop is not None and start < stop:
        with connection.transaction():
            _move(connection, models, start, stop)
    return total


def _reader(
    stack: ExitStack, connection: psycopg.Connection
) -> tuple[ThreadPoolExecutor, psycopg.Connection]:
    """A connection of its own for reading ahead, and the thread that uses it."""
    info = connection.info
    its = psycopg.connect(info.dsn, password=info.password or None, autocommit=True)
    return stack.enter_context(ThreadPoolExecutor(1)), stack.enter_context(its)


def write(
    connection: psycopg.Connection, models: list[ReadModel], start: int, events: list[Read]
) -> None:
    """Write one batch and the new position in one transaction.

    Raises AnotherWasFaster when the read models do not stand at `start`.
    """
    try:
        with connection.transaction():
            _move(connection, models, start, events[-1].position)
            aside = {(its.model, its.stream) for its in everything_parked(connection)}
            with connection.pipeline(), connection.cursor() as cursor:
                for one in events:
                    take(cursor, models, one, aside)
    except AnotherWasFaster:
        raise
    except Exception:
        if connection.closed:
            raise
        _write_one_by_one(connection, models, start, events)


def take(
    cursor: psycopg.Cursor, models: list[ReadModel], one: Read, aside: set[tuple[str, UUID]]
) -> None:
    """Let the models write what an event means to them, but for those with the stream aside."""
    if one.failure:
        raise one.failure
    for model in models:
        if (model.name, one.stream) not in aside:
            for statement, parameters in model.statements(one.event):
                cursor.execute(statement, parameters)


def _write_one_by_one(
    connection: psycopg.Connection, models: list[ReadModel], start: int, events: list[Read]
) -> None:
    """The same batch with care: what cannot be taken is parked with its stream."""
    with connection.transaction():
        _move(connection, models, start, events[-1].position)
        aside = {(its.model, its.stream) for its in everything_parked(connection)}
        for one in events:
            for model in models:
                if (model.name, one.stream) in aside:
                    continue
                try:
                    with connection.transaction(), connection.cursor() as cursor:
                        take(cursor, [model], one, aside)
                except Exception as failure:
                    if not is_poison(failure):
                        raise
                    reason = reason_of(failure)
                    park(
                        connection, Parked(model.name, one.stream, one.position, one.topic, reason)
                    )
                    aside.add((model.name, one.stream))


def _move(
    connection: psycopg.Connection, models: list[ReadModel], start: int, position: int
) -> None:
    """The new position, given that nobody else has moved it. First in a transaction: whoever
    releases a stream or swaps the tables waits here, and is then seen.
    """
    moved = connection.execute(
        "UPDATE tracking SET position = %s WHERE model = ANY (%s) AND position = %s",
        (position, [model.name for model in models], start),
    )
    if moved.rowcount != len(models):
        raise AnotherWasFaster
