"""Writes the mails: what is still so, still wanted, and still the reader's to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from psycopg_pool import ConnectionPool

from registry.mail import words
from registry.mail.alerts import Alert
from registry.mail.audience import receivers
from registry.mail.due import due
from registry.mail.letter import Item, Letter, Stationery, day_and, said
from registry.mail.mailboxes import Mailbox, Mailboxes, Pace, Significance, Unconfirmed
from registry.mail.occasions import Occasion, occasions_of
from registry.mail.scene import Scene, scene_of
from registry.queries.access import acting
from registry.queries.clock import today
from registry.store.logs import Log
from registry.store.reading import read
from registry.words import pick

PREFERENCES = "/arbeidsplass/varsler"
Group = tuple[str, list[Item]]


@dataclass(frozen=True)
class Writer:
    """What is needed to say something to somebody."""

    pool: ConnectionPool
    logs: dict[str, Log]
    mailboxes: Mailboxes
    paper: Stationery

    def event(self, log: str, position: int) -> Any:
        """What stands at a position; None when nobody can read it."""
        with self.pool.connection() as connection:
            found = read(connection, self.logs[log], position - 1, position)
        return found[0].event if found else None

    def told(self, occasion: Occasion, scene: Scene, only: UUID | None = None) -> set[UUID]:
        """Those who are told today, of whom `only` may be one: never of what they did themselves."""
        audiences = occasion.told.audiences(scene)
        return receivers(self.pool, audiences, today(self.pool), only) - {scene.event.by}

    def of_one(self, box: Mailbox, alert: Alert) -> Letter | None:
        """A mail about one event, or None when there is nothing to say any more."""
        found = self._row(alert, box)
        return self.letter_about(box, alert.id, *found) if found else None

    def letter_about(self, box: Mailbox, its_id: UUID, occasion: Occasion, scene: Scene) -> Letter:
        """A mail about what has happened."""
        item = self._item(box, occasion, scene)
        return self._letter(box, its_id, item.text, [("", [item])])

    def of_the_day(self, box: Mailbox, waiting: Iterable[Alert], day: date) -> Letter | None:
        """A day's mail, or None when it would be empty. The same thing is said once."""
        by: dict[str, list[Item]] = {name: [] for name in words.GROUPS}
        if box.pace(Significance.WAITS) is not Pace.NEVER:
            by["due"] = self._due(box, day)
        for each in waiting:
            if found := self._row(each, box):
                by[found[0].significance.value].append(self._item(box, *found))
        groups = [
            (pick(words.GROUPS[name], box.language), list(dict.fromkeys(items)))
            for name, items in by.items()
            if items
        ]
        if not groups:
            return None
        its_id = uuid5(NAMESPACE_URL, f"frittvalg:/daily/{box.user}/{day}")
        return self._letter(box, its_id, _subject(groups, box.language), groups)

    def to_confirm(self, its: Unconfirmed) -> Letter:
        """The link that confirms an address."""
        page = f"/varsler/bekreft?kode={self.mailboxes.confirm_word(its.request)}"
        item = Item(pick(words.CONFIRM, its.language), self.paper.address(page, its.language))
        subject = pick(words.CONFIRM_SUBJECT, its.language)
        footer = [pick(words.NOT_YOU, its.language)]
        return Letter(its.request, its.language, subject, [("", [item])], footer)

    def _row(self, its: Alert, box: Mailbox) -> tuple[Occasion, Scene] | None:
        """What an alert is about; None when it is not wanted any more or not hers to know."""
        event = self.event(its.log, its.position)
        if event is None:
            return None
        scene = scene_of(self.pool, event)
        for occasion in occasions_of(scene):
            wanted = box.pace(occasion.significance) is not Pace.NEVER
            if occasion.name == its.occasion and wanted and self.told(occasion, scene, box.user):
                return occasion, scene
        return None

    def _item(self, box: Mailbox, occasion: Occasion, scene: Scene) -> Item:
        """The occasion's words with the official names in them, and where it leads."""
        text = said(occasion.words, box.language, **scene.names)
        page = occasion.page.format(**scene.names)
        return Item(text, self.paper.address(page, box.language))

    def _due(self, box: Mailbox, day: date) -> list[Item]:
        places = acting(self.pool, box.user, day)
        found = {each for place in places for each in due(self.pool, place, day)}
        return [
            Item(
                day_and(each.day, pick(each.words, box.language), box.language),
                self.paper.address(each.page, box.language),
            )
            for each in sorted(found, key=lambda each: (each.day, each.words))
        ]

    def _letter(self, box: Mailbox, its_id: UUID, subject: str, groups: list[Group]) -> Letter:
        language = box.language
        page = f"/varsler/stopp?kode={self.mailboxes.stop_word(box.user)}"
        stop = self.paper.address(page, language)
        links = [
            Item(pick(words.CHANGE, language), self.paper.address(PREFERENCES, language)),
            Item(pick(words.STOP, language), stop),
        ]
        return Letter(its_id, language, subject, groups, [pick(words.FROM, language)], links, stop)


def _subject(groups: list[Group], language: str) -> str:
    """The first thing it says, and how many more there are."""
    first, *more = [item.text for _, items in groups for item in items]
    if not more:
        return first
    return pick(words.AND_MORE, language).format(what=first, more=len(more))
