"""Who was let in where, who was turned down, and who still waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from registry.demo.draw import confirmed_days, day_between, quotas
from registry.demo.market import Market
from registry.demo.nation import (
    TODAY,
    PlannedAdmission,
    PlannedApplication,
    PlannedConcession,
    PlannedSupplier,
)
from registry.demo.sources import Place, places, told
from registry.domain.facts import Local
from registry.domain.rounds import Round
from registry.domain.values import (
    Accepting,
    AdmissionPolicy,
    LocalOffice,
    OrganisationNumber,
    RejectionGround,
)

ACCEPTING = {Accepting.YES: 70, Accepting.LIMITED: 20, Accepting.NO: 10}
GROUNDS = (RejectionGround.MISSING_EVIDENCE, RejectionGround.REQUIREMENT_NOT_MET)
STILL_UNDER_REVIEW = 25
EMERGENCY_SHARE = 0.22
MEDIAN_START_DAYS, MEDIAN_START_DAYS_RURAL, MEDIAN_START_DAYS_OWN = 26, 38, 17
LAST_GRANTED = TODAY - timedelta(days=5)

Entry = tuple[PlannedConcession, PlannedSupplier]


def admissions(
    random: Random,
    market: Market,
    own: Iterable[PlannedSupplier],
    concessions: list[PlannedConcession],
) -> list[PlannedAdmission]:
    """Every supplier that was let in, and the members' own provision where it is listed."""
    entries = market.entries + own_entries(own, concessions)
    accepting = drawn_accepting(random, market, entries)
    days = confirmed_days(random, len(entries))
    granted = [
        admission(random, entry, accepting[index], days[index], market.home_of(entry[1]))
        for index, entry in enumerate(entries)
    ]
    return sorted(granted, key=lambda each: (each.granted_on, each.lead, each.supplier))


def own_entries(
    own: Iterable[PlannedSupplier], concessions: list[PlannedConcession]
) -> list[Entry]:
    """The municipalities' own provision where the terms list it."""
    unit_of = {unit.municipality: unit for unit in own}
    return [
        (concession, unit_of[member])
        for concession in concessions
        if concession.terms.own_provision_listed
        for member in concession.members
        if member in unit_of
    ]


def drawn_accepting(random: Random, market: Market, entries: list[Entry]) -> list[Accepting]:
    """Who is on the way out accepts nobody, and own provision always somebody."""
    drawn = quotas(random, len(entries), ACCEPTING)
    some = [word for word in drawn if word is not Accepting.NO]
    leaving = {i for i, (_, supplier) in enumerate(entries) if market.is_leaving(supplier)}
    private = [
        i
        for i, (_, supplier) in enumerate(entries)
        if not supplier.municipality and i not in leaving
    ]
    nobody = leaving | set(random.sample(private, len(entries) - len(some) - len(leaving)))
    return [Accepting.NO if i in nobody else some.pop() for i in range(len(entries))]


def admission(
    random: Random, entry: Entry, accepting: Accepting, confirmed_on: date, home: Place
) -> PlannedAdmission:
    """One supplier let into one concession."""
    concession, supplier = entry
    granted_on = drawn_grant(random, concession)
    applied_on = granted_on - timedelta(days=random.randint(14, 45))
    return PlannedAdmission(
        lead=concession.lead,
        supplier=supplier.number,
        counts=supplier.municipality is None,
        applied_on=in_time(concession, max(applied_on, concession.published_on)),
        granted_on=granted_on,
        accepting=accepting,
        local=local(random, concession, supplier, home),
        confirmed_on=max(confirmed_on, granted_on),
        ceiling=ceiling(random, concession),
    )


def in_time(concession: PlannedConcession, day: date) -> date:
    """The day itself; in a closed round not later than its last day to apply."""
    if concession.terms.policy is not AdmissionPolicy.CLOSED_ROUND:
        return day
    published_on = concession.published_on
    its = Round(concession.terms, published_on, concession.starts_on, None, 0)
    return min(day, its.deadline(published_on) or day)


def drawn_grant(random: Random, concession: PlannedConcession) -> date:
    """Most are in from the start; later ones by the concession's own rule."""
    first = concession.starts_on - timedelta(days=random.randint(20, 35))
    if concession.terms.policy is AdmissionPolicy.CLOSED_ROUND or random.random() < 0.7:
        return first
    if concession.terms.policy is AdmissionPolicy.WINDOWS:
        return random.choice(windows_passed(concession) or [first])
    return day_between(random, concession.starts_on, LAST_GRANTED)


def windows_passed(concession: PlannedConcession) -> list[date]:
    """The admission dates between the start and today."""
    days = [
        date(year, window // 100, window % 100)
        for year in range(concession.starts_on.year, TODAY.year + 1)
        for window in concession.terms.windows
    ]
    return [day for day in days if concession.starts_on < day <= LAST_GRANTED]


def local(
    random: Random, concession: PlannedConcession, supplier: PlannedSupplier, home: Place
) -> Local:
    """What holds here: soon for the municipality's own, later where it is far."""
    nearest = min(home.distance(places()[member]) for member in concession.members)
    rural = places()[concession.lead].size in ("small", "very_small")
    median = MEDIAN_START_DAYS_RURAL if rural else MEDIAN_START_DAYS
    if supplier.municipality:
        median = MEDIAN_START_DAYS_OWN
    office = LocalOffice.NEARBY if nearest < 3 else LocalOffice.NONE
    return Local(
        start_days=min(max(round(median * random.lognormvariate(0, 0.4)), 7), 120),
        first_contact_days=random.randint(1, 5),
        emergency_start=random.random() < EMERGENCY_SHARE,
        office=LocalOffice.IN_MUNICIPALITY if nearest == 0 else office,
    )


def ceiling(random: Random, concession: PlannedConcession) -> int:
    """How many people the supplier can take: a small whole number."""
    most = {"big": 14, "town": 8, "medium": 5}.get(places()[concession.lead].size, 4)
    return random.randint(3, most + len(concession.members) // 2)


def applications(
    random: Random, market: Market, concessions: list[PlannedConcession]
) -> list[PlannedApplication]:
    """Those turned down in the told concessions, and some that came in the last weeks."""
    turned_down = [
        rejected(random, concession, supplier)
        for concession in concessions
        for supplier in market.others(
            concession, told().get(concession.lead, {}).get("concession", {}).get("rejected", 0)
        )
    ]
    closed = AdmissionPolicy.CLOSED_ROUND
    open_ones = [
        each
        for each in concessions
        if each.terms.policy is not closed
        and each.terms.cap == 0
        and each.lead not in told()
        and market.inside(each)
    ]
    waiting = [
        PlannedApplication(
            each.lead, supplier, day_between(random, TODAY - timedelta(28), TODAY), None, None
        )
        for each in random.sample(open_ones, STILL_UNDER_REVIEW)
        for supplier in market.others(each, 1)
    ]
    return turned_down + waiting


def rejected(
    random: Random, concession: PlannedConcession, supplier: OrganisationNumber
) -> PlannedApplication:
    """An application that was turned down: the round was full, or a demand was not met."""
    is_round = concession.terms.policy is AdmissionPolicy.CLOSED_ROUND
    drawn_on = concession.published_on + timedelta(days=random.randint(10, 40))
    applied_on = in_time(concession, drawn_on)
    return PlannedApplication(
        lead=concession.lead,
        supplier=supplier,
        applied_on=applied_on,
        rejected_on=applied_on + timedelta(days=random.randint(14, 30)),
        ground=RejectionGround.CAP_REACHED if is_round else random.choice(GROUNDS),
    )
