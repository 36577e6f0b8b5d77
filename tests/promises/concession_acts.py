"""What a concession's own rules refuse, from the draft to the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from registry.application import concessions as desk
from registry.application.concessions import Written
from registry.application.desk import Registrar
from registry.domain import concession_refusals, deviation, documents
from registry.domain.deviation import Change, Way
from registry.domain.terms import NODE_OF
from registry.domain.values import MunicipalityNumber, NodeId, ServiceId
from tests.promises import lasting_acts
from tests.scenario import SOLVEIG, TORE, terms
from tests.story import HAMAR, HEARD, STARTS, command, written

Refusal = tuple[type[Exception], Any]
SOON = STARTS + timedelta(days=60)
RINGSAKER, STANGE = MunicipalityNumber("3411"), MunicipalityNumber("3413")
HEARD_NODE = NodeId("bpa.purpose.heard")
LEFT = Change(HEARD_NODE, Way.REPLACED)


def drafted(registrar: Registrar, *more: Written, **how: Any) -> UUID:
    """Send a draft with the template's own terms and some changes more."""
    its = {"members": [HAMAR], "starts_on": STARTS, "heard_on": HEARD, "short_form": False} | how
    members, starts_on, heard_on = (its.pop(name) for name in ("members", "starts_on", "heard_on"))
    said = [*its.pop("said", written(terms())), *more]
    return desk.send_concession_for_approval(
        registrar, command(SOLVEIG), members, said, starts_on, heard_on, **its
    )[0]


def of_the_draft(registrar: Registrar) -> Iterator[Refusal]:
    """What cannot be sent for approval."""

    def send(*more: Written, **how: Any) -> Any:
        return lambda: drafted(registrar, *more, **how)

    locked = Written(LEFT, "Andre ord.", None)
    yield deviation.UnknownNode, send(Written(Change(NodeId("bpa.a.b"), Way.LEFT_OUT)))
    yield deviation.ChangeNotAllowed, send(Written(Change(NODE_OF["cap"], Way.REPLACED), "Ord."))
    yield deviation.OutsideRange, send(Written(Change(NODE_OF["years"], Way.SET, [99])))
    yield deviation.ValueMissing, send(said=[])
    yield documents.ReasonMissing, send(locked)
    yield documents.LawMissing, send(Written(LEFT, "Andre ord.", "Fordi."))
    yield concession_refusals.CouncilNotHeard, send(heard_on=date(2099, 1, 1))
    yield concession_refusals.UnknownService, send(service=ServiceId("cleaning"))
    yield concession_refusals.StartHasPassed, send(starts_on=date(2020, 1, 1))


def of_the_partnership(registrar: Registrar) -> Iterator[Refusal]:
    """Who has not said yes, and who was not asked."""
    sent = drafted(registrar, members=[HAMAR, RINGSAKER])
    yield (
        concession_refusals.MembersMissing,
        lambda: desk.publish_concession(registrar, command(TORE), sent),
    )
    yield (
        concession_refusals.NotInvited,
        lambda: desk.join_concession(registrar, command(TORE), sent, STANGE, "Vi vil også."),
    )
    yield from lasting_acts.of_the_amendment(registrar, sent)


def of_the_amendment(registrar: Registrar, sent: UUID, said: list[Written]) -> Iterator[Refusal]:
    """What cannot be changed, or not so soon. `said` is what holds."""
    longer = [each for each in said if each.change.node != NODE_OF["notice"]]
    longer += [Written(Change(NODE_OF["notice"], Way.SET, [3]), why="Tre måneder.")]

    def amend(its: list[Written], from_day: date = SOON, by: date | None = SOON) -> Any:
        return lambda: desk.send_amendment(registrar, command(SOLVEIG), sent, its, from_day, by)

    yield concession_refusals.NothingAmended, amend(said)
    yield concession_refusals.AmendedTooSoon, amend(longer, STARTS)
    yield concession_refusals.DeadlineMissing, amend(longer, by=None)
    yield (
        concession_refusals.NoAmendment,
        lambda: desk.publish_amendment(registrar, command(TORE), sent),
    )
    amend(longer)()
    yield (
        concession_refusals.AmendmentReplaced,
        lambda: desk.publish_amendment(registrar, command(TORE), sent, 99),
    )
    yield concession_refusals.AmendmentUnderWay, amend(longer)
    desk.send_amendment_back(registrar, command(TORE), sent, "Vent litt.")
