"""The municipality's workplace: its blueprint, its menu, and whose workplace it is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort

from registry.domain.organisation import Function, OrganisationKind
from registry.domain.values import MunicipalityNumber
from registry.queries import choices
from registry.queries.access import Acting
from web.access import act_in, organisations
from web.clock import today
from web.languages import current
from web.languages import gettext as _
from web.workplace import find_place, menu, place_name, place_of, pool

municipality = Blueprint("municipality", __name__, url_prefix="/for-kommuner")


def ours() -> MunicipalityNumber:
    """The municipality the signed-in person works for. Who works for none is turned away."""
    number = place_of(OrganisationKind.MUNICIPALITY).municipality
    assert number is not None
    return number


def sight() -> UUID | None:
    """Whose cases may be seen: a district's own, or with None all of the municipality's."""
    return place_of(OrganisationKind.MUNICIPALITY).district


def concessions_place() -> Acting:
    """Where concessions may be looked at, also those under way: not by whoever only orders."""
    kind = OrganisationKind.MUNICIPALITY
    act_in(its for its in organisations() if its.workplace is kind and not its.only_orders)
    place = place_of(kind)
    if place.only_orders:
        abort(403)
    return place


def may_propose(place: Acting) -> bool:
    """Whether somebody may put forward that a concession ends or goes on: who writes or approves."""
    return bool(place.functions & {Function.DRAFT_CONCESSION, Function.APPROVE_CONCESSION})


def proposing_place() -> None:
    """Act where one may put that forward. Who may nowhere is turned away."""
    kind = OrganisationKind.MUNICIPALITY
    if act_in(p for p in organisations() if p.workplace is kind and may_propose(p)) is None:
        abort(403)


@municipality.context_processor
def frame() -> dict[str, Any]:
    """The top of every page of the workplace."""
    place = find_place(OrganisationKind.MUNICIPALITY)
    if place is None:
        return {}
    return {
        "place_name": place_name(place),
        "menu": menu(_links(place)),
        "may": _may(place),
        "said_in": said_in,
    }


def said_in(number: str) -> str:
    """The language a municipality writes in."""
    its = choices.municipality(pool(), number, today(), current())
    return its.language if its else "nb"


def _may(place: Acting) -> set[str]:
    return {function.value for function in place.functions}


def _links(place: Acting) -> list[tuple[str, str]]:
    links = [("municipality.tasks", _("Å gjøre"))]
    if not place.only_orders:
        links.append(("municipality.concessions", _("Konsesjoner")))
    if Function.DRAFT_CONCESSION in place.functions:
        links.append(("municipality.questions", _("Spørsmål")))
    if Function.ADMIT_SUPPLIERS in place.opens:
        links.append(("municipality.applications", _("Søknader")))
    if Function.ISSUE_CODES in place.functions:
        links.append(("municipality.codes", _("Koder og valg")))
    if Function.ISSUE_CODES in place.functions and place.district is None:
        links.append(("municipality.figures", _("Tall for året")))
    if Function.ORDER in place.functions:
        links.append(("municipality.orders", _("Bestillinger")))
    if Function.FOLLOW_UP in place.opens:
        links.append(("municipality.follow_up", _("Oppfølging")))
    if Function.DRAFT_CONCESSION in place.functions:
        links.append(("municipality.choice", _("Hva dere tilbyr")))
        links.append(("municipality.costs", _("Kostnad")))
    if Function.MANAGE_PEOPLE in place.opens:
        links.append(("municipality.duties", _("Hvem som gjør hva")))
    return links
