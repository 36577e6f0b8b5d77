"""Roles and duties: as commands that are carried out, and as rules that say no."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial as ask
from uuid import UUID, uuid4

from registry.application import complaints, municipalities, organisations
from registry.application.desk import Command, Registrar
from registry.application.organisations import OrganisationThere
from registry.domain import complaints as counting
from registry.domain import municipality, organisation, roles
from registry.domain.errors import RuleBroken
from registry.domain.organisation import Organisation
from registry.domain.roles import Duty, Function, OrganisationKind
from registry.domain.values import (
    ComplaintOutcome,
    CountyNumber,
    MunicipalityNumber,
    OrganisationNumber,
)
from tests.promises.template_acts import today
from tests.scenario import KARI, OLA, SOLVEIG, TORE
from tests.story import HAMAR, command

Do = Callable[[UUID, Callable[[Command], object]], Command]
Refusal = tuple[type[RuleBroken], Callable[[], object]]
AGENCY, GOVERNOR = OrganisationKind.STATE_AGENCY, OrganisationKind.COUNTY_GOVERNOR
NUMBERS = dict.fromkeys(ComplaintOutcome, 4)


def one_round(
    registrar: Registrar, do: Do, town: MunicipalityNumber, number: OrganisationNumber
) -> None:
    """An agency is taken in, its people come and go, it gets a duty and loses it; complaints too."""
    its = Organisation.id_for(AGENCY, None, number)
    county = CountyNumber(town[:2])
    governor = Organisation.id_for(GOVERNOR, None, number)
    owner, more = [Function.MANAGE_PEOPLE], [Function.ISSUE_CODES]
    ends = today() + timedelta(days=90)
    for by, act in (
        (OLA, ask(organisations.open_organisation, registrar, kind=AGENCY, number=number, name="E")),
        (OLA, ask(organisations.grant_functions, registrar, organisation=its, user=SOLVEIG,
                  functions=owner)),
        (SOLVEIG, ask(organisations.grant_functions, registrar, organisation=its, user=TORE,
                      functions=more, valid_to=ends)),
        (SOLVEIG, ask(organisations.withdraw_functions, registrar, organisation=its, user=TORE,
                      functions=more)),
        (OLA, ask(municipalities.grant_mandate, registrar, number=town, duty=Duty.DECIDES,
                  organisation=its, valid_from=today(), keeps=True)),
        (OLA, ask(municipalities.withdraw_mandate, registrar, number=town, duty=Duty.DECIDES,
                  organisation=its)),
        (OLA, ask(organisations.open_organisation, registrar, kind=GOVERNOR, number=number,
                  counties=[county])),
        (KARI, ask(complaints.count_complaints, registrar, governor=governor, municipality=town,
                   year=2025, quarter=4, numbers=NUMBERS)),
    ):  # fmt: skip
        do(by, lambda c, act=act: act(command=c))
    invite = ask(organisations.invite, registrar, organisation=its, functions=more)
    first, second = (do(SOLVEIG, lambda c: invite(command=c)).new_id("invitation") for _ in "ab")
    do(KARI, lambda c: organisations.take_invitation(registrar, c, its, first))
    do(SOLVEIG, lambda c: organisations.withdraw_invitation(registrar, c, its, second))


def refusals(registrar: Registrar) -> Iterator[Refusal]:
    """Hamar is in the registry."""
    kind, number = AGENCY, OrganisationNumber("310000078")
    its = Organisation.id_for(kind, None, number)
    opens = ask(organisations.open_organisation, registrar, kind=kind, number=number, name="Etat")
    opens(command(OLA))
    yield OrganisationThere, ask(opens, command(OLA))
    grant = ask(organisations.grant_functions, registrar, organisation=its)
    grant(command(OLA), user=SOLVEIG, functions=[Function.MANAGE_PEOPLE])
    yield from _of_the_people(registrar, its, grant)
    yield from _of_the_duties(registrar, its)
    yield from _of_the_complaints(registrar)


def _of_the_people(
    registrar: Registrar, its: UUID, grant: Callable[..., object]
) -> Iterator[Refusal]:
    yesterday, owner = today() - timedelta(days=1), [Function.MANAGE_PEOPLE]
    codes = [Function.ISSUE_CODES]
    give = ask(grant, user=TORE, functions=codes)
    yield roles.BackDated, ask(give, command(), valid_from=yesterday)
    yield roles.EndsBeforeItBegins, ask(give, command(), valid_to=today())
    yield organisation.OwnRole, ask(grant, command(TORE), user=TORE, functions=codes)
    ends = today() + timedelta(days=9)
    shorten = ask(grant, user=SOLVEIG, functions=owner, valid_to=ends)
    yield organisation.LastOwner, ask(shorten, command(OLA))
    withdraw = ask(organisations.withdraw_functions, registrar, organisation=its)
    yield (
        organisation.LastOwner,
        ask(withdraw, command(SOLVEIG), user=SOLVEIG, functions=owner),
    )
    take = ask(organisations.take_invitation, registrar, organisation=its)
    yield organisation.InvitationOver, ask(take, command(KARI), invitation=uuid4())
    invitation, _ = organisations.invite(registrar, command(SOLVEIG), its, codes)
    yield organisation.OwnRole, ask(take, command(SOLVEIG), invitation=invitation)


def _of_the_duties(registrar: Registrar, its: UUID) -> Iterator[Refusal]:
    supplier, number = OrganisationKind.SUPPLIER, OrganisationNumber("310000051")
    organisations.open_organisation(registrar, command(), supplier, None, number)
    hand_over = ask(
        municipalities.grant_mandate, registrar, number=HAMAR, duty=Duty.ORDERS, keeps=False
    )
    to = Organisation.id_for(supplier, None, number)
    yield (
        municipality.MayNotCarryOut,
        ask(hand_over, command(), organisation=to, valid_from=today()),
    )
    hand_over(command(), organisation=its, valid_from=today())
    yield (
        municipality.AlreadyMandated,
        ask(hand_over, command(), organisation=its, valid_from=today()),
    )
    take_back = ask(municipalities.withdraw_mandate, registrar, number=HAMAR, organisation=its)
    yield municipality.NotMandated, ask(take_back, command(), duty=Duty.OVERSEES)


def _of_the_complaints(registrar: Registrar) -> Iterator[Refusal]:
    number = OrganisationNumber("310000094")
    organisations.open_organisation(
        registrar, command(), GOVERNOR, None, number, counties=[CountyNumber("34")]
    )
    governor, later = Organisation.id_for(GOVERNOR, None, number), 2099
    count = ask(complaints.count_complaints, registrar, governor=governor, municipality=HAMAR)
    yield (
        counting.QuarterNotOver,
        ask(count, command(), year=later, quarter=1, numbers=NUMBERS),
    )
