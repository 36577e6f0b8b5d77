"""Drafts under way, so that one can be told from another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from marshmallow import ValidationError

from registry import drafts
from registry.queries.workplace_municipality import OurConcession
from web.languages import day as written
from web.languages import gettext as _
from web.languages import ngettext
from web.municipality.work import read
from web.workplace_fields import Day


@dataclass(frozen=True)
class DraftRow:
    """One draft: what it is of, when that begins, and in how many chapters it leaves the template."""

    draft: drafts.Draft
    amends: bool
    practice: bool
    starts_on: date | None
    """When the concession begins, or the one that is amended; None where no day was typed."""
    chapters: int

    @property
    def about(self) -> str:
        """When it was saved, and how much is written in it."""
        assert self.draft.changed_at is not None
        saved = _("Utkastet ble lagret %(day)s.", day=written(self.draft.changed_at))
        if not self.chapters:
            return f"{saved} {_('Alt er som i malen.')}"
        count = ngettext("Avvik i ett kapittel.", "Avvik i %(num)s kapitler.", self.chapters)
        return f"{saved} {count}"


def rows_of(found: Iterable[drafts.Draft], concessions: list[OurConcession]) -> list[DraftRow]:
    """Every draft, the one that was saved last first."""
    by_id = {each.id: each for each in concessions}
    rows = [_row(draft, by_id) for draft in found]
    return sorted(rows, key=lambda row: str(row.draft.changed_at), reverse=True)


def _row(draft: drafts.Draft, concessions: dict[UUID, OurConcession]) -> DraftRow:
    work = read(draft)
    amended = concessions.get(work.amends) if work.amends else None
    return DraftRow(
        draft,
        amends=work.amends is not None,
        practice=amended.practice if amended else draft.body.get("practice") == "1",
        starts_on=amended.starts_on if amended else _typed_day(draft.body.get("starts_on")),
        chapters=sum(bool(left) for _number, _title, left, _wrong in work.chapters()),
    )


def _typed_day(typed: object) -> date | None:
    try:
        return Day().deserialize(typed)
    except ValidationError:
        return None
