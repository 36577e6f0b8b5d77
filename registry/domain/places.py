"""Places: how many people one admission can take, and how many places are taken. Case log.

The events hold a random token a place; only the case's own stream says which token is its.
"""

from __future__ import annotations

from uuid import UUID

from eventsourcing.domain import event

from registry.domain.errors import RuleBroken
from registry.domain.recorded import Recorded, natural_id
from registry.domain.values import Act


class PlacesFull(RuleBroken):
    """Every place is taken."""

    code = "places-full"


class PlacesClosed(RuleBroken):
    """The supplier takes no new people here."""

    code = "places-closed"


class Places(Recorded):
    TOPIC = "places"

    class Created(Recorded.Created):
        TOPIC = "places.opened"
        admission: UUID
        ceiling: int

    class CeilingSet(Recorded.Event):
        TOPIC = "places.ceiling_set"
        ceiling: int

    class Closed(Recorded.Event):
        TOPIC = "places.closed"

    class Reopened(Recorded.Event):
        TOPIC = "places.reopened"

    class Taken(Recorded.Event):
        TOPIC = "places.taken"
        place: UUID

    class Released(Recorded.Event):
        TOPIC = "places.released"
        place: UUID

    @staticmethod
    def id_for(admission: UUID) -> UUID:
        return natural_id("places", admission)

    @classmethod
    def open(cls, act: Act, admission: UUID, ceiling: int) -> Places:
        """Say how many people the supplier can take here."""
        return cls._begin(
            cls.Created, act, cls.id_for(admission), admission=admission, ceiling=ceiling
        )

    def set_ceiling(self, act: Act, ceiling: int) -> None:
        """Change how many the supplier can take. Those who have a place keep it."""
        if ceiling != self.ceiling:
            self._record(self.CeilingSet, act, ceiling=ceiling)

    def close(self, act: Act) -> None:
        """Take no new people. Those who have a place keep it."""
        if self.is_open:
            self._record(self.Closed, act)

    def reopen(self, act: Act) -> None:
        """Take new people again."""
        if not self.is_open:
            self._record(self.Reopened, act)

    def take(self, act: Act, place: UUID) -> None:
        """Give one place away."""
        if not self.is_open:
            raise PlacesClosed
        if len(self.taken) >= self.ceiling:
            raise PlacesFull
        self._record(self.Taken, act, place=place)

    def release(self, act: Act, place: UUID) -> None:
        """Take a place back."""
        if place in self.taken:
            self._record(self.Released, act, place=place)

    # What each event changes. No rules here: this also runs on replay.

    @event(Created)
    def __init__(self, admission: UUID, ceiling: int) -> None:
        self.admission = admission
        self.ceiling = ceiling
        self.is_open = True
        self.taken: set[UUID] = set()

    @event(CeilingSet)
    def _ceiling_set(self, ceiling: int) -> None:
        self.ceiling = ceiling

    @event(Closed)
    def _closed(self) -> None:
        self.is_open = False

    @event(Reopened)
    def _reopened(self) -> None:
        self.is_open = True

    @event(Taken)
    def _taken(self, place: UUID) -> None:
        self.taken.add(place)

    @event(Released)
    def _released(self, place: UUID) -> None:
        self.taken.discard(place)
