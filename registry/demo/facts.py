"""From a character in a few words to the facts a supplier confirms. Figures are invented."""

from __future__ import annotations

from random import Random
from typing import Any

from registry.domain.facts import Budget, Support, Wages
from registry.domain.values import (
    Adviser,
    BudgetUse,
    Independence,
    Language,
    PhoneHours,
    Seniority,
    UnusedBudget,
)

PAY = {"plain": (224, 229), "ladder": (226, 234), "agreement": (229, 239), "high": (242, 260)}
"""Starting wage, kroner an hour, from-to."""
SENIORITY = {
    "plain": Seniority.NONE,
    "ladder": Seniority.OWN_LADDER,
    "agreement": Seniority.COLLECTIVE_AGREEMENT,
    "high": Seniority.OWN_LADDER,
}
YEARLY = {"none": (0, 0), "small": (24, 42), "fixed": (48, 72), "ample": (80, 96)}
"""Hundreds of kroner a year, from-to."""
USES = {"none": 1, "small": 3, "fixed": 5, "ample": 7}
UNUSED = {
    "none": UnusedBudget.NOT_APPLICABLE,
    "small": UnusedBudget.RETURNED,
    "fixed": UnusedBudget.RETURNED,
    "ample": UnusedBudget.CARRIED_OVER,
}
ADVISER = {
    "one": Adviser.ONE_NAMED,
    "team": Adviser.SMALL_TEAM,
    "shift": Adviser.WHOEVER_ANSWERS,
    "case_worker": Adviser.CASE_WORKER,
}
PHONE = {
    "always": PhoneHours.AROUND_THE_CLOCK,
    "long": PhoneHours.DAY_AND_EVENING,
    "office": PhoneHours.OFFICE_HOURS,
}
FREEDOM = {
    "you": Independence.YOU_DECIDE,
    "together": Independence.TOGETHER,
    "we": Independence.SUPPLIER_DECIDES,
}
PUBLIC_PENSION = 10
"""Per cent of the wage an employer with public pension sets aside in the plan."""


def wages_of(character: dict[str, Any], random: Random) -> Wages:
    """What the assistants get."""
    pay, pension = character["pay"], character["pension"]
    public = pension == "public"
    return Wages(
        start=random.randint(*PAY[pay]) * 100 + random.choice((0, 50)),
        evening=random.randint(60, 78) * 100,
        weekend=random.randint(57, 72) * 100,
        holiday_share=random.choice((10_000, 10_000, 13_300)),
        competence=random.choice((0, 500, 1_000, 1_500)),
        seniority=SENIORITY[pay],
        pension_share=(PUBLIC_PENSION if public else pension) * 100,
        public_pension=public,
        collective_agreement=pay == "agreement" or public,
    )


def budget_of(character: dict[str, Any], random: Random) -> Budget:
    """The money the person decides over. Travel is always among the uses."""
    kind = character["budget"]
    others = random.sample(
        [use for use in BudgetUse if use is not BudgetUse.TRAVEL], USES[kind] - 1
    )
    return Budget(
        yearly=random.randint(*YEARLY[kind]) * 10_000,
        uses=[use for use in BudgetUse if use is BudgetUse.TRAVEL or use in others],
        unused=UNUSED[kind],
    )


def support_of(character: dict[str, Any], language: Language, random: Random) -> Support:
    """Who you talk to and what happens when somebody is ill."""
    turnover = character.get("turnover") or round(random.triangular(12, 48, 24))
    spoken = {Language.NB, language, *map(Language, character["speaks"])}
    return Support(
        adviser=ADVISER[character["adviser"]],
        phone=PHONE[character["phone"]],
        independence=FREEDOM[character["freedom"]],
        backup_hours=character["backup"],
        training_hours=random.randint(4, 16),
        turnover_share=turnover * 100,
        languages=[each for each in Language if each in spoken],
        work_assistance=character["work"],
        may_change_terms_alone=character["freedom"] == "we" or random.random() < 0.25,
    )


def own_character(random: Random) -> dict[str, Any]:
    """What a municipality's own provision is like where nobody has told it."""
    return {
        "pay": "agreement",
        "pension": "public",
        "budget": random.choices(("none", "small", "fixed"), (3, 5, 2))[0],
        "adviser": random.choices(("case_worker", "one", "team", "shift"), (4, 3, 2, 1))[0],
        "phone": random.choices(("office", "long", "always"), (6, 3, 1))[0],
        "freedom": random.choices(("together", "we", "you"), (6, 3, 1))[0],
        "backup": random.choices((2, 4, 8, 24), (10, 15, 45, 30))[0],
        "speaks": random.sample(["en", "pl", "ar"], random.randint(0, 2)),
        "work": random.random() < 0.3,
    }
