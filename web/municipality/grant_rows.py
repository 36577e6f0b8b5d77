"""The grant and its deadlines in words."""

from __future__ import annotations

from datetime import date

from registry.domain.costs import Grant, GrantRule, Group, hours_at_threshold
from registry.domain.grant_calendar import Deadline, Grants
from registry.domain.thresholds import WEEKS
from registry.reference import rules
from registry.words import GRANT_STEPS, pick
from web.languages import current, kroner, ngettext, number
from web.languages import day as written
from web.languages import gettext as _
from web.municipality.sums import Row, cited, per_cent, whole


def grant_dates(day: date) -> list[Row]:
    """The next deadlines of the grants, with who announced them or whom to ask."""
    return [
        Row(deadline_name(each), written(each.day), _about_deadline(each))
        for each in rules.deadlines(day)
    ]


def deadline_name(deadline: Deadline) -> str:
    """What is to be done by the deadline."""
    return pick(GRANT_STEPS[deadline.grant, deadline.step], current())


def grant_row(given: Grant, rule: GrantRule) -> Row:
    """What one group of schemes gives."""
    words = {
        "wages": whole(given.wages),
        "threshold": kroner(rule.threshold),
        "share": per_cent(rule.share),
        "schemes": number(given.group.covered),
    }
    if given.above:
        about = _("(%(wages)s − %(threshold)s) × %(share)s × %(schemes)s", **words)
    else:
        about = _("Lønn for en ordning, %(wages)s, er ikke over %(threshold)s", **words)
    return Row(schemes_of(given.group), whole(given.amount), about, cited(rule.source))


def schemes_of(group: Group) -> str:
    """A group by its size: "5 ordninger på 38 timer i uken"."""
    return ngettext(
        "Én ordning på %(hours)s timer i uken",
        "%(num)s ordninger på %(hours)s timer i uken",
        group.schemes,
        hours=number(group.hours),
    )


def about_grant(year: int, wage: int, rule: GrantRule | None) -> list[str]:
    """What the sum stands on, and what is said of the grant elsewhere."""
    if rule is None:
        return [
            _(
                "Innslagspunktet for %(year)s er ikke funnet, så tilskuddet er ikke regnet.",
                year=year,
            )
        ]
    claimed = rules.hours_claim().number
    said = [
        _(
            "Søknaden i %(year)s gjelder lønn i %(before)s. Her er lønnen regnet til %(wage)s i "
            "timen. Da begynner tilskuddet ved %(hours)s timer i uken.",
            year=year,
            before=year - 1,
            wage=kroner(wage),
            hours=number(hours_at_threshold(wage, rule)),
        ),
        _(
            "Notatet «BPA: En bærekraftig assistanseordning» skriver at staten dekker 80 prosent "
            "fra time %(next)s i uken. Det stemmer ikke med regelen vi fant: et beløp i året for "
            "lønn. Her gir %(claimed)s timer en lønn på %(wages)s i året.",
            next=claimed + 1,
            claimed=claimed,
            wages=whole(claimed * WEEKS * wage),
        ),
    ]
    if rule.other_share is not None:
        said.append(
            _(
                "Kilden for %(year)s skriver at andelen er %(other)s. Vi har regnet med %(share)s, "
                "som i årene før. Kontroller det.",
                year=year,
                other=per_cent(rule.other_share),
                share=per_cent(rule.share),
            )
        )
    return said


def _about_deadline(deadline: Deadline) -> str:
    office = {
        Grants.RESOURCE_INTENSIVE: _("Kontroller hos Helsedirektoratet."),
        Grants.COMPETENCE: _("Fristen er ulik i fylkene: kontroller hos Statsforvalteren."),
    }[deadline.grant]
    latest = _(
        "Siste vi fant: %(day)s (%(by)s).", day=written(deadline.latest.day), by=deadline.latest.by
    )
    said = [latest, office] if deadline.announced else [_("Ikke kunngjort."), latest, office]
    return " ".join(said)
