"""Loads the invented nation through the application's own commands, many aggregates at a time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from registry.application import (
    admissions,
    cases,
    concessions,
    municipalities,
    organisations,
    suppliers,
)
from registry.application.bulk import BulkDesk
from registry.application.desk import SYSTEM, Command, Registrar
from registry.demo import amendments, figures, questions, running, template, units
from registry.demo.nation import (
    TODAY,
    Nation,
    Person,
    PlannedAdmission,
    PlannedApplication,
    PlannedCase,
    PlannedConcession,
    PlannedMunicipality,
    PlannedSupplier,
)
from registry.domain.admission import Admission
from registry.domain.notice import NoticeChannel
from registry.domain.organisation import Organisation
from registry.domain.roles import OrganisationKind
from registry.domain.supplier import Supplier
from registry.domain.values import OSLO, MunicipalityNumber
from registry.house import House
from registry.vault import ALPHABET, CODE_LENGTH

T = TypeVar("T")
Progress = Callable[[str, int, int], None]
TEMPLATE_FROM = template.FIRST_FROM
FIRST_STEWARD, SECOND_STEWARD = template.EDITOR, template.APPROVER
CODES_A_MUNICIPALITY = 3
NOTICES = 100_000
"""The numbers of the invented notices begin here, and go on by municipality."""


@dataclass(frozen=True)
class DemoCode:
    """A code that opens a case where nothing is chosen yet."""

    code: str
    municipality: MunicipalityNumber


def user_id(person: Person) -> UUID:
    """The random-looking id of an invented person: the same every time."""
    return uuid5(NAMESPACE_URL, f"frittvalg:/demo/person/{person.sub}")


def organisation_id(person: Person) -> UUID:
    assert person.kind is not None
    return Organisation.id_for(person.kind, person.municipality, person.number)


def town_id(number: MunicipalityNumber) -> UUID:
    return Organisation.id_for(OrganisationKind.MUNICIPALITY, number)


class Loader:
    """Turns a plan into commands, in the order in which things happened to exist."""

    def __init__(self, house: House, progress: Progress) -> None:
        self._registry = BulkDesk(house.registry, house.pool)
        self._cases = BulkDesk(house.cases, house.pool)
        plain = house.registrar
        self._registrar = Registrar(
            self._registry, self._cases, plain.texts, plain.codes, plain.begun, plain.invitations
        )
        self._progress = progress
        self._pool = house.pool
        self._numbers = count()
        self._concessions: dict[MunicipalityNumber, UUID] = {}
        self._not_announced: set[MunicipalityNumber] = set()

    def load(self, nation: Nation) -> list[DemoCode]:
        """Load everything; returns the codes that can be tried."""
        template.first_version(self._registrar, self._command)
        units.open_units(self._registrar, self._command, TEMPLATE_FROM)
        self._registry.flush()
        self._each("organisasjoner", nation.people, self._person)
        self._each("kommuner", nation.municipalities, self._municipality)
        units.hand_over(self._registrar, self._command)
        self._each("leverandører", nation.suppliers, self._supplier)
        # Nobody is in these, so what it looks like before the notice stands there can be seen.
        let_in = {each.lead for each in nation.admissions}
        self._not_announced = {each.lead for each in nation.concessions} - let_in
        older = [its for its in nation.concessions if its.sent_on <= template.SECOND_FROM]
        newer = [its for its in nation.concessions if its.sent_on > template.SECOND_FROM]
        self._each("konsesjoner", older, self._concession)
        template.second_version(self._registrar, self._command)
        self._each("nyere konsesjoner", newer, self._concession)
        self._each("opptak", nation.admissions, self._admission)
        self._each("søknader", nation.applications, self._application)
        number_of = {supplier.name: supplier.number for supplier in nation.suppliers}
        template.third_heard(self._registrar, self._command, self._pool, number_of)
        told = {place.number for place in nation.municipalities if place.story}
        codes: list[DemoCode] = []
        self._each("saker", nation.cases, lambda case: self._case(case, told, codes))
        drammen = next(its for its in nation.concessions if its.lead == amendments.LEAD)
        amendments.new_terms(
            self._registrar, self._command, drammen, self._concessions[drammen.lead], number_of
        )
        running.what_runs(self._registrar, self._command, nation)
        figures.yearly(self._registrar, self._command)
        units.count(self._registrar, self._command)
        self._registry.flush()
        self._cases.flush()
        questions.asked_and_answered(self._registrar, self._command, self._concessions, number_of)
        self._registry.flush()
        return codes

    def _each(self, what: str, items: Iterable[T], load: Callable[[T], None]) -> None:
        everything = list(items)
        for number, item in enumerate(everything, start=1):
            load(item)
            self._progress(what, number, len(everything))
        self._registry.flush()
        self._cases.flush()

    def _command(self, day: date, by: UUID = SYSTEM, hour: int = 9) -> Command:
        number = next(self._numbers)
        moment = datetime.combine(day, time(hour, number % 60), OSLO)
        return Command(uuid5(NAMESPACE_URL, f"frittvalg:/demo/command/{number}"), by, at=moment)

    def _person(self, person: Person) -> None:
        if person.kind is None:
            return
        place = organisation_id(person)
        if self._registry.find(Organisation, place) is None:
            organisations.open_organisation(
                self._registrar,
                self._command(TEMPLATE_FROM),
                person.kind,
                person.municipality,
                person.number,
            )
        organisations.grant_functions(
            self._registrar,
            self._command(TEMPLATE_FROM),
            place,
            user_id(person),
            person.functions,
        )

    def _municipality(self, place: PlannedMunicipality) -> None:
        its, day = self._registrar, place.registered_on
        municipalities.register_municipality(its, self._command(day), place.number, place.language)
        municipalities.give_contact(
            its, self._command(day), place.number, place.phone, place.mailbox
        )
        if place.stated:
            stated = replace(self._command(day), on_behalf_of=town_id(place.number))
            municipalities.state_choice(its, stated, place.number, place.stated)
        if place.story:
            story = place.story
            municipalities.tell_story(
                its, self._command(day), place.number, story.nb, story.nn, story.en
            )

    def _supplier(self, its: PlannedSupplier) -> None:
        desk, supplier = self._registrar, Supplier.id_for(its.number)
        group = uuid5(NAMESPACE_URL, f"frittvalg:/demo/{its.owner_group}")
        suppliers.register_supplier(
            desk,
            self._command(its.registered_on),
            its.number,
            its.kind,
            its.name,
            its.municipality,
            group if its.owner_group else None,
        )
        if its.presentation:
            suppliers.present(
                desk, self._command(its.registered_on), supplier, its.presentation, its.language
            )
        confirmations: list[tuple[date, Callable[[Command], int]]] = [
            (its.wages_on, lambda c: suppliers.confirm_wages(desk, c, supplier, its.wages)),
            (its.budget_on, lambda c: suppliers.confirm_budget(desk, c, supplier, its.budget)),
            (its.support_on, lambda c: suppliers.confirm_support(desk, c, supplier, its.support)),
        ]
        for day, confirm in sorted(confirmations, key=lambda pair: pair[0]):
            confirm(self._command(day, hour=10))

    def _concession(self, planned: PlannedConcession) -> None:
        self._concessions[planned.lead], _ = concessions.send_concession_for_approval(
            self._registrar,
            self._command(planned.sent_on, FIRST_STEWARD),
            list(planned.members),
            [
                concessions.Written(change, why=planned.reasons.get(change.node))
                for change in planned.changes
            ],
            planned.starts_on,
            planned.heard_on,
            short_form=planned.short_form,
        )
        for member in planned.members[1:]:
            concessions.join_concession(
                self._registrar,
                self._command(planned.sent_on, SECOND_STEWARD, hour=11),
                self._concessions[planned.lead],
                member,
            )
        concessions.publish_concession(
            self._registrar,
            self._command(planned.published_on, SECOND_STEWARD, hour=12),
            self._concessions[planned.lead],
        )
        if planned.lead not in self._not_announced:
            self._announce(planned)

    def _announce(self, planned: PlannedConcession) -> None:
        """The number says when and where, so that no two are the same."""
        concessions.reference_notice(
            self._registrar,
            self._command(planned.published_on, FIRST_STEWARD, hour=13),
            self._concessions[planned.lead],
            NoticeChannel.DOFFIN,
            planned.published_on,
            f"{planned.published_on.year}-{NOTICES + int(planned.lead)}",
        )

    def _admission(self, planned: PlannedAdmission) -> None:
        its = self._registrar
        concession, supplier = self._concessions[planned.lead], Supplier.id_for(planned.supplier)
        admission, _ = admissions.apply_for_admission(
            its, self._command(planned.applied_on, FIRST_STEWARD), concession, supplier
        )
        granted = self._command(planned.granted_on, SECOND_STEWARD, hour=11)
        admissions.grant_admission(its, granted, admission)
        admissions.declare_capacity(
            its,
            self._command(planned.granted_on, hour=13),
            admission,
            planned.accepting,
            planned.ceiling,
        )
        local_on = max(planned.confirmed_on, planned.granted_on)
        admissions.confirm_local(its, self._command(local_on, hour=14), admission, planned.local)

    def _application(self, planned: PlannedApplication) -> None:
        concession, supplier = self._concessions[planned.lead], Supplier.id_for(planned.supplier)
        admission, _ = admissions.apply_for_admission(
            self._registrar, self._command(planned.applied_on, FIRST_STEWARD), concession, supplier
        )
        if planned.rejected_on and planned.ground:
            admissions.reject_admission(
                self._registrar,
                self._command(planned.rejected_on, SECOND_STEWARD),
                admission,
                planned.ground,
            )

    def _case(
        self, planned: PlannedCase, told: set[MunicipalityNumber], codes: list[DemoCode]
    ) -> None:
        concession = self._concessions[planned.lead]
        opened = self._command(planned.opened_on)
        case, choose_by, _ = cases.open_case(
            self._registrar,
            opened,
            planned.municipality,
            concession,
            planned.hours,
            planned.lead_role,
            units.deciding(planned.municipality, planned.opened_on, opened.id.int),
        )
        if planned.chosen and planned.chosen_on:
            admission = Admission.id_for(concession, Supplier.id_for(planned.chosen))
            command = self._command(planned.chosen_on, case, hour=15)
            cases.choose_supplier(self._registrar, command, case, admission)
        elif planned.municipality in told and choose_by >= TODAY:
            self._code(case, choose_by, planned.municipality, codes)

    def _code(
        self, case: UUID, choose_by: date, place: MunicipalityNumber, codes: list[DemoCode]
    ) -> None:
        if sum(code.municipality == place for code in codes) >= CODES_A_MUNICIPALITY:
            return
        draw = random.Random(case.int)  # noqa: S311  a demo code is printed for all to use
        code = "".join(draw.choice(ALPHABET) for _ in range(CODE_LENGTH))
        last = choose_by + timedelta(days=cases.CODE_DAYS_AFTER_DEADLINE)
        self._registrar.codes.keep([(code, case, last)])
        codes.append(DemoCode(code, place))
