"""One material amendment that is published and does not hold yet: some suppliers have answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from registry.application import admissions, concessions
from registry.application.concessions import Written
from registry.application.desk import Command, Registrar
from registry.demo.nation import PlannedConcession
from registry.demo.template import APPROVER, EDITOR
from registry.domain.admission import Admission
from registry.domain.deviation import Change, Way
from registry.domain.supplier import Supplier
from registry.domain.terms import NODE_OF
from registry.domain.values import MunicipalityNumber, OrganisationNumber

On = Callable[[date, UUID], Command]
"""Makes a command of somebody's on a day."""

LEAD = MunicipalityNumber("3301")
SENT_ON, PUBLISHED_ON = date(2026, 11, 2), date(2026, 11, 9)
APPLY_BY, HOLDS_FROM = date(2026, 12, 15), date(2027, 1, 1)
LONGER = Written(
    Change(NODE_OF["notice"], Way.SET, [3]),
    why="Assistentene har tre måneders oppsigelse. Nå får de med seg det siste.",
)
SAID = {
    "Vindrosa BPA AS": (True, date(2026, 11, 16)),
    "Havmåke BPA AS": (True, date(2026, 11, 12)),
    "Trostereir BPA AS": (True, date(2026, 11, 17)),
    "Pilbekken Assistanse AS": (False, date(2026, 11, 18)),
}
"""Who has said yes or no, and when. The others have not answered."""


def new_terms(
    its: Registrar,
    on: On,
    planned: PlannedConcession,
    concession: UUID,
    number_of: Mapping[str, OrganisationNumber],
) -> None:
    """Drammen asks for a longer notice from the new year."""
    written = [
        Written(each, why=planned.reasons.get(each.node))
        for each in planned.changes
        if each.node != NODE_OF["notice"]
    ]
    sent, published = on(SENT_ON, EDITOR), on(PUBLISHED_ON, APPROVER)
    concessions.send_amendment(its, sent, concession, [*written, LONGER], HOLDS_FROM, APPLY_BY)
    concessions.publish_amendment(its, published, concession)
    for name, (accepts, day) in SAID.items():
        supplier = Supplier.id_for(number_of[name])
        command = replace(on(day, supplier), on_behalf_of=supplier)
        answer = admissions.accept_amendment if accepts else admissions.decline_amendment
        answer(its, command, Admission.id_for(concession, supplier), 1)
