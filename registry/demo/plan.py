"""The invented nation, drawn once from a seed: the same seed gives the same nation."""

from __future__ import annotations

from random import Random

from registry.demo.admissions import admissions, applications
from registry.demo.cases import Choosing
from registry.demo.concessions import concessions
from registry.demo.coverage import coverage, municipalities
from registry.demo.market import Market
from registry.demo.nation import Nation
from registry.demo.people import people
from registry.demo.suppliers import own_provision, private_suppliers


def plan(seed: int = 2026) -> Nation:
    """Everything the demo holds. Reads the data files of this package and nothing else."""
    random = Random(seed)  # noqa: S311 - repeatable, nothing secret
    covered = coverage(random)
    private = private_suppliers(random)
    own = own_provision(random, covered.own_units)
    conceded = concessions(random, covered.concessions, covered.own_units)
    market = Market(random, private, own, conceded)
    admitted = admissions(random, market, own, conceded)
    return Nation(
        municipalities=tuple(municipalities(covered.stated)),
        suppliers=tuple(private + own),
        concessions=tuple(conceded),
        admissions=tuple(admitted),
        applications=tuple(applications(random, market, conceded)),
        cases=tuple(Choosing(random, market, own, conceded, admitted).cases()),
        people=tuple(people(private)),
    )
