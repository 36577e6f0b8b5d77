"""A small nation for tests: one template, Hamar with a concession, two suppliers and its own service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from registry.application import (
    admissions,
    cases,
    concessions,
    municipalities,
    suppliers,
)
from registry.application.concessions import Written
from registry.application.desk import Command, Registrar
from registry.domain.facts import Budget, Local, Support, Wages
from registry.domain.notice import NoticeChannel
from registry.domain.supplier import Supplier
from registry.domain.terms import NODE_OF, Terms, changes_from
from registry.domain.values import (
    OSLO,
    Accepting,
    Adviser,
    BudgetUse,
    EndingGround,
    HoursBand,
    Independence,
    Language,
    LeadRole,
    LocalOffice,
    MunicipalityNumber,
    OrganisationNumber,
    PhoneHours,
    Seniority,
    SupplierKind,
    UnusedBudget,
)
from registry.reference.template import nodes
from tests.a_template import publish_first_version
from tests.scenario import SOLVEIG, TORE, terms

HAMAR = MunicipalityNumber("3403")
FJELLRYPE, KREKLING, OWN = (OrganisationNumber(n) for n in ("310000000", "310000019", "310000027"))
WAGES = Wages(23_200, 2_800, 6_800, 10_000, 500, Seniority.OWN_LADDER, 500, False, True)
BUDGET = Budget(1_200_000, [BudgetUse.TRAVEL, BudgetUse.TEAM_DAYS], UnusedBudget.CARRIED_OVER)
SUPPORT = Support(
    Adviser.ONE_NAMED,
    PhoneHours.AROUND_THE_CLOCK,
    Independence.YOU_DECIDE,
    2,
    8,
    1_800,
    [Language.NB, Language.EN],
    True,
    False,
)
LOCAL = Local(28, 3, True, LocalOffice.NEARBY)


def command(by: UUID = SOLVEIG, **how: Any) -> Command:
    """A command with an id of its own."""
    return Command(uuid4(), by, **how)


@dataclass(frozen=True)
class Story:
    """What the small nation holds."""

    concession: UUID
    admissions: dict[OrganisationNumber, UUID]


HEARD = date(2024, 1, 15)
"""The day the council for persons with disabilities was heard."""
STARTS = datetime.now(OSLO).date() + timedelta(days=1)
"""The first day of concessions that are sent and published today, also around midnight."""


def written(its: Terms, **why: str) -> list[Written]:
    """What a municipality writes to get these terms, with its reasons by the name of the term."""
    reasons = {NODE_OF[name]: text for name, text in why.items()}
    national = {node.node: node for node in nodes()}
    return [Written(change, why=reasons.get(change.node)) for change in changes_from(its, national)]


def tell(registrar: Registrar, places: int = 10) -> Story:
    """Publish a template and a concession in Hamar, and let three suppliers in."""
    publish_first_version(registrar, command, date(2026, 1, 1))
    municipalities.register_municipality(registrar, command(), HAMAR, Language.NB)
    concession, _ = concessions.send_concession_for_approval(
        registrar,
        command(SOLVEIG),
        [HAMAR],
        written(terms(notice=3), notice="Assistentene har tre måneders oppsigelse."),
        STARTS,
        HEARD,
        short_form=False,
    )
    concessions.publish_concession(registrar, command(TORE), concession)
    announce(registrar, command(SOLVEIG), concession)
    admitted = {
        number: admit(registrar, concession, number, name, kind, places)
        for number, name, kind in (
            (FJELLRYPE, "Fjellrype Assistanse SA", SupplierKind.COOPERATIVE),
            (KREKLING, "Krekling BPA AS", SupplierKind.COMPANY),
            (OWN, "Hamar kommune", SupplierKind.OWN_PROVISION),
        )
    }
    return Story(concession, admitted)


def announce(registrar: Registrar, its: Command, concession: UUID) -> None:
    """The notice stands in Doffin, so suppliers may apply."""
    concessions.reference_notice(
        registrar, its, concession, NoticeChannel.DOFFIN, HEARD, "2024-100200"
    )


def end(registrar: Registrar, concession: UUID, by: UUID = TORE, number: int = 1) -> None:
    """Two people end it before its time. `number`: how often something was put forward."""
    why, ground = "Vi begynner på nytt.", EndingGround.CANCELLED
    concessions.send_ending(registrar, command(SOLVEIG), concession, ground, why)
    concessions.end_concession(registrar, command(by), concession, number)


def admit(
    registrar: Registrar,
    concession: UUID,
    number: OrganisationNumber,
    name: str,
    kind: SupplierKind,
    places: int,
) -> UUID:
    """Register a supplier with all its facts and let it in."""
    supplier = Supplier.id_for(number)
    where = HAMAR if kind is SupplierKind.OWN_PROVISION else None
    suppliers.register_supplier(registrar, command(), number, kind, name, where)
    suppliers.confirm_wages(registrar, command(), supplier, WAGES)
    suppliers.confirm_budget(registrar, command(), supplier, BUDGET)
    suppliers.confirm_support(registrar, command(), supplier, SUPPORT)
    admission, _ = admissions.apply_for_admission(registrar, command(SOLVEIG), concession, supplier)
    admissions.grant_admission(registrar, command(TORE), admission)
    admissions.confirm_local(registrar, command(), admission, LOCAL)
    admissions.declare_capacity(registrar, command(), admission, Accepting.YES, places)
    return admission


def open_case(registrar: Registrar, story: Story) -> UUID:
    """Somebody in Hamar may choose."""
    case, _, _ = cases.open_case(
        registrar, command(), HAMAR, story.concession, HoursBand.OVER_35, LeadRole.SELF
    )
    return case
