"""Takes a parked stream up again, when what stopped it has been mended."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg

from registry.projections.model import ReadModel
from registry.store import projector
from registry.store.logs import Log
from registry.store.parking import Parked, is_poison
from registry.store.reading import of_stream


def release(
    connection: psycopg.Connection, logs: Iterable[Log], models: Iterable[ReadModel], its: Parked
) -> bool:
    """Give a read model the events of the stream that it has not taken; False if it still cannot.

    Either all of them or none, up to where the read model stands.
    """
    model = next(model for model in models if model.name == its.model)
    log = next(log for log in logs if log.name == model.log)
    connection.execute("SET search_path TO read")
    try:
        with connection.transaction(), connection.cursor() as cursor:
            row = connection.execute(
                "SELECT position FROM tracking WHERE model = %s FOR UPDATE", (model.name,)
            ).fetchone()
            assert row is not None
            for one in of_stream(connection, log, its.stream, its.position, row[0]):
                projector.take(cursor, [model], one, set())
            connection.execute(
                "DELETE FROM parked WHERE model = %s AND stream = %s", (its.model, its.stream)
            )
    except Exception as failure:
        if not is_poison(failure):
            raise
        return False
    return True
