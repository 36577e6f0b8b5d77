"""Read model: which supplier is in which concession, and what it says there, on any day."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from registry.domain.admission import Admission
from registry.projections.model import FOREVER, ReadModel, Statement, changed, day_of, opened
from registry.projections.suppliers import said

model = ReadModel("admissions", "registry", "admissions", "amendment_answers")

ANSWER = """
INSERT INTO amendment_answers VALUES (%(admission)s, %(number)s, %(accepted)s, %(day)s)
ON CONFLICT (admission, number)
    DO UPDATE SET accepted = excluded.accepted, answered_on = excluded.answered_on
"""
STAYS = """
UPDATE admissions SET leaves_on = NULL, leaves_for = NULL
WHERE id = %(admission)s AND leaves_for = %(number)s AND valid_to = %(forever)s
"""


@model.on(Admission.Created)
def applied(event: Admission.Created) -> Iterable[Statement]:
    return _begun(event, "applied")


@model.on(Admission.Stated)
def stated(event: Admission.Stated) -> Iterable[Statement]:
    """It was in already, so there is no day it was granted on."""
    return _begun(event, "granted")


def _begun(event: Admission.Created | Admission.Stated, status: str) -> Iterable[Statement]:
    return opened(
        "admissions",
        event,
        id=event.originator_id,
        concession=event.concession,
        supplier=event.supplier,
        status=status,
        applied_at=event.timestamp,
    )


@model.on(Admission.AppliedAgain)
def applied_again(event: Admission.AppliedAgain) -> Iterable[Statement]:
    return changed("admissions", event, status="applied", applied_at=event.timestamp, ground=None)


@model.on(Admission.Granted)
def granted(event: Admission.Granted) -> Iterable[Statement]:
    return changed("admissions", event, status="granted", granted_on=day_of(event))


@model.on(Admission.Rejected)
def rejected(event: Admission.Rejected) -> Iterable[Statement]:
    return changed("admissions", event, status="rejected", ground=event.ground.value)


@model.on(Admission.LocalConfirmed)
def local_confirmed(event: Admission.LocalConfirmed) -> Iterable[Statement]:
    return changed("admissions", event, local=said(event.local), local_on=day_of(event))


@model.on(Admission.AcceptingDeclared)
def accepting_declared(event: Admission.AcceptingDeclared) -> Iterable[Statement]:
    return changed("admissions", event, accepting=event.accepting.value)


@model.on(Admission.AmendmentAccepted)
def amendment_accepted(event: Admission.AmendmentAccepted) -> Iterable[Statement]:
    answer = _answer(event, accepted=True)
    return [answer, (STAYS, answer[1] | {"forever": FOREVER})]


@model.on(Admission.AmendmentDeclined)
def amendment_declined(event: Admission.AmendmentDeclined) -> Iterable[Statement]:
    leaves = {"leaves_on": event.leaves_on, "leaves_for": event.number}
    return [_answer(event, accepted=False), *changed("admissions", event, **leaves)]


def _answer(event: Any, *, accepted: bool) -> tuple[str, dict[str, Any]]:
    return ANSWER, {
        "admission": event.originator_id,
        "number": event.number,
        "accepted": accepted,
        "day": day_of(event),
    }


@model.on(Admission.Closed)
def closed(event: Admission.Closed) -> Iterable[Statement]:
    over = {"accepting": None, "ground": event.ground.value, "leaves_on": None, "leaves_for": None}
    return changed("admissions", event, status="closed", **over)
