"""What all aggregates share: every event says who did it, on behalf of whom, and when."""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import Aggregate

from registry.domain.values import Act


def natural_id(*key: object) -> UUID:
    """Id of what can exist only once: the primary key of the log refuses a second."""
    return uuid5(NAMESPACE_URL, "frittvalg:/" + "/".join(str(part) for part in key))


class Recorded(Aggregate):
    """Rules are public methods that call `_record`; effects are `@event` methods and only assign.

    What an aggregate holds is a value, or a set, list or dict of values.
    """

    REMEMBERED: ClassVar[bool] = True
    """Whether a process may keep it between commands, and a snapshot of it may be taken."""

    class Event(Aggregate.Event):
        by: UUID
        on_behalf_of: UUID | None

    class Created(Event, Aggregate.Created):
        """The first event of a stream. Each aggregate gives it fields and a topic of its own."""

    @classmethod
    def _begin(cls, event: type[Created], act: Act, aggregate_id: UUID, **fields: Any) -> Self:
        return cls._create(
            event,
            id=aggregate_id,
            timestamp=act.at,
            by=act.by,
            on_behalf_of=act.on_behalf_of,
            **fields,
        )

    def copy(self) -> Self:
        """The same, so that changing one leaves the other as it was."""
        twin = object.__new__(type(self))
        twin.__dict__.update(
            (name, its.copy() if isinstance(its, set | list | dict) else its)
            for name, its in vars(self).items()
        )
        return twin

    def _record(self, event: type[Event], act: Act, **fields: Any) -> None:
        self.trigger_event(
            event, timestamp=act.at, by=act.by, on_behalf_of=act.on_behalf_of, **fields
        )
