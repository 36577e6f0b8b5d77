"""What a draft says when it begins: what the template says, what came back, or what holds."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from registry.queries.documents import document
from web.clock import today
from web.municipality import drafting
from web.municipality.work import led_by_us, newest_document, written_in
from web.workplace import municipality_name, pool


def from_template() -> dict[str, Any]:
    """A new draft: everything as in the template, in time for suppliers to apply."""
    return {"form": "full", "starts_on": drafting.first_day(today())}


def said_before(concession_id: UUID) -> dict[str, Any]:
    """What was sent in and came back; another's is not found."""
    before, whole = led_by_us(concession_id), document(pool(), concession_id)
    assert whole is not None
    return drafting.typed_of(written_in(whole), whole.basis) | {
        "form": "short" if before.short_form else "full",
        "starts_on": before.starts_on.isoformat(),
        "heard_on": before.heard_on.isoformat() if before.heard_on else "",
        "again": str(concession_id),
        "members": ", ".join(municipality_name(each) for each in before.members[1:]),
        "practice": "1" if before.practice else "",
        "service": before.service,
    }


def amending(concession_id: UUID) -> dict[str, Any]:
    """What holds, and the first day something else may."""
    before, whole = led_by_us(concession_id), newest_document(concession_id)
    return drafting.typed_of(written_in(whole), whole.basis) | {
        "amends": str(before.id),
        "effective_from": drafting.first_amended(whole, today()).isoformat(),
    }
