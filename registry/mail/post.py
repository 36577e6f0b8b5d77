"""The jobs: tell of an event, send one mail, send the day's mail, send the link that confirms.

Each may run twice: what is kept is kept once, and a mail that is sent again has the same Message-ID.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from psycopg_pool import ConnectionPool

from registry.mail import alerts
from registry.mail.letter import Letter, message
from registry.mail.mailboxes import Mailbox, Mailboxes, Pace
from registry.mail.occasions import occasions_of
from registry.mail.outbox import moment_of
from registry.mail.scene import scene_of
from registry.mail.smtp import MailServer, RefusedForGood, deliver
from registry.mail.writing import Writer
from registry.queries.clock import now, wait_for

TOO_OLD = timedelta(days=7)
"""What happened longer ago is told to nobody: it stands on the workplace's own pages."""


class NotShownYet(Exception):
    """The read models have not come so far: who is told cannot be said yet."""


@dataclass(frozen=True)
class Post:
    """Everything the jobs need."""

    pool: ConnectionPool
    mailboxes: Mailboxes
    writer: Writer
    server: MailServer

    def tell(self, log: str, position: int) -> None:
        """Keep what has happened for everybody who is told of it. Raises NotShownYet."""
        if not wait_for(self.pool, log, position):
            raise NotShownYet
        event = self.writer.event(log, position)
        if event is None or event.timestamp < now(self.pool) - TOO_OLD:
            return
        scene = scene_of(self.pool, event)
        found = [
            (user, occasion.name, box.pace(occasion.significance))
            for occasion in occasions_of(scene)
            for user in self.writer.told(occasion, scene)
            if (box := self.mailboxes.find(user))
        ]
        with self.pool.connection() as connection, connection.transaction():
            for user, occasion_name, pace in found:
                if pace is not Pace.NEVER:
                    alerts.keep(connection, user, log, position, occasion_name, pace)

    def send(self, alert: UUID) -> None:
        """Send one mail about one event, if it is still wanted and hers to know. Raises TryAgain."""
        its = alerts.find(self.pool, alert)
        if its is None:
            return
        box = self._box(its.user)
        self._send(box, self.writer.of_one(box, its) if box else None, [alert])

    def daily(self, user: UUID, day: date) -> None:
        """Send the day's mail with what waits and what is due; never an empty one. Raises TryAgain."""
        waiting = alerts.for_the_day(self.pool, user, moment_of(day))
        box = self._box(user)
        letter = self.writer.of_the_day(box, waiting, day) if box else None
        self._send(box, letter, [each.id for each in waiting])

    def confirm(self, request: UUID) -> None:
        """Send the link that confirms an address, while it waits for that. Raises TryAgain."""
        its = self.mailboxes.waiting(request)
        if its and not its.refused:
            self._deliver(its.user, its.address, self.writer.to_confirm(its), [])

    def _box(self, user: UUID) -> Mailbox | None:
        """Where somebody is told things; None for who wants none, or whose address said no."""
        box = self.mailboxes.find(user)
        return box if box and not box.refused and not box.wants_nothing else None

    def _send(self, box: Mailbox | None, letter: Letter | None, told: list[UUID]) -> None:
        if box and letter:
            self._deliver(box.user, box.address, letter, told)
        else:
            alerts.settle(self.pool, told, alerts.DROPPED)

    def _deliver(self, user: UUID, address: str, letter: Letter, told: list[UUID]) -> None:
        mail = message(letter, address, self.writer.paper, now(self.pool))
        try:
            deliver(self.server, mail)
        except RefusedForGood:
            self.mailboxes.refuse(user, address)
            alerts.settle(self.pool, told, alerts.REFUSED)
        else:
            alerts.settle(self.pool, told, alerts.SENT)
