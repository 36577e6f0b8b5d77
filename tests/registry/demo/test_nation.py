"""The plan as a whole: it repeats itself, and its totals are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from registry.demo.nation import TODAY, Nation
from registry.demo.plan import plan
from registry.demo.sources import read
from registry.domain.facts import STALE_AFTER_DAYS
from registry.domain.municipality import STATED
from registry.domain.values import Accepting, ChoiceKind, SupplierKind


def test_the_same_seed_gives_the_same_nation(nation: Nation) -> None:
    assert plan() == nation
    assert plan(seed=7) != nation


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_other_seeds_give_a_nation_too(seed: int) -> None:
    other = plan(seed)

    assert len(other.municipalities) == 357
    assert events(other) <= 12_000


def test_every_municipality_is_there_once(nation: Nation) -> None:
    numbers = [each.number for each in nation.municipalities]

    assert len(numbers) == len(set(numbers)) == 357


def test_sixty_offer_nothing_and_four_say_nothing(nation: Nation) -> None:
    covered = in_concession(nation)
    stated = Counter(each.stated for each in nation.municipalities if each.number not in covered)

    assert stated[ChoiceKind.NONE] == 60
    assert stated[None] == 4
    assert set(stated) == STATED | {None}


def test_more_than_half_have_a_choice(nation: Nation) -> None:
    covered = in_concession(nation)

    assert round(100 * len(covered) / 357) == 57
    assert not [e for e in nation.municipalities if e.number in covered and e.stated]


def test_nobody_is_in_two_concessions(nation: Nation) -> None:
    members = [number for each in nation.concessions for number in each.members]

    assert len(members) == len(set(members))


def test_eighteen_are_joint(nation: Nation) -> None:
    sizes = [len(each.members) for each in nation.concessions if len(each.members) > 1]

    assert len(sizes) == 18
    assert sum(size == 16 for size in sizes) == 1
    assert sum(5 <= size <= 8 for size in sizes) >= 4


def test_suppliers_are_of_every_size(nation: Nation) -> None:
    sizes = Counter(entry["size"] for entry in read("suppliers.yaml"))
    kinds = Counter(each.kind for each in nation.suppliers)

    assert sizes["national"] == 5
    assert sizes["regional"] == 9
    assert sizes["local"] == 30
    assert sizes["member"] == 8
    assert sizes["leaving"] + sizes["dormant"] == 12
    assert kinds[SupplierKind.OWN_PROVISION] == 240


def test_two_national_ones_have_one_owner(nation: Nation) -> None:
    groups = Counter(each.owner_group for each in nation.suppliers if each.owner_group)

    assert list(groups.values()) == [2]


def test_national_ones_are_in_60_to_110_municipalities(nation: Nation) -> None:
    national = {e["name"] for e in read("suppliers.yaml") if e["size"] == "national"}
    numbers = {each.number for each in nation.suppliers if each.name in national}
    members = {each.lead: len(each.members) for each in nation.concessions}
    reach: Counter[str] = Counter()
    for each in nation.admissions:
        reach[each.supplier] += members[each.lead]

    assert all(60 <= reach[number] <= 110 for number in numbers)


@pytest.mark.parametrize(
    ("term", "value", "share"),
    [
        ("notice", 3, 70),
        ("notice", 1, 12),
        ("counted_from", "first_of_next_month", 60),
        ("default", "own_provision", 62),
        ("default", "rotation", 12),
        ("payment", "quarterly_in_advance", 64),
        ("cap", 0, 38),
    ],
)
def test_terms_have_the_wanted_shares(nation: Nation, term: str, value: object, share: int) -> None:
    """The told concessions are outside the quotas, so five points either way."""
    values = [getattr(each.terms, term) for each in nation.concessions]
    found = sum(getattr(each, "value", each) == value for each in values)

    assert abs(100 * found / len(values) - share) <= 5


def test_two_pay_less_than_the_least_lawful_wages_cost(nation: Nation) -> None:
    assert sum(each.terms.rate < 40_000 for each in nation.concessions) == 2


def test_facts_are_as_fresh_as_they_usually_are(nation: Nation) -> None:
    days = [each.confirmed_on for each in nation.admissions]
    days += [d for s in nation.suppliers for d in (s.wages_on, s.budget_on, s.support_on)]
    ages = [(TODAY - day).days for day in days]

    assert share(age < 45 for age in ages) == pytest.approx(78, abs=1)
    assert share(45 <= age <= 120 for age in ages) == pytest.approx(14, abs=1)
    assert share(age > STALE_AFTER_DAYS for age in ages) == pytest.approx(8, abs=1)


def test_seven_of_ten_accept_new_people(nation: Nation) -> None:
    words = Counter(each.accepting for each in nation.admissions)

    assert share(each.accepting is Accepting.YES for each in nation.admissions) == pytest.approx(
        70, abs=1
    )
    assert words[Accepting.LIMITED] == pytest.approx(2 * words[Accepting.NO], abs=2)


def test_cases_are_at_most_600_and_events_at_most_12_000(nation: Nation) -> None:
    assert len(nation.cases) <= 600
    assert events(nation) <= 12_000


def events(nation: Nation) -> int:
    """How many events the plan becomes when it is loaded."""
    municipalities = sum(2 + bool(e.stated) + bool(e.story) for e in nation.municipalities)
    suppliers = sum(4 + bool(each.presentation) for each in nation.suppliers)
    concessions = sum(2 + len(each.reasons) for each in nation.concessions)
    applications = sum(1 + bool(each.ground) for each in nation.applications)
    cases = sum(3 if each.chosen else 1 for each in nation.cases)
    admissions = 6 * len(nation.admissions)
    return municipalities + suppliers + concessions + applications + cases + admissions


def in_concession(nation: Nation) -> set[str]:
    return {number for each in nation.concessions for number in each.members}


def share(truths: Iterable[bool]) -> float:
    values = list(truths)
    return 100 * sum(values) / len(values)
