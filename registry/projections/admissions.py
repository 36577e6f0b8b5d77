"""Read model: which supplier is in which concession, and what it says there, on any day."""

from __future__ import annotations

from collections.abc import Iterable

from registry.domain.admission import Admission
from registry.projections.model import ReadModel, Statement, changed, day_of, opened
from registry.projections.suppliers import said

model = ReadModel("admissions", "registry", "admissions")


@model.on(Admission.Created)
def applied(event: Admission.Created) -> Iterable[Statement]:
    return opened(
        "admissions",
        event,
        id=event.originator_id,
        concession=event.concession,
        supplier=event.supplier,
        status="applied",
        applied_at=event.timestamp,
    )


@model.on(Admission.Stated)
def stated(event: Admission.Stated) -> Iterable[Statement]:
    """It was in already, so there is no day it was granted on."""
    return opened(
        "admissions",
        event,
        id=event.originator_id,
        concession=event.concession,
        supplier=event.supplier,
        status="granted",
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


@model.on(Admission.Closed)
def closed(event: Admission.Closed) -> Iterable[Statement]:
    return changed("admissions", event, status="closed", accepting=None, ground=event.ground.value)
