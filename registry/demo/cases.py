"""The people with a decision, as the registry knows them: no name, no diagnosis, no exact hours."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from random import Random

from registry.demo.draw import day_between, quotas
from registry.demo.market import Market
from registry.demo.nation import (
    TODAY,
    PlannedAdmission,
    PlannedCase,
    PlannedConcession,
    PlannedSupplier,
)
from registry.demo.sources import places, told
from registry.domain.values import (
    Accepting,
    HoursBand,
    LeadRole,
    MunicipalityNumber,
    OrganisationNumber,
)

CASES = 570
FRESH = 3
"""So many people in each told municipality have a code in their hand and have not chosen yet."""
WEIGHTS = {"big": 12.0, "town": 4.6, "medium": 1.7, "small": 0.6, "very_small": 0.15}
HOURS = {HoursBand.UNDER_15: 25, HoursBand.FROM_15_TO_35: 31, HoursBand.OVER_35: 44}
LEADS = {LeadRole.SELF: 52, LeadRole.CO_LEADER: 30, LeadRole.PARENT: 17, LeadRole.GUARDIAN: 1}
OWN_SHARE, NATIONAL_SHARE = 0.45, 0.55
"""Of all choices, those of own provision; of the others, those of the five largest."""
WITHOUT_CHOICE = 0.02
"""Share of old cases where nobody has chosen although the time to choose is over."""


class Choosing:
    """Opens cases and lets them choose among those that were in by then and have places left."""

    def __init__(
        self,
        random: Random,
        market: Market,
        own: list[PlannedSupplier],
        concessions: list[PlannedConcession],
        admissions: list[PlannedAdmission],
    ) -> None:
        self.random = random
        self.market = market
        self.own_of = {each.number: each.municipality for each in own}
        self.concession_of = {member: each for each in concessions for member in each.members}
        self.open: dict[MunicipalityNumber, list[PlannedAdmission]] = {}
        for each in admissions:
            if each.accepting is not Accepting.NO:
                self.open.setdefault(each.lead, []).append(each)
        self.taken: Counter[tuple[MunicipalityNumber, OrganisationNumber]] = Counter()

    def cases(self) -> list[PlannedCase]:
        """All cases in the order they were opened."""
        where = self._where()
        hours = quotas(self.random, len(where), HOURS)
        leads = quotas(self.random, len(where), LEADS)
        opened = sorted((self._opened_on(municipality), municipality) for municipality in where)
        drawn = [
            self._case(day, municipality, hours[index], leads[index])
            for index, (day, municipality) in enumerate(opened)
        ]
        return drawn + [
            self._undecided(number)
            for number in told()
            for _ in range(FRESH)
            if told()[number].get("cases", 0) > 1
        ]

    def _undecided(self, municipality: MunicipalityNumber) -> PlannedCase:
        """Somebody who has just got the letter: whoever tries the demo chooses for her."""
        concession = self.concession_of[municipality]
        opened_on = TODAY - timedelta(days=self.random.randint(2, 6))
        return PlannedCase(
            municipality=municipality,
            lead=concession.lead,
            hours=HoursBand.OVER_35,
            lead_role=LeadRole.SELF,
            opened_on=opened_on,
            choose_by=opened_on + timedelta(days=concession.terms.choose_within_days),
            chosen=None,
            chosen_on=None,
        )

    def _where(self) -> list[MunicipalityNumber]:
        """Told counts as told, the rest by size; none where nobody can be chosen."""
        where = [number for number, entry in told().items() for _ in range(entry.get("cases", 0))]
        weights = {
            number: WEIGHTS[places()[number].size]
            for number, concession in self.concession_of.items()
            if number not in told() and concession.lead in self.open
        }
        return where + quotas(self.random, CASES - len(where), weights)

    def _opened_on(self, municipality: MunicipalityNumber) -> date:
        starts_on = self.concession_of[municipality].starts_on
        return day_between(self.random, starts_on, TODAY - timedelta(days=1))

    def _case(
        self,
        opened_on: date,
        municipality: MunicipalityNumber,
        hours: HoursBand,
        lead_role: LeadRole,
    ) -> PlannedCase:
        concession = self.concession_of[municipality]
        within = concession.terms.choose_within_days
        chosen_on = opened_on + timedelta(days=self.random.randint(2, within))
        chooses = chosen_on <= TODAY and self.random.random() >= WITHOUT_CHOICE
        chosen = self._chosen(municipality, chosen_on) if chooses else None
        return PlannedCase(
            municipality=municipality,
            lead=concession.lead,
            hours=hours,
            lead_role=lead_role,
            opened_on=opened_on,
            choose_by=opened_on + timedelta(days=within),
            chosen=chosen,
            chosen_on=chosen_on if chosen else None,
        )

    def _chosen(self, municipality: MunicipalityNumber, on: date) -> OrganisationNumber | None:
        """Somebody who was in on the day and has a place left."""
        candidates = [
            each
            for each in self.open[self.concession_of[municipality].lead]
            if each.granted_on <= on
            and self.taken[each.lead, each.supplier] < each.ceiling
            and self._is_of(municipality, each)
        ]
        if not candidates:
            return None
        weights = self._weights(candidates)
        chosen = self.random.choices(candidates, weights)[0]
        self.taken[chosen.lead, chosen.supplier] += 1
        return chosen.supplier

    def _weights(self, candidates: list[PlannedAdmission]) -> list[float]:
        kinds = [self._kind(each) for each in candidates]
        share = {
            "own": OWN_SHARE,
            "national": (1 - OWN_SHARE) * NATIONAL_SHARE,
            "other": (1 - OWN_SHARE) * (1 - NATIONAL_SHARE),
        }
        return [share[kind] / kinds.count(kind) for kind in kinds]

    def _kind(self, admission: PlannedAdmission) -> str:
        size = self.market.size.get(admission.supplier)
        return "own" if size is None else "national" if size == "national" else "other"

    def _is_of(self, municipality: MunicipalityNumber, admission: PlannedAdmission) -> bool:
        """Own provision serves its own municipality only."""
        own = self.own_of.get(admission.supplier)
        return own is None or own == municipality
