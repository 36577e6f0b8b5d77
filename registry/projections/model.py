"""What a read model is: rows written from events, in the same transaction as the position.

A handler is `(event) -> statements`. Public rows carry the days they were true, so that any date
can be shown: a change on a later day closes the row and opens the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from registry.domain.values import OSLO

Statement = tuple[str, dict[str, Any]]
Handler = Callable[[Any], Iterable[Statement]]
FOREVER = date(9999, 12, 31)


class ReadModel:
    """A named group of tables fed from one log. `log` is registry or case.

    Nobody else writes its tables, and no handler reads another model's.
    """

    def __init__(self, name: str, log: str, *tables: str) -> None:
        self.name = name
        self.log = log
        self.tables = tables
        self._handlers: dict[type, Handler] = {}

    def on(self, *event_classes: type) -> Callable[[Handler], Handler]:
        """Mark a function as what happens in this read model when an event has happened."""

        def mark(handler: Handler) -> Handler:
            for event_class in event_classes:
                self._handlers[event_class] = handler
            return handler

        return mark

    def statements(self, event: Any) -> Iterable[Statement]:
        handler = self._handlers.get(type(event))
        return handler(event) if handler else ()


def day_of(event: Any) -> date:
    """The legal day an event happened."""
    happened: datetime = event.timestamp
    return happened.astimezone(OSLO).date()


def opened(table: str, event: Any, **columns: Any) -> list[Statement]:
    """The first row of something, true from the event's day."""
    columns |= {"valid_from": day_of(event), "valid_to": FOREVER}
    names = ", ".join(columns)
    marks = ", ".join(f"%({name})s" for name in columns)
    return [(f"INSERT INTO {table} ({names}) VALUES ({marks})", columns)]  # noqa: S608


def changed(table: str, event: Any, **columns: Any) -> list[Statement]:
    """A change of the event's own aggregate from its day on: the row before is kept as it was."""
    parameters = columns | {"id": event.originator_id, "day": day_of(event), "forever": FOREVER}
    assignments = ", ".join(f"{name} = %({name})s" for name in columns)
    return [
        ("SELECT revise(%(table)s, %(id)s, %(day)s)", parameters | {"table": table}),
        (
            f"UPDATE {table} SET {assignments} WHERE id = %(id)s AND valid_to = %(forever)s",  # noqa: S608
            parameters,
        ),
    ]
