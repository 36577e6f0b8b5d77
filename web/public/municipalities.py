"""The municipalities: the table of all, and what choice there is in one of them."""

from __future__ import annotations

from collections import Counter
from datetime import date

from flask import abort, current_app, g, render_template, request
from flask.typing import ResponseReturnValue

from registry.domain.organisation import Organisation
from registry.domain.roles import OrganisationKind
from registry.domain.values import ChoiceKind, MunicipalityNumber
from registry.queries import choices, concessions
from registry.queries.complaints import half_years
from registry.queries.front import bands, country
from registry.queries.running import stated
from registry.reference.municipalities import Place, neighbours, places, sort_key
from web.access import permits
from web.languages import current as language
from web.languages import day
from web.languages import gettext as _
from web.node_words import capital
from web.public.blueprint import public
from web.public.figures import newest_year
from web.public.terms import notice, sentence

A_DAY = date(2027, 1, 1)
"""Any first of a month: how long a notice is, is counted from it."""
NOT_STATED = 10**6
HALF_YEARS = 2
"""So many of the last are told about complaints."""


@public.get("/kommuner")
@permits("everyone")
def municipalities() -> ResponseReturnValue:
    """Every municipality in a table by county: the map for those who do not see it."""
    found = choices.coverage(current_app.extensions["pool"], g.day)
    kinds = {kind.value: kind for kind in ChoiceKind}
    only = kinds.get(request.args.get("valg", ""))
    shown = [
        place
        for place in places().values()
        if only is None or (place.number in found and found[place.number].kind is only)
    ]
    return render_template(
        "public/municipalities.html",
        counties=by_county(shown),
        coverage=found,
        country=country(found.values()),
        only=only,
    )


@public.get("/kommuner/<string(length=4):number>")
@permits("everyone")
def municipality(number: str) -> ResponseReturnValue:
    """What choice there is in one municipality, or what to do where there is none."""
    pool, its = current_app.extensions["pool"], place_or_404(number)
    around = neighbours(number)
    said = choices.municipality(pool, number, g.day, language(), [each.number for each in around])
    kinds = said.kinds if said else {}
    live = concessions.concessions(pool, g.day, number)
    return render_template(
        "public/municipality.html" if live else "public/no_choice.html",
        its=its,
        said=said,
        here=_here(number, kinds, live),
        concessions=live,
        stated={each.id: stated(pool, each.running) for each in live if each.running},
        stated_by=stated_by(said),
        complaints=half_years(pool, MunicipalityNumber(number), g.day)[:HALF_YEARS],
        kinds=kinds,
        neighbours=around,
    )


def stated_by(said: choices.MunicipalityPage | None) -> str:
    """Who stated what there is, and when; empty where nobody has."""
    if said is None or said.stated_on is None:
        return ""
    number, on = MunicipalityNumber(said.number), day(said.stated_on)
    if said.stated_by == Organisation.id_for(OrganisationKind.MUNICIPALITY, number):
        name = places()[number].short_name
        return _("Oppgitt av %(place)s kommune %(day)s.", place=name, day=on)
    return _("Oppgitt på vegne av kommunen %(day)s.", day=on)


def _here(
    number: str, kinds: dict[str, ChoiceKind], live: list[concessions.ConcessionRow]
) -> choices.Coverage:
    return choices.Coverage(
        number,
        kinds.get(number, ChoiceKind.UNKNOWN),
        sum(each.suppliers for each in live),
        sum(each.accepting for each in live),
        any(each.own for each in live),
    )


@public.get("/statistikk")
@permits("everyone")
def numbers() -> ResponseReturnValue:
    """Numbers made of public facts only: kinds of choice, numbers of suppliers, terms."""
    pool = current_app.extensions["pool"]
    found = choices.coverage(pool, g.day)
    live = concessions.concessions(pool, g.day)
    year, figures = newest_year()
    return render_template(
        "public/numbers.html",
        year=year,
        figures=figures,
        country=country(found.values()),
        counties={
            county: country([found[place.number] for place in its if place.number in found])
            for county, its in by_county(list(places().values())).items()
        },
        bands=bands(found.values()),
        spread=spread(live),
    )


def spread(live: list[concessions.ConcessionRow]) -> list[tuple[str, list[tuple[str, int]]]]:
    """(title, [(a term in words, how many concessions have it)]), most used first or by number."""
    wanted = {
        "policy": _("Hvordan leverandører tas opp"),
        "cap": _("Tak på antall leverandører"),
        "notice": _("Frist for å si fra ved bytte"),
        "default": _("Når ingen har valgt i tide"),
        "years": _("Hvor lenge konsesjonen varer"),
    }
    return [
        (title, _counted(Counter(_said(name, each) for each in live)))
        for name, title in wanted.items()
    ]


def _said(name: str, its: concessions.ConcessionRow) -> tuple[int, str]:
    """A term with where it stands among its like: by its number, where it is one.

    What nobody has stated stands last.
    """
    terms = its.terms
    if its.running is not None and getattr(its.running, name, None) is None:
        return NOT_STATED, _("Ikke oppgitt")
    if name == "notice":
        return (terms.earliest_switch(A_DAY) - A_DAY).days, capital(notice(terms))
    value = getattr(terms, name)
    return value if isinstance(value, int) else 0, sentence(name, value)


def _counted(found: Counter[tuple[int, str]]) -> list[tuple[str, int]]:
    """Numbers stand in their own order, the rest by how many have them."""
    ordered = sorted(found.items(), key=lambda pair: (pair[0][0], -pair[1]))
    return [(words, count) for (_order, words), count in ordered]


def place_or_404(number: str) -> Place:
    """A municipality by its number, or a missing page."""
    if number not in places():
        abort(404)
    return places()[number]


def by_county(shown: list[Place]) -> dict[str, list[Place]]:
    """Places under their county, both by name."""
    counties = sorted({place.county for place in shown}, key=sort_key)
    return {county: [place for place in shown if place.county == county] for county in counties}
