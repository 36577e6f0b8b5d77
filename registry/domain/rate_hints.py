"""The hourly rate beside what an hour costs a supplier at the least."""

from __future__ import annotations

from collections.abc import Iterator

from registry.domain.hints import Hint, Kind
from registry.domain.said import Said
from registry.domain.terms import NODE_OF
from registry.domain.values import NodeId
from registry.domain.wage_floor import Case, Cost, WageRules, Week, least_cost, part, total

RATE = NODE_OF["rate"]
COVERS = NodeId("bpa.rates.included")
EVENING, NIGHT = NodeId("bpa.rates.evening"), NodeId("bpa.rates.night")
WEEKEND = NodeId("bpa.rates.weekend")
DEAREST = Case(zone="I", week=Week.H355, years=9)
"""The same sum where wages and contribution are at the top of what was found."""
INCLUDED = {
    "wages": [Cost.WAGE],
    "supplements": [Cost.EVENING, Cost.WEEKEND],
    "sick_pay": [Cost.SICK_PAY],
    "holiday_pay": [Cost.HOLIDAY_PAY],
    "pension": [Cost.PENSION],
    "social_costs": [Cost.CONTRIBUTION],
    "administration": [Cost.ADMINISTRATION],
}
"""What the node on the content of the price means for the lines of the sum."""


def rate_hints(said: Said, rules: WageRules) -> Iterator[Hint]:
    """The rate beside the least that an hour can cost, and beside the same sum at its dearest."""
    rate = said.number(RATE)
    if not rate:
        return
    covers = [cost for option in said.options(COVERS) for cost in INCLUDED.get(option, [])]
    case = Case()
    paid = rate + part(_most(said, EVENING, NIGHT), case.evening)
    paid += part(_most(said, WEEKEND), case.weekend)
    least, dearest = least_cost(rules, case, covers), least_cost(rules, DEAREST, covers)
    facts = {
        "rate": rate,
        "paid": paid,
        "least": total(least),
        "dearest": total(dearest),
        "wages_since": rules.wages.since,
    }
    if paid < total(least):
        yield Hint(Kind.RATE_BELOW_LEAST, RATE, True, facts | {"lines": least})
    elif paid < total(dearest):
        yield Hint(Kind.RATE_MAY_BE_LOW, RATE, False, facts | {"lines": dearest})


def _most(said: Said, *nodes: NodeId) -> int:
    return max(said.number(node) or 0 for node in nodes)
