"""Terms for the invented concessions, with the shares right over all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from random import Random
from typing import Any

from registry.demo.draw import quotas
from registry.demo.sources import places, read
from registry.domain.node import Node
from registry.domain.terms import Terms
from registry.domain.values import (
    AdmissionPolicy,
    CountedFrom,
    DefaultRule,
    MunicipalityNumber,
    NodeId,
    Ordering,
    PaymentTerms,
)
from registry.reference.template import nodes

SHARES: dict[str, Mapping[Any, float]] = {
    "years": {4: 20, 5: 52, 6: 14, 10: 14},
    "notice": {1: 12, 2: 18, 3: 70},
    "counted_from": {CountedFrom.DAY_OF_NOTICE: 40, CountedFrom.FIRST_OF_NEXT_MONTH: 60},
    "choose_within_days": {30: 70, 21: 14, 45: 16},
    "regret_days": {14: 88, 21: 7, 30: 5},
    "answer_days": {5: 86, 3: 7, 8: 7},
    "ordering": {Ordering.SAME_UNIT: 88, Ordering.CENTRAL_UNIT: 12},
    "payment": {PaymentTerms.QUARTERLY_IN_ADVANCE: 64, PaymentTerms.MONTHLY_IN_ARREARS: 36},
}
"""Per cent of the concessions. Invented, in the spirit of published schemes."""
CAPS = {(0, 0): 38, (3, 5): 34, (6, 10): 22, (11, 14): 6}
DEFAULTS = {
    DefaultRule.OWN_PROVISION: 62,
    DefaultRule.DIALOGUE: 20,
    DefaultRule.ROTATION: 12,
    DefaultRule.NAMED: 6,
}
WINDOWS = ([201, 801], [101, 501, 901], [115, 615], [301, 601, 901, 1201])
WITHOUT_OWN_PROVISION = 0.3
"""Share that does not list its own provision, among those where it is not the default either."""

RATE, RATE_SPREAD, RATE_LIMITS = 482, 22, (435, 545)
"""Kroner an hour: mean, standard deviation, least and most."""
ZONE_WITHOUT_CONTRIBUTION, RURAL = -25, 10
BELOW_WAGE_FLOOR = (358, 364)
"""Two municipalities pay less than the least lawful wages cost, so that the warning shows."""


def template_terms(rate: int) -> Terms:
    """The template's own values with a local rate, in øre an hour."""
    return Terms(
        policy=AdmissionPolicy.ROLLING,
        windows=[],
        cap=0,
        years=5,
        rate=rate,
        notice=1,
        counted_from=CountedFrom.DAY_OF_NOTICE,
        default=DefaultRule.DIALOGUE,
        choose_within_days=30,
        regret_days=14,
        answer_days=5,
        ordering=Ordering.SAME_UNIT,
        payment=PaymentTerms.QUARTERLY_IN_ADVANCE,
        own_provision_listed=True,
    )


@cache
def template_nodes() -> dict[NodeId, Node]:
    """Version 1 of the template, by id."""
    return {node.node: node for node in nodes()}


def drawn_terms(
    random: Random, groups: list[tuple[MunicipalityNumber, ...]], own_units: set[MunicipalityNumber]
) -> list[Terms]:
    """Terms for the concessions nobody has told, with the shares right over all of them."""
    count = len(groups)
    rates = drawn_rates(random, groups)
    columns = {name: quotas(random, count, shares) for name, shares in SHARES.items()}
    caps = drawn_caps(random, groups)
    defaults = drawn_defaults(random, [group[0] in own_units for group in groups])
    drawn = []
    for index in range(count):
        terms = replace(
            template_terms(rates[index]),
            cap=caps[index],
            default=defaults[index],
            **{name: column[index] for name, column in columns.items()},
        )
        terms = with_policy(random, terms)
        if groups[index][0] in own_units and terms.default is not DefaultRule.OWN_PROVISION:
            listed = random.random() >= WITHOUT_OWN_PROVISION
            terms = replace(terms, own_provision_listed=listed)
        drawn.append(terms)
    return drawn


def drawn_rates(random: Random, groups: list[tuple[MunicipalityNumber, ...]]) -> list[int]:
    """A rate for each concession, øre an hour."""
    rates = [drawn_rate(random, group[0]) for group in groups]
    small = [i for i, group in enumerate(groups) if places()[group[0]].size == "small"]
    for index, kroner in zip(random.sample(small, 2), BELOW_WAGE_FLOOR, strict=True):
        rates[index] = kroner * 100
    return rates


def drawn_rate(random: Random, lead: MunicipalityNumber) -> int:
    """A rate for a part of the country, øre an hour."""
    least, most = RATE_LIMITS
    kroner = min(max(round(random.gauss(RATE, RATE_SPREAD)), least), most)
    if lead in read("map.yaml")["zone_without_contribution"]:
        kroner += ZONE_WITHOUT_CONTRIBUTION
    if places()[lead].size in ("small", "very_small"):
        kroner += RURAL
    return kroner * 100


def drawn_caps(random: Random, groups: list[tuple[MunicipalityNumber, ...]]) -> list[int]:
    """The highest caps where most people live."""
    spans = quotas(random, len(groups), CAPS)
    capped = sorted((span for span in spans if span[0]), reverse=True)
    order = ["big", "town", "medium", "small", "very_small"]
    where = [index for index, span in enumerate(spans) if span[0]]
    where.sort(key=lambda index: order.index(places()[groups[index][0]].size))
    caps = [0] * len(groups)
    for index, span in zip(where, capped, strict=True):
        caps[index] = random.randint(*span)
    return caps


def drawn_defaults(random: Random, has_own: list[bool]) -> list[DefaultRule]:
    """Own provision can only be the default where there is one."""
    rules = quotas(random, len(has_own), DEFAULTS)
    rules.sort(key=lambda rule: rule is not DefaultRule.OWN_PROVISION)
    with_own = [index for index, has in enumerate(has_own) if has]
    random.shuffle(with_own)
    others = [index for index, has in enumerate(has_own) if not has]
    own_count = rules.count(DefaultRule.OWN_PROVISION)
    rest = with_own[own_count:] + others
    random.shuffle(rest)
    placed = dict(zip(with_own[:own_count] + rest, rules, strict=True))
    return [placed[index] for index in range(len(has_own))]


def with_policy(random: Random, terms: Terms) -> Terms:
    """Rolling for most; dates for some; a closed round only where there is a cap."""
    lot = random.random()
    if terms.cap and lot < 0.25:
        return replace(terms, policy=AdmissionPolicy.CLOSED_ROUND)
    if lot > 0.8:
        return replace(terms, policy=AdmissionPolicy.WINDOWS, windows=random.choice(WINDOWS))
    return terms
