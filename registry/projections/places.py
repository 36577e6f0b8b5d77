"""Read model: how many places are taken. For the supplier, the municipality and who holds a code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from registry.domain.places import Places
from registry.projections.model import ReadModel, Statement

model = ReadModel("places", "case", "places")


@model.on(Places.Created)
def places_opened(event: Places.Created) -> Iterable[Statement]:
    return [
        (
            "INSERT INTO places (id, admission, ceiling, is_open)"
            " VALUES (%(id)s, %(admission)s, %(ceiling)s, true)",
            {
                "id": event.originator_id,
                "admission": event.admission,
                "ceiling": event.ceiling,
            },
        )
    ]


@model.on(Places.CeilingSet)
def ceiling_set(event: Places.CeilingSet) -> Iterable[Statement]:
    return _set(event, "ceiling = %(ceiling)s", ceiling=event.ceiling)


@model.on(Places.Closed)
def closed(event: Places.Closed) -> Iterable[Statement]:
    return _set(event, "is_open = false")


@model.on(Places.Reopened)
def reopened(event: Places.Reopened) -> Iterable[Statement]:
    return _set(event, "is_open = true")


@model.on(Places.Taken)
def taken(event: Places.Taken) -> Iterable[Statement]:
    return _set(event, "taken = taken + 1")


@model.on(Places.Released)
def released(event: Places.Released) -> Iterable[Statement]:
    return _set(event, "taken = taken - 1")


def _set(event: Any, change: str, **values: Any) -> Iterable[Statement]:
    return [
        (f"UPDATE places SET {change} WHERE id = %(id)s", values | {"id": event.originator_id})  # noqa: S608
    ]
