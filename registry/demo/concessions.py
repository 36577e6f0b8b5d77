"""The concessions: terms by parameters and options alone, and a reason for each deviation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from registry.demo.draw import day_between
from registry.demo.nation import PlannedConcession
from registry.demo.sources import places, read, told
from registry.demo.terms import drawn_terms, template_nodes, template_terms
from registry.domain.deviation import Clause, fold
from registry.domain.terms import Terms, changes_from, first_of_next_month
from registry.domain.values import Language, MunicipalityNumber, NodeId

HEARD_BEFORE = timedelta(days=21)
"""The council for persons with disabilities is heard this long before the draft is sent on."""
FIRST_PUBLISHED, LAST_PUBLISHED = date(2024, 2, 1), date(2026, 3, 31)


def concessions(
    random: Random,
    groups: list[tuple[MunicipalityNumber, ...]],
    own_units: list[MunicipalityNumber],
) -> list[PlannedConcession]:
    """All concessions; told ones hold the terms they are told with."""
    drawn = [group for group in groups if group[0] not in told()]
    terms = dict(zip(drawn, drawn_terms(random, drawn, set(own_units)), strict=True))
    return [
        concession(random, group, terms[group])
        if group in terms
        else told_concession(random, group)
        for group in groups
    ]


def told_concession(random: Random, group: tuple[MunicipalityNumber, ...]) -> PlannedConcession:
    """A concession as municipalities.yaml tells it."""
    entry = told()[group[0]]["concession"]
    terms = template_terms(entry["terms"]["rate"])
    for name, value in entry["terms"].items():
        kind = type(getattr(terms, name))
        terms = replace(terms, **{name: kind(value)})
    return planned(random, group, terms, entry["published_on"], entry["starts_on"])


def concession(
    random: Random, group: tuple[MunicipalityNumber, ...], terms: Terms
) -> PlannedConcession:
    """A concession nobody has told, published on some day."""
    published_on = day_between(random, FIRST_PUBLISHED, LAST_PUBLISHED)
    starts_on = first_of_next_month(published_on + timedelta(days=random.randint(75, 130)))
    return planned(random, group, terms, published_on, starts_on)


def planned(
    random: Random,
    group: tuple[MunicipalityNumber, ...],
    terms: Terms,
    published_on: date,
    starts_on: date,
) -> PlannedConcession:
    """A concession with its reasons and its days."""
    lead = places()[group[0]]
    given = reasons(random, terms, lead.language)
    sent_on = published_on - timedelta(days=random.randint(5, 30))
    return PlannedConcession(
        members=group,
        terms=terms,
        template_version=1,
        short_form=len(group) == 1 and lead.size in ("small", "very_small"),
        language=lead.language,
        reasons=given,
        heard_on=sent_on - HEARD_BEFORE,
        sent_on=sent_on,
        published_on=published_on,
        starts_on=starts_on,
        changes=changes_from(terms, template_nodes()),
    )


def reasons(random: Random, terms: Terms, language: Language) -> dict[NodeId, str]:
    """Why each node that differs from the template does so, in the lead's language."""
    return {
        clause.id: random.choice(read("reasons.yaml")[clause.id][direction(clause)])[language.value]
        for clause in fold(template_nodes(), changes_from(terms, template_nodes()))
        if clause.is_deviation and clause.applies
    }


def direction(clause: Clause) -> str:
    """Which way a clause leaves the template, as reasons.yaml sorts them."""
    if clause.options:
        return clause.options[0]
    assert clause.node is not None
    if len(clause.numbers) != 1 or len(clause.node.numbers) != 1:
        return "any"
    return "more" if clause.numbers > clause.node.numbers else "less"
