"""A small registry to test the workplaces on: a template, two municipalities, some people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from registry.application import (
    admissions,
    concessions,
    municipalities,
    organisations,
    suppliers,
)
from registry.application.desk import Command
from registry.domain.organisation import Function, Organisation, OrganisationKind
from registry.domain.roles import Duty
from registry.domain.supplier import Supplier
from registry.domain.terms import Terms
from registry.domain.values import (
    AdmissionPolicy,
    CountedFrom,
    DefaultRule,
    Language,
    MunicipalityNumber,
    Ordering,
    OrganisationNumber,
    PaymentTerms,
    SupplierKind,
)
from registry.house import House
from registry.queries import clock
from registry.settings import Settings
from tests.a_template import publish_first_version
from tests.conftest import Projections
from tests.story import HEARD, STARTS, announce, written
from web import create_app

HAMAR, RINGSAKER = MunicipalityNumber("3403"), MunicipalityNumber("3411")
FIRM = OrganisationNumber("310000027")
OWN = OrganisationNumber("310000019")
OIDC = {"OIDC_ISSUER": "http://127.0.0.1:1", "OIDC_CLIENT_ID": "t", "OIDC_CLIENT_SECRET": "t"}
TERMS = Terms(
    AdmissionPolicy.ROLLING, [], 0, 5, 48_200, 1, CountedFrom.DAY_OF_NOTICE, DefaultRule.DIALOGUE,
    30, 14, 5, Ordering.SAME_UNIT, PaymentTerms.QUARTERLY_IN_ADVANCE, True,
)  # fmt: skip
FILLED = {
    "version": "1", "form": "full", "starts_on": STARTS.isoformat(), "heard_on": "2024-01-15",
    "bpa-rates-hourly": "482",
}  # fmt: skip
"""The first page of a new draft when what only the municipality knows is typed."""


def settle(house: House, projections: Projections) -> None:
    """Publish the template and register two municipalities."""

    def command(by: UUID) -> Command:
        return Command(uuid4(), by)

    publish_first_version(house.registrar, command, date(2024, 1, 1))
    for number in (HAMAR, RINGSAKER):
        municipalities.register_municipality(house.registrar, command(uuid4()), number, Language.NB)
    projections.catch_up()


_made: list[Flask] = []


def app_on(house: House) -> Flask:
    """The one application of the tests, opened on the house of the test that runs."""
    if not _made:
        settings = Settings("test", Path("."), 8000, Path("key"), None, None, None, "00 12 34 56")
        _made.append(create_app(settings, house, OIDC))
    _made[0].extensions.update(house=house, pool=house.pool)
    return _made[0]


@dataclass
class Worker:
    """Somebody signed in. What she posts carries the csrf of her session and a command id."""

    town: Town
    user: UUID
    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, _fields: dict[str, Any] | None = None, **fields: Any) -> TestResponse:
        form = {"csrf": "word", "command_id": str(uuid4()), **(_fields or {}), **fields}
        answer = self.client.post(path, data=form)
        self.town.projections.catch_up()
        return answer


@dataclass
class Town:
    """The registry of a test, and the way to do things in it."""

    house: House
    projections: Projections
    app: Flask = field(init=False)
    system: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        self.app = app_on(self.house)

    def command(self, by: UUID | None = None) -> Command:
        return Command(uuid4(), by or self.system)

    def worker(self, kind: OrganisationKind, *functions: Function, of: str | None = None) -> Worker:
        """A new person with some functions in an organisation: a municipality or a number."""
        user, desk = uuid4(), self.house.registrar
        is_town = kind is OrganisationKind.MUNICIPALITY
        key = {
            "municipality": MunicipalityNumber(of) if of and is_town else None,
            "number": OrganisationNumber(of) if of and not is_town else None,
        }
        organisation = Organisation.id_for(kind, **key)
        if desk.registry.find(Organisation, organisation) is None:
            organisations.open_organisation(desk, self.command(), kind, **key)
        organisations.grant_functions(desk, self.command(), organisation, user, functions)
        self.projections.catch_up()
        return self.signed_in(user)

    def organisation(
        self,
        kind: OrganisationKind,
        number: str,
        municipality: MunicipalityNumber | None = None,
        name: str = "Nordlys etat",
        **more: Any,
    ) -> UUID:
        """Another organisation, such as a district or a state agency."""
        its_number = OrganisationNumber(number)
        organisations.open_organisation(
            self.house.registrar, self.command(), kind, municipality, its_number, name, **more
        )
        self.projections.catch_up()
        return Organisation.id_for(kind, municipality, its_number)

    def hire(
        self, organisation: UUID, *functions: Function, worker: Worker | None = None
    ) -> Worker:
        """Somebody, new or the same as before, with some functions in an organisation."""
        hired = worker or self.signed_in(uuid4())
        organisations.grant_functions(
            self.house.registrar, self.command(), organisation, hired.user, functions
        )
        self.projections.catch_up()
        return hired

    def mandate(
        self, number: MunicipalityNumber, duty: Duty, organisation: UUID, *, keeps: bool = True
    ) -> None:
        """A municipality lets another organisation carry out a duty."""
        municipalities.grant_mandate(
            self.house.registrar,
            self.command(),
            number,
            duty,
            organisation,
            self.today(),
            keeps=keeps,
        )
        self.projections.catch_up()

    def as_projector(self, change: str) -> None:
        """Change what is shown past the log, such as a day that has gone by."""
        with psycopg.connect(self.projections.database.url("frittvalg_projector")) as writer:
            writer.execute(change)

    def last_event(self) -> Any:
        """What was recorded last in the registry log."""
        *_others, last = self.house.registry.recorder.select_notifications(start=1, limit=5_000)
        return self.house.registry.mapper.to_domain_event(last)

    def today(self) -> date:
        return clock.today(self.house.pool)

    def wait_until(self, day: date) -> None:
        """It is noon on a day. Whoever signed in before is signed out."""
        with psycopg.connect(self.projections.database.url("frittvalg_owner")) as owner:
            owner.execute(
                "UPDATE log.clock SET ahead = %s::timestamptz - statement_timestamp()",
                (f"{day} 12:00+01",),
            )
        clock._asked.pop(self.house.pool, None)

    def signed_in(self, user: UUID) -> Worker:
        """A browser in which somebody is signed in."""
        client = self.app.test_client()
        with client.session_transaction() as session:
            session.update(user_id=str(user), name="Prøve Prøvesen", csrf="word")
        return Worker(self, user, client)

    def in_town(self, *functions: Function, of: str = HAMAR) -> Worker:
        return self.worker(OrganisationKind.MUNICIPALITY, *functions, of=of)

    def drafted(self, drafter: Worker, **chapters: dict[str, Any]) -> str:
        """The address of a new draft, with some chapters filled in: `k4={"bpa-...": ...}`."""
        address: str = drafter.post("/for-kommuner/utkast").location
        for version, (name, typed) in enumerate(chapters.items(), 1):
            path = f"{address}/kapittel/{name[1:]}"
            drafter.post(path, typed, version=str(version))
        return address

    def at_firm(self, *functions: Function, of: str = FIRM) -> Worker:
        return self.worker(OrganisationKind.SUPPLIER, *functions, of=of)

    def steward(self, *functions: Function) -> Worker:
        return self.worker(OrganisationKind.STEWARD, *functions)

    def waiting(
        self, number: MunicipalityNumber = HAMAR, *, joined: MunicipalityNumber | None = None
    ) -> UUID:
        """A concession that waits for approval."""
        members = [number, joined] if joined else [number]
        found, _ = concessions.send_concession_for_approval(
            self.house.registrar, self.command(), members, written(TERMS), STARTS,
            HEARD, short_form=False,
        )  # fmt: skip
        self.projections.catch_up()
        return found

    def published(
        self,
        number: MunicipalityNumber = HAMAR,
        *,
        announced: bool = True,
        joined: MunicipalityNumber | None = None,
    ) -> UUID:
        """A concession that suppliers may apply to, once it is announced; another may be in it."""
        found = self.waiting(number, joined=joined)
        if joined:
            concessions.join_concession(self.house.registrar, self.command(), found, joined)
        concessions.publish_concession(self.house.registrar, self.command(uuid4()), found)
        if announced:
            announce(self.house.registrar, self.command(), found)
        self.projections.catch_up()
        return found

    def firm(self, number: OrganisationNumber = FIRM, name: str = "Fjellrype BPA AS") -> UUID:
        """A registered supplier."""
        suppliers.register_supplier(
            self.house.registrar, self.command(), number, SupplierKind.COMPANY, name
        )
        self.projections.catch_up()
        return Supplier.id_for(number)

    def applied(self, concession: UUID, supplier: UUID) -> UUID:
        """An application that nobody has decided."""
        found, _ = admissions.apply_for_admission(
            self.house.registrar, self.command(), concession, supplier
        )
        self.projections.catch_up()
        return found

    def granted(self, concession: UUID, supplier: UUID) -> UUID:
        """A supplier that is let in."""
        found = self.applied(concession, supplier)
        admissions.grant_admission(self.house.registrar, self.command(uuid4()), found)
        self.projections.catch_up()
        return found
