"""Who and what the demo offers to try: written to files, and printed when it is ready."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TextIO

import psycopg

from registry.demo.load import DemoCode, user_id
from registry.demo.nation import Nation, Person
from registry.demo.units import units
from registry.domain.organisation import OrganisationKind
from registry.domain.values import OrganisationNumber
from registry.reference.municipalities import places, search_key
from registry.vault import readable

WORKPLACES = {
    OrganisationKind.MUNICIPALITY: "/for-kommuner",
    OrganisationKind.SUPPLIER: "/for-leverandorer",
    OrganisationKind.STEWARD: "/for-forvaltere",
    OrganisationKind.COUNTY_GOVERNOR: "/for-statsforvaltere",
    OrganisationKind.AUDITOR: "/for-revisjon",
    None: "/arbeidsplass/kode",
}
"""Everybody else works in the municipalities' workplace."""


GIVEN = """
INSERT INTO vault.mailboxes (user_id, address, language) VALUES (%s, %s, 'nb') ON CONFLICT DO NOTHING
"""
"""Everybody has an address from the beginning; who has changed or deleted hers keeps it so."""


def write_people(owner: psycopg.Connection, file: Path, issuer: str, nation: Nation) -> None:
    """Let the nation's people sign in through the provider at an address."""
    names = organisation_names(nation)
    people = []
    for person in nation.people:
        if person.kind is not None:
            owner.execute(
                "INSERT INTO vault.users VALUES (%s, %s, %s, %s)"
                " ON CONFLICT (user_id) DO UPDATE SET issuer = excluded.issuer",
                (user_id(person), issuer, person.sub, person.name),
            )
            owner.execute(GIVEN, (user_id(person), mail_address(person.name)))
        people.append(
            {
                "sub": person.sub,
                "name": person.name,
                "organisation": person.number or person.municipality or "",
                "organisation_name": names[person],
                "what": {"nb": person.what.nb, "nn": person.what.nn, "en": person.what.en},
                "acr": "idporten-loa-high",
            }
        )
    file.write_text(json.dumps(people, ensure_ascii=False, indent=1))


def mail_address(name: str) -> str:
    """An address that nobody has: names under .test belong to nobody, for ever."""
    return f"{search_key(name).replace(' ', '.')}@example.test"


def announce(var: Path, site: str, nation: Nation, codes: list[DemoCode], inbox: str) -> None:
    """Write demo.json and print the short of it."""
    names = organisation_names(nation)
    people = [
        {
            "name": person.name,
            "role": person.what.nb,
            "organisation": names[person],
            "sign_in": f"{site}/logg-inn",
            "address": site + WORKPLACES.get(person.kind, "/for-kommuner"),
        }
        for person in nation.people
    ]
    cards = [
        {
            "code": readable(code.code),
            "municipality": places()[code.municipality].short_name,
            "address": f"{site}/velg",
        }
        for code in codes
    ]
    written = {
        "about": "oppdiktede data",
        "base_url": site,
        "inbox": inbox,
        "people": people,
        "codes": cards,
    }
    (var / "demo.json").write_text(json.dumps(written, ensure_ascii=False, indent=1))
    _print_card(site, people, cards, var, inbox)


class Bar:
    """A progress bar on one line, or one line a kind where the output is no terminal."""

    WIDTH = 28

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def __call__(self, what: str, number: int, total: int) -> None:
        done = self.WIDTH * number // total
        if self._out.isatty():
            bar = "█" * done + "░" * (self.WIDTH - done)
            end = "\n" if number == total else ""
            self._out.write(f"\rLaster {what:<16} {bar} {number}/{total}{end}")
            self._out.flush()
        elif number == total:
            self._out.write(f"Lastet {total} {what}\n")


def organisation_names(nation: Nation) -> dict[Person, str]:
    """The name of the organisation each person signs in for."""
    names = {supplier.number: supplier.name for supplier in nation.suppliers}
    names |= {unit.number: unit.name for unit in units().values()}
    return {person: _organisation_name(person, names) for person in nation.people}


def _organisation_name(person: Person, names: dict[OrganisationNumber, str]) -> str:
    if person.number:
        return names.get(person.number, "Ny leverandør")
    if person.municipality:
        return f"{places()[person.municipality].short_name} kommune"
    return "Nasjonal forvaltning" if person.kind else "Arbeider ikke noe sted ennå"


def _print_card(
    site: str,
    people: list[dict[str, str]],
    codes: list[dict[str, str]],
    var: Path,
    inbox: str,
) -> None:
    print(f"\n  Frittvalg kjører på  {site}   (oppdiktede data)\n")
    print(f"  Prøv en kode på  {site}/velg")
    for code in {code["municipality"]: code for code in codes}.values():
        print(f"    {code['code']}   {code['municipality']}")
    print(f"\n  Logg inn på  {site}/logg-inn  som for eksempel")
    shown: dict[str, int] = {}
    for person in people:
        if shown.setdefault(person["address"], 0) < 3:
            shown[person["address"]] += 1
            print(f"    {person['name']}, {person['organisation']}: {person['role'].lower()}")
    print(f"\n  E-posten de får, kan du lese i innboksen  {inbox}")
    print(f"\n  Alle kodene og alle som kan logge inn: {var / 'demo.json'}")
    print("  Flytt tiden:  frittvalg demo clock 2026-12-24     Stopp:  Ctrl-C\n", flush=True)
