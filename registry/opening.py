"""`frittvalg open`: takes an organisation in, and lets the first who decides there come in."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from typing import Any
from uuid import UUID, uuid4

from registry.application import municipalities, organisations
from registry.application.desk import SYSTEM, Command, Registrar
from registry.databases import app_url
from registry.domain.municipality import Municipality
from registry.domain.organisation import INVITED_DAYS, Organisation
from registry.domain.roles import FUNCTIONS, ROLES, OrganisationKind, Role
from registry.domain.supplier import is_organisation_number
from registry.domain.values import CountyNumber, Language, MunicipalityNumber, OrganisationNumber
from registry.house import open_house
from registry.queries.clock import today
from registry.reference.municipalities import places
from registry.settings import Settings
from registry.vault import MasterKey

KINDS = {
    "kommune": OrganisationKind.MUNICIPALITY,
    "leverandor": OrganisationKind.SUPPLIER,
    "forvalter": OrganisationKind.STEWARD,
    "interkommunalt": OrganisationKind.INTER_MUNICIPAL,
    "etat": OrganisationKind.STATE_AGENCY,
    "statsforvalter": OrganisationKind.COUNTY_GOVERNOR,
    "revisjon": OrganisationKind.AUDITOR,
}
"""Districts and ordering units are taken in by their municipality."""
BY_MUNICIPALITY = {OrganisationKind.MUNICIPALITY}
WITHOUT_NUMBER = {OrganisationKind.MUNICIPALITY, OrganisationKind.STEWARD}
NAMED_ELSEWHERE = {*WITHOUT_NUMBER, OrganisationKind.SUPPLIER}


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("open", help="ta inn en virksomhet og dens første folk")
    parser.add_argument("kind", choices=KINDS, metavar="SLAG", help=", ".join(KINDS))
    parser.add_argument("--kommune", metavar="NR", help="kommunenummer, for en kommune")
    parser.add_argument("--orgnr", metavar="NR", help="organisasjonsnummer, for de andre")
    parser.add_argument("--navn", metavar="NAVN", help="hva den heter")
    parser.add_argument(
        "--fylke", metavar="NR", action="append", default=[], help="fylkesnummer, gjentas"
    )
    parser.set_defaults(action=_take_in)


def _take_in(settings: Settings, given: argparse.Namespace) -> int:
    kind = KINDS[given.kind]
    if wrong := _wrong(kind, given):
        print(f"{wrong} Ingenting er gjort.", file=sys.stderr)
        return 2
    with closing(open_house(app_url(settings), MasterKey.from_file(settings.key_file))) as house:
        its = _organisation(house.registrar, kind, given)
        if house.registrar.registry.get(Organisation, its).owners(today(house.pool)):
            print("Noen styrer alt tilgangene der. Be dem om en invitasjon.", file=sys.stderr)
            return 1
        code = _invite(house.registrar, kind, its)
    print(f"Gi denne koden til den som skal styre tilgangene: {code}")
    print(
        f"Den vises bare nå, virker én gang, og i {INVITED_DAYS} dager. Den står ingen andre steder."
    )
    print("Neste: den logger inn på /logg-inn, velger «Skriv koden» og skriver den.")
    return 0


def _wrong(kind: OrganisationKind, given: argparse.Namespace) -> str | None:
    """Why the organisation cannot be taken in as it was typed."""
    if kind in BY_MUNICIPALITY and given.kommune not in places():
        return "Skriv --kommune med et kommunenummer som finnes."
    if kind not in WITHOUT_NUMBER and not is_organisation_number(given.orgnr or ""):
        return "Skriv --orgnr med et gyldig organisasjonsnummer."
    if kind not in NAMED_ELSEWHERE and not given.navn:
        return "Skriv --navn."
    counties = {place.county_number for place in places().values()}
    if kind is OrganisationKind.COUNTY_GOVERNOR and not (
        given.fylke and set(given.fylke) <= counties
    ):
        return "Skriv --fylke for hvert fylke statsforvalteren har."
    return None


def _organisation(registrar: Registrar, kind: OrganisationKind, given: argparse.Namespace) -> UUID:
    """The organisation, taken in now unless it was before; a municipality is registered with it."""
    town = MunicipalityNumber(given.kommune) if kind in BY_MUNICIPALITY else None
    number = None if kind in WITHOUT_NUMBER else OrganisationNumber(given.orgnr)
    if town and not registrar.registry.find(Municipality, Municipality.id_for(town)):
        municipalities.register_municipality(registrar, _command(), town, Language.NB)
    its = Organisation.id_for(kind, town, number)
    if not registrar.registry.find(Organisation, its):
        name = None if kind in NAMED_ELSEWHERE else given.navn
        counties = [CountyNumber(each) for each in given.fylke]
        organisations.open_organisation(registrar, _command(), kind, town, number, name, counties)
    return its


def _invite(registrar: Registrar, kind: OrganisationKind, its: UUID) -> str:
    """A code for the first who decides; at a supplier she may be the only one, and do everything."""
    roles = ROLES[kind] if kind is OrganisationKind.SUPPLIER else (Role.OWNER,)
    functions = [function for role in roles for function in FUNCTIONS[role]]
    invitation, _ = organisations.invite(registrar, _command(), its, functions)
    return organisations.code_of(registrar, its, invitation)


def _command() -> Command:
    return Command(uuid4(), SYSTEM)
