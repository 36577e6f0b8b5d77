"""Every kind of command, carried out once a round by a municipality, a supplier, a steward and a person."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, islice
from uuid import UUID

from registry.application import (
    admissions,
    cases,
    concessions,
    municipalities,
    organisations,
    suppliers,
)
from registry.application.desk import Command, Registrar
from registry.domain.admission import Admission
from registry.domain.organisation import Function, OrganisationKind
from registry.domain.supplier import Supplier, is_organisation_number
from registry.domain.values import (
    Accepting,
    ChoiceKind,
    ClosingGround,
    HoursBand,
    Language,
    LeadRole,
    MunicipalityNumber,
    OrganisationNumber,
    RejectionGround,
    SupplierKind,
)
from tests.promises import (
    amendment_acts,
    lasting_acts,
    question_acts,
    role_acts,
    template_acts,
    today_acts,
)
from tests.scenario import SOLVEIG, TORE, terms
from tests.story import BUDGET, HEARD, LOCAL, STARTS, SUPPORT, WAGES, announce, written

Do = Callable[[UUID, Callable[[Command], object]], Command]
"""Carries out one command by somebody, and returns the command it made for it."""


def begin(registrar: Registrar, do: Do) -> None:
    """The national template that the rounds build on."""
    template_acts.begin(registrar, do)


def one_round(registrar: Registrar, do: Do, which: int) -> None:
    """Thirty commands, and at least one of each kind."""
    number, supplier = MunicipalityNumber(str(5000 + which)), organisation_number(which)
    the_municipality(registrar, do, number)
    template_acts.one_version(registrar, do, which)
    concession = the_concession(registrar, do, number)
    the_supplier(registrar, do, supplier)
    admission = the_admission(registrar, do, concession, Supplier.id_for(supplier))
    question_acts.one_of_each(registrar, do, concession, Supplier.id_for(supplier))
    today_acts.one_of_each(registrar, do, number, organisation_number(1000 + which))
    role_acts.one_round(registrar, do, number, organisation_number(2000 + which))
    amendment_acts.one_of_each(registrar, do, organisation_number(3000 + which), number)
    lasting_acts.one_of_each(registrar, do, number)
    the_person(registrar, do, number, concession, admission)
    do(
        SOLVEIG,
        lambda c: admissions.close_admission(
            registrar, c, admission, ClosingGround.SUPPLIER_WITHDREW
        ),
    )


def organisation_number(which: int) -> OrganisationNumber:
    """One valid number a round."""
    valid = (str(n) for n in count(320_000_000) if is_organisation_number(str(n)))
    return OrganisationNumber(next(islice(valid, which, None)))


def the_municipality(registrar: Registrar, do: Do, number: MunicipalityNumber) -> None:
    kind = OrganisationKind.MUNICIPALITY
    office = organisations.Organisation.id_for(kind, number)
    functions = [Function.DRAFT_CONCESSION, Function.ISSUE_CODES]
    for act in (
        lambda c: municipalities.register_municipality(registrar, c, number, Language.NB),
        lambda c: municipalities.state_choice(registrar, c, number, ChoiceKind.OWN_ONLY),
        lambda c: municipalities.give_contact(
            registrar, c, number, "00 12 34 56", "post@a.example"
        ),
        lambda c: municipalities.tell_story(registrar, c, number, "Slik", "Slik", "Like this"),
        lambda c: organisations.open_organisation(registrar, c, kind, number),
        lambda c: organisations.grant_functions(registrar, c, office, TORE, functions),
    ):
        do(SOLVEIG, act)


def the_concession(registrar: Registrar, do: Do, number: MunicipalityNumber) -> UUID:
    """One is sent back, the next published."""
    wanted = written(terms(notice=3), notice="Tre måneder.")

    def send(c: Command) -> object:
        return concessions.send_concession_for_approval(
            registrar, c, [number], wanted, STARTS, HEARD, short_form=False
        )

    back = do(SOLVEIG, send).new_id("concession")
    do(TORE, lambda c: concessions.send_concession_back(registrar, c, back, "Skriv mer."))
    sent = do(SOLVEIG, send).new_id("concession")
    do(TORE, lambda c: concessions.publish_concession(registrar, c, sent))
    do(SOLVEIG, lambda c: announce(registrar, c, sent))
    return sent


def the_supplier(registrar: Registrar, do: Do, number: OrganisationNumber) -> None:
    kind, its = SupplierKind.COOPERATIVE, Supplier.id_for(number)
    for act in (
        lambda c: suppliers.register_supplier(registrar, c, number, kind, "Fjellrype SA"),
        lambda c: suppliers.present(registrar, c, its, "Vi er små.", Language.NB),
        lambda c: suppliers.confirm_wages(registrar, c, its, WAGES),
        lambda c: suppliers.confirm_budget(registrar, c, its, BUDGET),
        lambda c: suppliers.confirm_support(registrar, c, its, SUPPORT),
    ):
        do(SOLVEIG, act)


def the_admission(registrar: Registrar, do: Do, concession: UUID, supplier: UUID) -> UUID:
    """Rejected first, then let in, with places."""
    its, ground = Admission.id_for(concession, supplier), RejectionGround.MISSING_EVIDENCE
    for by, act in (
        (SOLVEIG, lambda c: admissions.apply_for_admission(registrar, c, concession, supplier)),
        (TORE, lambda c: admissions.reject_admission(registrar, c, its, ground)),
        (SOLVEIG, lambda c: admissions.apply_for_admission(registrar, c, concession, supplier)),
        (TORE, lambda c: admissions.grant_admission(registrar, c, its)),
        (SOLVEIG, lambda c: admissions.confirm_local(registrar, c, its, LOCAL)),
        (SOLVEIG, lambda c: admissions.declare_capacity(registrar, c, its, Accepting.YES, 4)),
        (SOLVEIG, lambda c: admissions.declare_capacity(registrar, c, its, Accepting.LIMITED, 2)),
    ):
        do(by, act)
    return its


def the_person(
    registrar: Registrar, do: Do, number: MunicipalityNumber, concession: UUID, admission: UUID
) -> None:
    """Chooses, regrets and chooses again."""
    hours, lead = HoursBand.OVER_35, LeadRole.SELF
    opened = do(SOLVEIG, lambda c: cases.open_case(registrar, c, number, concession, hours, lead))
    case = opened.new_id("case")
    do(SOLVEIG, lambda c: cases.choose_supplier(registrar, c, case, admission))
    do(SOLVEIG, lambda c: cases.regret_choice(registrar, c, case))
    do(SOLVEIG, lambda c: cases.choose_supplier(registrar, c, case, admission))
