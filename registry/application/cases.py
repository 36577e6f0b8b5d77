"""Commands on cases. Choosing saves the case and the places in one transaction."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from registry.application.desk import SYSTEM, Command, Registrar
from registry.domain.admission import Admission
from registry.domain.case import Case
from registry.domain.concession import Concession
from registry.domain.deadlines import ChoiceDates, choice_dates
from registry.domain.errors import NotFound
from registry.domain.places import Places, PlacesFull
from registry.domain.recorded import Recorded
from registry.domain.values import Act, HoursBand, LeadRole, MunicipalityNumber

CODE_DAYS_AFTER_DEADLINE = 90
"""A code can be used this long after the last day to choose. The registry's own rule."""
USUAL_START_DAYS = 28
USUAL_CONTACT_DAYS = 3
"""Shown and promised for a supplier that has not said anything else yet."""


def open_case(
    registrar: Registrar,
    command: Command,
    municipality: MunicipalityNumber,
    concession_id: UUID,
    hours: HoursBand,
    lead: LeadRole,
    district: UUID | None = None,
) -> tuple[UUID, date, int]:
    """Somebody may choose; returns the case's id, the last day to choose and the position.

    `district` is the organisation of the district that made the decision, if one did.
    """
    case_id = command.new_id("case")

    def decide(act: Act) -> list[Case]:
        concession = registrar.registry.get(Concession, concession_id)
        concession.must_be_for_real(act.day)
        if municipality not in concession.members:
            raise NotFound(concession_id)
        choose_by = act.day + timedelta(days=concession.terms_on(act.day).choose_within_days)
        return [
            Case.open(act, case_id, municipality, concession_id, hours, lead, choose_by, district)
        ]

    position = registrar.cases.carry_out(command, decide)
    return case_id, registrar.cases.get(Case, case_id).choose_by, position


def issue_code(registrar: Registrar, case_id: UUID) -> str:
    """A new code for the decision letter. It can be read once, here and now."""
    case = registrar.cases.get(Case, case_id)
    case.must_be_open()
    last = case.choose_by + timedelta(days=CODE_DAYS_AFTER_DEADLINE)
    return registrar.codes.issue(case_id, last)


def choose_supplier(
    registrar: Registrar, command: Command, case_id: UUID, admission_id: UUID
) -> int:
    """Choose a supplier, or another while the first choice can be regretted.

    Raises PlacesFull, PlacesClosed, SupplierAlreadyChosen, RegretIsOver or NotFound.
    """

    def decide(act: Act) -> list[Recorded]:
        case = registrar.cases.get(Case, case_id)
        dates = _dates(registrar, act, case, admission_id)
        places = registrar.cases.find(Places, Places.id_for(admission_id))
        if places is None:
            raise PlacesFull
        changed: list[Recorded] = [case, places, *give_place_back(registrar, act, case)]
        place = command.new_id("place")
        case.choose(act, admission_id, place, dates)
        places.take(_nobody(act), place)
        return changed

    return registrar.cases.carry_out(command, decide, scarce=Places.id_for(admission_id))


def regret_choice(registrar: Registrar, command: Command, case_id: UUID) -> int:
    """Take the choice back without making a new one."""

    def decide(act: Act) -> list[Recorded]:
        case = registrar.cases.get(Case, case_id)
        changed: list[Recorded] = [case, *give_place_back(registrar, act, case)]
        case.regret(act)
        return changed

    return registrar.cases.carry_out(command, decide)


def give_place_back(registrar: Registrar, act: Act, case: Case) -> list[Places]:
    """The places of the supplier that was chosen, with the case's place free again, to be saved.

    Empty when nobody is chosen.
    """
    if case.chosen is None or case.place is None:
        return []
    places = registrar.cases.get(Places, Places.id_for(case.chosen))
    places.release(_nobody(act), case.place)
    return [places]


def _dates(registrar: Registrar, act: Act, case: Case, admission_id: UUID) -> ChoiceDates:
    """The dates of choosing this admission. Raises NotFound when it is not one of the case's."""
    admission = registrar.registry.get(Admission, admission_id)
    if admission.concession != case.concession:
        raise NotFound(admission_id)
    admission.must_be_admitted()
    # What was promised when the letter was sent holds, whatever is amended later.
    terms = registrar.registry.get(Concession, case.concession).terms_on(case.opened_on)
    local = admission.local
    start = local.start_days if local else USUAL_START_DAYS
    contact = local.first_contact_days if local else USUAL_CONTACT_DAYS
    return choice_dates(act.day, terms, start, contact)


def _nobody(act: Act) -> Act:
    """The same act without its actor: what stands with the places must not say whose place it is."""
    return Act(SYSTEM, act.at)
