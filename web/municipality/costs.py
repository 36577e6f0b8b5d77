"""What the schemes cost: typed for the sum, answered and forgotten. Nothing is stored or logged."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import fields
from werkzeug.datastructures import MultiDict

from registry.domain.wage_floor import Case, Week
from registry.reference import rules
from web.access import permits
from web.clock import today
from web.fields import Count, Form, Kroner, OneOf, Percent, read
from web.languages import gettext as _
from web.municipality.estimate import Estimate, estimate
from web.municipality.grant_rows import grant_dates
from web.municipality.place import municipality

GROUPS = 4
ZONES = ("I", "Ia", "II", "III", "IV", "IVa", "V")
STEPS = ("0", "3", "6", "9")
MOST_ORE = 500_000
FIELDS: dict[str, fields.Field[Any]] = {
    "rate": Kroner(least=100, most=MOST_ORE),
    "evening": Kroner(most=MOST_ORE),
    "evening_share": Percent(most=10_000),
    "weekend": Kroner(most=MOST_ORE),
    "weekend_share": Percent(most=10_000),
    "years": Count(least=1, most=40),
    "risk": OneOf(("yes", "no")),
    "zone": OneOf(ZONES),
    "week": OneOf(Week),
    "seniority": OneOf(STEPS),
    "sick": Percent(most=10_000),
    "administration": Kroner(most=MOST_ORE),
    "claim_year": Count(least=2014, most=2100),
    "wage": Kroner(most=MOST_ORE),
    "replaced_hours": Count(most=1_000_000),
    "replaced_price": Kroner(most=MOST_ORE),
    "low": Percent(least=100, most=10_000),
    "high": Percent(least=100, most=10_000),
}
FOR_EACH_GROUP: dict[str, fields.Field[Any]] = {
    f"{name}_{group}": field
    for group in range(1, GROUPS + 1)
    for name, field in {
        "hours": Count(least=int(group == 1), most=500),
        "schemes": Count(least=int(group == 1), most=10_000),
        "supplement": Kroner(most=MOST_ORE),
        "over_age": Count(most=10_000),
    }.items()
}
CostForm = Form.from_dict(FIELDS | FOR_EACH_GROUP, name="CostForm")
MAY_BE_EMPTY = {
    *FOR_EACH_GROUP,
    "evening",
    "weekend",
    "wage",
    "replaced_hours",
    "replaced_price",
} - {
    "hours_1",
    "schemes_1",
}


@municipality.get("/kostnad")
@permits("draft_concession")
def costs() -> ResponseReturnValue:
    """What is to be typed, and when grants are applied for."""
    return _page(_suggested(), {})


@municipality.post("/kostnad")
@permits("draft_concession")
def count_costs() -> ResponseReturnValue:
    """The sums. The answer is the page itself: there is nothing to come back to."""
    typed = request.form.to_dict()
    empty = {name: "0" for name in MAY_BE_EMPTY if not typed.get(name, "").strip()}
    values, errors = read(CostForm(), MultiDict(typed | empty))
    errors = _half_filled(typed) | errors
    wage_rules = rules.wage_rules(today())
    if errors or wage_rules is None:
        return _page(request.form, errors), 422
    return _page(request.form, {}, estimate(values, wage_rules, today(), GROUPS))


def _half_filled(typed: dict[str, str]) -> dict[str, list[str]]:
    """Both fields of a pair or neither, beside the empty one: half of it would not be counted."""
    groups = [(f"hours_{group}", f"schemes_{group}") for group in range(1, GROUPS + 1)]
    more = [(f"over_age_{group}", f"supplement_{group}") for group in range(1, GROUPS + 1)]
    pairs = [*zip(groups, more, strict=True), (("replaced_hours", "replaced_price"), ())]
    found: dict[str, list[str]] = {}
    for pair, others in pairs:
        if any(_amount(typed, name) for name in (*pair, *others)):
            found |= {
                name: [_("Fyll ut dette feltet også, eller la begge stå tomme.")]
                for name in pair
                if not _amount(typed, name)
            }
    return found


def _amount(typed: dict[str, str], name: str) -> str:
    """What was typed, empty where it comes to nothing."""
    return typed.get(name, "").strip().strip("0,")


def _page(values: Any, errors: dict[str, Any], found: Estimate | None = None) -> str:
    return render_template(
        "municipality/costs.html",
        values=values,
        errors=errors,
        found=found,
        groups=range(1, GROUPS + 1),
        zones=[(zone, _("Sone %(zone)s", zone=zone)) for zone in ZONES],
        weeks=[(week.value, _weeks()[week]) for week in Week],
        steps=[(step, _("%(years)s år", years=step)) for step in STEPS],
        claim_years=_claim_years(),
        dates=grant_dates(today()),
    )


def _suggested() -> dict[str, str]:
    """What the form suggests: the registry's own assumptions, and the claims it knows."""
    case, facing = Case(), rules.face_to_face()
    return {
        "evening_share": str(case.evening // 100),
        "weekend_share": str(case.weekend // 100),
        "week": case.week.value,
        "seniority": str(case.years),
        "sick": str(case.sick // 100),
        "administration": "0",
        "claim_year": str(max(rules.grant_rules())),
        "low": str(facing.low // 100),
        "high": str(facing.high // 100),
        "years": "5",
        "risk": "yes",
    }


def _claim_years() -> list[tuple[str, str]]:
    known = rules.grant_rules()
    return [
        (str(year), str(year) if year in known else _("%(year)s (ikke funnet)", year=year))
        for year in range(max(today().year + 1, *known), min(known) - 1, -1)
    ]


def _weeks() -> dict[Week, str]:
    return {Week.H375: _("37,5 timer"), Week.H355: _("35,5 timer (turnus)")}
