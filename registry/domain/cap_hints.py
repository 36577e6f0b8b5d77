"""A cap on the number of suppliers, and what it leaves to choose between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from registry.domain.hints import Hint, Kind
from registry.domain.said import Said
from registry.domain.sources import Source
from registry.domain.terms import NODE_OF
from registry.domain.timetable import POLICY
from registry.domain.values import NodeId

CAP, YEARS = NODE_OF["cap"], NODE_OF["years"]
OWN = NODE_OF["own_provision_listed"]
CAP_REVIEW = NodeId("bpa.admission.cap_review")
FEWEST = 3
"""A cap below this leaves no choice between suppliers when one goes. The registry's own rule."""
ENOUGH = 2
"""So many who really take assignments make a choice."""
LONG = 5
"""Years: the usual term in the concessions found. The registry's own limit."""


@dataclass(frozen=True)
class Ratios:
    """Published ratios: so many of so many suppliers were active in one municipality."""

    active: int
    of: int
    source: Source


def cap_hints(said: Said, ratios: Ratios) -> Iterator[Hint]:
    """A cap that leaves too little to choose between."""
    cap, years = said.number(CAP), said.number(YEARS)
    if not cap:
        return
    if cap < FEWEST:
        own = said.option(OWN) == "yes"
        yield Hint(Kind.NO_CHOICE_LEFT, CAP, True, {"cap": cap, "own": own})
    elif cap * ratios.active // ratios.of < ENOUGH:
        facts = {"cap": cap, "active": ratios.active, "of": ratios.of, "source": ratios.source}
        yield Hint(Kind.FEW_ACTIVE, CAP, False, facts)
    lasting = years == 0 or (years or 0) > LONG
    if lasting and said.option(POLICY) == "closed_round":
        yield Hint(Kind.CLOSED_FOR_LONG, CAP, True, {"cap": cap, "years": years})
    review = said.number(CAP_REVIEW)
    if review is None or (years and review >= 12 * years):
        yield Hint(Kind.CAP_NOT_REVIEWED, CAP_REVIEW, True, {"months": review, "years": years})
