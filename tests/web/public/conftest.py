"""A small market to read: five municipalities, three private suppliers and one own provision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from flask.testing import FlaskClient

from registry.application import admissions, concessions, municipalities, suppliers
from registry.application.desk import Command
from registry.domain.facts import Budget, Local, Support, Wages
from registry.domain.supplier import Supplier
from registry.domain.terms import Terms
from registry.domain.values import (
    OSLO,
    Accepting,
    AdmissionPolicy,
    Adviser,
    BudgetUse,
    ChoiceKind,
    CountedFrom,
    DefaultRule,
    Independence,
    Language,
    LocalOffice,
    MunicipalityNumber,
    Ordering,
    OrganisationNumber,
    PaymentTerms,
    PhoneHours,
    Seniority,
    SupplierKind,
    UnusedBudget,
)
from registry.house import House, open_house
from registry.settings import Settings
from registry.store import embedded
from tests.a_template import publish_first_version
from tests.conftest import KEY, TEMPLATE, Database, Projections, cloned
from tests.story import HEARD, announce, written
from tests.web.workplaces import Town, settle
from web import create_app

HAMAR, RINGSAKER, LUND, OSLO_CITY, ALTA = ("3403", "3411", "1112", "0301", "5601")
FJELL, KREK, TYST, OWN = ("310000043", "310000019", "310000027", "310000035")
NAMES = {
    FJELL: "Fjellrype Assistanse SA",
    KREK: "Krekling BPA AS",
    TYST: "Tyst Myr AS",
    OWN: "Hamar kommune, BPA",
}
REGISTERED, PUBLISHED = date(2024, 1, 10), date(2025, 5, 2)
BEFORE = "2025-03-01"
"""A day when Hamar was registered but its concession not yet published."""
REASON = "Vi er få og vil lære opp hver enkelt."
OIDC = {"OIDC_ISSUER": "http://127.0.0.1:1", "OIDC_CLIENT_ID": "t", "OIDC_CLIENT_SECRET": "t"}
TERMS = Terms(
    AdmissionPolicy.ROLLING, [], 0, 5, 48_200, 3, CountedFrom.DAY_OF_NOTICE, DefaultRule.DIALOGUE,
    30, 14, 5, Ordering.SAME_UNIT, PaymentTerms.QUARTERLY_IN_ADVANCE, True,
)  # fmt: skip
CLOSED = Terms(
    AdmissionPolicy.CLOSED_ROUND, [], 2, 5, 50_000, 1, CountedFrom.DAY_OF_NOTICE,
    DefaultRule.ROTATION, 30, 14, 5, Ordering.SAME_UNIT, PaymentTerms.QUARTERLY_IN_ADVANCE, False,
)  # fmt: skip


def wages(start: int, *, agreement: bool) -> Wages:
    return Wages(start, 2500, 6800, 10_000, 500, Seniority.OWN_LADDER, 500, False, agreement)


def support(*languages: Language) -> Support:
    return Support(
        Adviser.ONE_NAMED, PhoneHours.OFFICE_HOURS, Independence.YOU_DECIDE, 4, 10, 1500,
        list(languages), False, False,
    )  # fmt: skip


@dataclass
class Market:
    """What the tests read, and the way there."""

    house: House
    projections: Projections
    system: UUID = field(default_factory=uuid4)
    approver: UUID = field(default_factory=uuid4)
    concession: UUID = field(default_factory=uuid4)
    admitted: dict[str, UUID] = field(default_factory=dict)

    def client(self) -> FlaskClient:
        settings = Settings("test", Path("."), 8000, Path("key"), None, None, None, "00 12 34 56")
        return create_app(settings, self.house, OIDC).test_client()

    def on(self, day: date, by: UUID | None = None) -> Command:
        return Command(uuid4(), by or self.system, at=datetime.combine(day, time(12), OSLO))

    def open_template(self) -> None:
        desk = self.house.registrar
        publish_first_version(
            desk, lambda by: self.on(REGISTERED, by), date(2024, 2, 1), REGISTERED
        )

    def municipality(self, number: str, kind: ChoiceKind | None = None) -> None:
        desk, its = self.house.registrar, MunicipalityNumber(number)
        municipalities.register_municipality(desk, self.on(REGISTERED), its, Language.NB)
        if kind:
            municipalities.state_choice(desk, self.on(REGISTERED), its, kind)

    def concede(self, number: str, terms: Terms, *left: str) -> UUID:
        desk = self.house.registrar
        wanted = written(terms, **dict.fromkeys(left, REASON))
        its, _ = concessions.send_concession_for_approval(
            desk, self.on(PUBLISHED), [MunicipalityNumber(number)], wanted,
            date(2025, 9, 1), HEARD, short_form=False,
        )  # fmt: skip
        concessions.publish_concession(desk, self.on(PUBLISHED, self.approver), its)
        announce(desk, self.on(PUBLISHED), its)
        return its

    def supplier(self, number: str, kind: SupplierKind) -> UUID:
        desk, own = self.house.registrar, kind is SupplierKind.OWN_PROVISION
        suppliers.register_supplier(
            desk, self.on(REGISTERED), OrganisationNumber(number), kind, NAMES[number],
            MunicipalityNumber(HAMAR) if own else None,
        )  # fmt: skip
        return Supplier.id_for(OrganisationNumber(number))

    def admit(self, number: str) -> UUID:
        desk, its = self.house.registrar, Supplier.id_for(OrganisationNumber(number))
        admission, _ = admissions.apply_for_admission(
            desk, self.on(PUBLISHED), self.concession, its
        )
        admissions.grant_admission(desk, self.on(PUBLISHED, self.approver), admission)
        self.admitted[number] = admission
        return admission


def fill(market: Market) -> None:
    """Hamar has a choice, Ringsaker is open but empty, the others have none."""
    desk, lately = market.house.registrar, datetime.now(OSLO).date() - timedelta(days=20)
    market.open_template()
    market.municipality(HAMAR, ChoiceKind.OWN_ONLY)
    market.municipality(RINGSAKER)
    market.municipality(LUND, ChoiceKind.NONE)
    market.municipality(OSLO_CITY, ChoiceKind.SINGLE_PURCHASE)
    market.municipality(ALTA, ChoiceKind.OWN_EMPLOYER)
    market.concession = market.concede(HAMAR, TERMS, "notice")
    market.concede(RINGSAKER, CLOSED, "policy", "cap", "default", "own_provision_listed")
    for number, kind in {
        FJELL: SupplierKind.COOPERATIVE,
        KREK: SupplierKind.COMPANY,
        TYST: SupplierKind.COMPANY,
        OWN: SupplierKind.OWN_PROVISION,
    }.items():
        its = market.supplier(number, kind)
        admission = market.admit(number)
        if number == TYST:
            continue
        paid = wages(23_200 if number == FJELL else 22_800, agreement=number != KREK)
        speaks = (Language.NB, Language.PL) if number == KREK else (Language.NB,)
        suppliers.confirm_wages(desk, market.on(lately), its, paid)
        suppliers.confirm_support(desk, market.on(lately), its, support(*speaks))
        budget = Budget(800_000, [BudgetUse.TRAVEL], UnusedBudget.CARRIED_OVER)
        # So long ago that it counts as not confirmed.
        suppliers.confirm_budget(desk, market.on(PUBLISHED), its, budget)
        local = Local(14, 3, number == FJELL, LocalOffice.NEARBY)
        admissions.confirm_local(desk, market.on(lately), admission, local)
        says = Accepting.NO if number == KREK else Accepting.YES
        admissions.declare_capacity(desk, market.on(lately), admission, says, 5)
    suppliers.present(
        desk,
        market.on(lately),
        Supplier.id_for(OrganisationNumber(FJELL)),
        "Me er få.",
        Language.NN,
    )
    market.projections.catch_up()


@pytest.fixture(scope="session")
def market(server: embedded.Server) -> Iterator[Market]:
    """One market for all tests of the public pages: they only read."""
    name = f"public_{uuid4().hex[:12]}"
    with psycopg.connect(server.url("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER frittvalg_owner")
        database = Database(server, name)
        house = open_house(database.url(), KEY)
        found = Market(house, Projections(database, house))
        fill(found)
        yield found
        house.close()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def client(market: Market) -> FlaskClient:
    """A visitor without a session."""
    return market.client()


@pytest.fixture
def fresh(server: embedded.Server) -> Iterator[Database]:
    """A fresh, migrated database: here a test fills its registry itself."""
    with cloned(server, TEMPLATE) as database:
        yield database


@pytest.fixture
def town(house: House, projections: Projections) -> Town:
    """A small registry of a test's own, for what has to be changed first."""
    settle(house, projections)
    return Town(house, projections)
